import { v7 } from 'uuid';

// Asking the system for randomness costs more than the rest of an id; this much is 256 of them.
const pool = new Uint8Array(4_096);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

let msecs = 0;
let seq = 0;

/** A new identifier: UUID version 7, so that keys of one table grow to the right and pages stay warm. Later ones of one process are greater. */
export function newId(): string {
  const random = randomBytes();
  const now = Date.now();
  // 31 random bits to start a millisecond with leave as many ids before the counter would overflow.
  seq = now > msecs ? new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1 : (seq + 1) | 0;
  msecs = Math.max(now, msecs);
  return v7({ random, msecs, seq });
}
