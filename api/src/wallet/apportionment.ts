/**
 * What an organiser is owed event by event, and how a payment of part of it is shared among the events: what is below zero is set off
 * first, then events are paid in the order given, each as far as the money goes.
 */

/** Cents; what was captured positive, what was refunded or kept as a fee negative. `other`: what the gateways took back, say. */
export interface Moved {
  capturedCents: number;
  refundedCents: number;
  feeCents: number;
  otherCents: number;
}

export interface OwedLine extends Moved {
  /** Null: what belongs to no event. */
  eventId: string | null;
  /** What the settlement before left. */
  carriedCents: number;
}

export const owedCents = (line: OwedLine): number => line.carriedCents + line.capturedCents + line.refundedCents + line.feeCents + line.otherCents;

/** What of `amountCents` each line gets, in the order of the lines; `amountCents` is at most what they are owed in all. */
export function apportion(lines: readonly OwedLine[], amountCents: number): number[] {
  const owed = lines.map(owedCents);
  let left = amountCents - owed.reduce((sum, cents) => sum + Math.min(cents, 0), 0);
  return owed.map((cents) => {
    const paid = Math.min(cents, left);
    left -= Math.max(paid, 0);
    return paid;
  });
}
