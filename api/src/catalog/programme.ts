import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, paged, Remembered } from '#platform';
import { Catalog } from './catalog.js';
import { EventNotFound, VenueNotFound } from './catalog.errors.js';
import { termsOf } from './catalog-tables.js';
import { money } from './common.schemas.js';
import { findInProgramme, findPlace, listArtists, listCities, listProgramme, listSuggestions, type ProgrammeRow } from './programme.queries.js';
import { writeCursor, type EventsQuery } from './programme.schemas.js';
import { SaleStates, type SaleStanding } from './sale-states.js';
import type { Product, TicketType } from './sale-terms.js';
import { layOut } from './seating.js';
import { noAccessibility, type SeatingPlan } from './seating-plan.js';
import { findSeatingSource } from './terms.repository.js';

/** An answer that many get: made once, told apart by its tag. */
export interface SharedAnswer {
  json: string;
  etag: string;
}

// Sale states change within seconds; who looks at the programme sees them a second late at most.
const answersMs = 1_000;
// A plan never changes once its event is published; it is forgotten only to free the memory.
const drawingsMs = 60_000;
// More than a page shows beside a cart.
const suggestionsMax = 10;

const share = (answer: unknown): SharedAnswer => {
  const json = JSON.stringify(answer);
  return { json, etag: `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"` };
};

/** What everybody may see: the programme, read far more often than written. */
@Injectable()
export class Programme {
  private readonly answers = new Remembered<SharedAnswer>(answersMs);
  private readonly drawings = new Remembered<SharedAnswer>(drawingsMs);

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly saleStates: SaleStates,
  ) {
    // The other processes see a change within a second.
    catalog.whenForgotten(() => this.answers.forgetAll());
  }

  list(query: EventsQuery): Promise<SharedAnswer> {
    return this.answers.one(`list ${JSON.stringify(query)}`, async () => {
      const rows = await listProgramme(this.database.reads, query);
      const { items, ...next } = paged(rows, query.limit, (last) => writeCursor({ startsAt: last.starts_at.toISOString(), id: last.id }));
      const standings = await this.saleStates.of(items.map(({ id }) => id));
      return share({ items: items.map((row) => listed(row, standings.get(row.id))), ...next });
    });
  }

  /** @throws EventNotFound */
  event(eventId: string): Promise<SharedAnswer> {
    return this.answers.one(`event ${eventId}`, async () => {
      const row = await findInProgramme(this.database.reads, eventId);
      if (row === undefined) throw new EventNotFound({ eventId });
      const [standings, ticketTypes, products] = await Promise.all([
        this.saleStates.of([eventId]), this.catalog.ticketTypes(eventId), this.catalog.products(eventId),
      ]);
      return share(shown(row, standings.get(eventId), ticketTypes, products));
    });
  }

  /** Pinned products, then those bought together with what was chosen. @throws EventNotFound */
  suggestions(eventId: string, chosen: string[]): Promise<SharedAnswer> {
    return this.answers.one(`suggestions ${eventId} ${chosen.toSorted().join()}`, async () => {
      if (await findInProgramme(this.database.reads, eventId) === undefined) throw new EventNotFound({ eventId });
      const [found, products] = await Promise.all([
        listSuggestions(this.database.reads, eventId, chosen, suggestionsMax), this.catalog.products(eventId),
      ]);
      const byId = new Map(products.map((product) => [product.id, product]));
      return share({
        items: found.flatMap(({ id, pinned }) => {
          const product = byId.get(id);
          return product ? [{ ...offered(product), pinned }] : [];
        }),
      });
    });
  }

  /** The plan without its seats, for the map to be drawn on. @throws EventNotFound */
  drawing(eventId: string): Promise<SharedAnswer> {
    return this.drawings.one(eventId, async () => {
      if (await findInProgramme(this.database.reads, eventId) === undefined) throw new EventNotFound({ eventId });
      const { plan, accessibility, standing } = (await findSeatingSource(this.database.reads, eventId))!;
      const { sections } = layOut(plan, accessibility ?? noAccessibility, standing);
      return share({
        name: plan?.name ?? '',
        size: plan?.size ?? null,
        categories: plan?.categories ?? [],
        areas: plan === null ? [] : placedAreas(plan),
        sections: sections.map(({ key, name, zone, category, kind, capacity, rank }) => ({ key, name, zone, category, kind, capacity, rank })),
      });
    });
  }

  artists(search: string, limit: number): Promise<SharedAnswer> {
    return this.answers.one(`artists ${limit} ${search}`, async () => share({ items: await listArtists(this.database.reads, search, limit) }));
  }

  cities(): Promise<SharedAnswer> {
    return this.answers.one('cities', async () => share({ items: await listCities(this.database.reads) }));
  }

  /** @throws VenueNotFound */
  venue(venueId: string): Promise<SharedAnswer> {
    return this.answers.one(`venue ${venueId}`, async () => {
      const row = await findPlace(this.database.reads, venueId);
      if (row === undefined) throw new VenueNotFound({ venueId });
      const { wheelchair_places: wheelchairPlaces, ...place } = row;
      return share({ ...place, wheelchairPlaces });
    });
  }
}

function listed(row: ProgrammeRow, standing: SaleStanding | undefined) {
  return {
    id: row.id,
    title: row.title,
    artists: row.artists,
    kind: row.kind,
    pictures: row.pictures,
    startsAt: row.starts_at.toISOString(),
    venueId: row.venue_id,
    venueName: row.venue_name,
    city: row.city,
    timezone: row.timezone,
    state: row.state,
    saleStartsAt: row.sale_starts_at.toISOString(),
    saleState: standing?.state ?? 'closed',
    remaining: standing?.remaining ?? null,
    lineRequired: row.line_required,
    priceFrom: row.price_from_cents === null ? null : money(row.price_from_cents),
  };
}

function shown(row: ProgrammeRow, standing: SaleStanding | undefined, ticketTypes: TicketType[], products: Product[]) {
  return {
    ...listed(row, standing),
    organiser: { id: row.organiser_id, name: row.organiser_name },
    address: row.address,
    description: row.description,
    doorsAt: row.doors_at?.toISOString() ?? null,
    saleEndsAt: row.sale_ends_at?.toISOString() ?? null,
    ...termsOf(row),
    seatMapId: row.seat_map_id,
    ticketTypes: ticketTypes.map(({ id, name, category, kind, priceCents, halfPrice, proofRequired, holderRequired }) => ({
      id, name, category, kind, price: money(priceCents), halfPrice, proofRequired, holderRequired,
    })),
    products: products.map(offered),
  };
}

const offered = ({ priceCents, ...product }: Product) => ({ ...product, price: money(priceCents) });

/** Areas with absolute positions. */
function placedAreas(plan: SeatingPlan) {
  return plan.zones.flatMap((zone) => (zone.areas ?? []).map((area) => ({
    ...area,
    position: { x: zone.position.x + (area.position?.x ?? 0), y: zone.position.y + (area.position?.y ?? 0) },
  })));
}
