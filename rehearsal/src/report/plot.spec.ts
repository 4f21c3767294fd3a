import { expect, test } from 'vitest';
import { linear, logarithmic, pathOf, renderPlot, roundStep, stacked, thinned } from './plot.ts';

test('scales end on round numbers', () => {
  expect(linear([0, 37]).ticks).toEqual([0, 10, 20, 30, 40]);
  expect(linear([0.07]).ticks).toEqual([0, 0.02, 0.04, 0.06, 0.08]);
  expect(logarithmic([3, 4_500]).ticks).toEqual([1, 10, 100, 1_000, 10_000]);
  expect([0.3, 1, 12, 21, 60].map(roundStep)).toEqual([0.5, 1, 20, 50, 100]);
});

test('the highest value stands within the plot, and the logarithm halves between its powers', () => {
  expect(linear([37]).at(37)).toBeCloseTo(0.925);
  const scale = logarithmic([1, 100]);
  expect([1, 10, 100].map((value) => scale.at(value))).toEqual([0, 0.5, 1]);
});

test('gaps lift the pen', () => {
  const same = (value: number) => value;
  expect(pathOf([{ x: 0, y: 1 }, { x: 1, y: 2 }, { x: 2, y: null }, { x: 3, y: 4 }], same, same)).toBe('M0 1h0L1 2M3 4h0');
});

test('stacked series stand upon each other', () => {
  const one = (name: string, ...ys: number[]) => ({ name, colour: 1, points: ys.map((y, x) => ({ x, y })) });
  expect(stacked([one('a', 1, 2), one('b', 10, 20)]).map(({ points }) => points.map(({ y }) => y))).toEqual([[1, 2], [11, 22]]);
});

test('of two looks in one second neither stands upon the other', () => {
  const twice = { name: 'sold', colour: 1, points: [{ x: 78, y: 100 }, { x: 78, y: 101 }] };
  expect(stacked([twice])[0]!.points).toEqual(twice.points);
});

test('thinning keeps the peaks', () => {
  const points = Array.from({ length: 1_000 }, (_, x) => ({ x, y: x === 501 ? 99 : 1 }));
  const fewer = thinned(points, 100);
  expect(fewer).toHaveLength(100);
  expect(Math.max(...fewer.map(({ y }) => y ?? 0))).toBe(99);
});

test('names of others cannot become markup', () => {
  const plot = renderPlot({ title: '<b>', says: '"x"', unit: 's', kind: 'lines', span: [0, 10], series: [{ name: '<i>', colour: 1, points: [] }, { name: 'b', colour: 2, points: [] }] });
  expect(plot).toContain('&lt;b&gt;');
  expect(plot).toContain('&lt;i&gt;');
  expect(plot).not.toContain('<i>');
});
