import { Random } from '@catraca/simulator/random';
import { describe, expect, test } from 'vitest';
import { isInsignificant, pooledDifference, type Stratum } from './score-interval.ts';

const Z_95 = 1.959963984540054;
const stratum = (slow: number, ofSlow: number, fast: number, ofFast: number): Stratum => ({ slow: { successes: slow, all: ofSlow }, fast: { successes: fast, all: ofFast } });
const repeated = (count: number, one: Stratum): Stratum[] => Array.from({ length: count }, () => one);

// R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), table II, method 6.
test.each([
  [stratum(56, 70, 48, 80), 0.0528, 0.3382],
  [stratum(9, 10, 3, 10), 0.17, 0.8406],
])('of a single stratum it is the published one: %j', (one, low, high) => {
  const found = pooledDifference([one], Z_95);
  expect(found.low).toBeCloseTo(low, 3);
  expect(found.high).toBeCloseTo(high, 3);
});

test('where all or none succeed it is the root that can be found by hand', () => {
  // Nobody of ten and ten: the likeliest shares under a difference of d are d and 0, so d² = z² · d (1 − d) / 10 · 20 / 19.
  const [none, all] = [(2 * Z_95 ** 2) / 19, Z_95 ** 2 / 19];
  expect(pooledDifference([stratum(0, 10, 0, 10)], Z_95).high).toBeCloseTo(none / (1 + none), 5);
  // Ten of ten against nobody of ten: they are (1 + d) / 2 and (1 − d) / 2, so (1 − d)² = z² · (1 − d²) / 19.
  expect(pooledDifference([stratum(10, 10, 0, 10)], Z_95)).toMatchObject({ low: expect.closeTo((1 - all) / (1 + all), 5), high: 1 });
});

test('whether there is any difference is what the test of Mantel and Haenszel says', () => {
  const strata = [stratum(8, 106, 5, 120), stratum(22, 98, 16, 85), stratum(1, 3, 2, 2)];
  let [sum, variance] = [0, 0];
  for (const { slow, fast } of strata) {
    const all = slow.all + fast.all;
    const successes = slow.successes + fast.successes;
    sum += slow.successes - (successes * slow.all) / all;
    variance += (slow.all * fast.all * successes * (all - successes)) / (all ** 2 * (all - 1));
  }
  const z = Math.abs(sum) / Math.sqrt(variance);
  expect(isInsignificant(pooledDifference(strata, z * 1.001))).toBe(true);
  expect(isInsignificant(pooledDifference(strata, z * 0.999))).toBe(false);
});

test('where everybody succeeds it is not certain that nobody could have failed', () => {
  const { difference, low, high } = pooledDifference(repeated(13, stratum(1, 1, 5, 5)));
  expect(difference).toBe(0);
  expect(low).toBeLessThan(-0.2);
  expect(high).toBeGreaterThan(0.05);
});

test('one slow fan who is refused in the tenth of a second in which the stock ends proves nothing, forty do', () => {
  const [everybody, nobody, between] = [repeated(500, stratum(10, 10, 80, 80)), repeated(500, stratum(0, 10, 0, 80)), stratum(0, 1, 7, 9)];
  expect(isInsignificant(pooledDifference([...everybody, between, ...nobody]))).toBe(true);
  expect(isInsignificant(pooledDifference([...everybody, ...repeated(40, between), ...nobody]))).toBe(false);
});

test('a stratum with only one of the groups weighs nothing', () => {
  expect(pooledDifference([stratum(3, 10, 9, 20), stratum(0, 0, 0, 500)])).toEqual(pooledDifference([stratum(3, 10, 9, 20)]));
});

test('who compares nobody knows nothing', () => {
  expect(pooledDifference([])).toEqual({ difference: 0, low: -1, high: 1, slow: 0, fast: 0 });
});

describe('the truth lies within the interval in 99 of 100 seeded sales, in strata of five', { timeout: 60_000 }, () => {
  const SALES = 400;
  test.each([[0.5, 0], [0.5, -0.1], [0.9, -0.1], [0.97, 0], [1, -0.1], [1, 0]])('when %d of the fast get in, and %d more of the slow', (fastShare, difference) => {
    const random = new Random(`coverage ${fastShare} ${difference}`);
    const drawn = (count: number, share: number): number => Array.from({ length: count }, () => random.happens(share)).filter(Boolean).length;
    const covered = Array.from({ length: SALES }, () => {
      const { low, high } = pooledDifference(Array.from({ length: 40 }, () => stratum(drawn(2, fastShare + difference), 2, drawn(3, fastShare), 3)));
      return low <= difference && difference <= high;
    }).filter(Boolean).length;
    // Three standard deviations of a count with that mean: 0.99 ± 0.015.
    expect(covered / SALES).toBeGreaterThan(0.975);
  });
});
