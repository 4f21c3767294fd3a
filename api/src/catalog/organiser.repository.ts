import { sql, type Selectable } from 'kysely';
import { newId, tables, type Tx } from '#platform';
import type { CatalogTables, OrganiserRow, SeatMapRow, VenueRow } from './catalog-tables.js';
import { toColumns } from './columns.js';
import type { ReadPlan } from './seating-plan.js';

const catalog = (tx: Tx) => tables<CatalogTables>(tx);

export type Organiser = Selectable<OrganiserRow>;
export type Venue = Selectable<VenueRow>;
/** A seat map without its plan, which may be megabytes. */
export type SeatMap = Omit<Selectable<SeatMapRow>, 'plan' | 'accessibility'> & { organiser_id: string };

export async function insertOrganiser(tx: Tx, organiser: { name: string }, id = newId()): Promise<Organiser> {
  return catalog(tx).insertInto('catalog.organiser').values({ id, ...organiser }).returningAll().executeTakeFirstOrThrow();
}

export async function lockOrganiser(tx: Tx, id: string): Promise<Organiser | undefined> {
  return catalog(tx).selectFrom('catalog.organiser').selectAll().where('id', '=', id).where('retired_at', 'is', null).forUpdate().executeTakeFirst();
}

/** All organisers, or those of one member. */
export async function listOrganisers(tx: Tx, memberId: string | null): Promise<Organiser[]> {
  return catalog(tx).selectFrom('catalog.organiser').selectAll().where('retired_at', 'is', null)
    .$if(memberId !== null, (query) => query.where('id', 'in', (members) => members
      .selectFrom('catalog.organiser_member').select('organiser_id').where('user_id', '=', memberId)))
    .orderBy('id').limit(1_000).execute();
}

export async function listMembers(tx: Tx, organiserId: string) {
  return catalog(tx).selectFrom('catalog.organiser_member').select(['user_id', 'added_at']).where('organiser_id', '=', organiserId).orderBy('added_at').execute();
}

export async function insertMember(tx: Tx, organiserId: string, userId: string): Promise<void> {
  await catalog(tx).insertInto('catalog.organiser_member').values({ organiser_id: organiserId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing()).execute();
}

export async function deleteMember(tx: Tx, organiserId: string, userId: string): Promise<void> {
  await catalog(tx).deleteFrom('catalog.organiser_member').where('organiser_id', '=', organiserId).where('user_id', '=', userId).execute();
}

export async function insertVenue(tx: Tx, venue: { organiserId: string; name: string; city: string; address: string; timezone: string }, id = newId()): Promise<Venue> {
  const { organiserId, ...fields } = venue;
  return catalog(tx).insertInto('catalog.venue').values({ id, organiser_id: organiserId, ...fields }).returningAll().executeTakeFirstOrThrow();
}

export async function lockVenue(tx: Tx, id: string): Promise<Venue | undefined> {
  return catalog(tx).selectFrom('catalog.venue').selectAll().where('id', '=', id).where('retired_at', 'is', null).forUpdate().executeTakeFirst();
}

export async function findVenue(tx: Tx, id: string): Promise<Venue | undefined> {
  return catalog(tx).selectFrom('catalog.venue').selectAll().where('id', '=', id).where('retired_at', 'is', null).executeTakeFirst();
}

export async function listVenues(tx: Tx, organiserId: string): Promise<Venue[]> {
  return catalog(tx).selectFrom('catalog.venue').selectAll().where('organiser_id', '=', organiserId).where('retired_at', 'is', null).orderBy('id').execute();
}

const seatMapColumns = ['m.id', 'm.venue_id', 'm.name', 'm.seat_count', 'm.created_at', 'm.retired_at', 'v.organiser_id'] as const;

export async function insertSeatMap(tx: Tx, venueId: string, name: string, read: ReadPlan, id = newId()): Promise<string> {
  await catalog(tx).insertInto('catalog.seat_map').values({
    id, venue_id: venueId, name, plan: JSON.stringify(read.plan), accessibility: JSON.stringify(read.accessibility), seat_count: read.seatCount,
  }).execute();
  return id;
}

export async function findSeatMap(tx: Tx, id: string): Promise<SeatMap | undefined> {
  return catalog(tx).selectFrom('catalog.seat_map as m').innerJoin('catalog.venue as v', 'v.id', 'm.venue_id')
    .select(seatMapColumns).where('m.id', '=', id).where('m.retired_at', 'is', null).executeTakeFirst();
}

export async function listSeatMaps(tx: Tx, venueId: string): Promise<SeatMap[]> {
  return catalog(tx).selectFrom('catalog.seat_map as m').innerJoin('catalog.venue as v', 'v.id', 'm.venue_id')
    .select(seatMapColumns).where('m.venue_id', '=', venueId).where('m.retired_at', 'is', null).orderBy('m.id').execute();
}

export async function findPlan(tx: Tx, seatMapId: string) {
  return catalog(tx).selectFrom('catalog.seat_map').select(['plan', 'accessibility']).where('id', '=', seatMapId).executeTakeFirst();
}

type EditableTable = 'organiser' | 'venue' | 'event' | 'ticket_type' | 'product';

/** Changes a row that its caller has locked; the version grows by one. */
export async function change(tx: Tx, table: EditableTable, id: string, fields: Record<string, unknown>): Promise<void> {
  const columns = toColumns(fields);
  await tables<Record<string, Record<string, unknown>>>(tx).updateTable(`catalog.${table}`)
    .set({ ...columns, version: sql`version + 1` }).where('id', '=', id).execute();
}

export async function retire(tx: Tx, table: EditableTable | 'seat_map', id: string): Promise<void> {
  await sql`update ${sql.table(`catalog.${table}`)} set retired_at = platform.now() where id = ${id}`.execute(tx);
}

/** Events that are not over and use the organiser, venue or seat map. */
export async function eventsUsing(tx: Tx, column: 'organiser_id' | 'venue_id' | 'seat_map_id', id: string): Promise<string[]> {
  const rows = await catalog(tx).selectFrom('catalog.event').select('id')
    .where(column, '=', id).where('retired_at', 'is', null).where('state', 'not in', ['cancelled', 'closed']).orderBy('id').limit(100).execute();
  return rows.map((row) => row.id);
}
