import { z } from 'zod';
import type { Observation } from './attempt.js';
import type { DisputeState, RefundObservation } from './payment-gateway.js';

/** Numbers in some answers, text in others. */
const id = z.union([z.number().int(), z.string()]).transform(String);
const instant = z.iso.datetime({ offset: true });

export const mercadoPagoPayment = z.object({
  id,
  status: z.enum(['pending', 'approved', 'authorized', 'in_process', 'in_mediation', 'rejected', 'cancelled', 'refunded', 'charged_back']),
  status_detail: z.string().nullish(),
  transaction_amount: z.number(),
  currency_id: z.string(),
  external_reference: z.string().nullish(),
  date_created: instant,
  date_of_expiration: instant.nullish(),
  point_of_interaction: z.object({ transaction_data: z.object({ qr_code: z.string().nullish() }).nullish() }).nullish(),
});
/** One of a list, read no further than its name: whatever else an account is used for must not spoil the list. */
const listedPayment = z.looseObject({ status: z.string(), date_created: instant, external_reference: z.string().nullish() });
export type ListedPayment = z.output<typeof listedPayment>;

const refund = z.object({ id, amount: z.number(), status: z.string(), date_created: instant.nullish() });
export type ListedRefundOfPayment = z.output<typeof refund>;
export const refundList = z.array(refund).max(1_000);
export const paymentPage = z.object({ results: z.array(listedPayment) });
export const mercadoPagoNotice = z.object({ type: z.string(), data: z.object({ id: id.pipe(z.string().min(1).max(64)) }) });

const refusal = z.object({ error: z.string().nullish(), message: z.string().nullish(), cause: z.array(z.object({ code: z.union([z.number(), z.string()]) })).nullish() });

/** The card's holder would have to say yes at the bank (3-D Secure). */
const UNCONFIRMED = 'cc_rejected_3ds_mandatory';

/** Rejections that blame the network and not the card. */
const SOFT_REJECTIONS = new Set(['cc_rejected_time_out', 'bank_error', 'processing_error']);

/** The cause's number where there is one ("2006"), else the error's word. Never its message: that may quote the request. */
export function errorOf(body: unknown): string {
  const { error, cause } = refusal.safeParse(body).data ?? {};
  const code = cause?.[0]?.code;
  return code === undefined ? (error ?? 'unnamed') : String(code);
}

/** What was asked for is nothing that can be done with a payment in this state; of a refund, that its payer wants the money back already, or that it went back. */
export const isStateWrong = (body: unknown): boolean => errorOf(body) === '2063';

/** What the payer's page sent is no token of a card, or one that was used before. */
export const isTokenUnknown = (body: unknown): boolean => errorOf(body) === '2006';

/** The key was used with other parameters, or the same call was made a moment ago (2001): the one before may have been executed. */
export const isKeyReused = (body: unknown): boolean => ['idempotency_key_already_used', '2001'].includes(errorOf(body));

export function observedPayment(body: unknown): Observation {
  const parsed = mercadoPagoPayment.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  const { id: chargeId, status, transaction_amount, currency_id: currency, status_detail: detail, point_of_interaction, date_of_expiration } = parsed.data;
  const charged = { chargeId, amountCents: Math.round(transaction_amount * 100), currency };
  switch (status) {
    // The money came; that it went back since, or that its payer wants it back, is another matter.
    case 'approved':
    case 'refunded':
    case 'in_mediation':
    case 'charged_back':
      return { kind: 'captured', ...charged };
    case 'authorized':
      return { kind: 'authorized', ...charged };
    case 'pending':
    case 'in_process': {
      const code = point_of_interaction?.transaction_data?.qr_code;
      return { kind: 'pending', ...charged, ...(code && date_of_expiration && { pix: { brCode: code, expiresAt: new Date(date_of_expiration) } }) };
    }
    case 'rejected': {
      const code = detail === UNCONFIRMED ? 'authentication_required' : (detail ?? 'declined');
      return { kind: 'declined', chargeId, code, hard: !SOFT_REJECTIONS.has(code) };
    }
    case 'cancelled':
      return { kind: detail === 'expired' ? 'expired' : 'voided', chargeId };
  }
}

export function observedRefund(body: unknown): RefundObservation {
  const parsed = refund.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  const { id: refundId, status } = parsed.data;
  if (status === 'rejected' || status === 'cancelled') return { kind: 'refused', reason: 'the gateway could not do it', refundId };
  return { kind: status === 'approved' ? 'refunded' : 'pending', refundId };
}

const REIMBURSED = 'reimbursed';
const CHARGEBACKS: Record<string, DisputeState> = { in_process: 'opened', settled: 'lost', [REIMBURSED]: 'won' };

/** Whether the payer wants the money back from the bank or from Mercado Pago, or has it: then a refund would be the same money once more. */
export const isContested = ({ status, status_detail }: z.output<typeof mercadoPagoPayment>): boolean => status === 'in_mediation' || (status === 'charged_back' && status_detail !== REIMBURSED);

/** A chargeback has no name in a payment, and a payment has one at most: it goes by the payment's. What is in mediation is still between the two and Mercado Pago. */
export function disputeOf({ id: disputeId, status, status_detail, transaction_amount }: z.output<typeof mercadoPagoPayment>): { disputeId: string; amountCents: number; state: DisputeState } | undefined {
  const state = status === 'charged_back' ? CHARGEBACKS[status_detail ?? ''] : undefined;
  return state && { disputeId, amountCents: Math.round(transaction_amount * 100), state };
}
