import { z } from 'zod';
import { defineEvent, languages } from '#platform';
import { disputeStates } from '#payments';
import { failureReasons, paymentMethods } from './payment.js';
import { purposeSchema } from './wallet.commands.js';

const payment = { paymentId: z.uuid(), purpose: purposeSchema };

/** The buyer has a PIX code to pay. */
export const PaymentPresented = defineEvent({
  name: 'wallet.payment_presented',
  version: 1,
  schema: z.object({
    ...payment,
    pix: z.object({ brCode: z.string(), qrCodeUrl: z.string().optional(), expiresAt: z.iso.datetime({ offset: true }) }),
  }),
  key: ({ paymentId }) => paymentId,
});
export type PaymentPresented = z.infer<typeof PaymentPresented.schema>;

/**
 * All of the amount is there. `late`: it had been given up (PaymentFailed was published before), so whoever asked for it
 * either still delivers or sends RefundPayment.
 */
export const PaymentCompleted = defineEvent({
  name: 'wallet.payment_completed',
  version: 1,
  schema: z.object({
    ...payment,
    amountCents: z.int(),
    currency: z.string(),
    method: z.enum(paymentMethods),
    /** Null where the balance paid all of it. */
    gateway: z.string().nullable(),
    late: z.boolean(),
  }),
  key: ({ paymentId }) => paymentId,
});
export type PaymentCompleted = z.infer<typeof PaymentCompleted.schema>;

/** Nothing was taken, or not what was asked for (`conflicted`), and what was frozen is free again. `retryable`: another payment for the purpose may follow. */
export const PaymentFailed = defineEvent({
  name: 'wallet.payment_failed',
  version: 1,
  schema: z.object({
    ...payment,
    reason: z.enum(failureReasons),
    retryable: z.boolean(),
    /** The gateway's decline code, say. */
    detail: z.string().nullable(),
  }),
  key: ({ paymentId }) => paymentId,
});
export type PaymentFailed = z.infer<typeof PaymentFailed.schema>;

/**
 * Money went back: to its source, or to the payer's balance (`toBalanceCents`) where it came from there or the gateway would
 * not. `reason` is that of RefundPayment, or the wallet's own: `paid_twice` where the purpose is paid by another payment (which
 * stands), `insufficient_funds` where the balance's part of late money is gone, `bought_nothing` where money that bought nothing is free to go back at last.
 */
export const PaymentRefunded = defineEvent({
  name: 'wallet.payment_refunded',
  version: 1,
  schema: z.object({ ...payment, refundId: z.uuid(), amountCents: z.int(), toBalanceCents: z.int(), reason: z.string() }),
  key: ({ paymentId }) => paymentId,
});
export type PaymentRefunded = z.infer<typeof PaymentRefunded.schema>;

/** A refund that was asked for cannot be: nothing, or less than that, was captured; or the gateway would not, and no balance was to be credited instead. */
export const RefundRefused = defineEvent({
  name: 'wallet.refund_refused',
  version: 1,
  schema: z.object({
    ...payment,
    refundId: z.uuid(),
    amountCents: z.int(),
    reason: z.enum(['not_captured', 'exceeds_captured', 'insufficient_funds', 'gateway_refused']),
    /** Whether the gateway may do later, under another refund's id, what it would not do now. */
    retryable: z.boolean().optional(),
    /** Money that bought nothing: the wallet gives back by itself what is not back yet, as soon as it is free. */
    boughtNothing: z.boolean().optional(),
  }),
  key: ({ paymentId }) => paymentId,
});
export type RefundRefused = z.infer<typeof RefundRefused.schema>;

/**
 * A gateway took another amount, or another currency, than it was asked for (`arisen`): it buys nothing, and a person sees to it. Then it went back by the
 * gateway (`returned`), was seen to there by hand (`closed`), or the payer's bank has taken it (`taken_back`). The purpose is free again.
 */
export const PaymentConflicted = defineEvent({
  name: 'wallet.payment_conflicted',
  version: 1,
  schema: z.object({
    ...payment,
    state: z.enum(['arisen', 'returned', 'closed', 'taken_back']),
    /** What was asked of the gateway, in the payment's `currency`. */
    askedCents: z.int(),
    currency: z.string(),
    taken: z.object({ amountCents: z.int(), currency: z.string() }),
    /** Once it is back: what of `taken` came this way; the rest the payer's bank had taken. Messages of former times do not say. */
    backCents: z.int().optional(),
    description: z.string(),
    eventId: z.uuid().optional(),
    userId: z.uuid(),
    payerName: z.string(),
    payerEmail: z.string(),
    language: z.enum(languages),
  }),
  key: ({ paymentId }) => paymentId,
});
export type PaymentConflicted = z.infer<typeof PaymentConflicted.schema>;

/** A completed payment has its receipt's number; all that stands on it is here. Not for play money, nor for what cost nothing. */
export const ReceiptIssued = defineEvent({
  name: 'wallet.receipt_issued',
  version: 1,
  schema: z.object({
    ...payment,
    year: z.int(),
    number: z.int(),
    payeeName: z.string().nullable(),
    /** The payer; messages of former times do not say. */
    userId: z.uuid().optional(),
    payerName: z.string(),
    payerEmail: z.string(),
    description: z.string(),
    amountCents: z.int(),
    fromWalletCents: z.int(),
    refundedCents: z.int().optional(),
    takenBackCents: z.int().optional(),
    currency: z.string(),
    method: z.enum(paymentMethods),
    completedAt: z.string(),
    timezone: z.string(),
    language: z.enum(languages),
  }),
  key: ({ paymentId }) => paymentId,
});
export type ReceiptIssued = z.infer<typeof ReceiptIssued.schema>;

/**
 * The payer's bank wants money of a payment back (`opened`: it is held back from the payee), has given up (`won`), or has taken it
 * (`lost`). One dispute has one `disputeId`; it may be lost without having been opened.
 */
export const PaymentDisputed = defineEvent({
  name: 'wallet.payment_disputed',
  version: 1,
  schema: z.object({ ...payment, disputeId: z.uuid(), amountCents: z.int(), state: z.enum(disputeStates) }),
  key: ({ paymentId }) => paymentId,
});
export type PaymentDisputed = z.infer<typeof PaymentDisputed.schema>;
