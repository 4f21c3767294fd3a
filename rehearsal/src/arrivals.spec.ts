import { Random } from '@catraca/simulator/random';
import { describe, expect, test } from 'vitest';
import { arrivals, whenShareHasCome } from './arrivals.ts';

/** Pearson's statistic of counts against what was expected of each. */
const chiSquared = (counts: number[], expected: number[]): number => counts.reduce((sum, count, at) => sum + (count - expected[at]!) ** 2 / expected[at]!, 0);

// Upper 0.1 % points of the chi-squared distribution, from any table of it.
const CHI_SQUARED_19 = 43.82;
const CHI_SQUARED_9 = 27.88;

describe('arrivals', () => {
  test('of an even wave are as many in every twentieth of it', () => {
    const times = arrivals([{ fans: 20_000, fromSeconds: 0, forSeconds: 100 }], new Random('even'));
    const counts = Array.from({ length: 20 }, (_, at) => times.filter((time) => Math.floor(time / 5) === at).length);
    expect(chiSquared(counts, counts.map(() => times.length / 20))).toBeLessThan(CHI_SQUARED_19);
  });

  test('of a fading wave halve with every half-life', () => {
    const times = arrivals([{ fans: 40_000, fromSeconds: 0, forSeconds: 40, halvesEverySeconds: 10 }], new Random('fading'));
    const whole = 1 - 2 ** -4;
    const expected = [1, 2, 3, 4].map((at) => (times.length * (2 ** -(at - 1) - 2 ** -at)) / whole);
    const counts = expected.map((_, at) => times.filter((time) => Math.floor(time / 10) === at).length);
    // Three degrees of freedom.
    expect(chiSquared(counts, expected)).toBeLessThan(16.27);
  });

  test('wait for nothing: gaps are exponential, as independent arrivals are', () => {
    const times = arrivals([{ fans: 10_000, fromSeconds: 0, forSeconds: 1_000 }], new Random('gaps'));
    const gaps = times.slice(1).map((time, at) => (time - times[at]!) * 10);
    const deciles = Array.from({ length: 9 }, (_, at) => -Math.log(1 - (at + 1) / 10));
    const counts = Array.from({ length: 10 }, () => 0);
    for (const gap of gaps) counts[deciles.filter((decile) => gap > decile).length]! += 1;
    expect(chiSquared(counts, counts.map(() => gaps.length / 10))).toBeLessThan(CHI_SQUARED_9);
  });

  test('vary in number as chance does: mean and variance are the same', () => {
    const sizes = Array.from({ length: 400 }, (_, seed) => arrivals([{ fans: 100, fromSeconds: 0, forSeconds: 1 }], new Random(`size ${seed}`)).length);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    const variance = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / (sizes.length - 1);
    // Three standard errors: of the mean 0.5, of the variance about 7.
    expect(Math.abs(mean - 100)).toBeLessThan(1.5);
    expect(Math.abs(variance - 100)).toBeLessThan(22);
  });

  test('of several waves come in order, before the opening too, and again with the same seed', () => {
    const waves = [{ fans: 50, fromSeconds: -10, forSeconds: 10 }, { fans: 50, fromSeconds: 0, forSeconds: 30, halvesEverySeconds: 5 }];
    const times = arrivals(waves, new Random('order'));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeLessThan(0);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(-10);
    expect(Math.max(...times)).toBeLessThan(30);
    expect(arrivals(waves, new Random('order'))).toEqual(times);
    expect(arrivals(waves, new Random('another'))).not.toEqual(times);
  });
});

test('a share of a wave has come when its cumulative rate says so', () => {
  expect(whenShareHasCome(0.25, 60, undefined)).toBe(15);
  expect(whenShareHasCome(0, 40, 10)).toBeCloseTo(0);
  expect(whenShareHasCome(1, 40, 10)).toBeCloseTo(40);
  // After one half-life of four: (1 − 1/2) / (1 − 1/16).
  expect(whenShareHasCome(0.5 / 0.9375, 40, 10)).toBeCloseTo(10);
});
