import { z } from 'zod';
import { id, instant, money } from './orders.schemas.js';

/** The forms of refunds. */

const products = z.array(z.strictObject({ productId: id, quantity: z.int().min(1).max(100) })).max(50);

export const refundWish = z
  .strictObject({
    /** These go back at their prices; revoked ones for nothing, which puts their places on sale again. */
    tickets: z.array(id).max(100).default([]),
    products: products.default([]),
    /** An amount instead; the tickets stay good unless it is all that is left. */
    amount: money.optional(),
    to: z.enum(['source', 'balance']).default('source'),
    /** Where no gateway will do it in the end, the buyer's balance is credited. */
    balanceIfRefused: z.boolean().default(false),
  })
  .refine(({ amount, tickets, products }) => amount === undefined || tickets.length + products.length === 0, 'an amount, or tickets and products')
  .refine(({ amount }) => amount === undefined || amount.amountCents > 0, 'an amount above zero');

export const tryAgainWish = z.strictObject({ to: z.enum(['source', 'balance']).optional() });

export const refundAnswer = z.strictObject({
  id,
  orderId: id,
  /** `waiting`: a gateway would not, and is asked again; `refused`: a person sees to it. */
  state: z.enum(['requested', 'waiting', 'refused', 'done']),
  reason: z.enum(['organiser', 'withdrawal', 'event_cancelled']),
  amount: money,
  /** What was asked for beyond that, and the payer's bank has taken instead. */
  takenBack: money.optional(),
  to: z.enum(['source', 'balance']),
  balanceIfRefused: z.boolean(),
  tickets: z.array(id),
  products,
  requestedAt: instant,
  refusedBecause: z.string().optional(),
  nextTryAt: instant.optional(),
  settledAt: instant.optional(),
  toBalance: money.optional(),
});

export const refundsAnswer = z.strictObject({ items: z.array(refundAnswer) });
export const refundPages = z.strictObject({ items: z.array(refundAnswer), nextCursor: id.optional() });
export const refundPath = z.strictObject({ refundId: id });

const counted = z.strictObject({ refunds: z.int(), amount: money });

export const operationAnswer = z.strictObject({
  eventId: id,
  /** `finished`: every confirmed order was asked for, and none of it is on its way any more. */
  state: z.enum(['running', 'finished']),
  startedAt: instant,
  finishedAt: instant.optional(),
  asked: counted,
  done: counted,
  /** On their way, or waiting for their next try. */
  open: counted,
  /** A person sees to them. */
  refused: counted,
});

export const disputesAnswer = z.strictObject({
  items: z.array(z.strictObject({ id, orderId: id, state: z.enum(['opened', 'won', 'lost']), amount: money, openedAt: instant, settledAt: instant.optional() })),
  nextCursor: id.optional(),
});
