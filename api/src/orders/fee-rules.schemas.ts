import { z } from 'zod';

// A million reais, the highest price of a ticket: what is more was mistyped.
const cents = z.int().min(0).max(100_000_000);

/** `basisPoints`: hundredths of a percent of the order's total. `maxCents` null: no upper bound. */
export const feeRule = z
  .strictObject({ basisPoints: z.int().min(0).max(10_000), centsPerTicket: cents.default(0), minCents: cents.default(0), maxCents: cents.nullable().default(null) })
  .refine(({ minCents, maxCents }) => maxCents === null || maxCents >= minCents, { path: ['maxCents'], message: 'must not be below minCents' });

export const feeRuleAnswer = z.strictObject({ organiserId: z.uuid().nullable(), basisPoints: z.int(), centsPerTicket: z.int(), minCents: z.int(), maxCents: z.int().nullable() });
export const feeRuleList = z.strictObject({ items: z.array(feeRuleAnswer), nextCursor: z.uuid().optional() });
export const feesQuery = z.strictObject({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });
export const feeOrganiser = z.strictObject({ organiserId: z.uuid() });
