import { z } from 'zod';
import { defineCommand } from '#platform';
import { cardToken } from './card-token.js';

const key = ({ paymentId }: { paymentId: string }) => paymentId;
const cents = z.number().int().positive();

const attemptPayment = z.strictObject({
  paymentId: z.uuid(),
  amountCents: cents,
  currency: z.string().length(3),
  method: z.enum(['card', 'pix']),
  /** A card's token as the gateway's page gave it to the buyer; never a card number. */
  token: cardToken.optional(),
  /** The end of the payment window; nothing is sent to a gateway after it. */
  deadline: z.iso.datetime({ offset: true }),
  description: z.string().max(200),
  buyer: z.strictObject({ name: z.string().optional(), email: z.string().optional() }),
  /** A rehearsal's payment: only a sandbox gateway may take it. */
  sandbox: z.boolean().optional(),
});

const voidAttempt = z.strictObject({ paymentId: z.uuid(), reason: z.string() });

const refundAttempt = z.strictObject({ paymentId: z.uuid(), refundId: z.uuid(), amountCents: cents });

/** Charge a buyer once, at whichever gateway can. Answered by AttemptSettled, a Pix by AttemptPresented before it. */
export const AttemptPayment = defineCommand({ name: 'payments.attempt_payment', queue: 'payments', version: 1, schema: attemptPayment, key });
export type AttemptPayment = z.infer<typeof attemptPayment>;

/** Cancel at the gateway what has not been paid; money that came first wins. Answered by AttemptSettled unless one was before. */
export const VoidAttempt = defineCommand({ name: 'payments.void_attempt', queue: 'payments', version: 1, schema: voidAttempt, key });
export type VoidAttempt = z.infer<typeof voidAttempt>;

/** Give back (a part of) what was captured. Answered by AttemptRefunded. */
export const RefundAttempt = defineCommand({ name: 'payments.refund_attempt', queue: 'payments', version: 1, schema: refundAttempt, key });
export type RefundAttempt = z.infer<typeof refundAttempt>;

const seenToAttempt = z.strictObject({ paymentId: z.uuid(), attemptId: z.uuid() });

/** A person has seen, at the gateway, to what it took otherwise than asked: the books agree about it from now on. */
export const SeeToAttempt = defineCommand({ name: 'payments.see_to_attempt', queue: 'payments', version: 1, schema: seenToAttempt, key });
export type SeeToAttempt = z.infer<typeof seenToAttempt>;

const bookedEntries = z.strictObject({
  /** Everything that was booked before this instant has been told, this message included. */
  until: z.iso.datetime({ offset: true }),
  entries: z.array(z.strictObject({ about: z.enum(['charge', 'refund']), id: z.uuid(), gateway: z.string(), amountCents: cents })).max(1_000),
});

/** What the ledger has booked between the house and its gateways: a capture under its attempt's id, a refund under its own. Compared with our attempts and refunds. */
export const CompareBooks = defineCommand({ name: 'payments.compare_books', queue: 'payments-books', version: 1, schema: bookedEntries, key: () => 'books' });
export type CompareBooks = z.infer<typeof bookedEntries>;
