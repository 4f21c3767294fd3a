import { expect, test } from 'vitest';
import { sample, straight } from '#seats/engine/sample-plan.ts';
import { offersFor } from './nearest.ts';

test('the nearest seats together in the same row come first', () => {
  const { plan, states } = sample([{ rows: [straight('A', 10, 0), straight('B', 10, 10)] }], 'sfssffffffssssssssss');
  const [first] = offersFor(plan, (seat) => states.isFree(seat), [2, 3]);
  expect(first).toEqual({ seats: [4, 5], where: 'row' });
});

test('a single seat is not left alone where a little further away it need not be', () => {
  const { plan, states } = sample([{ rows: [straight('A', 12, 0)] }], 'ssfffsffffss');
  // 2 and 3 are nearer, but leave 4 alone.
  expect(offersFor(plan, (seat) => states.isFree(seat), [0, 1])[0]!.seats).toEqual([2, 3]);
  expect(offersFor(plan, (seat) => states.isFree(seat), [4, 5])[0]!.seats).toEqual([6, 7]);
});

test('nobody is offered seats on both sides of an aisle, taken ones, or those kept for wheelchairs', () => {
  const { plan, states } = sample([{ rows: [
    { name: 'A', seats: [[0, 0], [10, 0], [20, 0], [60, 0], [70, 0], [80, 0]] },
    { name: 'B', seats: [[0, 10], [10, 10], [20, 10], [30, 10]], wheelchair: [6], companions: [[7, 6]] },
  ] }], 'ssffssffff');
  expect(offersFor(plan, (seat) => states.isFree(seat), [0, 1])).toEqual([{ seats: [8, 9], where: 'section' }]);
});

test('whoever lost a wheelchair place is offered another with its companion', () => {
  const rows = [{ ...straight('A', 6, 0), wheelchair: [0, 4], companions: [[1, 0], [5, 4]] as const }];
  const { plan, states } = sample([{ rows }], 'ssffff');
  expect(offersFor(plan, (seat) => states.isFree(seat), [0, 1])).toEqual([{ seats: [4, 5], where: 'section' }]);
});

test('when the section is full, another one of the same price is offered, and none of another price', () => {
  const { plan, states } = sample([
    { category: 'Stalls', rows: [straight('A', 4, 0)] },
    { category: 'Boxes', rows: [straight('A', 4, 20)] },
    { category: 'Stalls', rows: [straight('A', 4, 40)] },
  ], 'ssssffffffff');
  const offers = offersFor(plan, (seat) => states.isFree(seat), [0, 1]);
  expect(offers.map(({ where }) => where)).toEqual(['category']);
  expect(plan.sectionOf[offers[0]!.seats[0]!]).toBe(2);
});

test('at most three are offered, one of each row, the nearest first', () => {
  const { plan, states } = sample([{ rows: ['A', 'B', 'C', 'D', 'E'].map((name, at) => straight(name, 6, at * 10)) }], `ssssss${'f'.repeat(24)}`);
  const offers = offersFor(plan, (seat) => states.isFree(seat), [2, 3]);
  expect(offers.map(({ seats }) => seats)).toEqual([[8, 9], [14, 15], [20, 21]]);
});

test('nothing free together is no offer, and nothing wanted is none either', () => {
  const { plan, states } = sample([{ rows: [straight('A', 6, 0)] }], 'ssfsfs');
  expect(offersFor(plan, (seat) => states.isFree(seat), [0, 1])).toEqual([]);
  expect(offersFor(plan, (seat) => states.isFree(seat), [])).toEqual([]);
});
