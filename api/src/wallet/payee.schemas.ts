import { z } from 'zod';

// Control characters have no place in a name; halves of surrogate pairs are refused for all requests.
const line = (min: number, max: number) => z.string().trim().min(min).max(max).refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters');

export const payeeBody = z.strictObject({ name: line(1, 200), description: line(0, 500).default('') });
/** `version`: the one that was read; a change based on an older one is refused. */
export const payeeChanges = z.strictObject({ name: line(1, 200).optional(), description: line(0, 500).optional(), version: z.int().min(1).max(1_000_000_000) });
// Audited as text.
export const payeePath = z.strictObject({ payeeId: z.uuid().toLowerCase() });

export const payeesQuery = z.strictObject({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(200) });
export const payeeAnswer = z.strictObject({ id: z.uuid(), name: z.string(), description: z.string(), version: z.int(), retiredAt: z.iso.datetime().optional() });
export const payeesAnswer = z.strictObject({ items: z.array(payeeAnswer), nextCursor: z.uuid().optional() });
