import { z } from 'zod';
import { saleStateNames } from '#catalog';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const lineState = z.enum(saleStateNames);
const count = z.int().min(0);

export const eventParams = z.strictObject({ eventId: z.uuid() });

export const joinBody = z
  .strictObject({
    /** The solved challenge as the ALTCHA widget gives it: base64 of JSON. */
    solution: z.base64().max(4_096).optional(),
  })
  .optional();
export type JoinBody = z.infer<typeof joinBody>;

export const joinedPlace = z.object({
  lineToken: z.string(),
  entry: count,
  position: count.nullable(),
  state: z.enum(['waiting', 'called', 'lapsed', 'admitted', 'merged']),
  lineState,
  /** Until when a called place may be claimed; absent while that clock stands still. */
  claimUntil: z.iso.datetime().optional(),
});

export const challenge = z.object({
  parameters: z.looseObject({ algorithm: z.string(), nonce: z.string(), salt: z.string(), cost: z.number(), keyPrefix: z.string() }),
  signature: z.string().optional(),
});

export const serving = z.object({
  serving: count,
  calledPerMinute: count,
  state: lineState,
  /** The box office can only just serve whom it has called; the line goes on by itself. */
  heldBack: z.literal(true).optional(),
  remaining: count,
  /** Places given out so far, numbered from 0: one with this number or a higher one is not known any more. */
  entries: count,
  pollAfterMs: count,
});

/** What names a place: the line token that its join gave. */
export const placeBody = z.strictObject({ lineToken: z.string().min(1).max(2_048) });
export type PlaceBody = z.infer<typeof placeBody>;

export const grantedAdmission = z.object({ admissionToken: z.string(), expiresAt: z.iso.datetime(), ticketLimit: z.int().min(1) });

export const publishedDraw = z.object({
  algorithm: z.string(),
  size: count.nullable(),
  entriesHash: hash.nullable(),
  secretHash: hash,
  publicValueName: z.string().optional(),
  secret: hash.optional(),
  publicValue: z.string().optional(),
  seed: hash.optional(),
  drawnAt: z.iso.datetime().optional(),
});

export const entriesQuery = z.strictObject({ from: z.coerce.number().int().min(0).max(2 ** 32).default(0) });
export type EntriesQuery = z.infer<typeof entriesQuery>;

export const entriesPage = z.object({
  items: z.array(z.object({ entry: count, id: z.uuid(), position: count.nullable() })),
  nextCursor: z.string().optional(),
});

const limit = z.int().min(0).max(1_000_000).nullable();

export const lineSettings = z.object({
  state: lineState,
  opensAt: z.iso.datetime(),
  entries: count,
  serving: count,
  waiting: count,
  calledPerMinute: count,
  heldBack: z.boolean(),
  remaining: count,
  ratePerMinuteMax: limit,
  admissionsMax: limit,
  paused: z.boolean(),
  publicValueName: z.string().nullable(),
  publicValue: z.string().nullable(),
});

export const changeBody = z.strictObject({
  ratePerMinuteMax: limit.optional(),
  admissionsMax: limit.optional(),
  paused: z.boolean().optional(),
  /** Goes into the seed byte for byte, so that whoever recomputes the draw can type it. */
  publicValue: z.string().trim().min(1).max(500).regex(/^\P{Cc}*$/u).optional(),
});
export type ChangeBody = z.infer<typeof changeBody>;
