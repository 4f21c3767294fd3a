import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainEntries, Draw, drawSeed, noEntriesHash, secretHash, undrawn } from './draw.js';

const seedOf = (text: string | number) => createHash('sha256').update(String(text)).digest();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Pearson's statistic against equal shares. */
function chiSquared(counts: number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('the draw', () => {
  it('gives every entry one position and every position one entry', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.integer({ min: 0, max: 3000 }), (seed, size) => {
        const draw = new Draw(seed, size);
        const taken = new Set<number>();
        for (let entry = 0; entry < size; entry++) taken.add(draw.position(entry));
        expect(taken.size).toBe(size);
        expect(Math.max(-1, ...taken)).toBe(size - 1);
      }),
      { numRuns: 40 },
    );
  });

  it('is undone by its inverse at any size up to the largest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (size, share) => {
        const draw = new Draw(seedOf(size), size);
        const entry = Math.floor(share * size);
        const position = draw.position(entry);
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThan(size);
        expect(draw.entry(position)).toBe(entry);
        expect(draw.position(draw.entry(entry))).toBe(entry);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves whoever came after the opening at the number they came with', () => {
    const draw = new Draw(seedOf('late'), 10);
    for (const entry of [10, 11, 5000]) {
      expect(draw.position(entry)).toBe(entry);
      expect(draw.entry(entry)).toBe(entry);
    }
    expect(undrawn.position(0)).toBe(0);
  });

  it('favours no entry and no position: the first, a middle and the last entry land everywhere alike', () => {
    const size = 13;
    const counts = [0, 6, 12].map(() => Array.from({ length: size }, () => 0));
    for (let run = 0; run < 4000; run++) {
      const draw = new Draw(seedOf(`uniform ${run}`), size);
      [0, 6, 12].forEach((entry, row) => counts[row]![draw.position(entry)]!++);
    }
    // 12 degrees of freedom: 32.9 is exceeded once in a thousand by a fair draw. The seeds are fixed.
    for (const row of counts) expect(chiSquared(row)).toBeLessThan(32.9);
  });

  it('favours no order: all 24 orders of four people are as frequent', () => {
    const counts = new Map<string, number>();
    for (let run = 0; run < 4800; run++) {
      const draw = new Draw(seedOf(`order ${run}`), 4);
      const order = [0, 1, 2, 3].map((entry) => draw.position(entry)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: 49.7 is exceeded once in a thousand by a fair draw.
    expect(chiSquared([...counts.values()])).toBeLessThan(49.7);
  });

  it('gives neighbours in the line no neighbouring positions', () => {
    const size = 1000;
    let near = 0;
    for (let run = 0; run < 40; run++) {
      const draw = new Draw(seedOf(`neighbours ${run}`), size);
      for (let entry = 1; entry < size; entry++) {
        if (Math.abs(draw.position(entry) - draw.position(entry - 1)) === 1) near++;
      }
    }
    // A fair draw has 2 / size per pair: about 80 of 39,960, standard deviation 9.
    expect(near).toBeGreaterThan(40);
    expect(near).toBeLessThan(120);
  });

  it('draws a million entries, each to its own place', () => {
    const size = 1_000_000;
    const draw = new Draw(seedOf('big'), size);
    const taken = new Uint8Array(size);
    for (let entry = 0; entry < size; entry++) taken[draw.position(entry)]!++;
    expect(taken.every((count) => count === 1)).toBe(true);
  });

  it('refuses a size that is no number of people', () => {
    for (const size of [-1, 1.5, Number.NaN, 2 ** 33]) expect(() => new Draw(seedOf(0), size)).toThrow(RangeError);
  });
});

describe('the seed', () => {
  const secret = seedOf('secret');
  const ids = ['01937d5e-0000-7000-8000-000000000001', '01937d5e-0000-7000-8000-000000000002', '01937d5e-0000-7000-8000-000000000003'];

  it('depends on the secret, on every entry, on their order and on the public value', () => {
    const entriesHash = chainEntries(noEntriesHash(), ids);
    const seeds = [
      drawSeed(secret, entriesHash, null),
      drawSeed(secret, entriesHash, '05 12 33 41 48 60'),
      drawSeed(seedOf('another'), entriesHash, null),
      drawSeed(secret, chainEntries(noEntriesHash(), ids.slice(0, 2)), null),
      drawSeed(secret, chainEntries(noEntriesHash(), ids.toReversed()), null),
    ];
    expect(new Set(seeds.map(hex)).size).toBe(seeds.length);
  });

  it('hashes the same list alike in one batch and in many', () => {
    const whole = chainEntries(noEntriesHash(), ids);
    const pieces = ids.reduce<Uint8Array>((so, id) => chainEntries(so, [id]), noEntriesHash());
    expect(hex(pieces)).toBe(hex(whole));
  });

  it('agrees with the vectors published in docs/domain/line.md', () => {
    const entriesHash = chainEntries(noEntriesHash(), ids);
    const seed = drawSeed(secret, entriesHash, '05 12 33 41 48 60');
    const ten = new Draw(seed, 10);
    expect({
      secret: hex(secret),
      secretHash: hex(secretHash(secret)),
      entriesHash: hex(entriesHash),
      seed: hex(seed),
      three: [0, 1, 2].map((entry) => new Draw(seed, 3).position(entry)),
      ten: Array.from({ length: 10 }, (_, entry) => ten.position(entry)),
      million: [0, 1, 999_999].map((entry) => new Draw(seed, 1_000_000).position(entry)),
    }).toMatchInlineSnapshot(`
      {
        "entriesHash": "22d171cde274f89224949ba8ef2002236725d61b24d004b574c5cd1d7afb77e5",
        "million": [
          599422,
          225739,
          898003,
        ],
        "secret": "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        "secretHash": "3881219d087dd9c634373fd33dfa33a2cb6bfc6c520b64b8bb60ef2ceb534ae7",
        "seed": "e821463c1113144bf30a36639e0bfab441acf39af814d0e46ebb94ee200e97ce",
        "ten": [
          2,
          5,
          1,
          3,
          0,
          7,
          8,
          4,
          9,
          6,
        ],
        "three": [
          2,
          0,
          1,
        ],
      }
    `);
  });
});
