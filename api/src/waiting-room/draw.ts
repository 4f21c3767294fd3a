import { createHash, createHmac, hash } from 'node:crypto';

/**
 * The draw: a public permutation of the entries that were in the line at the opening.
 *
 * `docs/domain/line.md` explains it in plain words with test vectors; `docs/draw/recompute.ts` is a second,
 * independent implementation. Whatever changes here changes a published rule: give it another name.
 */
export const drawAlgorithm = 'catraca-draw-1';

/**
 * Why ten. Luby and Rackoff (1988) prove a Feistel network of random functions indistinguishable from a
 * random permutation from 3 rounds on, from 4 against somebody who may also ask for the inverse; but their
 * bound is worth little for halves of a few bits, which a small line has. What can then be seen of the
 * network's own shape shrinks by about the number of values of a half with every two rounds more (Bellare,
 * Hoang, Tessaro 2016), which is why NIST SP 800-38G takes ten for FF1. A round costs a table look-up here.
 */
const rounds = 10;

/** Halves of fewer than 4 bits have so few round functions that a draw of three people would be skewed. */
const halfBitsMin = 4;

/** Two halves of 16 bits fill an unsigned 32-bit integer. */
export const drawSizeMax = 2 ** 32;

/** SHA-256's. */
export const hashBytes = 32;
const noEntries = Buffer.alloc(hashBytes);

/**
 * The keyed permutation of [0, size): a balanced Feistel network on the smallest even number of bits that
 * holds `size`, with cycle walking (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002):
 * what falls outside [0, size) is enciphered again until it falls inside. The domain is at most 4 × size
 * (256 for the smallest), so that takes fewer than four walks on average. Entries that came after the
 * opening keep their number: first come, first served.
 */
export class Draw {
  readonly #halfBits: number;
  readonly #mask: number;
  /** The round function's values seen so far, -1 where not computed: a line of a million needs 10 × 1,024. */
  readonly #values: Int32Array[];

  constructor(
    private readonly seed: Uint8Array,
    readonly size: number,
  ) {
    if (!Number.isInteger(size) || size < 0 || size > drawSizeMax) throw new RangeError(`no draw of ${size} entries`);
    this.#halfBits = halfBits(size);
    this.#mask = 2 ** this.#halfBits - 1;
    this.#values = Array.from({ length: rounds }, () => new Int32Array(this.#mask + 1).fill(-1));
  }

  /** The place of an entry, counted from 0. */
  position(entry: number): number {
    if (entry >= this.size) return entry;
    let place = this.#encipher(entry);
    while (place >= this.size) place = this.#encipher(place);
    return place;
  }

  /** The inverse: whose place this is. */
  entry(position: number): number {
    if (position >= this.size) return position;
    let entry = this.#decipher(position);
    while (entry >= this.size) entry = this.#decipher(entry);
    return entry;
  }

  #encipher(value: number): number {
    let left = value >>> this.#halfBits;
    let right = value & this.#mask;
    for (let round = 0; round < rounds; round++) {
      const next = left ^ this.#round(round, right);
      left = right;
      right = next;
    }
    return ((left << this.#halfBits) | right) >>> 0;
  }

  #decipher(value: number): number {
    let left = value >>> this.#halfBits;
    let right = value & this.#mask;
    for (let round = rounds - 1; round >= 0; round--) {
      const previous = right ^ this.#round(round, left);
      right = left;
      left = previous;
    }
    return ((left << this.#halfBits) | right) >>> 0;
  }

  #round(round: number, half: number): number {
    const values = this.#values[round]!;
    const known = values[half]!;
    if (known >= 0) return known;
    const message = Buffer.alloc(5);
    message.writeUInt8(round, 0);
    message.writeUInt32BE(half, 1);
    return (values[half] = createHmac('sha256', this.seed).update(message).digest().readUInt32BE(0) & this.#mask);
  }
}

/** Everybody in the order of arrival: a line without a draw, or one before its draw. */
export const undrawn = new Draw(noEntries, 0);

/** Seed = SHA-256(secret ‖ entries' hash ‖ the public value in UTF-8, empty where none was named). */
export function drawSeed(secret: Uint8Array, entriesHash: Uint8Array, publicValue: string | null): Buffer {
  return createHash('sha256').update(secret).update(entriesHash).update(publicValue ?? '', 'utf8').digest();
}

/** What is published before anybody enters, so that the secret cannot be chosen afterwards. */
export function secretHash(secret: Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The running hash of no entries. */
export function noEntriesHash(): Buffer {
  return Buffer.from(noEntries);
}

/** h ← SHA-256(h ‖ entry id as 16 bytes), entry by entry in the order of their numbers. */
export function chainEntries(entriesHash: Uint8Array, entryIds: readonly string[]): Buffer {
  const link = Buffer.alloc(hashBytes + 16);
  link.set(entriesHash, 0);
  for (const id of entryIds) {
    link.write(id.replaceAll('-', ''), hashBytes, 16, 'hex');
    hash('sha256', link, 'buffer').copy(link, 0);
  }
  return Buffer.from(link.subarray(0, hashBytes));
}

function halfBits(size: number): number {
  let bits = halfBitsMin;
  while (2 ** (2 * bits) < size) bits++;
  return bits;
}
