import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { IdempotencyKeyRequired } from './wallet.errors.js';

const LENGTH_MAX = 255;
// Shorter than any proxy's patience, longer than any window in which a person still looks at the button.
const WAIT_SECONDS_MAX = 25;

const headerOf = (context: ExecutionContext, name: string): string | undefined => {
  const value = context.switchToHttp().getRequest<FastifyRequest>().headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** The required `Idempotency-Key`: 1 to 255 printable ASCII characters. @throws IdempotencyKeyRequired */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const key = headerOf(context, 'idempotency-key');
  if (key === undefined || key.length > LENGTH_MAX || !/^[\x21-\x7e]+$/.test(key)) {
    throw new IdempotencyKeyRequired({ lengthMax: LENGTH_MAX });
  }
  return key;
});

/** Milliseconds that the caller wants to wait for the outcome: `Prefer: wait=N` (RFC 7240), 0 without it. */
export const WaitMs = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(headerOf(context, 'prefer') ?? '')?.[1];
  return Math.min(Number(seconds ?? 0), WAIT_SECONDS_MAX) * 1_000;
});

/** Tells whether two bodies say the same, whatever the order of their members. */
export function fingerprint(call: string, body: unknown): Buffer {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256').update(call).update('\0').update(JSON.stringify(body, sorted)).digest();
}
