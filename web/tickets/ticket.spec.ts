import { expect, it } from 'vitest';
import { byTime, type Ticket } from './ticket.ts';

const ticket = (id: string, startsAt?: string): Ticket => ({
  id, orderId: 'o', eventId: 'e', state: 'valid', label: 'Pista', section: 'Pista', ticketTypeId: 't', ticketTypeName: 'Pista · inteira', code: 'CT1', issuedAt: '2026-11-26T12:00:00.000Z',
  event: { title: 'Show', venueName: 'Parque', city: 'Natal', timezone: 'America/Fortaleza', ...(startsAt && { startsAt }) },
});
const now = Date.parse('2026-12-24T20:00:00.000Z');

it('shows first what comes next, and keeps tonight at hand', () => {
  const { upcoming, past } = byTime([ticket('last year', '2025-12-24T20:00:00.000Z'), ticket('no date'), ticket('tomorrow', '2026-12-25T20:00:00.000Z'), ticket('began an hour ago', '2026-12-24T19:00:00.000Z'), ticket('last week', '2026-12-17T20:00:00.000Z')], now);
  expect(upcoming.map(({ id }) => id)).toEqual(['began an hour ago', 'tomorrow', 'no date']);
  expect(past.map(({ id }) => id)).toEqual(['last week', 'last year']);
});
