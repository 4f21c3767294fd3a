import { expect, test } from 'vitest';
import { positions } from './draw.ts';

// The published vectors of docs/domain/line.md.
const seed = Buffer.from('e821463c1113144bf30a36639e0bfab441acf39af814d0e46ebb94ee200e97ce', 'hex');

test('positions are those of the published vectors', () => {
  expect([0, 1, 2].map(positions(seed, 3))).toEqual([2, 0, 1]);
  expect(Array.from({ length: 10 }, (_, entry) => entry).map(positions(seed, 10))).toEqual([2, 5, 1, 3, 0, 7, 8, 4, 9, 6]);
  expect([0, 1, 999_999].map(positions(seed, 1_000_000))).toEqual([599_422, 225_739, 898_003]);
});

test('who came after the draw stands where they came', () => {
  expect(positions(seed, 10)(10)).toBe(10);
});
