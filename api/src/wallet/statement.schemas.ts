import { z } from 'zod';
import { purposeKinds } from './payment.js';
import { money } from './wallet.schemas.js';

// A year and a day: what an accountant closes at once, and a bound on the days of an answer.
const DAYS_MAX = 366;
const DAY_MS = 86_400_000;

/** Offsets are no zones: PostgreSQL reads their sign the other way round. */
const timezone = z.string().regex(/^[A-Za-z][A-Za-z0-9_+/-]{1,48}$/).refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'must be an IANA time zone');

// Outside of these years somebody mistyped.
const date = z.iso.date().refine((text) => text >= '2000' && text < '2200', 'must lie between the years 2000 and 2199');

export const statementQuery = z
  .strictObject({
    from: date.optional(),
    /** The last day, which is part of it. Without both days: the last thirty. */
    to: date.optional(),
    /** Where the days begin; that of Brazil's banks unless another is asked for. */
    timezone: timezone.default('America/Sao_Paulo'),
    cursor: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), { path: ['to'], message: 'must come with from, and from with it' })
  .refine(({ from = '', to = from }) => from <= to, { path: ['to'], message: 'must not be before from' })
  .refine(({ from = '', to = from }) => from === to || (Date.parse(to) - Date.parse(from)) / DAY_MS < DAYS_MAX, { path: ['to'], message: `must be within ${DAYS_MAX} days` });

/** `opening` + the days' `in` − their `out` = `closing`; each day's closing is the next one's opening. `days` on the first page only. */
export const statementAnswer = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  timezone: z.string(),
  opening: money,
  closing: money,
  days: z.array(z.strictObject({ date: z.iso.date(), opening: money, in: money, out: money, closing: money })).optional(),
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      at: z.iso.datetime(),
      date: z.iso.date(),
      kind: z.enum(['capture', 'payment', 'top_up', 'refund', 'chargeback', 'conflict', 'conflict_refund', 'conflict_closing', 'loss', 'fee', 'fee_refund', 'settlement']),
      direction: z.enum(['in', 'out']),
      amount: money,
      paymentId: z.uuid().optional(),
      purpose: z.strictObject({ kind: z.enum(purposeKinds), id: z.uuid() }).optional(),
      description: z.string(),
    }),
  ),
  nextCursor: z.uuid().optional(),
});

export const accountPath = z.strictObject({ accountId: z.uuid() });
export const accountsQuery = z.strictObject({
  kind: z.enum(['buyer', 'payee', 'gateway', 'platform']),
  owner: z.string().min(1).max(100).optional(),
  cursor: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const accountsAnswer = z.strictObject({
  items: z.array(z.strictObject({ id: z.uuid(), kind: z.enum(['buyer', 'payee', 'gateway', 'platform']), owner: z.string(), currency: z.string(), createdAt: z.iso.datetime() })),
  nextCursor: z.string().optional(),
});
