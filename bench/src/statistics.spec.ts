import { expect, test } from 'vitest';
import { ratios, summarise } from './statistics.ts';

test('the median of an odd and an even number of values', () => {
  expect(summarise([5, 1, 9])).toEqual({ min: 1, median: 5, max: 9 });
  expect(summarise([4, 1, 2, 9])).toEqual({ min: 1, median: 3, max: 9 });
});

test('nothing measured is a mistake, not a zero', () => {
  expect(() => summarise([])).toThrow('nothing was measured');
});

test('ratios are taken pair by pair, so that a slow pair does not count against a fast one', () => {
  expect(ratios([100, 10], [200, 20])).toEqual([0.5, 0.5]);
  expect(() => ratios([1], [])).toThrow('a ratio needs pairs');
});
