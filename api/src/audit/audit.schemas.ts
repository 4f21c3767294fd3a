import { z } from 'zod';
import type { FoundEntry } from './entry.repository.js';

const instant = z.iso.datetime();
const printable = z.string().min(1).max(200).regex(/^\P{Cc}*$/u);
// Far beyond what is ever written; a bigint column takes it.
const sequence = z.coerce.number().int().min(1).max(1e15);

export const auditQuery = z.strictObject({
  actor: printable.optional(),
  action: printable.optional(),
  target: printable.optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor: sequence.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const chainQuery = z.strictObject({ from: sequence.default(1) });
export const personParams = z.strictObject({ userId: z.uuid() });

const facts = z.record(z.string(), z.unknown());
const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const auditAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(), sequence: z.int(), occurredAt: instant, actor: z.string(), action: z.string(), target: z.string(), data: facts, personal: facts.nullable(), hash,
    }),
  ),
  nextCursor: z.string().optional(),
});
export const chainAnswer = z.strictObject({
  from: z.int(),
  to: z.int(),
  intact: z.boolean(),
  flaws: z.array(z.strictObject({ sequence: z.int(), flaw: z.string() })),
  head: z.strictObject({ sequence: z.int(), hash }),
  nextFrom: z.int().optional(),
});
export const forgottenAnswer = z.strictObject({ entries: z.int() });

interface Content {
  id: string;
  occurredAt: string;
  actor: string;
  action: string;
  target: string;
  data: Record<string, unknown>;
}

/** An entry in words; `personal` is null where there never was any, and where it was deleted. */
export function entryView({ sequence: number, content, hash: bytes, personal }: FoundEntry): z.infer<typeof auditAnswer>['items'][number] {
  const { id, occurredAt, actor, action, target, data } = JSON.parse(content) as Content;
  return { id, sequence: number, occurredAt, actor, action, target, data, personal: personal === null ? null : (JSON.parse(personal) as Record<string, unknown>), hash: bytes.toString('hex') };
}
