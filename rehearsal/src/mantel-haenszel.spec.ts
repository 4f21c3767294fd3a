import { expect, test } from 'vitest';
import { isInsignificant, pooledDifference } from './mantel-haenszel.ts';

test('pools the University Group Diabetes Program’s deaths by age as the textbook does', () => {
  // K. J. Rothman, S. Greenland, T. L. Lash, Modern Epidemiology, 3rd ed., table 15-1: tolbutamide against placebo, below 55 and above.
  const strata = [
    { slow: { successes: 8, all: 106 }, fast: { successes: 5, all: 120 } },
    { slow: { successes: 22, all: 98 }, fast: { successes: 16, all: 85 } },
  ];
  const { difference, low, high } = pooledDifference(strata, 1.6448536269514722);
  expect(difference).toBeCloseTo(0.035, 3);
  expect(low).toBeCloseTo(-0.018 - 0.5 / 101.8, 2);
  expect(high).toBeCloseTo(0.088 + 0.5 / 101.8, 2);
});

test('in a single stratum chance is that of drawing so many from one urn', () => {
  const { difference, low, high } = pooledDifference([{ slow: { successes: 30, all: 100 }, fast: { successes: 80, all: 200 } }], 1);
  expect(difference).toBeCloseTo(-0.1, 12);
  const drawn = Math.sqrt(100 * (110 / 300) * (190 / 300) * (200 / 299));
  expect((high - low) / 2).toBeCloseTo((drawn + 0.5) / (20_000 / 300), 12);
});

test('one slow fan who is refused in the tenth of a second in which the stock ends proves nothing, forty do', () => {
  const everybody = Array.from({ length: 500 }, () => ({ slow: { successes: 10, all: 10 }, fast: { successes: 80, all: 80 } }));
  const nobody = everybody.map(({ slow, fast }) => ({ slow: { ...slow, successes: 0 }, fast: { ...fast, successes: 0 } }));
  const between = { slow: { successes: 0, all: 1 }, fast: { successes: 7, all: 9 } };
  expect(isInsignificant(pooledDifference([...everybody, between, ...nobody]))).toBe(true);
  expect(isInsignificant(pooledDifference([...everybody, ...Array.from({ length: 40 }, () => between), ...nobody]))).toBe(false);
});

test('a stratum with only one of the groups weighs nothing', () => {
  const both = { slow: { successes: 3, all: 10 }, fast: { successes: 9, all: 20 } };
  const alone = { slow: { successes: 0, all: 0 }, fast: { successes: 0, all: 500 } };
  expect(pooledDifference([both, alone])).toEqual(pooledDifference([both]));
});

test('who compares nobody knows nothing', () => {
  expect(pooledDifference([])).toEqual({ difference: 0, low: -1, high: 1, slow: 0, fast: 0 });
});

test('a disadvantage of the slow is found out, and an equal treatment is not taken for one', () => {
  const seconds = (slow: number, fast: number) => Array.from({ length: 50 }, () => ({ slow: { successes: slow, all: 10 }, fast: { successes: fast, all: 50 } }));
  expect(isInsignificant(pooledDifference(seconds(5, 25)))).toBe(true);
  expect(isInsignificant(pooledDifference(seconds(4, 25)))).toBe(false);
});
