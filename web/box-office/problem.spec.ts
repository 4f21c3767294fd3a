import { expect, test } from 'vitest';
import { failureOf, isPassing, silence } from './problem.ts';

const taken = { type: 'urn:catraca:problem:inventory.seat_taken', title: 'Somebody was quicker.', status: 409, code: 'inventory.seat_taken', requestId: 'r1', seats: ['a'] };

test("a problem becomes a failure with its code, its sentence and its own data", () => {
  expect(failureOf(409, taken, new Headers())).toEqual({ code: 'inventory.seat_taken', status: 409, title: 'Somebody was quicker.', data: { seats: ['a'] }, requestId: 'r1' });
});

test('when to ask again is read from the problem, else from the header', () => {
  expect(failureOf(425, { ...taken, retryAfterMs: 700 }, new Headers({ 'retry-after': '9' })).retryAfterMs).toBe(700);
  expect(failureOf(503, taken, new Headers({ 'retry-after': '9' })).retryAfterMs).toBe(9000);
  expect(failureOf(503, taken, new Headers({ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' })).retryAfterMs).toBeUndefined();
});

test('what is no problem document is unreadable, not trusted', () => {
  expect(failureOf(502, '<html>', new Headers()).code).toBe('web.unreadable');
  expect(failureOf(502, null, new Headers()).code).toBe('web.unreadable');
});

test('silence and a busy box office pass; a refusal stays', () => {
  expect(isPassing(silence(new TypeError('fetch failed')))).toBe(true);
  expect(silence(new DOMException('late', 'TimeoutError')).code).toBe('web.timeout');
  expect(isPassing(failureOf(503, taken, new Headers()))).toBe(true);
  expect(isPassing(failureOf(409, taken, new Headers()))).toBe(false);
});
