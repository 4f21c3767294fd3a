import { z } from 'zod';
import { conflictStates } from './conflict.js';
import { paymentMethods, purposeKinds } from './payment.js';
import { money, paymentIdSchema } from './wallet.schemas.js';

export const conflictPath = paymentIdSchema;

export const conflictsQuery = z.strictObject({
  state: z.enum(conflictStates).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

// As long as the note that closes a difference between two books.
const NOTE_MAX = 1_000;
export const closingWish = z.strictObject({ note: z.string().trim().min(1).max(NOTE_MAX).regex(/^(?:\P{Cc}|[\n\t])*$/u, 'must not contain control characters') });

/** `asked` of the gateway, `taken` by it; `left` is what is not back at the payer's. */
export const conflictAnswer = z.strictObject({
  paymentId: z.uuid(),
  purpose: z.strictObject({ kind: z.enum(purposeKinds), id: z.uuid() }),
  payerId: z.uuid(),
  method: z.enum(paymentMethods),
  description: z.string(),
  gateway: z.string(),
  attemptId: z.uuid(),
  asked: money,
  taken: money,
  left: money,
  booked: z.boolean().describe('Whether the ledger has it, in suspense; it has nothing of what was taken in another currency.'),
  sandbox: z.boolean(),
  state: z.enum(conflictStates),
  disputed: money.optional().describe('What the payer\'s bank wants of it: until that is decided nobody else can decide.'),
  refundId: z.uuid().nullable(),
  decidedBy: z.uuid().nullable(),
  note: z.string().nullable(),
  arisenAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
});
export const conflictsAnswer = z.strictObject({ items: z.array(conflictAnswer), nextCursor: z.uuid().optional() });
