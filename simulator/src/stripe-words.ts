import type Stripe from 'stripe';
import type { Charge, DeclineReason, Dispute, Refund } from './book.ts';

/** What of Stripe's objects is told here, typed by its own library. */
type Intent = Pick<
  Stripe.PaymentIntent,
  'id' | 'object' | 'allowed_payment_method_types' | 'amount' | 'amount_capturable' | 'amount_received' | 'capture_method' | 'confirmation_method' | 'created' | 'currency' | 'livemode' | 'metadata' | 'payment_method_types' | 'status' | 'last_payment_error' | 'next_action'
>;
type RefundBody = Pick<Stripe.Refund, 'id' | 'object' | 'amount' | 'created' | 'currency' | 'metadata' | 'payment_intent' | 'status' | 'reason'>;
type DisputeBody = Pick<Stripe.Dispute, 'id' | 'object' | 'amount' | 'created' | 'currency' | 'livemode' | 'metadata' | 'payment_intent' | 'reason' | 'status'>;
type ErrorBody = { error: Omit<Stripe.StripeRawError, 'payment_intent'> & { payment_intent?: Intent } };

const DECLINES: Record<DeclineReason, string> = { insufficient_funds: 'insufficient_funds', card_refused: 'generic_decline', issuer_unavailable: 'issuer_not_available', unconfirmed: 'authentication_required' };
const seconds = (ms: number): number => Math.floor(ms / 1_000);

/** Made, and its bank still being asked: a Pix has its code after that, a card another state. */
export const isUnconfirmed = ({ state, pix }: Charge): boolean => state === 'pending' && pix === undefined;

export const stateOf = (charge: Charge): Stripe.PaymentIntent.Status => {
  switch (charge.state) {
    case 'captured':
      return 'succeeded';
    case 'authorized':
      return 'requires_capture';
    case 'voided':
      return 'canceled';
    case 'pending':
      return isUnconfirmed(charge) ? 'requires_payment_method' : 'requires_action';
    case 'in_review':
      return 'processing';
    case 'declined':
    case 'expired':
      return 'requires_payment_method';
  }
};

const lastError = ({ decline, state }: Charge): Intent['last_payment_error'] => {
  if (decline) return { type: 'card_error', code: 'card_declined', decline_code: DECLINES[decline], message: 'Your card was declined.' };
  return state === 'expired' ? { type: 'invalid_request_error', code: 'payment_intent_payment_attempt_expired', message: 'The latest attempt to pay has expired.' } : null;
};

export const intentBody = (charge: Charge): Intent => ({
  id: charge.id,
  object: 'payment_intent',
  allowed_payment_method_types: [charge.method],
  amount: charge.amountCents,
  amount_capturable: charge.state === 'authorized' ? charge.amountCents : 0,
  amount_received: charge.state === 'captured' ? charge.amountCents : 0,
  capture_method: charge.manualCapture ? 'manual' : 'automatic',
  confirmation_method: 'automatic',
  created: seconds(charge.createdAt),
  currency: charge.currency.toLowerCase(),
  livemode: false,
  metadata: { reference: charge.reference, payment: charge.purchase },
  payment_method_types: [charge.method],
  status: stateOf(charge),
  last_payment_error: lastError(charge),
  next_action:
    charge.pix && charge.state === 'pending' ? { type: 'pix_display_qr_code', pix_display_qr_code: { data: charge.pix.brCode, expires_at: seconds(charge.expiresAt!) } } : null,
});

export const refundBody = (refund: Refund, charge: Charge): RefundBody => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amountCents,
  created: seconds(refund.createdAt),
  currency: charge.currency.toLowerCase(),
  metadata: { reference: refund.reference },
  payment_intent: charge.id,
  reason: null,
  status: refund.state === 'done' ? 'succeeded' : refund.state === 'not_done' ? 'failed' : 'pending',
});

/** As it is asked for: with the intent itself instead of its name. */
export const expandedRefundBody = (refund: Refund, charge: Charge): Omit<RefundBody, 'payment_intent'> & { payment_intent: Intent } => ({ ...refundBody(refund, charge), payment_intent: intentBody(charge) });

export const disputeBody = (dispute: Dispute, charge: Charge): DisputeBody => ({
  id: dispute.id,
  object: 'dispute',
  amount: dispute.amountCents,
  created: seconds(dispute.openedAt),
  currency: charge.currency.toLowerCase(),
  livemode: false,
  metadata: {},
  payment_intent: charge.id,
  reason: 'fraudulent',
  status: dispute.state === 'opened' ? 'needs_response' : dispute.state,
});

/** A dispute as it stands in a list that was asked to expand its intent. */
export const expandedDisputeBody = (dispute: Dispute, charge: Charge): unknown => ({ ...disputeBody(dispute, charge), payment_intent: intentBody(charge) });

export const errorBody = (error: ErrorBody['error']): ErrorBody => ({ error });

/** The answer to whoever charged a card that was declined: an error that carries the intent. */
export const declinedBody = (charge: Charge): ErrorBody =>
  errorBody({ type: 'card_error', code: 'card_declined', ...(charge.decline && { decline_code: DECLINES[charge.decline] }), message: 'Your card was declined.', payment_intent: intentBody(charge) });
