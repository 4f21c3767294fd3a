import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codesWanted, nearlyDry } from './code-pool.js';

const marks = { low: 100, high: 300 };

test('a new pool is filled to the high-water mark', () => {
  expect(codesWanted(marks, { capacity: 60_000, free: 0, given: 0 }, false)).toBe(300);
});

test('once begun, filling goes on to the high-water mark', () => {
  expect(codesWanted(marks, { capacity: 60_000, free: 150, given: 0 }, true)).toBe(150);
  expect(codesWanted(marks, { capacity: 60_000, free: 300, given: 0 }, true)).toBe(0);
});

test('nothing is made above the low-water mark', () => {
  expect(codesWanted(marks, { capacity: 60_000, free: 100, given: 500 }, false)).toBe(0);
  expect(codesWanted(marks, { capacity: 60_000, free: 99, given: 500 }, false)).toBe(201);
});

test('a house of forty gets forty codes, and none more when they are given', () => {
  expect(codesWanted(marks, { capacity: 40, free: 0, given: 0 }, false)).toBe(40);
  expect(codesWanted(marks, { capacity: 40, free: 30, given: 10 }, true)).toBe(0);
  expect(codesWanted(marks, { capacity: 40, free: 0, given: 40 }, true)).toBe(0);
});

test('there are never more codes than places, whatever was sold, and never fewer than asked for', () => {
  const sizes = fc.record({ capacity: fc.nat(1_000), free: fc.nat(500), given: fc.nat(1_200) });
  fc.assert(
    fc.property(sizes, fc.boolean(), (pool, filling) => {
      const wanted = codesWanted(marks, pool, filling);
      expect(wanted).toBeGreaterThanOrEqual(0);
      if (wanted > 0) expect(pool.free + wanted + pool.given).toBeLessThanOrEqual(pool.capacity);
      expect(pool.free + wanted).toBeGreaterThanOrEqual(Math.min(marks.low, pool.capacity - pool.given));
    }),
  );
});

test('a pool is nearly dry at a quarter of what it should at least hold', () => {
  expect(nearlyDry(marks, { capacity: 60_000, free: 25, given: 0 })).toBe(false);
  expect(nearlyDry(marks, { capacity: 60_000, free: 24, given: 0 })).toBe(true);
  expect(nearlyDry(marks, { capacity: 60_000, free: 0, given: 60_000 })).toBe(false);
});
