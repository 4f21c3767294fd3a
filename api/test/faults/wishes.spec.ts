import { expect, test } from 'vitest';
import { readWishes } from './wishes.js';

const wanted = (environment: Record<string, string>) => {
  const { firstSeed, ordersMin, minutes, replay } = readWishes(environment, 77);
  return { firstSeed, ordersMin, minutes, replay };
};

test('unasked it is ten thousand orders from any seed on', () => {
  expect(wanted({})).toEqual({ firstSeed: 77, ordersMin: 10_000, minutes: 0, replay: false });
  expect(wanted({ FAULTS_SEED: '', FAULTS_ORDERS: '', FAULTS_MINUTES: '' })).toEqual({ firstSeed: 77, ordersMin: 10_000, minutes: 0, replay: false });
});

test('a seed is one run again, a number of orders is that number, minutes are filled', () => {
  expect(wanted({ FAULTS_SEED: '4711' })).toEqual({ firstSeed: 4711, ordersMin: 10_000, minutes: 0, replay: true });
  expect(wanted({ FAULTS_ORDERS: '500', FAULTS_SEED: '4711' })).toEqual({ firstSeed: 4711, ordersMin: 500, minutes: 0, replay: false });
  expect(wanted({ FAULTS_MINUTES: '30' })).toEqual({ firstSeed: 77, ordersMin: 0, minutes: 30, replay: false });
});

test('what is no number is refused with its name', () => {
  expect(() => readWishes({ FAULTS_MINUTES: 'all night' }, 77)).toThrow('FAULTS_MINUTES is "all night"');
});
