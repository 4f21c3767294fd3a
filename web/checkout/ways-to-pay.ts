import type { Money } from './order.ts';

/** What is paid from the balance and what a gateway takes; in cents of one currency. */
export interface Split {
  fromWalletCents: number;
  byGatewayCents: number;
}

export type Way = 'card' | 'pix' | 'wallet';

/** The body's `payment`, as the API wants it. */
export interface PaymentWish {
  method: Way;
  token?: string;
  fromWallet?: Money;
}

/** What an order will cost: the hold's places at their fixed prices, and what is bought beside them. */
export function totalCents(heldCents: number, products: readonly { priceCents: number; quantity: number }[]): number {
  return products.reduce((sum, { priceCents, quantity }) => sum + priceCents * quantity, heldCents);
}

/** The ways that make sense: what costs nothing needs none, and a balance pays alone only where it is enough. */
export function waysToPay(offered: readonly Way[], total: number, availableCents: number): Way[] {
  if (total === 0) return [];
  return offered.filter((way) => way !== 'wallet' || availableCents >= total);
}

/** How much of a balance may go into a payment that a gateway takes the rest of: nothing where it pays all alone, or is empty. */
export function partOfBalance(total: number, availableCents: number): number {
  return availableCents > 0 && availableCents < total ? availableCents : 0;
}

export function split(way: Way, total: number, partCents: number): Split {
  if (way === 'wallet') return { fromWalletCents: total, byGatewayCents: 0 };
  const fromWalletCents = Math.min(Math.max(partCents, 0), total);
  return { fromWalletCents, byGatewayCents: total - fromWalletCents };
}

/** What costs nothing is asked for as from the balance: the box office takes nothing from it. */
export function paymentWish(way: Way | null, total: number, currency: string, { token, partCents = 0 }: { token?: string; partCents?: number }): PaymentWish {
  const method = total === 0 || way === null ? 'wallet' : way;
  const { fromWalletCents } = split(method, total, partCents);
  return {
    method,
    ...(method === 'card' && token !== undefined && { token }),
    ...(method !== 'wallet' && fromWalletCents > 0 && { fromWallet: { amountCents: fromWalletCents, currency } }),
  };
}
