import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';

/** What a visitor's device needs of `GET /events/{id}/line/draw`. */
export interface PublishedDraw {
  algorithm: string;
  size: number | null;
  /** Absent until the draw has taken place. */
  seed?: string | undefined;
}

/** As many as docs/domain/line.md says. */
const rounds = 10;
/** A walk outside of the line is one in two at the most likely; so many in a row are no accident but a broken answer. */
const walksMax = 10_000;

/**
 * Where an entry stands, by the public rule `catraca-draw-1` (docs/domain/line.md): computed by everybody's own device, so that nobody has to
 * ask the box office at the moment when everybody wants to know. Null where the draw has not taken place, or follows a rule that is not known here.
 */
export function positionOf(entry: number, { algorithm, size, seed }: PublishedDraw): number | null {
  if (algorithm !== 'catraca-draw-1' || size === null || seed === undefined) return null;
  if (entry >= size) return entry;
  const key = hexToBytes(seed);
  let bits = 4;
  while (4 ** bits < size) bits += 1;
  const half = 2 ** bits;
  let position = entry;
  for (let walk = 0; walk < walksMax; walk++) {
    position = pass(key, half, position);
    if (position < size) return position;
  }
  return null;
}

function pass(key: Uint8Array, half: number, value: number): number {
  let left = Math.floor(value / half);
  let right = value % half;
  for (let round = 0; round < rounds; round++) [left, right] = [right, left ^ mixed(key, half, round, right)];
  return left * half + right;
}

function mixed(key: Uint8Array, half: number, round: number, value: number): number {
  const message = new Uint8Array(5);
  new DataView(message.buffer).setUint32(1, value);
  message[0] = round;
  const digest = hmac(sha256, key, message);
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) % half;
}
