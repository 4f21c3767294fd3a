import { expect, test } from 'vitest';
import { positionOf } from './draw.ts';

/** The vectors of docs/domain/line.md. */
const seed = 'e821463c1113144bf30a36639e0bfab441acf39af814d0e46ebb94ee200e97ce';
const algorithm = 'catraca-draw-1';

test('a position follows from the entry as the published vectors say', () => {
  expect([0, 1, 2].map((entry) => positionOf(entry, { algorithm, size: 3, seed }))).toEqual([2, 0, 1]);
  expect(Array.from({ length: 10 }, (_, entry) => positionOf(entry, { algorithm, size: 10, seed }))).toEqual([2, 5, 1, 3, 0, 7, 8, 4, 9, 6]);
  expect([0, 1, 999_999].map((entry) => positionOf(entry, { algorithm, size: 1_000_000, seed }))).toEqual([599_422, 225_739, 898_003]);
});

test('everybody of a line has a position of their own, and who came after the opening stands behind', () => {
  const positions = Array.from({ length: 300 }, (_, entry) => positionOf(entry, { algorithm, size: 257, seed }));
  expect(new Set(positions).size).toBe(300);
  expect(positions.slice(257)).toEqual(Array.from({ length: 43 }, (_, index) => 257 + index));
});

test('nothing is said of a draw that has not taken place, or follows another rule', () => {
  expect(positionOf(0, { algorithm, size: 3 })).toBeNull();
  expect(positionOf(0, { algorithm, size: null, seed })).toBeNull();
  expect(positionOf(0, { algorithm: 'catraca-draw-2', size: 3, seed })).toBeNull();
});
