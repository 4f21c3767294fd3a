import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Viewport } from './viewport.ts';

const bounds = { left: 0, top: 0, right: 17_000, bottom: 15_000 };

function phone(): Viewport {
  const viewport = new Viewport(bounds, 24);
  viewport.resize(360, 480);
  return viewport;
}

test('the first look shows everything', () => {
  const { seen } = phone();
  expect(seen.left).toBeLessThanOrEqual(0);
  expect(seen.right).toBeGreaterThanOrEqual(17_000);
  expect(seen.top).toBeLessThanOrEqual(0);
  expect(seen.bottom).toBeGreaterThanOrEqual(15_000);
});

test('what is under the fingers stays under them while they zoom, as long as the plan has more to show', () => {
  fc.assert(fc.property(fc.double({ min: 1.1, max: 50, noNaN: true }), fc.integer({ min: 150, max: 210 }), fc.integer({ min: 200, max: 280 }), (factor, x, y) => {
    const viewport = phone();
    viewport.zoom(8, 180, 240);
    const before = viewport.toPlan(x, y);
    viewport.zoom(factor, x, y);
    const after = viewport.toPlan(x, y);
    expect(after.x).toBeCloseTo(before.x, 3);
    expect(after.y).toBeCloseTo(before.y, 3);
  }));
});

test('neither nearer than a finger nor further than everything', () => {
  const viewport = phone();
  const all = viewport.scale;
  viewport.zoom(1e9, 0, 0);
  expect(viewport.seatPixels).toBeCloseTo(48);
  viewport.zoom(1e-9, 0, 0);
  expect(viewport.scale).toBeCloseTo(all);
});

test('the middle of the screen never leaves the plan', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -9_000, max: 9_000 }), fc.integer({ min: -9_000, max: 9_000 }), fc.double({ min: 0.2, max: 5, noNaN: true })), { maxLength: 20 }), (moves) => {
    const viewport = phone();
    for (const [dx, dy, factor] of moves) {
      viewport.pan(dx, dy);
      viewport.zoom(factor, 10, 470);
    }
    const { x, y } = viewport.toPlan(180, 240);
    const margin = 16 / viewport.scale + 1;
    expect(x).toBeGreaterThanOrEqual(-margin);
    expect(x).toBeLessThanOrEqual(17_000 + margin);
    expect(y).toBeGreaterThanOrEqual(-margin);
    expect(y).toBeLessThanOrEqual(15_000 + margin);
  }));
});

test('a turned phone keeps what was in the middle', () => {
  const viewport = phone();
  viewport.approach(4_000, 9_000, 30);
  viewport.resize(640, 300);
  const { x, y } = viewport.toPlan(320, 150);
  expect(x).toBeCloseTo(4_000);
  expect(y).toBeCloseTo(9_000);
});
