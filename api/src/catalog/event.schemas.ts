import { z } from 'zod';
import { instant, instantAnswer, line, name, price, priceAnswer, prose, version } from './common.schemas.js';

export const kinds = ['concert', 'festival', 'theatre', 'comedy', 'dance', 'sport', 'family', 'other'] as const;

// An own path or https: nothing else is fetched by a reader's browser without surprise.
const pictureUrl = z.string().max(500).refine((url) => /^\/(?!\/)[\w./-]+$/.test(url) || (URL.canParse(url) && url.startsWith('https://')), 'must be https or a path of this server');
const picture = z.strictObject({ url: pictureUrl, alt: line(300) });
const standingPlace = z.strictObject({ name: name(100), capacity: z.int().min(1).max(1_000_000) });
const seconds = z.int().min(5).max(86_400);

const texts = {
  title: name(),
  artists: z.array(name()).max(50),
  kind: z.enum(kinds),
  description: prose(10_000),
  pictures: z.array(picture).max(20),
};
const dates = {
  startsAt: instant.nullable(),
  doorsAt: instant.nullable(),
  saleStartsAt: instant.nullable(),
  saleEndsAt: instant.nullable(),
};
const terms = {
  lineRequired: z.boolean(),
  drawAtOpening: z.boolean(),
  publicDrawValueName: line(200).nullable(),
  verifiedAccountRequired: z.boolean(),
  challengeRequired: z.boolean(),
  sessionTicketLimit: z.int().min(1).max(100),
  buyerTicketLimit: z.int().min(1).max(1_000),
  claimSeconds: seconds,
  admissionSeconds: seconds,
  holdSeconds: seconds,
  paymentWindowSeconds: seconds,
  graceSeconds: z.int().min(0).max(3_600),
  withdrawalDays: z.int().min(0).max(365),
  withdrawalHoursBefore: z.int().min(0).max(8_760),
};
const place = {
  venueId: z.uuid(),
  seatMapId: z.uuid().nullable(),
  standing: z.array(standingPlace).max(200),
};

const eventFields = z.strictObject({ ...place, ...texts, ...dates, ...terms });

/** What an event has when its organiser says nothing; the seconds are the house's usual ones (architecture, "the way of a purchase"). */
export const eventDefaults = {
  seatMapId: null,
  standing: [] as { name: string; capacity: number }[],
  artists: [] as string[],
  kind: 'other' as const,
  description: '',
  pictures: [] as { url: string; alt: string }[],
  startsAt: null,
  doorsAt: null,
  saleStartsAt: null,
  saleEndsAt: null,
  lineRequired: true,
  drawAtOpening: false,
  publicDrawValueName: null,
  verifiedAccountRequired: false,
  challengeRequired: false,
  sessionTicketLimit: 2,
  buyerTicketLimit: 4,
  claimSeconds: 120,
  admissionSeconds: 600,
  holdSeconds: 420,
  paymentWindowSeconds: 300,
  graceSeconds: 60,
  // Código de Defesa do Consumidor, art. 49.
  withdrawalDays: 7,
  withdrawalHoursBefore: 48,
  rehearsal: false,
};

export const eventBody = eventFields.partial().required({ venueId: true, title: true }).extend({ organiserId: z.uuid(), rehearsal: z.boolean().optional() });
export const eventChanges = eventFields.partial().extend({ version });
export type EventFields = z.infer<typeof eventFields>;
export type EventChanges = z.infer<typeof eventChanges>;

const ticketTypeFields = z.strictObject({
  name: name(),
  category: name(100),
  kind: z.enum(['seated', 'standing']),
  price,
  halfPrice: z.boolean(),
  proofRequired: z.boolean(),
  holderRequired: z.boolean(),
});
/** A half price asks for its proof unless said otherwise. */
export const ticketTypeBody = ticketTypeFields.partial({ halfPrice: true, proofRequired: true, holderRequired: true });
export const ticketTypeChanges = ticketTypeFields.partial().extend({ version });
export const ticketTypeAnswer = z.strictObject({
  id: z.uuid(), eventId: z.uuid(), name: z.string(), category: z.string(), kind: z.enum(['seated', 'standing']), price: priceAnswer,
  halfPrice: z.boolean(), proofRequired: z.boolean(), holderRequired: z.boolean(), version: z.int(),
});

const productFields = z.strictObject({
  name: name(),
  description: prose(2_000),
  price,
  maxPerOrder: z.int().min(1).max(1_000).nullable(),
  stock: z.int().min(0).max(10_000_000).nullable(),
});
export const productBody = productFields.partial({ description: true, maxPerOrder: true, stock: true });
export const productChanges = productFields.partial().extend({ version });
export const productAnswer = z.strictObject({
  id: z.uuid(), eventId: z.uuid(), name: z.string(), description: z.string(), price: priceAnswer,
  maxPerOrder: z.int().nullable(), stock: z.int().nullable(), taken: z.int(), version: z.int(),
});

export const pinBody = z.strictObject({ productIds: z.array(z.uuid()).max(20) });

const instantOrNone = instantAnswer.nullable();
/** An event as its organiser sees it, drafts included. */
export const maintainedEventAnswer = z.strictObject({
  id: z.uuid(), organiserId: z.uuid(), state: z.enum(['draft', 'published', 'postponed', 'cancelled', 'closed']),
  ...place, title: z.string(), artists: z.array(z.string()), kind: z.string(), description: z.string(), pictures: z.array(picture),
  startsAt: instantOrNone, doorsAt: instantOrNone, saleStartsAt: instantOrNone, saleEndsAt: instantOrNone,
  ...terms, rehearsal: z.boolean(), capacity: z.int(), publishedAt: instantOrNone, version: z.int(),
  ticketTypes: z.array(ticketTypeAnswer), products: z.array(productAnswer), pinnedSuggestions: z.array(z.uuid()),
});
export const maintainedEventsQuery = z.strictObject({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });
export const maintainedEventsAnswer = z.strictObject({
  items: z.array(maintainedEventAnswer.pick({ id: true, organiserId: true, venueId: true, state: true, title: true, startsAt: true, saleStartsAt: true, version: true })),
  nextCursor: z.uuid().optional(),
});
