import { DomainError } from '#platform';

/** There is no such order, or it is somebody else's. */
export class OrderNotFound extends DomainError<{ orderId: string }> {
  static readonly code = 'orders.order_not_found';
  static readonly status = 404;
  constructor(data: { orderId: string }) {
    super(OrderNotFound, data);
  }
}

/** There is no such hold, or it is somebody else's. */
export class HoldNotFound extends DomainError<{ holdId: string }> {
  static readonly code = 'orders.hold_not_found';
  static readonly status = 404;
  constructor(data: { holdId: string }) {
    super(HoldNotFound, data);
  }
}

/** The hold's time is over; its places are on sale again. */
export class HoldExpired extends DomainError<{ holdId: string }> {
  static readonly code = 'orders.hold_expired';
  static readonly status = 410;
  constructor(data: { holdId: string }) {
    super(HoldExpired, data);
  }
}

/** The hold already belongs to an order, whose state says more: another try at paying goes there, and who has bought finds the tickets there. */
export class HoldAlreadyOrdered extends DomainError<{ holdId: string; orderId: string }> {
  static readonly code = 'orders.hold_already_ordered';
  static readonly status = 409;
  constructor(data: { holdId: string; orderId: string }) {
    super(HoldAlreadyOrdered, data);
  }
}

/** A hold that an order is paying for is released by the order's end, not by hand. */
export class HoldBeingPaid extends DomainError<{ holdId: string; orderId: string }> {
  static readonly code = 'orders.hold_being_paid';
  static readonly status = 409;
  constructor(data: { holdId: string; orderId: string }) {
    super(HoldBeingPaid, data);
  }
}

/** The event needs an admission from its line, and none came with the request. */
export class AdmissionRequired extends DomainError<{ eventId: string }> {
  static readonly code = 'orders.admission_required';
  static readonly status = 403;
  constructor(data: { eventId: string }) {
    super(AdmissionRequired, data);
  }
}

/** The event is not on sale: `state` says what it is. */
export class NotOnSale extends DomainError<{ eventId: string; state: string }> {
  static readonly code = 'orders.not_on_sale';
  static readonly status = 409;
  constructor(data: { eventId: string; state: string }) {
    super(NotOnSale, data);
  }
}

/** The event asks for a confirmed e-mail address. */
export class VerifiedAccountRequired extends DomainError<{ eventId: string }> {
  static readonly code = 'orders.verified_account_required';
  static readonly status = 403;
  constructor(data: { eventId: string }) {
    super(VerifiedAccountRequired, data);
  }
}

/** The event is a rehearsal: only the accounts made for it buy, and nobody gets a real ticket. */
export class OnlyARehearsal extends DomainError<{ eventId: string }> {
  static readonly code = 'orders.only_a_rehearsal';
  static readonly status = 403;
  constructor(data: { eventId: string }) {
    super(OnlyARehearsal, data);
  }
}

/** The same Idempotency-Key was used with another body. */
export class IdempotencyKeyReused extends DomainError {
  static readonly code = 'orders.idempotency_key_reused';
  static readonly status = 422;
  constructor() {
    super(IdempotencyKeyReused, {});
  }
}

/** A POST that moves money came without a usable Idempotency-Key (1 to 255 printable characters). */
export class IdempotencyKeyRequired extends DomainError {
  static readonly code = 'orders.idempotency_key_required';
  static readonly status = 400;
  constructor() {
    super(IdempotencyKeyRequired, {});
  }
}

/** A ticket needs its holder's name and a valid CPF; `tickets` are the numbers of those that lack one. */
export class HolderRequired extends DomainError<{ tickets: number[] }> {
  static readonly code = 'orders.holder_required';
  static readonly status = 422;
  constructor(data: { tickets: number[] }) {
    super(HolderRequired, data);
  }
}

type PaymentMistake = 'token_required' | 'wallet_part_too_large' | 'currency_differs' | 'rehearsal_without_balance';

