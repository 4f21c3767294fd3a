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
