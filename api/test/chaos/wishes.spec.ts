import { expect, test } from 'vitest';
import { readWishes } from './wishes.js';

const wanted = (environment: Record<string, string>) => {
  const { firstSeed, runsMin, minutes } = readWishes(environment, 77);
  return { firstSeed, runsMin, minutes };
};

test('unasked it is fifty sales from any seed on, and as many more as fit in five minutes', () => {
  expect(wanted({})).toEqual({ firstSeed: 77, runsMin: 50, minutes: 5 });
  expect(wanted({ CHAOS_SEED: '', CHAOS_RUNS: '', CHAOS_MINUTES: '' })).toEqual({ firstSeed: 77, runsMin: 50, minutes: 5 });
});

test('a seed is one sale again, a number of runs is that number, minutes are filled', () => {
  expect(wanted({ CHAOS_SEED: '4711' })).toEqual({ firstSeed: 4711, runsMin: 1, minutes: 0 });
  expect(wanted({ CHAOS_RUNS: '5' })).toEqual({ firstSeed: 77, runsMin: 5, minutes: 0 });
  expect(wanted({ CHAOS_SEED: '4711', CHAOS_RUNS: '5' })).toEqual({ firstSeed: 4711, runsMin: 5, minutes: 0 });
  expect(wanted({ CHAOS_MINUTES: '30' })).toEqual({ firstSeed: 77, runsMin: 1, minutes: 30 });
});

test('what is no number is refused with its name', () => {
  expect(() => readWishes({ CHAOS_MINUTES: 'all night' }, 77)).toThrow('CHAOS_MINUTES is "all night"');
});
