import { z } from 'zod';

// A thousand accounts are one transaction of a tenth of a second and an answer of 170 KB.
const FANS_A_CALL_MAX = 1_000;

export const eventPath = z.strictObject({ eventId: z.uuid() });
export const fansBody = z.strictObject({ count: z.int().min(1).max(FANS_A_CALL_MAX) });

export const fansAnswer = z.strictObject({ items: z.array(z.strictObject({ userId: z.uuid(), token: z.string(), email: z.string() })) });

const count = z.int().min(0);
export const factsAnswer = z.strictObject({
  /** Null until the event is published and its places are laid out. */
  stock: z.strictObject({ capacity: count, sold: count, held: count, promised: count, blocked: count }).nullable(),
  orders: z.strictObject({ awaiting_payment: count, confirmed: count, payment_failed: count, expired: count, refunded: count }),
  payments: z.strictObject({ open: count }),
  codes: z.strictObject({ free: count }),
  fans: count,
});
