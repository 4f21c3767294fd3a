import { expect, test } from 'vitest';
import { serverClock } from './clock.ts';

const noon = Date.parse('2026-11-26T12:00:00Z');
const at = (ms: number): string => new Date(ms).toUTCString();

test('before anything was heard the device is believed', () => {
  expect(serverClock(() => noon).now()).toBe(noon);
});

test('a phone that is an hour behind shows the hour of the server', () => {
  const clock = serverClock(() => noon - 3_600_000);
  clock.heard(at(noon), noon - 3_600_100, noon - 3_600_000);
  expect(Math.abs(clock.now() - noon)).toBeLessThanOrEqual(600);
});

test('a slow answer does not spoil what a fast one told', () => {
  const clock = serverClock(() => noon);
  clock.heard(at(noon), noon - 20, noon);
  const before = clock.now();
  clock.heard(at(noon), noon - 8000, noon);
  expect(clock.now()).toBe(before);
});

test('a clock that was set while the page was open is noticed', () => {
  const clock = serverClock(() => noon + 600_000);
  clock.heard(at(noon), noon - 20, noon);
  clock.heard(at(noon + 5000), noon + 600_000, noon + 600_400);
  expect(Math.abs(clock.now() - (noon + 5000))).toBeLessThan(1000);
});

test('an answer without a date, or with nonsense in it, changes nothing', () => {
  const clock = serverClock(() => noon);
  clock.heard(null, noon, noon);
  clock.heard('yesterday', noon, noon);
  clock.heard(at(noon - 99_000), noon, noon - 1);
  expect(clock.now()).toBe(noon);
});
