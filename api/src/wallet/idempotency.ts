import type { FastifyRequest } from 'fastify';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isIdempotencyKey, waitMsOf } from '#platform';
import { IdempotencyKeyRequired } from './wallet.errors.js';

const LENGTH_MAX = 255;
// Shorter than any proxy's patience, longer than any window in which a person still looks at the button.
const WAIT_SECONDS_MAX = 25;

const headerOf = (context: ExecutionContext, name: string): unknown => context.switchToHttp().getRequest<FastifyRequest>().headers[name];

/** The required `Idempotency-Key`: 1 to 255 printable ASCII characters. @throws IdempotencyKeyRequired */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const key = headerOf(context, 'idempotency-key');
  if (!isIdempotencyKey(key)) throw new IdempotencyKeyRequired({ lengthMax: LENGTH_MAX });
  return key;
});

/** Milliseconds that the caller wants to wait for the outcome: `Prefer: wait=N` (RFC 7240), 0 without it. */
export const WaitMs = createParamDecorator((_: unknown, context: ExecutionContext): number => waitMsOf(headerOf(context, 'prefer'), WAIT_SECONDS_MAX));

export { fingerprintOf as fingerprint } from '#platform';
