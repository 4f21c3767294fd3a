import { expect, test } from 'vitest';
import { sample, straight } from './sample-plan.ts';

const two = () => sample([{ rows: [straight('A', 4, 0)] }, { rows: [straight('A', 2, 50)] }], 'ffhsfb');

test('only letter f is free, and each section counts its own', () => {
  const { states } = two();
  expect([0, 1, 2, 3, 4, 5].map((seat) => states.isFree(seat))).toEqual([true, true, false, false, true, false]);
  expect([states.freeIn(0), states.freeIn(1)]).toEqual([2, 1]);
});

test('a delta tells what is different now, and nothing twice', () => {
  const { states } = two();
  expect(states.apply({ version: 1_001, changes: { h: [0, 2], f: [3] } })).toEqual([0, 3]);
  expect(states.apply({ version: 1_001, changes: { h: [0], f: [3] } })).toEqual([]);
  expect(states.freeIn(0)).toBe(2);
});

test('all states anew take the place of what was known', () => {
  const { states } = two();
  expect(states.apply({ version: 1_002, states: 'ssssff' })).toEqual([0, 1, 5]);
  expect([states.freeIn(0), states.freeIn(1)]).toEqual([0, 2]);
});

test('older news, seats that are none and states of another plan change nothing', () => {
  const { states } = two();
  expect(states.apply({ version: 999, changes: { s: [0] } })).toEqual([]);
  expect(states.apply({ version: 1_001, changes: { s: [6, -1, 1.5] } })).toEqual([]);
  expect(states.apply({ version: 1_001, states: 'sss' })).toEqual([]);
  expect(states.isFree(0)).toBe(true);
});

test('a seat that was refused is taken at once', () => {
  const { states } = two();
  expect(states.lose([0, 2])).toEqual([0]);
  expect(states.freeIn(0)).toBe(1);
});
