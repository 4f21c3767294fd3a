import { DomainError } from '#platform';

/** No such payment, or another's. */
export class PaymentNotFound extends DomainError {
  static readonly code = 'wallet.payment_not_found';
  static readonly status = 404;
  constructor() {
    super(PaymentNotFound, {});
  }
}

/** Nobody has that id. */
export class PayeeNotFound extends DomainError {
  static readonly code = 'wallet.payee_not_found';
  static readonly status = 404;
  constructor() {
    super(PayeeNotFound, {});
  }
}

/** The payee is paid no more, and changed no more. */
export class PayeeRetired extends DomainError {
  static readonly code = 'wallet.payee_retired';
  static readonly status = 409;
  constructor() {
    super(PayeeRetired, {});
  }
}

/** Somebody else has changed the payee since it was read; its present `version` is with it. */
export class PayeeEditedMeanwhile extends DomainError<{ version: number }> {
  static readonly code = 'wallet.payee_edited_meanwhile';
  static readonly status = 409;
  constructor(data: { version: number }) {
    super(PayeeEditedMeanwhile, data);
  }
}

/** A POST that moves money came without a usable Idempotency-Key. */
export class IdempotencyKeyRequired extends DomainError<{ lengthMax: number }> {
  static readonly code = 'wallet.idempotency_key_required';
  static readonly status = 400;
  constructor(data: { lengthMax: number }) {
    super(IdempotencyKeyRequired, data);
  }
}

/** The same Idempotency-Key was used with another body or for another call. */
export class IdempotencyKeyReused extends DomainError {
  static readonly code = 'wallet.idempotency_key_reused';
  static readonly status = 422;
  constructor() {
    super(IdempotencyKeyReused, {});
  }
}

/** No such account, or another's. */
export class AccountNotFound extends DomainError {
  static readonly code = 'wallet.account_not_found';
  static readonly status = 404;
  constructor() {
    super(AccountNotFound, {});
  }
}

/** No such settlement of this organiser. */
export class SettlementNotFound extends DomainError {
  static readonly code = 'wallet.settlement_not_found';
  static readonly status = 404;
  constructor() {
    super(SettlementNotFound, {});
  }
}

/** More than the organiser can be paid now, or there is nothing to pay. */
export class ExceedsAvailable extends DomainError<{ availableCents: number; currency: string }> {
  static readonly code = 'wallet.exceeds_available';
  static readonly status = 409;
  constructor(data: { availableCents: number; currency: string }) {
    super(ExceedsAvailable, data);
  }
}

/** No such payout of this gateway. */
export class PayoutNotFound extends DomainError {
  static readonly code = 'wallet.payout_not_found';
  static readonly status = 404;
  constructor() {
    super(PayoutNotFound, {});
  }
}

/** By our books not so much stands open between the gateway and us: something it took or gave back is not known here, or the sum was mistyped. */
export class GatewayOwesLess extends DomainError<{ owedCents: number; currency: string }> {
  static readonly code = 'wallet.gateway_owes_less';
  static readonly status = 409;
  constructor(data: { owedCents: number; currency: string }) {
    super(GatewayOwesLess, data);
  }
}

/** The gateway's payout of this name is in the books already. */
export class PayoutReferenceTaken extends DomainError<{ payoutId: string }> {
  static readonly code = 'wallet.payout_reference_taken';
  static readonly status = 409;
  constructor(data: { payoutId: string }) {
    super(PayoutReferenceTaken, data);
  }
}

/** It was reversed before. */
export class PayoutReversed extends DomainError<{ reversedAt: string }> {
  static readonly code = 'wallet.payout_reversed';
  static readonly status = 409;
  constructor(data: { reversedAt: string }) {
    super(PayoutReversed, data);
  }
}

/** The ledger has one currency, and it is another. */
export class CurrencyNotAccepted extends DomainError<{ currency: string }> {
  static readonly code = 'wallet.currency_not_accepted';
  static readonly status = 422;
  constructor(data: { currency: string }) {
    super(CurrencyNotAccepted, data);
  }
}

/** Nothing was paid, or not for money: `state` says how the payment stands. */
export class NoReceipt extends DomainError<{ state: string }> {
  static readonly code = 'wallet.no_receipt';
  static readonly status = 409;
  constructor(data: { state: string }) {
    super(NoReceipt, data);
  }
}

/** No gateway took anything else for this payment than it was asked for. */
export class ConflictNotFound extends DomainError<{ paymentId: string }> {
  static readonly code = 'wallet.conflict_not_found';
  static readonly status = 404;
  constructor(data: { paymentId: string }) {
    super(ConflictNotFound, data);
  }
}

/** It is not for a person to decide now: on its way back, settled, or `disputed` by the payer's bank. */
export class ConflictNotOpen extends DomainError<{ paymentId: string; state: string }> {
  static readonly code = 'wallet.conflict_not_open';
  static readonly status = 409;
  constructor(data: { paymentId: string; state: string }) {
    super(ConflictNotOpen, data);
  }
}
