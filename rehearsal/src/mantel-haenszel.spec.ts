import { expect, test } from 'vitest';
import { isInsignificant, pooledDifference } from './mantel-haenszel.ts';

test('pools the University Group Diabetes Program’s deaths by age as the textbook does', () => {
  // K. J. Rothman, S. Greenland, T. L. Lash, Modern Epidemiology, 3rd ed., table 15-1: tolbutamide against placebo, below 55 and above.
  const strata = [
    { slow: { successes: 8, all: 106 }, fast: { successes: 5, all: 120 } },
    { slow: { successes: 22, all: 98 }, fast: { successes: 16, all: 85 } },
  ];
  const z90 = 1.6448536269514722;
  const { difference, low, high } = pooledDifference(strata, z90);
  expect(difference).toBeCloseTo(0.035, 3);
  expect(low).toBeCloseTo(-0.018, 2);
  expect(high).toBeCloseTo(0.088, 2);
});

test('a single stratum is the plain difference of two shares with its plain standard error', () => {
  const { difference, low, high } = pooledDifference([{ slow: { successes: 30, all: 100 }, fast: { successes: 80, all: 200 } }], 1);
  expect(difference).toBeCloseTo(-0.1, 12);
  expect((high - low) / 2).toBeCloseTo(Math.sqrt((0.3 * 0.7) / 100 + (0.4 * 0.6) / 200), 12);
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
