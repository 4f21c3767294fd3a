import { z } from 'zod';
import { defineCommand, languages } from '#platform';
import { cancelReasons, paymentMethods, purposeKinds, refundDestinations } from './payment.js';

/** What a payment pays for; at most one live or won payment per purpose. */
export const purposeSchema = z.object({ kind: z.enum(purposeKinds), id: z.uuid() });

const cents = z.int().min(0);

/** Pay a purpose. Answered by PaymentPresented (PIX), then PaymentCompleted or PaymentFailed. */
export const RequestPayment = defineCommand({
  name: 'wallet.request_payment',
  queue: 'wallet',
  version: 1,
  schema: z
    .object({
      paymentId: z.uuid(),
      purpose: purposeSchema,
      payerUserId: z.uuid(),
      /** The organiser or payee that is paid; its account is opened when first used. Null for a top-up. */
      payeeAccount: z.uuid().nullable(),
      amountCents: cents,
      /** The platform's part of the amount: taken from the payee when the payment completes, returned as it is refunded. */
      feeCents: cents.optional(),
      currency: z.string().length(3),
      method: z.enum(paymentMethods),
      /** The card's token at the gateway; cards themselves never come here. */
      token: z.string().max(200).optional(),
      /** How much of the amount the balance gives; method `wallet` takes all of it there. */
      fromWalletCents: cents,
      /** The payment window's end. */
      deadline: z.iso.datetime({ offset: true }),
      buyer: z.object({ name: z.string().optional(), email: z.string().optional() }),
      /** What the receipt calls who is paid, in which language it is written, and where its time is told. */
      payeeName: z.string().optional(),
      timezone: z.string().optional(),
      language: z.enum(languages).optional(),
      description: z.string().max(200),
      /** The event that an order is for: organisers are settled with event by event. */
      eventId: z.uuid().optional(),
      /** A rehearsal's payment: only sandbox gateways take it, and nothing comes from a balance. */
      sandbox: z.boolean().optional(),
    })
    .refine(({ amountCents, fromWalletCents }) => fromWalletCents <= amountCents, 'fromWalletCents exceeds amountCents')
    .refine(({ amountCents, feeCents = 0, payeeAccount }) => feeCents <= (payeeAccount === null ? 0 : amountCents), 'a fee is part of what a payee gets')
    .refine(({ purpose, payeeAccount }) => (purpose.kind === 'top_up') === (payeeAccount === null), 'a top-up has no payee, all else has'),
  key: ({ paymentId }) => paymentId,
});
export type RequestPayment = z.infer<typeof RequestPayment.schema>;

/**
 * Stop a payment that is still open: the gateway is told to void. Answered by PaymentFailed with that reason, or by
 * PaymentCompleted where the buyer paid first; not at all where the payment is over already.
 */
export const CancelPayment = defineCommand({
  name: 'wallet.cancel_payment',
  queue: 'wallet',
  version: 1,
  schema: z.object({ paymentId: z.uuid(), reason: z.enum(cancelReasons) }),
  key: ({ paymentId }) => paymentId,
});
export type CancelPayment = z.infer<typeof CancelPayment.schema>;

/**
 * Give captured money back, in whole or in part. Answered by PaymentRefunded or RefundRefused. A repeated `refundId` is one refund. Money that bought
 * nothing may come back in parts, each with a PaymentRefunded of its own.
 */
export const RefundPayment = defineCommand({
  name: 'wallet.refund_payment',
  queue: 'wallet',
  version: 1,
  schema: z.object({
    paymentId: z.uuid(),
    refundId: z.uuid(),
    amountCents: z.int().min(1),
    reason: z.string().max(200),
    /** Where it goes: to where it came from unless said otherwise. */
    to: z.enum(refundDestinations).optional(),
    /** False: should the gateway refuse, RefundRefused is published and the money stays where it is. Else the payer's balance is credited. */
    creditIfRefused: z.boolean().optional(),
    /** All of it goes back by itself, whatever else is asked back of it: what is left now, and once a bank has lost its dispute what that was about. */
    boughtNothing: z.boolean().optional(),
  }),
  key: ({ paymentId }) => paymentId,
});
export type RefundPayment = z.infer<typeof RefundPayment.schema>;
