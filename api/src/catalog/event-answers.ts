import { termsOf } from './catalog-tables.js';
import { money } from './common.schemas.js';
import type { EventRecord, ProductRecord, TicketTypeRecord } from './event.repository.js';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

export const ticketTypeAnswerOf = (row: TicketTypeRecord) => ({
  id: row.id, eventId: row.event_id, name: row.name, category: row.category, kind: row.kind, price: money(row.price_cents),
  halfPrice: row.half_price, proofRequired: row.proof_required, holderRequired: row.holder_required, version: row.version,
});

export const productAnswerOf = (row: ProductRecord) => ({
  id: row.id, eventId: row.event_id, name: row.name, description: row.description, price: money(row.price_cents),
  maxPerOrder: row.max_per_order, stock: row.stock, taken: row.taken, version: row.version,
});

export const eventLineOf = (row: EventRecord) => ({
  id: row.id, organiserId: row.organiser_id, venueId: row.venue_id, state: row.state, title: row.title,
  startsAt: iso(row.starts_at), saleStartsAt: iso(row.sale_starts_at), version: row.version,
});

/** An event as its organiser sees it. */
export const maintainedEventOf = (row: EventRecord, ticketTypes: TicketTypeRecord[], products: ProductRecord[], pinnedSuggestions: string[]) => ({
  ...eventLineOf(row),
  seatMapId: row.seat_map_id,
  standing: row.standing,
  artists: row.artists,
  kind: row.kind,
  description: row.description,
  pictures: row.pictures,
  doorsAt: iso(row.doors_at),
  saleEndsAt: iso(row.sale_ends_at),
  ...termsOf(row),
  graceSeconds: row.grace_seconds,
  publishedAt: iso(row.published_at),
  ticketTypes: ticketTypes.map(ticketTypeAnswerOf),
  products: products.map(productAnswerOf),
  pinnedSuggestions,
});
