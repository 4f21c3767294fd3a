import { expect, test } from 'vitest';
import type { Failure } from '#box-office/problem.ts';
import { askAgainAfterMs, askPatiently } from './ask-again.ts';

const refused = (status: number, more: Partial<Failure> = {}): Failure => ({ code: 'inventory.not_ready', status, title: '', data: {}, ...more });

test('what passes by itself is asked again, never sooner than the box office said', () => {
  expect(askAgainAfterMs(refused(503, { retryAfterMs: 2_000 }), 0)).toBe(2_000);
  expect(askAgainAfterMs(refused(503, { code: 'platform.overloaded' }), 0)).toBe(1_000);
  expect([0, 1, 2, 3, 4, 5].map((times) => askAgainAfterMs(refused(503, { retryAfterMs: 2_000 }), times))).toEqual([2_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  expect(askAgainAfterMs(refused(404, { code: 'inventory.stock_not_found' }), 0)).toBe(1_000);
});

test('what stands, came too often, or never came is not', () => {
  expect(askAgainAfterMs(refused(409, { code: 'inventory.sold_out' }), 0)).toBeNull();
  expect(askAgainAfterMs(refused(503), 6)).toBeNull();
  expect(askAgainAfterMs(refused(429, { retryAfterMs: 60_000 }), 0)).toBeNull();
  expect(askAgainAfterMs(refused(0, { code: 'web.offline' }), 0)).toBeNull();
});

test('who has gone is not asked for', async () => {
  const gone = new AbortController();
  let asked = 0;
  const answer = await askPatiently(async () => ({ failure: refused(503, { data: { asked: (asked += 1) } }) }), { signal: gone.signal, onWait: () => gone.abort() });
  expect([asked, answer.failure.data]).toEqual([1, { asked: 1 }]);
});
