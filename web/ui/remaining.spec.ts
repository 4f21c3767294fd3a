import { expect, test } from 'vitest';
import { clockFace, remaining, spoken } from './remaining.ts';

const minute = 60_000;

test('a countdown shows what is left, rounded up', () => {
  expect(clockFace(remaining(5 * minute, 0))).toBe('5:00');
  expect(clockFace(remaining(5 * minute, 1))).toBe('5:00');
  expect(clockFace(remaining(2 * 60 * minute + 3 * minute + 4000, 0))).toBe('2:03:04');
  expect(remaining(26 * 60 * minute, 0)).toMatchObject({ days: 1, hours: 2 });
});

test('it is over when nothing is left, and stays so', () => {
  expect(remaining(1000, 999).over).toBe(false);
  expect(remaining(1000, 1000).over).toBe(true);
  expect(clockFace(remaining(1000, 9000))).toBe('0:00');
});

test('five minutes and one minute are said once, also after a phone slept past them', () => {
  expect(spoken(10 * minute, 0, 4 * minute)).toBeUndefined();
  expect(spoken(10 * minute, 4.9 * minute, 5 * minute)).toBe(5);
  expect(spoken(10 * minute, 5 * minute, 5.1 * minute)).toBeUndefined();
  expect(spoken(10 * minute, 8.9 * minute, 9.2 * minute)).toBe(1);
});
