import type { ListedRefundOfPayment } from './mercado-pago-words.js';
import type { RefundRequest } from './payment-gateway.js';
import { writtenAt } from './reference.js';

/** What was given back so much earlier than ours was written down is not ours, though clocks differ. */
const CLOCKS_APART_MS = 600_000;

/** Money that did not go back is the last that is taken for ours: taken for it though ours was done, it would go back twice. */
const FAILED = new Set(['rejected', 'cancelled']);

/**
 * The refunds of a payment that may be ours, in the order in which ours take them: of our amount, not earlier than ours, and not known to be
 * another one of ours. One that somebody made by hand since, on Mercado Pago's own pages, is told apart by nothing: it counts as ours, because who
 * gives this very amount back by hand while ours hangs does so in its stead, and because money that goes out twice does not come back.
 */
export function candidatesFor({ reference, amountCents, otherRefundIds = [] }: RefundRequest, listed: readonly ListedRefundOfPayment[]): ListedRefundOfPayment[] {
  const from = (writtenAt(reference)?.getTime() ?? 0) - CLOCKS_APART_MS;
  const at = ({ date_created: created }: ListedRefundOfPayment) => (created ? Date.parse(created) : Number.POSITIVE_INFINITY);
  return listed
    .filter((refund) => Math.round(refund.amount * 100) === amountCents && !otherRefundIds.includes(refund.id) && at(refund) >= from)
    .sort((a, b) => Number(FAILED.has(a.status)) - Number(FAILED.has(b.status)) || compare(at(a), at(b)) || compare(a.id, b.id));
}

const compare = <Ordered extends number | string>(a: Ordered, b: Ordered): number => (a < b ? -1 : a > b ? 1 : 0);
