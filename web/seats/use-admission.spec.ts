import { expect, test } from 'vitest';
import { accessOf } from './use-admission.ts';

const event = { lineRequired: true, sessionTicketLimit: 6, buyerTicketLimit: 4 };
const kept = { admissionToken: 'token', expiresAt: '2026-11-26T12:10:00.000Z', ticketLimit: 2 };

test('a phone whose clock is ahead does not end its own turn', () => {
  // Long over by the clock of whatever runs this.
  expect(accessOf(event, { ...kept, expiresAt: '2020-01-01T00:00:00.000Z' }, true)).toEqual({ phase: 'in', limit: 2, admissionToken: 'token', until: '2020-01-01T00:00:00.000Z' });
});

test('without a turn nobody goes in where there is a line, and everybody where there is none', () => {
  expect(accessOf(event, null, true)).toEqual({ phase: 'none', waits: true });
  expect(accessOf({ ...event, lineRequired: false }, null, false)).toEqual({ phase: 'in', limit: 4, admissionToken: undefined, until: null });
});
