import { expect, test } from 'vitest';
import { restOf } from './line-drive.js';

const now = new Date('2026-11-25T12:00:00Z');
const line = { drawSize: 0, openingPassed: true, opensAt: now, now, state: 'open' as const, serving: 10, nextEntry: 20 };
const opensIn = (seconds: number) => ({ ...line, drawSize: null, openingPassed: false, opensAt: new Date(now.getTime() + seconds * 1_000), state: 'lottery' as const });

test('a line in which somebody waits to be called never rests', () => {
  expect(restOf(line)).toBe(0);
});

test('a line in which nobody waits, or which is paused, is looked at once a second', () => {
  expect(restOf({ ...line, serving: 20 })).toBe(1_000);
  expect(restOf({ ...line, state: 'paused' })).toBe(1_000);
});

test('a line that is sold out or opens much later is looked at every five seconds, so that a hundred of them cost little', () => {
  expect(restOf({ ...line, state: 'sold_out' })).toBe(5_000);
  expect(restOf(opensIn(3_600))).toBe(5_000);
});

test('shortly before its opening a line wakes up', () => {
  expect(restOf(opensIn(59))).toBe(1_000);
  expect(restOf(opensIn(5))).toBe(0);
});
