import { z } from 'zod';
import { defineCommand, defineEvent } from '#platform';
import { cancelReasons } from './payment.js';

// Stands in for `#payments` until that module is in the house; same names and payloads.
const key = ({ paymentId }: { paymentId: string }) => paymentId;
const cents = z.int().min(0);

export const AttemptPayment = defineCommand({
  name: 'payments.attempt_payment',
  queue: 'payments',
  version: 1,
  key,
  schema: z.object({
    paymentId: z.uuid(),
    amountCents: cents,
    currency: z.string(),
    method: z.enum(['card', 'pix']),
    token: z.string().optional(),
    deadline: z.string(),
    description: z.string(),
    buyer: z.object({ name: z.string().optional(), email: z.string().optional() }),
  }),
});
export const VoidAttempt = defineCommand({
  name: 'payments.void_attempt',
  queue: 'payments',
  version: 1,
  key,
  schema: z.object({ paymentId: z.uuid(), reason: z.enum(cancelReasons) }),
});
export const RefundAttempt = defineCommand({
  name: 'payments.refund_attempt',
  queue: 'payments',
  version: 1,
  key,
  schema: z.object({ paymentId: z.uuid(), refundId: z.uuid(), amountCents: cents }),
});
export const AttemptPresented = defineEvent({
  name: 'payments.attempt_presented',
  version: 1,
  key,
  schema: z.object({
    paymentId: z.uuid(),
    pix: z.object({ brCode: z.string(), qrCodeUrl: z.string().optional(), expiresAt: z.string() }),
  }),
});
export const AttemptSettled = defineEvent({
  name: 'payments.attempt_settled',
  version: 1,
  key,
  schema: z.object({
    paymentId: z.uuid(),
    attemptId: z.uuid().nullable(),
    gateway: z.string().nullable(),
    outcome: z.enum(['captured', 'declined', 'failed', 'voided', 'conflicted']),
    amountCents: cents,
    declineCode: z.string().optional(),
    retryable: z.boolean(),
  }),
});
export const AttemptRefunded = defineEvent({
  name: 'payments.attempt_refunded',
  version: 1,
  key,
  schema: z.object({ paymentId: z.uuid(), refundId: z.uuid(), outcome: z.enum(['refunded', 'refused']) }),
});
