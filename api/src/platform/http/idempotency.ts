import { createHash } from 'node:crypto';

/** 1 to 255 printable ASCII characters: what fits a header, a log line and an index entry. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Whether a header is a usable `Idempotency-Key`; given twice it is not. */
export const isIdempotencyKey = (header: unknown): header is string => typeof header === 'string' && KEY.test(header);

/** What a request asks for, in 32 bytes: the same for the same call and body, in whatever order a client writes its members. */
export function fingerprintOf(call: string, body: unknown): Buffer {
  return createHash('sha256').update(call).update('\0').update(canonical(body)).digest();
}

/** How long the caller wants to wait for the outcome (`Prefer: wait=N`, RFC 7240), in milliseconds and within reason; 0 without it. */
export function waitMsOf(prefer: unknown, secondsMax: number): number {
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(typeof prefer === 'string' ? prefer : '')?.[1];
  return Math.min(Number(seconds ?? 0), secondsMax) * 1_000;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
