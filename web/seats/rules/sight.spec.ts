import { expect, test } from 'vitest';
import { sightFrom } from './sight.ts';

const stage = { left: 400, top: 0, right: 600, bottom: 50 };

test('straight in front the stage is ahead, and as far as the seats between are broad', () => {
  // 400 units at 10 a seat are 40 seats, of half a metre each.
  expect(sightFrom(500, 450, stage, 10)).toMatchObject({ metres: 20, side: 'middle', obliqueDegrees: 0 });
});

test('the stage is narrower from further away', () => {
  const [near, far] = [sightFrom(500, 250, stage, 10), sightFrom(500, 1_050, stage, 10)];
  expect(near.degrees).toBeGreaterThan(far.degrees);
  expect(near.degrees).toBeCloseTo(53, 0);
});

test('sides are told as somebody who looks at the stage sees them, on whichever side of it the seats are', () => {
  expect(sightFrom(100, 400, stage, 10).side).toBe('left');
  expect(sightFrom(900, 400, stage, 10).side).toBe('right');
  expect(sightFrom(100, -400, stage, 10).side).toBe('right');
});

test('no distance below a step is claimed', () => {
  expect(sightFrom(500, 55, stage, 10).metres).toBe(5);
});
