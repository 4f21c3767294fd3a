import { expect, test } from 'vitest';
import { seatBeside } from './pointing.ts';
import { sample, straight } from './sample-plan.ts';
import { SeatGrid } from './seat-grid.ts';

const { plan } = sample([{ rows: [straight('A', 5, 0), straight('B', 5, 25), straight('C', 5, 50, 30)] }]);
const grid = new SeatGrid(plan);
const beside = (seat: number, dx: number, dy: number) => seatBeside(plan, grid, seat, dx, dy);

test('arrows go along the row and from row to row', () => {
  expect([beside(2, 1, 0), beside(2, -1, 0), beside(2, 0, 1), beside(7, 0, -1)]).toEqual([3, 1, 7, 2]);
});

test('a row that stands to the side is still the next one', () => {
  expect(beside(9, 0, 1)).toBe(11);
});

test('at the end there is nothing more', () => {
  expect([beside(0, -1, 0), beside(0, 0, -1), beside(14, 1, 0), beside(14, 0, 1)]).toEqual([undefined, undefined, undefined, undefined]);
});

test('an aisle is jumped over', () => {
  const apart = sample([{ rows: [{ name: 'A', seats: [[0, 0], [10, 0], [60, 0], [70, 0]] }] }]).plan;
  expect(seatBeside(apart, new SeatGrid(apart), 1, 1, 0)).toBe(2);
});
