import { fingerprintOf, isIdempotencyKey, waitMsOf } from '#platform';
import { IdempotencyKeyRequired } from './orders.errors.js';

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
  if (!isIdempotencyKey(header)) throw new IdempotencyKeyRequired();
  return { key: header, bodyHash: fingerprintOf(path, body) };
}

// A call that waits longer than any window of patience only holds a connection.
const WAIT_SECONDS_MAX = 30;

/** How long the caller wants to wait for the outcome (`Prefer: wait=N`, RFC 7240), in milliseconds. */
export const waitOf = (prefer: string | string[] | undefined): number => waitMsOf(prefer, WAIT_SECONDS_MAX);
