import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextLookMs, nextTryMs } from './polling.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });

test('nobody looks earlier than asked, nor much later', () => {
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 30_000 }), chance, (pollAfterMs, luck) => {
      const ms = nextLookMs({ pollAfterMs, failures: 0, hidden: false }, luck);
      expect(ms).toBeGreaterThanOrEqual(pollAfterMs);
      expect(ms).toBeLessThanOrEqual(pollAfterMs * 1.3 + 1);
    }),
  );
});

test('looks become rarer with every failure, up to half a minute, and are spread', () => {
  const at = (failures: number, luck: number) => nextLookMs({ pollAfterMs: 1_000, failures, hidden: false }, luck);
  expect([1, 2, 3, 4, 5, 50].map((failures) => at(failures, 1))).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(at(3, 0)).toBe(4_000);
});

test('a tab that nobody sees looks less often, and an answer of nonsense brings no storm', () => {
  expect(nextLookMs({ pollAfterMs: 1_000, failures: 0, hidden: true }, 0)).toBe(5_000);
  expect(nextLookMs({ pollAfterMs: 0, failures: 0, hidden: false }, 0)).toBe(500);
});

test('a request is tried again for some two minutes, not before it may be, and then a person decides', () => {
  const waits = Array.from({ length: 8 }, (_, tries) => nextTryMs(tries, null, 0.5));
  expect(waits).toEqual([750, 1_500, 3_000, 6_000, 12_000, 24_000, 48_000, null]);
  expect(nextTryMs(0, 9_000, 0)).toBe(9_000);
});
