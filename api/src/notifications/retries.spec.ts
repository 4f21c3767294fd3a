import { expect, test } from 'vitest';
import { pauseAfter, triesMax } from './retries.js';

test('pauses double up to two hours, and the tries end', () => {
  const pauses = Array.from({ length: triesMax }, (_, index) => pauseAfter(index + 1));
  expect(pauses.slice(0, 4)).toEqual([15, 30, 60, 120]);
  expect(pauses.at(-2)).toBe(7_200);
  expect(pauses.at(-1)).toBeNull();
  const hours = pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0) / 3_600;
  expect(hours).toBeGreaterThan(6);
  expect(hours).toBeLessThan(10);
});