/** The payment does not fit the order: no card token, more from the wallet than the order costs, or a balance in a rehearsal. */
export class PaymentRefused extends DomainError<{ reason: PaymentMistake }> {
  static readonly code = 'orders.payment_refused';
  static readonly status = 422;
  constructor(data: { reason: PaymentMistake }) {
    super(PaymentRefused, data);
  }
}

/** The order takes no other payment in its state. */
export class OrderNotPayable extends DomainError<{ orderId: string; state: string }> {
  static readonly code = 'orders.not_payable';
  static readonly status = 409;
  constructor(data: { orderId: string; state: string }) {
    super(OrderNotPayable, data);
  }
}

type Money = { amountCents: number; currency: string };

/** Nothing of the order can go back in its state: it was never paid, or all of it went back. */
export class OrderNotRefundable extends DomainError<{ orderId: string; state: string }> {
  static readonly code = 'orders.not_refundable';
  static readonly status = 409;
  constructor(data: { orderId: string; state: string }) {
    super(OrderNotRefundable, data);
  }
}

/** What shall be refunded is not in the order, or went back already, or is on its way. */
export class NothingToRefund extends DomainError<{ orderId: string }> {
  static readonly code = 'orders.nothing_to_refund';
  static readonly status = 422;
  constructor(data: { orderId: string }) {
    super(NothingToRefund, data);
  }
}

/** More than is left of what was paid. */
export class RefundExceeds extends DomainError<{ left: Money }> {
  static readonly code = 'orders.refund_exceeds';
  static readonly status = 422;
  constructor(data: { left: Money }) {
    super(RefundExceeds, data);
  }
}

/** The order has as many refunds as one may have. */
export class TooManyRefunds extends DomainError<{ max: number }> {
  static readonly code = 'orders.too_many_refunds';
  static readonly status = 409;
  constructor(data: { max: number }) {
    super(TooManyRefunds, data);
  }
}

/** There is no such refund, or it is of somebody else's event. */
export class RefundNotFound extends DomainError<{ refundId: string }> {
  static readonly code = 'orders.refund_not_found';
  static readonly status = 404;
  constructor(data: { refundId: string }) {
    super(RefundNotFound, data);
  }
}

/** The refund is done, or on its way: there is nothing to try again. */
export class RefundNotStopped extends DomainError<{ refundId: string; state: string }> {
  static readonly code = 'orders.refund_not_stopped';
  static readonly status = 409;
  constructor(data: { refundId: string; state: string }) {
    super(RefundNotStopped, data);
  }
}

/** The event gives no right to withdraw from a purchase. */
export class NoWithdrawal extends DomainError<{ eventId: string }> {
  static readonly code = 'orders.no_withdrawal';
  static readonly status = 409;
  constructor(data: { eventId: string }) {
    super(NoWithdrawal, data);
  }
}

/** The time in which the buyer could withdraw is over; `until` is when it ended. */
export class WithdrawalOver extends DomainError<{ until: string }> {
  static readonly code = 'orders.withdrawal_over';
  static readonly status = 409;
  constructor(data: { until: string }) {
    super(WithdrawalOver, data);
  }
}

/** The event was not cancelled, so nobody is being refunded. */
export class NoRefundOperation extends DomainError<{ eventId: string }> {
  static readonly code = 'orders.no_refund_operation';
  static readonly status = 404;
  constructor(data: { eventId: string }) {
    super(NoRefundOperation, data);
  }
}

/** Nothing is kept of the order's buyer beside the order: their account is there, it was not paid by card or Pix, or nobody can dispute it any more. */
export class EvidenceNotFound extends DomainError<{ orderId: string }> {
  static readonly code = 'orders.evidence_not_found';
  static readonly status = 404;
  constructor(data: { orderId: string }) {
    super(EvidenceNotFound, data);
  }
}
