import { refundedOf, type Charge, type DeclineReason, type DisputeState, type Refund } from './book.ts';

/** Whole numbers of reais with cents behind the point: 12500 cents are 125. */
const amountOf = (cents: number): number => cents / 100;

/** Instants are told in the provider's own time, four hours behind. */
const instantText = (ms: number): string => new Date(ms - 4 * 3_600_000).toISOString().replace('Z', '-04:00');

const REJECTIONS: Record<DeclineReason, string> = {
  insufficient_funds: 'cc_rejected_insufficient_amount',
  card_refused: 'cc_rejected_other_reason',
  issuer_unavailable: 'cc_rejected_time_out',
  unconfirmed: 'cc_rejected_3ds_mandatory',
};

const CHARGEBACKS: Record<DisputeState, string> = { opened: 'in_process', lost: 'settled', won: 'reimbursed' };

export const statusOf = (charge: Charge): { status: string; status_detail: string } => {
  switch (charge.state) {
    case 'captured': {
      const dispute = charge.disputes.at(-1);
      if (dispute) return { status: 'charged_back', status_detail: CHARGEBACKS[dispute.state] };
      const refunded = refundedOf(charge);
      if (refunded === charge.amountCents) return { status: 'refunded', status_detail: 'refunded' };
      return { status: 'approved', status_detail: refunded > 0 ? 'partially_refunded' : 'accredited' };
    }
    case 'declined':
      return { status: 'rejected', status_detail: REJECTIONS[charge.decline!] };
    case 'in_review':
      return { status: 'in_process', status_detail: 'pending_review_manual' };
    case 'authorized':
      return { status: 'authorized', status_detail: 'pending_capture' };
    case 'pending':
      return { status: 'pending', status_detail: 'pending_waiting_transfer' };
    case 'voided':
      return { status: 'cancelled', status_detail: 'by_collector' };
    case 'expired':
      return { status: 'cancelled', status_detail: 'expired' };
  }
};

export const refundBody = (refund: Refund, charge: Charge): unknown => ({
  // A number of its own: the name that our book gives it is text.
  id: refundNumber(refund),
  payment_id: Number(charge.id),
  amount: amountOf(refund.amountCents),
  date_created: instantText(refund.createdAt),
  status: refund.state === 'done' ? 'approved' : refund.state === 'not_done' ? 'rejected' : 'in_process',
});

const refundNumber = ({ id }: Refund): number => [...id].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);

export const paymentBody = (charge: Charge): unknown => ({
  id: Number(charge.id),
  ...statusOf(charge),
  transaction_amount: amountOf(charge.amountCents),
  transaction_amount_refunded: amountOf(refundedOf(charge)),
  currency_id: charge.currency,
  external_reference: charge.reference,
  metadata: { payment: charge.purchase },
  date_created: instantText(charge.createdAt),
  date_approved: charge.capturedAt === undefined ? null : instantText(charge.capturedAt),
  date_of_expiration: charge.expiresAt === undefined ? null : instantText(charge.expiresAt),
  payment_method_id: charge.method === 'pix' ? 'pix' : 'visa',
  payment_type_id: charge.method === 'pix' ? 'bank_transfer' : 'credit_card',
  installments: 1,
  live_mode: false,
  ...(charge.pix && { point_of_interaction: { type: 'PIX', transaction_data: { qr_code: charge.pix.brCode, e2e_id: charge.pix.endToEndId ?? null } } }),
  refunds: charge.refunds.map((refund) => refundBody(refund, charge)),
});
