import { z } from 'zod';
import { date } from './statement.schemas.js';
import { money } from './wallet.schemas.js';

// R$ 10 million at once, as for organisers: a gateway that takes a million payments a day pays out more than once a day.
const AMOUNT_CENTS_MAX = 1_000_000_000;

const stated = (least: number) => z.strictObject({ amountCents: z.int().min(least).max(AMOUNT_CENTS_MAX), currency: z.string().regex(/^[A-Z]{3}$/) });
const note = z.string().trim().max(500).regex(/^(?:\P{Cc}|[\n\t])*$/u, 'must not contain control characters');

export const payoutsPath = z.strictObject({ gateway: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) });
export const payoutPath = payoutsPath.extend({ payoutId: z.uuid() });

/** All three sums are said, so that one that was mistyped is seen: `gross` = `fees` + `net`. */
export const payoutBody = z
  .strictObject({
    /** What the gateway owes less from now on; below zero where it takes back what it gave to buyers beyond what it had. */
    gross: stated(-AMOUNT_CENTS_MAX),
    /** What it kept for itself. */
    fees: stated(0),
    /** What came to the bank; below zero: what the gateway took from there. */
    net: stated(-AMOUNT_CENTS_MAX),
    /** The gateway's own name for the payout; there is one of each name. */
    reference: z.string().trim().min(1).max(140).refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters'),
    /** The day on which it came, as the bank has it. */
    valueDate: date,
    note: note.default(''),
  })
  .refine(({ gross, fees, net }) => gross.amountCents === fees.amountCents + net.amountCents, { path: ['net'], message: 'must be gross less fees' })
  .refine(({ gross, fees }) => gross.amountCents !== 0 || fees.amountCents !== 0, { path: ['gross'], message: 'must not be nothing' });

export const reversalBody = z.strictObject({ note: note.min(1) });
export const payoutsQuery = z.strictObject({ cursor: z.coerce.number().int().min(1).max(2_147_483_647).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });

export const payoutAnswer = z.strictObject({
  id: z.uuid(), gateway: z.string(), number: z.int(), gross: money, fees: money, net: money, reference: z.string(), valueDate: z.iso.date(), note: z.string(),
  recordedBy: z.uuid(), recordedAt: z.iso.datetime(), reversal: z.strictObject({ at: z.iso.datetime(), by: z.uuid(), note: z.string() }).optional(),
});
/** `owed`: what the gateway still owes; below zero where more went back through it than it still had. */
export const payoutsAnswer = z.strictObject({ owed: money, items: z.array(payoutAnswer), nextCursor: z.int().optional() });
