import { z } from 'zod';
import { type DeadLetter, deadLetterStates } from './dead-letter.repository.js';
import { personalNames } from './without-person.js';

const name = z.string().min(1).max(100).regex(/^[a-z0-9_.-]+$/);
// Far beyond what is ever written; a bigint column takes it.
const id = z.coerce.number().int().min(1).max(1e15);

export const deadLetterParams = z.strictObject({ deadLetterId: id });
export const deadLettersQuery = z.strictObject({
  consumer: name.optional(),
  type: name.optional(),
  state: z.enum(deadLetterStates).optional(),
  cursor: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const closingWish = z.strictObject({ note: z.string().trim().min(1).max(1_000).regex(/^(?:\P{Cc}|[\n\t])*$/u, 'must not contain control characters') });

const instant = z.iso.datetime();
export const deadLetterAnswer = z.strictObject({
  id: z.int(),
  consumer: z.string(),
  messageId: z.uuid(),
  type: z.string(),
  version: z.int(),
  key: z.string(),
  payload: z.unknown(),
  requestId: z.string().nullable(),
  occurredAt: instant,
  failedAt: instant,
  error: z.string(),
  state: z.enum(deadLetterStates),
  replays: z.int(),
  settledAt: instant.nullable(),
  note: z.string().nullable(),
  settledBy: z.uuid().nullable(),
});
export const deadLettersAnswer = z.strictObject({ items: z.array(deadLetterAnswer), nextCursor: z.string().optional() });

/** What nobody needs in order to judge a message, and nobody should read: means of payment, who the buyer is, links that are somebody's proof. */
const UNTOLD = new Set([...personalNames, 'token', 'buyer']);

const told = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, UNTOLD.has(key) ? '…' : told(part)]));
};

export const view = ({ payload, occurredAt, failedAt, settledAt, ...rest }: DeadLetter): z.infer<typeof deadLetterAnswer> => ({
  ...rest, payload: told(payload), occurredAt: occurredAt.toISOString(), failedAt: failedAt.toISOString(), settledAt: settledAt?.toISOString() ?? null,
});
