import { z } from 'zod';
import { instant, instantAnswer, line, pageLimit, priceAnswer } from './common.schemas.js';
import { kinds } from './event.schemas.js';
import { saleStateNames } from './sale-states.js';

/** The last event of a page: where the next one begins. */
export interface Cursor {
  startsAt: string;
  id: string;
}

export const writeCursor = ({ startsAt, id }: Cursor): string => Buffer.from(`${startsAt} ${id}`).toString('base64url');

const cursor = z.string().max(100).transform((text, context): Cursor => {
  const [startsAt = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  if (!instant.safeParse(startsAt).success || !z.uuid().safeParse(id).success) context.addIssue('is not a cursor of this list');
  return { startsAt, id };
});

export const eventsQuery = z.strictObject({
  search: line(200).optional().describe('Words, or beginnings of words, of title, artists, venue and city.'),
  city: line(200).optional(),
  kind: z.enum(kinds).optional(),
  venueId: z.uuid().optional(),
  artist: line(200).optional().describe('The whole name, as `GET /artists` gives it.'),
  from: instant.optional().describe('Defaults to now less a day: what is on is listed.'),
  to: instant.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
});
export type EventsQuery = z.infer<typeof eventsQuery>;

const picture = z.strictObject({ url: z.string(), alt: z.string() });
const saleState = z.enum(saleStateNames);

const listedEvent = z.strictObject({
  id: z.uuid(), title: z.string(), artists: z.array(z.string()), kind: z.string(), pictures: z.array(picture),
  startsAt: instantAnswer, venueId: z.uuid(), venueName: z.string(), city: z.string(), timezone: z.string(),
  state: z.enum(['published', 'postponed', 'cancelled', 'closed']),
  saleStartsAt: instantAnswer, saleState, remaining: z.int().nullable(), lineRequired: z.boolean(),
  priceFrom: priceAnswer.nullable(),
});
export const eventsAnswer = z.strictObject({ items: z.array(listedEvent), nextCursor: z.string().optional() });

const suggestion = z.strictObject({
  id: z.uuid(), eventId: z.uuid(), name: z.string(), description: z.string(), price: priceAnswer,
  maxPerOrder: z.int().nullable(), left: z.int().nullable(),
});

export const eventAnswer = listedEvent.extend({
  organiser: z.strictObject({ id: z.uuid(), name: z.string() }),
  address: z.string(),
  description: z.string(),
  doorsAt: instantAnswer.nullable(),
  saleEndsAt: instantAnswer.nullable(),
  drawAtOpening: z.boolean(),
  publicDrawValueName: z.string().nullable(),
  verifiedAccountRequired: z.boolean(),
  challengeRequired: z.boolean(),
  sessionTicketLimit: z.int(),
  buyerTicketLimit: z.int(),
  claimSeconds: z.int().describe('For how long somebody who is called in the line may answer.'),
  admissionSeconds: z.int().describe('For how long somebody who has answered may choose.'),
  holdSeconds: z.int(),
  paymentWindowSeconds: z.int(),
  withdrawalDays: z.int().describe('For how many days after the purchase the buyer may withdraw; 0: not at all.'),
  withdrawalHoursBefore: z.int().describe('How many hours before the event that ends in any case.'),
  rehearsal: z.boolean(),
  capacity: z.int(),
  seatMapId: z.uuid().nullable(),
  ticketTypes: z.array(z.strictObject({
    id: z.uuid(), name: z.string(), category: z.string(), kind: z.enum(['seated', 'standing']), price: priceAnswer,
    halfPrice: z.boolean(), proofRequired: z.boolean(), holderRequired: z.boolean(),
  })),
  products: z.array(suggestion),
});

export const suggestionsQuery = z.strictObject({
  with: z.string().max(800).optional().describe('Ids of products already chosen, comma-separated.')
    .transform((text) => text === undefined || text === '' ? [] : text.split(','))
    .pipe(z.array(z.uuid()).max(20)),
});
export const suggestionsAnswer = z.strictObject({ items: z.array(suggestion.extend({ pinned: z.boolean() })) });

const position = z.strictObject({ x: z.number(), y: z.number() });
/** What a map is drawn from, beside the seats and their states, which the inventory tells. */
export const drawingAnswer = z.strictObject({
  name: z.string(),
  size: z.strictObject({ width: z.number(), height: z.number() }).nullable(),
  categories: z.array(z.strictObject({ name: z.string(), color: z.string().optional() })),
  areas: z.array(z.looseObject({ position })),
  sections: z.array(z.strictObject({
    key: z.string(), name: z.string(), zone: z.string(), category: z.string(), kind: z.enum(['seated', 'standing']), capacity: z.int(), rank: z.int(),
  })),
});

export const artistsQuery = z.strictObject({ search: line(200).optional(), limit: pageLimit });
export const artistsAnswer = z.strictObject({ items: z.array(z.strictObject({ name: z.string(), events: z.int() })) });

export const citiesAnswer = z.strictObject({ items: z.array(z.strictObject({ name: z.string(), events: z.int() })) });

export const placeAnswer = z.strictObject({
  id: z.uuid(), name: z.string(), city: z.string(), address: z.string(), timezone: z.string(),
  wheelchairPlaces: z.int().nullable().describe('On the seat map that has most of them; null where no seat map tells.'),
});

export const pictureName = z.strictObject({ name: z.string().regex(/^[a-z0-9-]{1,80}\.svg$/) });
