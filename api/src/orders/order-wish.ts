import { readCpf, type Product, type SaleTerms, type TicketType } from '#catalog';
import type { Hold } from '#inventory';
import type { OrderItem, PaymentMethod } from './order.js';
import { HolderRequired, PaymentRefused } from './orders.errors.js';

/** What a buyer asks for when placing an order. */
export interface OrderWish {
  holdId: string;
  products: { productId: string; quantity: number }[];
  /** In the order of the hold's items. */
  holders: { name: string; document: string }[];
  payment: { method: PaymentMethod; token?: string | undefined; fromWallet?: { amountCents: number; currency: string } | undefined };
}

/** The order's items: the hold's places at the hold's prices, and the products that were taken for it. */
export function itemsOf(wish: OrderWish, hold: Hold, ticketTypes: TicketType[], products: { product: Product; quantity: number }[]): OrderItem[] {
  const tickets = hold.items.map((item, index): OrderItem => {
    const ticketType = ticketTypes.find(({ id }) => id === item.ticketTypeId);
    const holder = wish.holders[index];
    return {
      kind: 'ticket', ticketTypeId: item.ticketTypeId, productId: null, seatId: item.seatId, label: item.label, name: ticketType?.name ?? item.label, priceCents: item.priceCents, quantity: 1,
      holderName: holder?.name ?? null, holderDocument: holder ? readCpf(holder.document) : null,
    };
  });
  const extras = products.map(({ product, quantity }): OrderItem => ({
    kind: 'product', ticketTypeId: null, productId: product.id, seatId: null, label: product.name, name: product.name, priceCents: product.priceCents, quantity, holderName: null, holderDocument: null,
  }));
  return [...tickets, ...extras];
}

/** Which tickets lack the holder's name or a valid CPF where their type asks for them. */
export function refuseHolders(wish: OrderWish, hold: Hold, ticketTypes: TicketType[]): HolderRequired | undefined {
  const missing = hold.items.flatMap((item, index) => {
    const required = ticketTypes.find(({ id }) => id === item.ticketTypeId)?.holderRequired;
    const holder = wish.holders[index];
    const valid = holder ? readCpf(holder.document) !== null : !required;
    return valid ? [] : [index + 1];
  });
  return missing.length > 0 ? new HolderRequired({ tickets: missing }) : undefined;
}

/** Whether the payment fits what it is for. */
export function refusePayment(payment: OrderWish['payment'], total: number, { currency, rehearsal }: Pick<SaleTerms, 'currency' | 'rehearsal'>): PaymentRefused | undefined {
  const fromWallet = payment.fromWallet?.amountCents ?? 0;
  if (payment.fromWallet && payment.fromWallet.currency !== currency) return new PaymentRefused({ reason: 'currency_differs' });
  // A balance is real money, and a rehearsal's account has none. What costs nothing takes nothing from it.
  if (rehearsal && (fromWallet > 0 || (payment.method === 'wallet' && total > 0))) return new PaymentRefused({ reason: 'rehearsal_without_balance' });
  if (fromWallet > total) return new PaymentRefused({ reason: 'wallet_part_too_large' });
  if (payment.method === 'card' && total > fromWallet && !payment.token) return new PaymentRefused({ reason: 'token_required' });
  return undefined;
}
