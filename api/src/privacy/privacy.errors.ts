import { DomainError } from '#platform';

/** Money may still move: `orders`, `payments` and `refunds` count it. It ends by itself, a refund within days, a dispute when it is decided; another amount than asked, by a person. */
export class PurchaseUnderway extends DomainError<{ orders: number; payments: number; refunds: number }> {
  static readonly code = 'privacy.purchase_underway';
  static readonly status = 409;
  constructor(data: { orders: number; payments: number; refunds: number }) {
    super(PurchaseUnderway, data);
  }
}

/** There are good tickets of shows to come, and nobody could help their owner at the door; `until`: when the last of them is, null where that is not known. */
export class UpcomingTickets extends DomainError<{ tickets: number; until: string | null }> {
  static readonly code = 'privacy.upcoming_tickets';
  static readonly status = 409;
  constructor(data: { tickets: number; until: string | null }) {
    super(UpcomingTickets, data);
  }
}

/** There is money on the balance, which would be lost with the account; its owner may say that it is given up. */
export class BalanceLeft extends DomainError<{ balances: { amountCents: number; currency: string }[] }> {
  static readonly code = 'privacy.balance_left';
  static readonly status = 409;
  constructor(data: { balances: { amountCents: number; currency: string }[] }) {
    super(BalanceLeft, data);
  }
}
