import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sample } from './sample-plan.ts';
import { SeatGrid } from './seat-grid.ts';

const points = fc.array(fc.tuple(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: -2_000, max: 2_000 })), { minLength: 1, maxLength: 80 });
const at = fc.integer({ min: -2_500, max: 2_500 });

test('a rectangle holds exactly the seats that a look at all of them finds', () => {
  fc.assert(fc.property(points, at, at, fc.nat(3_000), fc.nat(3_000), (seats, left, top, width, height) => {
    const { plan } = sample([{ rows: [{ name: 'A', seats }] }]);
    const rect = { left, top, right: left + width, bottom: top + height };
    const all = seats.flatMap(([x, y], seat) => (x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom ? [seat] : []));
    expect(new SeatGrid(plan).within(rect).sort((a, b) => a - b)).toEqual(all);
  }));
});

test('the nearest seat is as near as any within reach', () => {
  fc.assert(fc.property(points, at, at, fc.integer({ min: 1, max: 3_000 }), (seats, x, y, reach) => {
    const { plan } = sample([{ rows: [{ name: 'A', seats }] }]);
    const away = seats.map(([seatX, seatY]) => Math.hypot(seatX - x, seatY - y));
    const found = new SeatGrid(plan).nearest(x, y, reach);
    const least = Math.min(...away);
    if (least > reach) expect(found).toBeUndefined();
    else expect(away[found!]).toBe(least);
  }));
});

test('seats far apart make no grid of millions of cells', () => {
  const { plan } = sample([{ rows: [{ name: 'A', seats: [[0, 0], [1, 0], [50_000_000, 50_000_000]] }] }]);
  expect(new SeatGrid(plan).within({ left: 49_999_999, top: 49_999_999, right: 50_000_001, bottom: 50_000_001 })).toEqual([2]);
});
