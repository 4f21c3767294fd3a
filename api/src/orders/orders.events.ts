import { z } from 'zod';
import { defineEvent } from '#platform';

const language = z.enum(['pt-BR', 'es', 'en']);

/** An order stands and its payment was asked for. */
export const OrderPlaced = defineEvent({
  name: 'orders.order_placed',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: z.strictObject({
    orderId: z.uuid(), eventId: z.uuid(), userId: z.uuid(), totalCents: z.int(), currency: z.string(), method: z.string(), address: z.string(), deviceId: z.uuid().nullable(),
  }),
});

/** The places are sold and the tickets exist. Everything that follows a purchase hangs on this. */
export const OrderConfirmed = defineEvent({
  name: 'orders.order_confirmed',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: z.strictObject({
    orderId: z.uuid(),
    eventId: z.uuid(),
    userId: z.uuid(),
    email: z.string(),
    name: z.string(),
    language,
    totalCents: z.int(),
    currency: z.string(),
    tickets: z.array(z.strictObject({
      ticketId: z.uuid(), label: z.string(), ticketTypeId: z.uuid(), ticketTypeName: z.string(), priceCents: z.int(), holder: z.string().nullable(),
    })),
    products: z.array(z.strictObject({ productId: z.uuid(), name: z.string(), quantity: z.int(), priceCents: z.int() })),
    eventTitle: z.string(),
    venueName: z.string(),
    startsAt: z.string(),
    timezone: z.string(),
    address: z.string(),
    deviceId: z.uuid().nullable(),
    /** The payment that bought it. */
    paymentId: z.uuid().optional(),
    /** Paid after the window, and the places were still there. */
    late: z.boolean(),
  }),
});

const ended = z.strictObject({ orderId: z.uuid(), eventId: z.uuid(), userId: z.uuid(), email: z.string(), name: z.string(), language, eventTitle: z.string(), totalCents: z.int(), currency: z.string() });

/** A payment was refused; the places are kept for another try until the hold's end. */
export const OrderPaymentFailed = defineEvent({
  name: 'orders.order_payment_failed',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: z.strictObject({ orderId: z.uuid(), eventId: z.uuid(), userId: z.uuid(), reason: z.string() }),
});

/** The places went back on sale before they were paid. */
export const OrderExpired = defineEvent({ name: 'orders.order_expired', version: 1, key: ({ orderId }) => orderId, schema: ended });

const refundOf = { refundId: z.uuid(), refundCents: z.int() };

/** The payer's bank wants the money back (`opened`), has given up (`won`), or has taken it (`lost`: the tickets are void). */
export const OrderDisputed = defineEvent({
  name: 'orders.order_disputed',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: z.strictObject({ orderId: z.uuid(), eventId: z.uuid(), userId: z.uuid(), disputeId: z.uuid(), amountCents: z.int(), currency: z.string(), state: z.enum(['opened', 'won', 'lost']) }),
});

/** A refund was asked for: by whom or what, `reason` says. Its tickets are good until it is done. */
export const RefundRequested = defineEvent({
  name: 'orders.refund_requested',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: ended.extend({ ...refundOf, reason: z.string(), destination: z.enum(['source', 'balance']) }),
});

/** The gateway would not give money back: it is tried again, or, `final`, a person sees to it. */
export const RefundDelayed = defineEvent({
  name: 'orders.refund_delayed',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: ended.extend({ ...refundOf, final: z.boolean() }),
});

/**
 * Money went back to the buyer; `reason` says why (`late`: it came when the places were gone). Of a refund that somebody asked for it
 * is said which, how much of it went to the buyer's balance, how many tickets are void with it, and how much of which payment went back by now, this included; and what
 * of it the payer's bank has taken before (`takenBackCents`).
 */
export const OrderRefunded = defineEvent({
  name: 'orders.order_refunded',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: ended.extend({ refundedCents: z.int(), reason: z.string(), refundId: z.uuid().optional(), toBalanceCents: z.int().optional(), tickets: z.int().optional(), paymentId: z.uuid().optional(), refundedSoFarCents: z.int().optional(), takenBackCents: z.int().optional(), takenBackSoFarCents: z.int().optional() }),
});
