import type { BookedCharge } from './payer.ts';
import type { OrderSeen } from './story.ts';

/** What the providers' books say, held against the orders that fans know of. */
export interface BooksCheck {
  captured: number;
  refunded: number;
  /** Orders with more than one charge that was captured and not given back. */
  chargedTwice: string[];
  /** Charges captured and kept whose order was not confirmed, or that belong to no order that anybody knows. */
  withoutOrder: string[];
  /** Confirmed orders without any captured charge. */
  unpaid: string[];
  /** Confirmed orders whose charges, less what was given back of them, are another sum than the order's. */
  otherAmount: string[];
  /** Charges that were neither taken nor let go: the payer's money is still blocked, or may still be taken. */
  undecided: string[];
}

/** Whatever a provider calls them. */
const UNDECIDED = ['pending', 'in_review', 'authorized'];

/** `charges` and `orders` are all of one rehearsal. */
export function checkBooks(charges: readonly BookedCharge[], orders: readonly OrderSeen[]): BooksCheck {
  const orderOf = new Map(orders.flatMap((order) => order.payments.map((payment) => [payment, order] as const)));
  const check: BooksCheck = { captured: 0, refunded: 0, chargedTwice: [], withoutOrder: [], unpaid: [], otherAmount: [], undecided: [] };
  const kept = new Map<string, number[]>();
  for (const charge of charges) {
    if (UNDECIDED.includes(charge.state)) check.undecided.push(charge.id);
    if (charge.state !== 'captured') continue;
    check.captured += 1;
    const keptCents = charge.amountCents - givenBack(charge);
    if (keptCents <= 0) {
      check.refunded += 1;
      continue;
    }
    const order = orderOf.get(charge.purchase);
    if (order?.state !== 'confirmed') check.withoutOrder.push(charge.id);
    if (order) kept.set(order.id, [...(kept.get(order.id) ?? []), keptCents]);
  }
  for (const [order, { length }] of kept) if (length > 1) check.chargedTwice.push(order);
  for (const { id, state, totalCents } of orders) {
    if (state !== 'confirmed') continue;
    const paid = kept.get(id);
    if (!paid) check.unpaid.push(id);
    else if (paid.reduce((sum, cents) => sum + cents, 0) !== totalCents) check.otherAmount.push(id);
  }
  return check;
}

/** Given back, or on its way. */
function givenBack({ refunds }: BookedCharge): number {
  return refunds.reduce((sum, { amountCents, state }) => (state === 'not_done' ? sum : sum + amountCents), 0);
}

/** By provider and method, how its charges ended. */
export function gatewayOutcomes(books: readonly { provider: string; charges: readonly BookedCharge[] }[]): { provider: string; method: string; state: string; count: number }[] {
  const counts = new Map<string, { provider: string; method: string; state: string; count: number }>();
  for (const { provider, charges } of books) {
    for (const { method, state, refunds } of charges) {
      const ended = refunds.length > 0 ? 'refunded' : state;
      const key = `${provider} ${method} ${ended}`;
      const outcome = counts.get(key) ?? { provider, method, state: ended, count: 0 };
      outcome.count += 1;
      counts.set(key, outcome);
    }
  }
  return [...counts.values()].sort((a, b) => a.provider.localeCompare(b.provider) || a.method.localeCompare(b.method) || b.count - a.count);
}
