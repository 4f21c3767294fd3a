import type { ListedRefundOfPayment } from './mercado-pago-words.js';
import type { RefundRequest } from './payment-gateway.js';
import { writtenAt } from './reference.js';

/** What was given back so much earlier than ours was written down is not ours, though clocks differ. */
const CLOCKS_APART_MS = 600_000;

/** Money that did not go back is the last that is taken for ours: taken for it though ours was done, it would go back twice. */
const FAILED = new Set(['rejected', 'cancelled']);

/** Whether one of a payment's refunds may be ours at all: of our amount, not earlier than ours, and not known to be another one of ours. */
export function hasCandidate(request: RefundRequest, listed: readonly ListedRefundOfPayment[]): boolean {
  return unnamedLike(request, listed).some((refund) => mayBe(refund, request.reference));
}

/**
 * The refund of a payment that is ours, if it was made: those of ours of which no number is known take one after the other the first that may be theirs.
 * Each chooses by its own age: what is too old for ours is what an older one of ours made, and so takes nothing away from us. One that somebody made by
 * hand since, on Mercado Pago's own pages, is told apart by nothing: it counts as ours, because who gives this very amount back by hand while ours hangs
 * does so in its stead, and because money that goes out twice does not come back.
 */
export function oursAmong(request: RefundRequest, listed: readonly ListedRefundOfPayment[]): ListedRefundOfPayment | undefined {
  const free = unnamedLike(request, listed);
  const takes = (reference: string): ListedRefundOfPayment | undefined => {
    const place = free.findIndex((refund) => mayBe(refund, reference));
    return place < 0 ? undefined : free.splice(place, 1)[0];
  };
  for (const earlier of request.likeBefore ?? []) takes(earlier);
  return takes(request.reference);
}

/** In the order in which ours take them. */
function unnamedLike({ amountCents, otherRefundIds = [] }: RefundRequest, listed: readonly ListedRefundOfPayment[]): ListedRefundOfPayment[] {
  return listed
    .filter((refund) => Math.round(refund.amount * 100) === amountCents && !otherRefundIds.includes(refund.id))
    .sort((a, b) => Number(FAILED.has(a.status)) - Number(FAILED.has(b.status)) || compare(madeAt(a), madeAt(b)) || compare(a.id, b.id));
}

const mayBe = (refund: ListedRefundOfPayment, reference: string): boolean => madeAt(refund) >= (writtenAt(reference)?.getTime() ?? 0) - CLOCKS_APART_MS;
const madeAt = ({ date_created: created }: ListedRefundOfPayment): number => (created ? Date.parse(created) : Number.POSITIVE_INFINITY);
const compare = <Ordered extends number | string>(a: Ordered, b: Ordered): number => (a < b ? -1 : a > b ? 1 : 0);
