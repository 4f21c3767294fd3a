import { z } from 'zod';
import { money } from './wallet.schemas.js';

// R$ 10 million in one bank transfer: far above any show's takings of a week, and far below where sums would leave exact integers.
const AMOUNT_CENTS_MAX = 1_000_000_000;

// An owner's name in the ledger is text, and ids are written in lower case there.
const organiserId = z.uuid().toLowerCase();
export const organiserPath = z.strictObject({ organiserId });
export const settlementPath = z.strictObject({ organiserId, settlementId: z.uuid() });

export const settlementBody = z.strictObject({
  amount: z.union([z.literal('all_available'), z.strictObject({ amountCents: z.int().min(1).max(AMOUNT_CENTS_MAX), currency: z.string().regex(/^[A-Z]{3}$/) })]),
  /** What the bank transfer is called at the bank. */
  reference: z.string().trim().min(1).max(140),
});

export const settlementsQuery = z.strictObject({ cursor: z.coerce.number().int().min(1).max(2_147_483_647).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });

/** `outstanding` = `carried` + `captured` + `refunded` + `fees` + `other`; what leaves the organiser is negative. Without `eventId`: what belongs to no event. */
const owedLine = { eventId: z.uuid().optional(), carried: money, captured: money, refunded: money, fees: money, other: money, outstanding: money };

export const owedAnswer = z.strictObject({
  balance: money, heldBack: money, available: money, coveredUntil: z.iso.datetime(), lines: z.array(z.strictObject(owedLine)),
});

const settlement = z.strictObject({
  id: z.uuid(), organiserId: z.uuid(), number: z.int(), amount: money, reference: z.string(), coveredUntil: z.iso.datetime(), madeBy: z.uuid(), createdAt: z.iso.datetime(),
});
export const settlementAnswer = settlement.extend({ lines: z.array(z.strictObject({ ...owedLine, paid: money })) });
export const settlementList = z.strictObject({ items: z.array(settlement), nextCursor: z.int().optional() });
