import { z } from 'zod';
import { cardToken } from '#payments';

/** The forms of the purchase's requests and answers, as the API documents them. */

export const id = z.uuid();
export const money = z.strictObject({ amountCents: z.int().min(0).max(100_000_000_00), currency: z.string().regex(/^[A-Z]{3}$/) });
export const instant = z.iso.datetime();

// More than any session's limit; a hold of ten thousand seats is refused before anything is asked of the stock.
const SEATS_MAX = 100;

const seatWish = z.union([id, z.strictObject({ seatId: id, ticketTypeId: id })]);

export const holdWish = z.union([
  z.strictObject({ seats: z.array(seatWish).min(1).max(SEATS_MAX) }),
  z.strictObject({ ticketTypeId: id, quantity: z.int().min(1).max(SEATS_MAX), accessible: z.boolean().optional() }),
]);

export const holdAnswer = z.strictObject({
  id,
  eventId: id,
  state: z.enum(['held', 'confirmed', 'released', 'expired']),
  expiresAt: instant,
  items: z.array(z.strictObject({ seatId: id.optional(), label: z.string(), ticketTypeId: id, price: money })),
  total: money,
});

const payment = z.strictObject({
  method: z.enum(['card', 'pix', 'wallet']),
  token: cardToken.optional(),
  fromWallet: money.optional(),
});

export const paymentWish = payment;

export const orderWish = z.strictObject({
  holdId: id,
  products: z.array(z.strictObject({ productId: id, quantity: z.int().min(1).max(100) })).max(50).default([]),
  /** In the order of the hold's items; needed where a ticket type asks for the holder's name and CPF. */
  holders: z.array(z.strictObject({ name: z.string().trim().min(1).max(100), document: z.string().min(11).max(14) })).max(SEATS_MAX).default([]),
  payment,
});

export const orderAnswer = z.strictObject({
  id,
  eventId: id,
  holdId: id,
  state: z.enum(['awaiting_payment', 'confirmed', 'payment_failed', 'expired', 'refunded']),
  total: money,
  /** What went back of it. */
  refunded: money.optional(),
  /** Whether the payer's bank wants the money back, and what became of it; `lost`: the tickets are void. */
  dispute: z.enum(['opened', 'won', 'lost']).optional(),
  placedAt: instant,
  paymentDeadline: instant,
  items: z.array(
    z.strictObject({
      kind: z.enum(['ticket', 'product']), label: z.string(), name: z.string(), quantity: z.int(), price: money, ticketTypeId: id.optional(), productId: id.optional(), seatId: id.optional(),
      /** How many of them were refunded. */
      refunded: z.int().optional(),
    }),
  ),
  payment: z
    .strictObject({
      id,
      method: z.enum(['card', 'pix', 'wallet']),
      state: z.enum(['requested', 'presented', 'completed', 'failed', 'returned']),
      pix: z.strictObject({ brCode: z.string(), qrCodeUrl: z.string(), expiresAt: instant }).optional(),
      failureReason: z.string().optional(),
      retryable: z.boolean().optional(),
    })
    .optional(),
  /** Those that are good. */
  tickets: z.array(z.strictObject({ id, label: z.string() })).optional(),
});

export const orderList = z.strictObject({ items: z.array(orderAnswer), nextCursor: id.optional() });

export const listQuery = z.strictObject({ cursor: id.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });

export const eventPath = z.strictObject({ eventId: id });
export const holdPath = z.strictObject({ holdId: id });
export const orderPath = z.strictObject({ orderId: id });

export const evidenceAnswer = z.strictObject({
  orderId: id,
  name: z.string(),
  email: z.string(),
  address: z.string().describe('From where it was ordered.'),
  placedAt: instant,
  holders: z.array(z.strictObject({ label: z.string(), name: z.string().nullable(), document: z.string().nullable() })),
  until: instant.describe('When it is forgotten, unless a dispute is still open.'),
});
