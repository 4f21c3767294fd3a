import { Injectable } from '@nestjs/common';
import { afterCommit, Database, type Tx } from '#platform';
import { Catalog } from './catalog.js';
import { EditedMeanwhile, OrganiserNotFound, SeatMapNotFound, SeatMapRefused, StillInUse, VenueNotFound } from './catalog.errors.js';
import { lockEventsAt } from './event.repository.js';
import { Maintainers, type Editor } from './maintainers.js';
import {
  change, eventsUsing, findPlan, findSeatMap, findVenue, insertSeatMap, insertVenue, listSeatMaps, listVenues, lockOrganiser, lockVenue, retire, type SeatMap, type Venue,
} from './organiser.repository.js';
import { indexForSearch } from './search.js';
import { readCsvPlan } from './seating-plan-csv.js';
import { readJsonPlan } from './seating-plan-json.js';
import { mistakesMax, type Reading, type ReadPlan } from './seating-plan.js';

const venueAnswer = (venue: Venue) => ({
  id: venue.id, organiserId: venue.organiser_id, name: venue.name, city: venue.city, address: venue.address, timezone: venue.timezone, version: venue.version,
});
const seatMapAnswer = (map: SeatMap) => ({
  id: map.id, venueId: map.venue_id, name: map.name, seatCount: map.seat_count, createdAt: map.created_at.toISOString(),
});

interface VenueFields {
  name: string;
  city: string;
  address: string;
  timezone: string;
}

/** What is uploaded: a plan in the open format with its sheet, or a CSV. */
export type SeatMapUpload = { name?: string | undefined } & ({ plan: unknown; accessibility?: unknown } | { csv: string });

/** Venues and their seat maps. */
@Injectable()
export class Venues {
  constructor(
    private readonly database: Database,
    private readonly maintainers: Maintainers,
    private readonly catalog: Catalog,
  ) {}

  async list(editor: Editor, organiserId: string) {
    await this.maintainers.admit(this.database.reads, editor, organiserId, new OrganiserNotFound({ organiserId }));
    return { items: (await listVenues(this.database.reads, organiserId)).map(venueAnswer) };
  }

  async create(editor: Editor, fields: VenueFields & { organiserId: string }, id?: string) {
    return this.database.transaction(async (tx) => {
      const { organiserId } = fields;
      const organiser = await lockOrganiser(tx, organiserId);
      if (organiser === undefined) throw new OrganiserNotFound({ organiserId });
      await this.maintainers.admit(tx, editor, organiserId, new OrganiserNotFound({ organiserId }));
      const venue = await insertVenue(tx, fields, id);
      await this.maintainers.record(tx, editor, { action: 'create_venue', target: `venue:${venue.id}`, data: { ...fields } });
      return venueAnswer(venue);
    });
  }

  async edit(editor: Editor, id: string, { version, ...changes }: { version: number } & { [Field in keyof VenueFields]?: string | undefined }) {
    return this.database.transaction(async (tx) => {
      const organiserId = (await findVenue(tx, id))?.organiser_id;
      if (organiserId === undefined) throw new VenueNotFound({ venueId: id });
      await this.maintainers.admit(tx, editor, organiserId, new VenueNotFound({ venueId: id }));
      // Events before their venue, as everywhere.
      const eventIds = await lockEventsAt(tx, id);
      const venue = await this.lock(tx, editor, id);
      if (venue.version !== version) throw new EditedMeanwhile({ version: venue.version });
      await change(tx, 'venue', id, changes);
      await indexForSearch(tx, eventIds);
      afterCommit(tx, () => eventIds.forEach((eventId) => this.catalog.forget(eventId)));
      await this.maintainers.record(tx, editor, { action: 'change_venue', target: `venue:${id}`, data: { ...changes } });
      return venueAnswer((await findVenue(tx, id))!);
    });
  }

  /** @throws StillInUse while an event there is not over */
  async retire(editor: Editor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, editor, id);
      await this.refuseIfUsed(tx, 'venue_id', id);
      await retire(tx, 'venue', id);
      await this.maintainers.record(tx, editor, { action: 'retire_venue', target: `venue:${id}`, data: {} });
    });
  }

  /** Imports a plan, all of it or nothing. @throws SeatMapRefused naming every mistake */
  async importSeatMap(editor: Editor, venueId: string, upload: SeatMapUpload, id?: string) {
    // First who may, so that nobody else learns what a plan of theirs would cost us.
    await this.database.transaction((tx) => this.lock(tx, editor, venueId));
    const read = accept('csv' in upload ? readCsvPlan(upload.csv, upload.name ?? '') : readJsonPlan(upload.plan, upload.accessibility));
    const name = upload.name || read.plan.name;
    return this.database.transaction(async (tx) => {
      await this.lock(tx, editor, venueId);
      const seatMapId = await insertSeatMap(tx, venueId, name, read, id);
      await this.maintainers.record(tx, editor, { action: 'import_seat_map', target: `seat_map:${seatMapId}`, data: { venueId, name, seatCount: read.seatCount } });
      return seatMapAnswer((await findSeatMap(tx, seatMapId))!);
    });
  }

  async seatMaps(editor: Editor, venueId: string) {
    return this.database.transaction(async (tx) => {
      await this.lock(tx, editor, venueId);
      return { items: (await listSeatMaps(tx, venueId)).map(seatMapAnswer) };
    });
  }

  /** A seat map with its plan, as it can be uploaded again. */
  async seatMap(editor: Editor, id: string) {
    const map = await this.find(this.database.reads, editor, id);
    const { plan, accessibility } = (await findPlan(this.database.reads, id))!;
    return { ...seatMapAnswer(map), plan, accessibility };
  }

  /** @throws StillInUse while an event sold from it is not over */
  async retireSeatMap(editor: Editor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.find(tx, editor, id);
      await this.refuseIfUsed(tx, 'seat_map_id', id);
      await retire(tx, 'seat_map', id);
      await this.maintainers.record(tx, editor, { action: 'retire_seat_map', target: `seat_map:${id}`, data: {} });
    });
  }

  private async find(tx: Tx, editor: Editor, id: string): Promise<SeatMap> {
    const map = await findSeatMap(tx, id);
    if (map === undefined) throw new SeatMapNotFound({ seatMapId: id });
    await this.maintainers.admit(tx, editor, map.organiser_id, new SeatMapNotFound({ seatMapId: id }));
    return map;
  }

  private async lock(tx: Tx, editor: Editor, id: string): Promise<Venue> {
    const venue = await lockVenue(tx, id);
    if (venue === undefined) throw new VenueNotFound({ venueId: id });
    await this.maintainers.admit(tx, editor, venue.organiser_id, new VenueNotFound({ venueId: id }));
    return venue;
  }

  private async refuseIfUsed(tx: Tx, column: 'venue_id' | 'seat_map_id', id: string): Promise<void> {
    const eventIds = await eventsUsing(tx, column, id);
    if (eventIds.length > 0) throw new StillInUse({ eventIds });
  }
}

function accept(reading: Reading<ReadPlan>): ReadPlan {
  if (reading.ok) return reading.value;
  throw new SeatMapRefused({ mistakes: reading.mistakes.slice(0, mistakesMax), mistakeCount: reading.mistakes.length });
}
