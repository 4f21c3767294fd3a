import { createHash } from 'node:crypto';
import { IdempotencyKeyRequired } from './orders.errors.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** What a client calls one attempt, and a digest of what it asks for. */
export interface Idempotency {
  key: string;
  bodyHash: Buffer;
}

/**
 * The request's key and a digest of what it asks for: the same key with another body is refused.
 * @throws IdempotencyKeyRequired
 */
export function idempotencyOf(header: string | string[] | undefined, path: string, body: unknown): Idempotency {
  if (typeof header !== 'string' || !KEY.test(header)) throw new IdempotencyKeyRequired();
  return { key: header, bodyHash: createHash('sha256').update(path).update('\0').update(canonical(body)).digest() };
}

/** JSON with sorted keys, so that the order in which a client writes its fields does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

// A call that waits longer than any window of patience only holds a connection.
const WAIT_SECONDS_MAX = 30;

/** How long the caller wants to wait for the outcome (`Prefer: wait=N`, RFC 7240), in milliseconds. */
export function waitOf(prefer: string | string[] | undefined): number {
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})/.exec(typeof prefer === 'string' ? prefer : '')?.[1];
  return Math.min(Number(seconds ?? 0), WAIT_SECONDS_MAX) * 1_000;
}
