import { shareOf } from '#platform';

/** What the platform keeps of an order: a share of its total and so much a ticket, within bounds. */
export interface FeeRule {
  /** Hundredths of a percent of the total. */
  basisPoints: number;
  centsPerTicket: number;
  minCents: number;
  /** Null: no upper bound. */
  maxCents: number | null;
}

/** Who set nothing pays nothing. */
export const noFee: FeeRule = { basisPoints: 0, centsPerTicket: 0, minCents: 0, maxCents: null };

/** The fee of one order, whole cents, half a cent up; never more than the order's total, so that a free order costs its organiser nothing. */
export function feeCentsOf({ basisPoints, centsPerTicket, minCents, maxCents }: FeeRule, order: { totalCents: number; tickets: number }): number {
  const cents = shareOf(order.totalCents, basisPoints, 10_000) + centsPerTicket * order.tickets;
  return Math.min(Math.max(cents, minCents), maxCents ?? Infinity, order.totalCents);
}
