import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidRequest } from '../errors.js';

// A client that made a thousand mistakes learns enough from the first ones.
const PROBLEMS_MAX = 50;

/** Checks bodies, parameters and queries against the Zod schema named at the argument. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new InvalidRequest({
        problems: issues.slice(0, PROBLEMS_MAX).map(({ path, message }) => ({
          path: (path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
          message,
        })),
      }),
  });
}
