/** The purchase's words and rules. Pure: no SQL, no clock, no Nest. */

/**
 * The states of an order.
 *
 *     awaiting_payment --PaymentCompleted--> confirmed --refunded in full--> refunded
 *     awaiting_payment --PaymentFailed-----> payment_failed --another try--> awaiting_payment
 *     awaiting_payment, payment_failed --the hold's end, or the payment's window over--> expired
 *     awaiting_payment, payment_failed --another amount than asked was taken--> expired --it is back--> refunded
 *     expired --money came late and the same places are still free--> confirmed
 *
 * Only the wallet's events and the database's clock move it; the buyer only asks for another try.
 */
export type OrderState = 'awaiting_payment' | 'confirmed' | 'payment_failed' | 'expired' | 'refunded';

/** Whether it has brought its tickets, wherever they are now. */
export const hasBought = (state: OrderState): boolean => state === 'confirmed' || state === 'refunded';

export type PaymentMethod = 'card' | 'pix' | 'wallet';

export interface PixCode {
  brCode: string;
  qrCodeUrl?: string | undefined;
  expiresAt: string;
}

/** One try at paying, as the buyer sees it. */
export interface PaymentTry {
  id: string;
  method: PaymentMethod;
  state: 'requested' | 'presented' | 'completed' | 'failed' | 'returned';
  pix: PixCode | null;
  failureReason: string | null;
  retryable: boolean | null;
}

export interface OrderItem {
  kind: 'ticket' | 'product';
  ticketTypeId: string | null;
  productId: string | null;
  seatId: string | null;
  label: string;
  name: string;
  priceCents: number;
  quantity: number;
  holderName: string | null;
  holderDocument: string | null;
}

/** What completed money does to an order, by what the order has become meanwhile. */
export type MoneyMeets = 'confirm' | 'retake' | 'already_won' | 'give_back';

/**
 * Money that arrives for an order: while its places are held they are sold to it; when they were let go they are taken again
 * if nobody has them; an order that another payment has won, that was refunded, whose show was cancelled or whose buyer was forgotten
 * gives the money back.
 */
export function whenMoneyArrives(order: { state: OrderState; wonBy: string | null; holdLives: boolean; showCancelled: boolean; buyerForgotten: boolean }, paymentId: string): MoneyMeets {
  if (order.wonBy !== null) return order.wonBy === paymentId ? 'already_won' : 'give_back';
  if (hasBought(order.state) || order.showCancelled || order.buyerForgotten) return 'give_back';
  return order.holdLives ? 'confirm' : 'retake';
}

/**
 * Whether the reason of a failure ends the order: the window is over, somebody cancelled, or the gateway took another amount than asked, which nobody
 * shall pay a second time before a person has seen to it. Anything else may be tried again.
 */
export function endsTheOrder(reason: string): boolean {
  return reason === 'expired' || reason === 'cancelled' || reason === 'conflicted';
}

/** Whether another amount than asked was taken by a try and is not back yet, nor seen to. */
export function isConflicted(payment: Pick<PaymentTry, 'state' | 'failureReason'> | undefined): boolean {
  return payment?.state === 'failed' && payment.failureReason === 'conflicted';
}

/** What an order costs; quantities times prices, in cents. */
export function totalCents(items: Pick<OrderItem, 'priceCents' | 'quantity'>[]): number {
  return items.reduce((sum, { priceCents, quantity }) => sum + priceCents * quantity, 0);
}

/** How long a buyer whose payment was declined keeps the places at least, to try another card. */
export const RETRY_SECONDS = 60;
