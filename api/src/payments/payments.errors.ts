import { DomainError } from '#platform';

/** No gateway of this name is configured. */
export class GatewayNotFound extends DomainError {
  static readonly code = 'payments.gateway_not_found';
  static readonly status = 404;
  constructor() {
    super(GatewayNotFound, {});
  }
}

/** A webhook without a valid signature of its gateway, or one older than may be believed. */
export class WebhookRefused extends DomainError<{ reason: 'signature' | 'age' | 'form' }> {
  static readonly code = 'payments.webhook_refused';
  static readonly status = 400;
  constructor(data: { reason: 'signature' | 'age' | 'form' }) {
    super(WebhookRefused, data);
  }
}

/** What was sent as a card's token looks like a card's number, which must never come here. */
export class CardNumberRefused extends DomainError {
  static readonly code = 'payments.card_number_refused';
  static readonly status = 422;
  constructor() {
    super(CardNumberRefused, {});
  }
}

/** No such difference of this gateway. */
export class DifferenceNotFound extends DomainError<{ differenceId: string }> {
  static readonly code = 'payments.difference_not_found';
  static readonly status = 404;
  constructor(data: { differenceId: string }) {
    super(DifferenceNotFound, data);
  }
}

/** The books agree by now, or somebody has closed it already. */
export class DifferenceSettled extends DomainError<{ state: string }> {
  static readonly code = 'payments.difference_settled';
  static readonly status = 409;
  constructor(data: { state: string }) {
    super(DifferenceSettled, data);
  }
}
