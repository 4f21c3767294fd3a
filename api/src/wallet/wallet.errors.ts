import { DomainError } from '#platform';

/** No such payment, or another's. */
export class PaymentNotFound extends DomainError {
  static readonly code = 'wallet.payment_not_found';
  static readonly status = 404;
  constructor() {
    super(PaymentNotFound, {});
  }
}

/** Nobody of that id may be paid (any more). */
export class PayeeNotFound extends DomainError {
  static readonly code = 'wallet.payee_not_found';
  static readonly status = 404;
  constructor() {
    super(PayeeNotFound, {});
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
