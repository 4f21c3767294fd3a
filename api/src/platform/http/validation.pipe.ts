import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidRequest } from '../errors.js';

// A client that made a thousand mistakes learns enough from the first ones.
const PROBLEMS_MAX = 50;

/** The path of the first text that PostgreSQL cannot store: one with a NUL or half a surrogate pair. */
function unstorable(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const path = unstorable(key) ?? unstorable(part);
    if (path) return [key, ...path];
  }
  return undefined;
}

class InputPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const path = metadata.type === 'custom' ? undefined : unstorable(value);
    // The path is told as it can be told.
    if (path) throw new InvalidRequest({ problems: [{ path: path.join('.').replaceAll('\0', '').toWellFormed(), message: 'must not contain NUL or half a surrogate pair' }] });
    return super.transform(value, metadata);
  }
}

interface Mistake {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** Of a choice of forms: the mistakes in each of them. */
  readonly errors?: readonly (readonly Mistake[])[];
  /** Fields that the form does not have. */
  readonly keys?: readonly string[];
}

/** Where none of several forms fits, the mistakes in the one that comes nearest: "Invalid input" would help nobody. */
function named({ message, path = [], errors = [] }: Mistake): Mistake[] {
  const [nearest] = errors.filter((form) => form.length > 0).sort((a, b) => distance(a) - distance(b));
  if (!nearest) return [{ message, path }];
  return nearest.flatMap(named).map((mistake) => ({ ...mistake, path: [...path, ...(mistake.path ?? [])] }));
}

/** What would have to change for it to fit. */
function distance(form: readonly Mistake[]): number {
  return form.reduce((sum, { keys }) => sum + (keys?.length ?? 1), 0);
}

/** Checks bodies, parameters and queries against the Zod schema named at the argument. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new InputPipe({
    exceptionFactory: (issues) =>
      new InvalidRequest({
        problems: issues.flatMap(named).slice(0, PROBLEMS_MAX).map(({ path, message }) => ({
          path: (path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
          message,
        })),
      }),
  });
}
