import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { BlobStore, Database, isViolation } from '#platform';
import { EventStateForbids } from './catalog.errors.js';
import { databaseNow, exists, type CatalogTable } from './event.repository.js';
import { Events } from './events.js';
import { house } from './maintainers.js';
import { Offers } from './offers.js';
import { Organisers } from './organisers.js';
import { Venues } from './venues.js';

/** A time counted from the first start; `at` moves it to that hour of the day, with its offset from UTC. */
interface RelativeTime {
  afterFirstStart: string;
  at?: string;
}

interface DemoOffer {
  id: string;
  name: string;
  priceCents: number;
}

interface DemoEvent {
  id: string;
  venueId: string;
  seatMapId: string | null;
  title: string;
  artists: string[];
  kind: 'concert' | 'festival' | 'theatre';
  description: string;
  poster: { file: string; alt: string };
  startsAt: RelativeTime;
  doorsAt: RelativeTime;
  saleStartsAt: RelativeTime;
  sale: { lineRequired: boolean; drawAtOpening: boolean; sessionTicketLimit: number; buyerTicketLimit: number };
  standing: { name: string; capacity: number }[];
  ticketTypes: (DemoOffer & { category: string; kind: 'seated' | 'standing'; halfPrice?: boolean; holderRequired?: boolean })[];
  products: (DemoOffer & { description: string; maxPerOrder?: number; stock?: number; pinned?: boolean })[];
}

interface DemoFile {
  organiser: { id: string; name: string };
  venues: { id: string; name: string; city: string; address: string; timezone: string }[];
  seatMaps: { id: string; venueId: string; plan: string; accessibility: string }[];
  events: DemoEvent[];
}

// From src/catalog and dist/catalog alike.
const folder = join(import.meta.dirname, '..', '..', '..', 'demo');
const text = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
const json = async (file: string): Promise<unknown> => JSON.parse(await text(file));

/** Loads `demo/` at the first start in demo mode, through the same verbs that an organiser's requests use. */
@Injectable()
export class DemoCatalog {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
    private readonly organisers: Organisers,
    private readonly venues: Venues,
    private readonly events: Events,
    private readonly offers: Offers,
  ) {}

  /**
   * Creates what is missing of the demo and publishes its events; a second call changes nothing, one after a crash goes
   * on where it stopped. `members` are the users who may maintain it.
   */
  async load(members: string[]): Promise<void> {
    const demo = await json('events.json') as DemoFile;
    const start = await databaseNow(this.database.reads);
    await this.unless('organiser', demo.organiser.id, () => this.organisers.create(house, { name: demo.organiser.name }, demo.organiser.id));
    for (const userId of members) await this.organisers.addMember(house, demo.organiser.id, userId);
    for (const { id, ...venue } of demo.venues) {
      await this.unless('venue', id, () => this.venues.create(house, { ...venue, organiserId: demo.organiser.id }, id));
    }
    for (const { id, venueId, plan, accessibility } of demo.seatMaps) {
      await this.unless('seat_map', id, async () =>
        this.venues.importSeatMap(house, venueId, { plan: await json(plan), accessibility: await json(accessibility) }, id));
    }
    for (const event of demo.events) await this.loadEvent(event, demo.organiser.id, start);
  }

  private async loadEvent(event: DemoEvent, organiserId: string, start: Date): Promise<void> {
    const poster = event.poster.file.replace('posters/', '');
    await this.blobs.put(`pictures/${poster}`, await text(event.poster.file));
    await this.unless('event', event.id, () => this.events.create(house, {
      organiserId, venueId: event.venueId, seatMapId: event.seatMapId, title: event.title, artists: event.artists, kind: event.kind,
      description: event.description, pictures: [{ url: `/api/v1/pictures/${poster}`, alt: event.poster.alt }], standing: event.standing,
      startsAt: instantOf(start, event.startsAt), doorsAt: instantOf(start, event.doorsAt), saleStartsAt: instantOf(start, event.saleStartsAt),
      ...event.sale,
    }, event.id));
    if ((await this.events.get(house, event.id)).state !== 'draft') return;
    for (const { id, priceCents, ...type } of event.ticketTypes) {
      await this.unless('ticket_type', id, () => this.offers.addTicketType(house, event.id, { ...type, price: { amountCents: priceCents, currency: 'BRL' } }, id));
    }
    for (const { id, priceCents, pinned: _, ...product } of event.products) {
      await this.unless('product', id, () => this.offers.addProduct(house, event.id, { ...product, price: { amountCents: priceCents, currency: 'BRL' } }, id));
    }
    await this.events.pin(house, event.id, event.products.filter(({ pinned }) => pinned).map(({ id }) => id));
    await this.events.act(house, event.id, 'publish').catch((error: unknown) => {
      // Another process that starts for the first time has just done it.
      if (!(error instanceof EventStateForbids)) throw error;
    });
  }

  private async unless(table: CatalogTable, id: string, create: () => Promise<unknown>): Promise<void> {
    if (await exists(this.database.reads, table, id)) return;
    try {
      await create();
    } catch (error) {
      if (!isViolation(error, `${table}_pkey`)) throw error;
    }
  }
}

/** `P30D`, `PT15M` or `P1DT2H` after the start, as ISO 8601 writes durations; no months, no years, no fractions. */
export function instantOf(start: Date, { afterFirstStart, at }: RelativeTime): string {
  const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:0S)?)?$/.exec(afterFirstStart);
  if (duration === null) throw new Error(`demo/events.json: ${afterFirstStart} is no duration`);
  const [, days, hours, minutes] = duration;
  const milliseconds = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000;
  const then = new Date(start.getTime() + milliseconds).toISOString();
  return at === undefined ? then : new Date(`${then.slice(0, 10)}T${at.replace(/^(\d\d:\d\d)/, '$1:00')}`).toISOString();
}
