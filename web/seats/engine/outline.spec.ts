import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, outlineOf, simplified } from './outline.ts';
import { sample, straight } from './sample-plan.ts';

test('a row is broken where an aisle is, and not elsewhere', () => {
  const { plan } = sample([{ rows: [{ name: 'A', seats: [[0, 0], [10, 0], [20, 0], [50, 0], [60, 0]] }] }]);
  expect(blocksOf(plan, plan.rows[0]!)).toEqual([[0, 3], [3, 5]]);
});

test('a straight row is a line of two points, a little longer than its seats', () => {
  const { plan } = sample([{ rows: [straight('A', 30, 40)] }]);
  const { lines } = outlineOf(plan, plan.sections[0]!);
  expect(lines).toEqual([[-6.5, 40, 296.5, 40]]);
});

test('lines are as broad as the rows stand apart, so that a block is closed', () => {
  const { plan } = sample([{ rows: [straight('A', 10, 0), straight('B', 10, 25), straight('C', 10, 50)] }]);
  expect(outlineOf(plan, plan.sections[0]!).breadth).toBeCloseTo(27);
});

test('boxes that stand far apart stay boxes', () => {
  const { plan } = sample([{ rows: [straight('1', 3, 0), straight('2', 3, 300), straight('3', 3, 600)] }]);
  expect(outlineOf(plan, plan.sections[0]!).breadth).toBeCloseTo(10.8);
});

test('a section in two halves is named on one of its seats', () => {
  const { plan } = sample([{ rows: [straight('A', 5, 0), straight('B', 5, 0, 1_000)] }]);
  const { label } = outlineOf(plan, plan.sections[0]!);
  expect([...plan.x]).toContain(label.x);
});

test('a simplified line keeps its ends, and no point was further from it than allowed', () => {
  const line = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), { minLength: 3, maxLength: 40 });
  fc.assert(fc.property(line, (points) => {
    const flat = points.flat();
    const kept = simplified(flat, 5);
    expect(kept.slice(0, 2)).toEqual(flat.slice(0, 2));
    expect(kept.slice(-2)).toEqual(flat.slice(-2));
    expect(kept.length).toBeLessThanOrEqual(flat.length);
  }));
  expect(simplified([0, 0, 10, 1, 20, -1, 30, 0], 2)).toEqual([0, 0, 30, 0]);
  expect(simplified([0, 0, 10, 9, 20, 0], 2)).toEqual([0, 0, 10, 9, 20, 0]);
});
