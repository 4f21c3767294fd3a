import { z } from 'zod';
import { defineEvent } from '#platform';
import { disputeStates } from './payment-gateway.js';

const key = ({ paymentId }: { paymentId: string }) => paymentId;

const attemptPresented = z.strictObject({
  paymentId: z.uuid(),
  pix: z.strictObject({ brCode: z.string(), qrCodeUrl: z.string().optional(), expiresAt: z.iso.datetime({ offset: true }) }),
});

const attemptSettled = z.strictObject({
  paymentId: z.uuid(),
  /** Null where nothing was ever tried. */
  attemptId: z.uuid().nullable(),
  gateway: z.string().nullable(),
  outcome: z.enum(['captured', 'declined', 'failed', 'voided', 'conflicted']),
  /** What the gateway holds for us when captured or conflicted, else what was asked. */
  amountCents: z.number().int(),
  /** Of what was taken, where it is another than was asked for. */
  currency: z.string().optional(),
  declineCode: z.string().optional(),
  /** Whether another payment for the same purpose may do better. */
  retryable: z.boolean(),
});

const attemptRefunded = z.strictObject({
  paymentId: z.uuid(),
  refundId: z.uuid(),
  outcome: z.enum(['refunded', 'refused']),
  /** Of a refusal: whether another refund may fare better later. */
  retryable: z.boolean().optional(),
});

/** A Pix code to show to the buyer; `expiresAt` is the end of our window or of the gateway's, whichever comes first. */
export const AttemptPresented = defineEvent({ name: 'payments.attempt_presented', version: 1, schema: attemptPresented, key });
export type AttemptPresented = z.infer<typeof attemptPresented>;

/** The end of a payment's attempts: one per payment, and one more `captured` should money arrive after `voided`, `failed` or `declined`. */
export const AttemptSettled = defineEvent({ name: 'payments.attempt_settled', version: 1, schema: attemptSettled, key });
export type AttemptSettled = z.infer<typeof attemptSettled>;

const attemptDisputed = z.strictObject({
  paymentId: z.uuid(),
  attemptId: z.uuid(),
  gateway: z.string(),
  disputeId: z.uuid(),
  amountCents: z.number().int(),
  state: z.enum(disputeStates),
  /** Of money that came twice and had gone back already when the bank took it: nobody's but the platform's loss. Told when it is lost, and only then. */
  surplus: z.boolean().optional(),
});

/** A refund is through, or the gateway will not do it. */
export const AttemptRefunded = defineEvent({ name: 'payments.attempt_refunded', version: 1, schema: attemptRefunded, key });
export type AttemptRefunded = z.infer<typeof attemptRefunded>;

/** The payer's bank wants captured money back (`opened`), has given up (`won`) or has taken it (`lost`). One dispute has one `disputeId`; it may be lost without having been opened. */
export const AttemptDisputed = defineEvent({ name: 'payments.attempt_disputed', version: 1, schema: attemptDisputed, key });
export type AttemptDisputed = z.infer<typeof attemptDisputed>;
