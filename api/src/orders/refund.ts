/** What goes back of an order, and when it is tried again. Pure: no SQL, no clock, no Nest. */
import type { OrderItem } from './order.js';

/**
 * The states of a refund.
 *
 *     requested --the money is back----------------------------> done
 *     requested --the gateway would not, but may later---------> waiting --its time has come--> requested
 *     requested --it never will, and the balance may have it---> requested, to the balance
 *     requested --it never will---------------------------------> refused --somebody tries again, or a dispute is won--> requested
 *     waiting, refused --the payer's bank has taken a part of it-> requested, for what is left; done, where nothing is
 *
 * Tickets are good until `done`. Whatever is not `done` is spoken for: nobody can ask for it a second time.
 */
export type RefundState = 'requested' | 'waiting' | 'refused' | 'done';

export type RefundReason = 'organiser' | 'withdrawal' | 'event_cancelled';

export type RefundDestination = 'source' | 'balance';

export interface RefundedItem {
  itemNo: number;
  quantity: number;
}

/** What of an order neither went back nor is on its way. Items are those with something left, by their number. */
export interface Left {
  cents: number;
  /** It cost nothing: there is no money to be left. */
  free: boolean;
  items: (Pick<OrderItem, 'kind' | 'productId' | 'priceCents'> & RefundedItem)[];
}

/** By ticket and product; or an amount, for which nothing is given up; or, where none is named, all that is left. */
export interface RefundWish {
  /** The numbers of tickets' items. */
  tickets: number[];
  /** Those of them that were revoked: a bank has their money, so they are given up for nothing. */
  revoked?: readonly number[];
  products: { productId: string; quantity: number }[];
  amountCents?: number | undefined;
}

export type Choice = { ok: true; amountCents: number; items: RefundedItem[] } | { ok: false; why: 'exceeds' | 'not_there' };

/** What is left of an order that cost so much, after refunds of whatever state, and what banks have taken or want back. */
export function leftOf(totalCents: number, items: OrderItem[], refundedCents: number, refunded: ReadonlyMap<number, number>): Left {
  const left = items.map(({ kind, productId, priceCents, quantity }, index) => ({ itemNo: index + 1, kind, productId, priceCents, quantity: quantity - (refunded.get(index + 1) ?? 0) }));
  return { cents: Math.max(0, totalCents - refundedCents), free: totalCents === 0, items: left.filter(({ quantity }) => quantity > 0) };
}

/**
 * What a wish comes to. Items go back at the price that was paid for them; what the platform takes of a price is a matter between it
 * and the organiser, and never lessens what the buyer gets.
 */
export function choose(wish: RefundWish, left: Left): Choice {
  if (wish.amountCents !== undefined) return within(left, wish.amountCents, wish.amountCents === left.cents ? allOf(left) : []);
  if (wish.tickets.length + wish.products.length === 0) {
    // Where the items went with a part of the money, the rest is owed all the same once its dispute is won.
    const nothing = left.free ? left.items.length === 0 : left.cents === 0;
    return nothing ? { ok: false, why: 'not_there' } : within(left, left.cents, allOf(left));
  }
  const chosen = [...wish.tickets.map((itemNo) => take(left, 1, (item) => item.itemNo === itemNo)), ...wish.products.flatMap(({ productId, quantity }) => take(left, quantity, (item) => item.productId === productId))];
  const items = chosen.flatMap((item) => item ?? []);
  if (items.length < chosen.length || new Set(items.map(({ itemNo }) => itemNo)).size < items.length) return { ok: false, why: 'not_there' };
  const paid = items.filter(({ itemNo }) => !wish.revoked?.includes(itemNo));
  const cents = paid.reduce((sum, { itemNo, quantity }) => sum + quantity * left.items.find((item) => item.itemNo === itemNo)!.priceCents, 0);
  return within(left, cents, items);
}

const allOf = ({ items }: Left): RefundedItem[] => items.map(({ itemNo, quantity }) => ({ itemNo, quantity }));

function take({ items }: Left, quantity: number, is: (item: Left['items'][number]) => boolean): RefundedItem | undefined {
  const item = items.find(is);
  return item && item.quantity >= quantity ? { itemNo: item.itemNo, quantity } : undefined;
}

function within(left: Left, amountCents: number, items: RefundedItem[]): Choice {
  return amountCents <= left.cents ? { ok: true, amountCents, items } : { ok: false, why: 'exceeds' };
}

/**
 * What refunds that were stopped can still ask for, where a bank has taken so much that not all of them can have what they ask for: each what is left by
 * the ones before it. Nothing where there is enough for all: they are as they were, whatever stopped them, and whether they are tried again is said by that.
 */
export function lessened(askedCents: readonly number[], leftCents: number): number[] | undefined {
  let left = Math.max(0, leftCents);
  if (askedCents.reduce((sum, cents) => sum + cents, 0) <= left) return undefined;
  return askedCents.map((asked) => {
    const cents = Math.min(asked, left);
    left -= cents;
    return cents;
  });
}

// A gateway's balance that is short is filled by the day's sales, a bank that is down is back by tomorrow: after two and a half
// days nothing is gained by asking once more.
const TRY_AGAIN_SECONDS = [300, 1_800, 7_200, 28_800, 86_400, 86_400];

/** How long after so many refused tries the next one is made; undefined when there is none. */
const tryAgainAfterSeconds = (tries: number): number | undefined => TRY_AGAIN_SECONDS[tries - 1];

/** Refunds of one order; whoever needs more gives the rest back at once. */
export const REFUNDS_MAX = 50;

/** What a refused try leads to. */
export type AfterRefusal = { kind: 'wait'; seconds: number } | { kind: 'to_balance' } | { kind: 'give_up' };

/** A gateway that may do it later is asked again for a bounded time; then the balance gets it where that was agreed to, else a person decides. */
export function afterRefusal(refund: { tries: number; destination: RefundDestination; balanceIfRefused: boolean }, retryable: boolean): AfterRefusal {
  const seconds = retryable ? tryAgainAfterSeconds(refund.tries) : undefined;
  if (seconds !== undefined) return { kind: 'wait', seconds };
  return refund.balanceIfRefused && refund.destination === 'source' ? { kind: 'to_balance' } : { kind: 'give_up' };
}
