import { expect, test } from 'vitest';
import { type Gateways, readWishes } from './wishes.js';

const wanted = (environment: Record<string, string>, gateways: Gateways = 'simulated') => {
  const { firstSeed, ordersMin, minutes, replay } = readWishes(environment, 77, gateways);
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

test('unasked there are some at the adapters of real gateways as well; a seed and a number are about one kind', () => {
  expect(wanted({}, 'real')).toMatchObject({ ordersMin: 1_000, replay: false });
  expect(wanted({ FAULTS_MINUTES: '30' }, 'real')).toMatchObject({ minutes: 7.5 });
  const kinds = (environment: Record<string, string>) => (['simulated', 'real'] as const).filter((gateways) => readWishes(environment, 77, gateways).wanted);
  expect(kinds({})).toEqual(['simulated', 'real']);
  expect(kinds({ FAULTS_MINUTES: '30' })).toEqual(['simulated', 'real']);
  expect([kinds({ FAULTS_SEED: '4711' }), kinds({ FAULTS_ORDERS: '500' })]).toEqual([['simulated'], ['simulated']]);
  expect(kinds({ FAULTS_SEED: '4711', FAULTS_GATEWAYS: 'real' })).toEqual(['real']);
  expect(() => kinds({ FAULTS_GATEWAYS: 'some' })).toThrow('FAULTS_GATEWAYS is "some"');
});

test('what is no number is refused with its name', () => {
  expect(() => readWishes({ FAULTS_MINUTES: 'all night' }, 77, 'simulated')).toThrow('FAULTS_MINUTES is "all night"');
});
