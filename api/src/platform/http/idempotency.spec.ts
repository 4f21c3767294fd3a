import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, isIdempotencyKey, waitMsOf } from './idempotency.js';

describe('an Idempotency-Key', () => {
  test.each(['a', 'x'.repeat(255), '019aa000-0000-7000-8000-000000000101', '!~'])('may be %s', (key) => expect(isIdempotencyKey(key)).toBe(true));
  test.each([undefined, '', 'x'.repeat(256), 'two words', 'ação', 'tab\t', ['a', 'b'], 7])('may not be %s', (key) => expect(isIdempotencyKey(key)).toBe(false));
});

describe('what a request asks for', () => {
  test('is the same in whatever order its members stand, however deep', () => {
    const shuffled = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(shuffled) : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).toReversed().map(([key, part]) => [key, shuffled(part)])) : value;
    fc.assert(fc.property(fc.jsonValue(), (body) => fingerprintOf('orders', shuffled(body)).equals(fingerprintOf('orders', body))));
  });

  test('differs by the call, by a value, and by the order of a list', () => {
    const print = fingerprintOf('orders', { a: [1, 2] });
    for (const other of [fingerprintOf('payments', { a: [1, 2] }), fingerprintOf('orders', { a: [2, 1] }), fingerprintOf('orders', { a: [1, 2], b: null })]) expect(other).not.toEqual(print);
  });
});

test.each([['wait=8', 8_000], ['respond-async, wait=8', 8_000], ['wait=9999', 30_000], ['wait=x', 0], ['await=8', 0], [undefined, 0], [['wait=8'], 0]])('Prefer: %s waits %i ms', (prefer, ms) => {
  expect(waitMsOf(prefer, 30)).toBe(ms);
});
