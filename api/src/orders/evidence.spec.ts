import { expect, test } from 'vitest';
import { disputableUntil } from './evidence.js';

const paidAt = new Date('2026-03-01T12:00:00Z');

test('a payment may be disputed for 180 days after the show, or after itself where that was later', () => {
  expect(disputableUntil(paidAt, new Date('2026-06-01T00:00:00Z'))).toEqual(new Date('2026-11-28T00:00:00Z'));
  expect(disputableUntil(paidAt, new Date('2026-01-01T00:00:00Z'))).toEqual(new Date('2026-08-28T12:00:00Z'));
  expect(disputableUntil(paidAt, null)).toEqual(new Date('2026-08-28T12:00:00Z'));
});
