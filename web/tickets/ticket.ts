import type { paths } from '#box-office/schema.d.ts';

/** A ticket as its holder reads it. */
export type Ticket = paths['/api/v1/tickets/{ticketId}']['get']['responses']['200']['content']['application/json'];

/** What the programme tells of a ticket's event. */
export type Show = Pick<paths['/api/v1/events/{eventId}']['get']['responses']['200']['content']['application/json'], 'address' | 'doorsAt'>;

/** What is still to come first, soonest first; then what is over, latest first. A ticket whose show has no date yet is to come. */
export function byTime(tickets: readonly Ticket[], nowMs: number): { upcoming: Ticket[]; past: Ticket[] } {
  const startOf = (ticket: Ticket): number => (ticket.event?.startsAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(ticket.event.startsAt));
  const over = (ticket: Ticket): boolean => startOf(ticket) + SHOW_MS < nowMs;
  return {
    upcoming: tickets.filter((ticket) => !over(ticket)).sort((a, b) => compare(startOf(a), startOf(b))),
    past: tickets.filter(over).sort((a, b) => compare(startOf(b), startOf(a))),
  };
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

// Who comes late still needs the ticket at hand: a festival's day is the longest show.
const SHOW_MS = 12 * 3_600_000;
