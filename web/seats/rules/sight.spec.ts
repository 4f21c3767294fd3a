import { expect, test } from 'vitest';
import { sightFrom } from './sight.ts';

const stage = { left: 400, top: 0, right: 600, bottom: 50 };

test('straight in front the stage is ahead, as broad as its angle', () => {
  // 200 broad, 200 away: twice the arc tangent of a half.
  expect(sightFrom(500, 250, stage)).toEqual({ size: 'hands', side: 'middle', degrees: 53, obliqueDegrees: 0 });
});

test('the stage is narrower from further away, and what is said of it follows', () => {
  expect([120, 250, 600, 1_100, 2_600].map((y) => sightFrom(500, y, stage).size)).toEqual(['all', 'hands', 'hand', 'fist', 'thumbs']);
});

test('a plan in other units is the same view', () => {
  const times = (factor: number) => sightFrom(800 * factor, 900 * factor, { left: 400 * factor, top: 0, right: 600 * factor, bottom: 50 * factor });
  expect(times(25)).toEqual(times(1));
});

test('sides are told as somebody who looks at the stage sees them, on whichever side of it the seats are', () => {
  expect(sightFrom(100, 400, stage).side).toBe('left');
  expect(sightFrom(900, 400, stage).side).toBe('right');
  expect(sightFrom(100, -400, stage).side).toBe('right');
});
