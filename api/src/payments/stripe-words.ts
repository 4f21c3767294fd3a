import { z } from 'zod';
import type { Observation } from './attempt.js';
import type { DisputeState, RefundObservation } from './payment-gateway.js';

const metadata = z.object({ reference: z.string().optional() });

export const stripeIntent = z.object({
  object: z.literal('payment_intent'),
  id: z.string(),
  amount: z.number().int(),
  amount_capturable: z.number().int(),
  amount_received: z.number().int(),
  currency: z.string(),
  created: z.number(),
  status: z.enum(['requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', 'requires_capture', 'canceled', 'succeeded']),
  payment_method_types: z.array(z.string()),
  metadata,
  last_payment_error: z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish(),
  next_action: z.object({ pix_display_qr_code: z.object({ data: z.string().optional(), expires_at: z.number().optional() }).nullish() }).nullish(),
});

export const stripeRefund = z.object({ object: z.literal('refund'), status: z.string().nullable(), metadata: metadata.nullable() });
/** One of a list, read no further than its name: whatever else an account is used for must not spoil the list. */
const listedIntent = z.looseObject({ id: z.string(), created: z.number(), status: z.string(), metadata });
export type ListedIntent = z.output<typeof listedIntent>;
export const intentPage = z.object({ data: z.array(listedIntent), has_more: z.boolean() });
const listedRefund = stripeRefund.extend({ id: z.string(), created: z.number(), amount: z.number().int(), payment_intent: z.union([z.string(), z.object({ metadata })]).nullish() });
export type ListedStripeRefund = z.output<typeof listedRefund>;
export const refundPage = z.object({ data: z.array(listedRefund), has_more: z.boolean() });
/** A dispute in a webhook: it names its intent, and nobody's reference. */
export const stripeDispute = z.object({ object: z.literal('dispute'), payment_intent: z.string() });
export const disputePage = z.object({ data: z.array(z.object({ id: z.string(), amount: z.number().int(), status: z.string() })) });

/** Of the whole account: the intents are expanded, because nothing else knows our references; a dispute of what was charged in an older way has none. */
const listedDispute = z.object({ id: z.string(), created: z.number(), amount: z.number().int(), status: z.string(), payment_intent: z.union([z.string(), z.object({ metadata })]).nullish() });
export type ListedStripeDispute = z.output<typeof listedDispute>;
export const accountDisputePage = z.object({ data: z.array(listedDispute), has_more: z.boolean() });

export const stripeEvent = z.object({ id: z.string(), type: z.string(), data: z.object({ object: z.unknown() }) });

const refusal = z.object({
  error: z.object({ type: z.string(), code: z.string().nullish(), decline_code: z.string().nullish(), param: z.string().nullish(), payment_intent: z.object({ id: z.string() }).nullish() }),
});

/** Declines that blame the network and not the card. */
const SOFT_DECLINES = new Set(['issuer_not_available', 'processing_error', 'reenter_transaction', 'try_again_later']);

/** A PaymentIntent in our words. Declined or expired, it waits for another card, which it will not get: every try is an intent of its own. */
export function observedIntent(body: unknown): Observation {
  const parsed = stripeIntent.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  const { id: chargeId, amount: amountCents, amount_capturable, amount_received, status, last_payment_error: error, next_action } = parsed.data;
  const charged = { chargeId, amountCents, currency: parsed.data.currency.toUpperCase() };
  switch (status) {
    case 'succeeded':
      return { kind: 'captured', ...charged, amountCents: amount_received };
    case 'requires_capture':
      return { kind: 'authorized', ...charged, amountCents: amount_capturable };
    case 'requires_action':
    case 'requires_confirmation':
    case 'processing': {
      const code = next_action?.pix_display_qr_code;
      return { kind: 'pending', ...charged, ...(code?.data && code.expires_at && { pix: { brCode: code.data, expiresAt: new Date(code.expires_at * 1_000) } }) };
    }
    case 'canceled':
      return { kind: 'voided', chargeId };
    case 'requires_payment_method':
      // Made, and its confirmation not over: so it is listed and told of while its bank is being asked. What failed says what failed.
      if (!error) return { kind: 'pending', ...charged };
      return parsed.data.payment_method_types.includes('pix') ? { kind: 'expired', chargeId } : declinedAs(chargeId, error.decline_code ?? error.code ?? 'declined');
  }
}

export function observedRefund(body: unknown): RefundObservation {
  const parsed = stripeRefund.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  const { status } = parsed.data;
  if (status === 'failed' || status === 'canceled') return { kind: 'refused', reason: 'the gateway could not do it' };
  return { kind: status === 'succeeded' ? 'refunded' : 'pending' };
}

/** What an error says: its words, and the decline where it is one. */
export function observedError(body: unknown): { type: string; code: string; param: string; declined: Observation | undefined } {
  const error = refusal.safeParse(body).data?.error;
  if (!error) return { type: '', code: 'unnamed', param: '', declined: undefined };
  const code = error.decline_code ?? error.code ?? error.type;
  return { type: error.type, code, param: error.param ?? '', declined: error.type === 'card_error' ? declinedAs(error.payment_intent?.id, code) : undefined };
}

const declinedAs = (chargeId: string | undefined, code: string): Observation => ({ kind: 'declined', chargeId, code, hard: !SOFT_DECLINES.has(code) });

/** Undefined where no money was taken: for an inquiry, and for a dispute that was prevented. An appeal is about money that is gone until it is won. */
export function disputeStateOf(status: string): DisputeState | undefined {
  if (status === 'won' || status === 'lost') return status;
  if (status === 'needs_response' || status === 'under_review') return 'opened';
  return status.startsWith('appeal_') ? 'lost' : undefined;
}
