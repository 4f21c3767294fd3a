import { z } from 'zod';

export const eventParams = z.strictObject({ eventId: z.uuid() });

// A version is an instant in milliseconds; this is the year 2286, and below 2^53.
const version = z.coerce.number().int().min(0).max(9_999_999_999_999);
export const seatsQuery = z.strictObject({ since: version.optional() });
/** Browsers' `EventSource` cannot send headers, so the admission may also stand here. */
export const streamQuery = z.strictObject({ since: version.optional(), admission: z.string().min(1).max(2_048).optional() });

// 1,000 ids fit a body; larger blocks are a few calls.
const seats = z.strictObject({ seats: z.array(z.uuid()).min(1).max(1_000).refine((ids) => new Set(ids.map((id) => id.toLowerCase())).size === ids.length, 'must not name a seat twice') });
const places = z.strictObject({ sectionId: z.uuid(), places: z.int().min(1).max(1_000_000) });
export const blockBody = z.union([seats, places]);
export const blocked = z.strictObject({ changed: z.int() });

const row = z.strictObject({
  name: z.string(), first: z.int(), numbers: z.array(z.string()), x: z.array(z.int()), y: z.array(z.int()),
  wheelchair: z.array(z.int()).optional(), companions: z.array(z.tuple([z.int(), z.int()])).optional(),
});
const section = z.strictObject({ id: z.uuid(), name: z.string(), category: z.string(), kind: z.enum(['seated', 'standing']), capacity: z.int(), rows: z.array(row) });
const seatMap = z.strictObject({ eventId: z.uuid(), version: z.int(), seatIdPrefix: z.string(), sections: z.array(section), states: z.string() });
const letter = z.enum(['f', 'h', 's', 'b']);
const delta = z.strictObject({
  since: z.int(), version: z.int(), changes: z.partialRecord(letter, z.array(z.int())).optional(), states: z.string().optional(),
});
export const seatsAnswer = z.union([seatMap, delta]);

export const availability = z.strictObject({
  eventId: z.uuid(),
  capacity: z.int(),
  free: z.int(),
  categories: z.array(z.strictObject({ name: z.string(), kind: z.enum(['seated', 'standing']), capacity: z.int(), free: z.int() })),
});

export const seatMapDescription = `The whole seat map, or with \`since\` what has changed after that version.

A map holds \`sections\`, nearest the stage first. A row's seats have consecutive indexes from \`first\` on; \`numbers\` is what is written
on them; \`x\` and \`y\` are the first seat's position and then each seat's difference to the one before it. A seat's id is \`seatIdPrefix\`
followed by its index as eight hexadecimal digits; its state is the letter at its index in \`states\`: f free, h held, s sold, b blocked.
\`wheelchair\` lists indexes of wheelchair places, \`companions\` pairs of a companion seat and its wheelchair place.

A delta holds in \`changes\`, by letter, the indexes of the seats that have this state now, or all \`states\` anew where that is shorter.
What was laid out never changes, so the whole map is fetched once.`;
