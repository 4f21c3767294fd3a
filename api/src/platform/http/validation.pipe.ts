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

/** Checks bodies, parameters and queries against the Zod schema named at the argument. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new InputPipe({
    exceptionFactory: (issues) =>
      new InvalidRequest({
        problems: issues.slice(0, PROBLEMS_MAX).map(({ path, message }) => ({
          path: (path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
          message,
        })),
      }),
  });
}
