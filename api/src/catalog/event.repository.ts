import { sql, type Selectable } from 'kysely';
import { newId, tables, type Tx } from '#platform';
import type { CatalogTables, EventRow, ProductRow, TicketTypeRow } from './catalog-tables.js';
import { toColumns } from './columns.js';
import type { EventState } from './sale-terms.js';

const catalog = (tx: Tx) => tables<CatalogTables>(tx);

export type EventRecord = Omit<Selectable<EventRow>, 'search_text'>;
export type TicketTypeRecord = Selectable<TicketTypeRow>;
export type ProductRecord = Selectable<ProductRow>;

export async function insertEvent(tx: Tx, fields: Record<string, unknown>, id = newId()): Promise<string> {
  await catalog(tx).insertInto('catalog.event').values({ id, ...toColumns(fields) } as never).execute();
  return id;
}

/** The event, its row locked for update: edits of one event, its ticket types and products come one after the other. */
export async function lockEvent(tx: Tx, id: string): Promise<EventRecord | undefined> {
  return catalog(tx).selectFrom('catalog.event').selectAll().where('id', '=', id).where('retired_at', 'is', null).forUpdate().executeTakeFirst();
}

export async function findEvent(tx: Tx, id: string): Promise<EventRecord | undefined> {
  return catalog(tx).selectFrom('catalog.event').selectAll().where('id', '=', id).where('retired_at', 'is', null).executeTakeFirst();
}

export async function setState(tx: Tx, id: string, state: EventState, fields: Record<string, unknown> = {}): Promise<void> {
  await tables<Record<string, Record<string, unknown>>>(tx).updateTable('catalog.event')
    .set({ ...toColumns(fields), state, version: sql`version + 1`, ...(state === 'published' ? { published_at: sql`coalesce(published_at, platform.now())` } : {}) })
    .where('id', '=', id).execute();
}

export async function databaseNow(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(tx);
  return rows[0]!.now;
}

/** What the search finds events by: title, artists, and the venue's name and city. */
export async function searchSources(tx: Tx, eventIds: string[]): Promise<{ id: string; text: string }[]> {
  const { rows } = await sql<{ id: string; text: string }>`
    select e.id, concat_ws(' ', e.title, array_to_string(e.artists, ' '), v.name, v.city) as text
    from catalog.event e join catalog.venue v on v.id = e.venue_id where e.id = any(${eventIds}::uuid[])`.execute(tx);
  return rows;
}

export async function writeSearchTexts(tx: Tx, texts: { id: string; text: string }[]): Promise<void> {
  await sql`
    update catalog.event e set search_text = t.text
    from unnest(${texts.map(({ id }) => id)}::uuid[], ${texts.map(({ text }) => text)}::text[]) as t (id, text)
    where e.id = t.id`.execute(tx);
}

/** Ids of all events at a venue, their rows locked for update by id ascending. */
export async function lockEventsAt(tx: Tx, venueId: string): Promise<string[]> {
  const rows = await catalog(tx).selectFrom('catalog.event').select('id').where('venue_id', '=', venueId).orderBy('id').forUpdate().execute();
  return rows.map(({ id }) => id);
}

/** Newest first. */
export async function listEvents(tx: Tx, organiserId: string, page: { before: string | undefined; limit: number }): Promise<EventRecord[]> {
  return catalog(tx).selectFrom('catalog.event').selectAll().where('organiser_id', '=', organiserId).where('retired_at', 'is', null)
    .$if(page.before !== undefined, (query) => query.where('id', '<', page.before!))
    .orderBy('id', 'desc').limit(page.limit).execute();
}

/** Retired ones too: they say which categories the event has. */
export async function listTicketTypes(tx: Tx, eventId: string): Promise<TicketTypeRecord[]> {
  return catalog(tx).selectFrom('catalog.ticket_type').selectAll().where('event_id', '=', eventId).orderBy('id').execute();
}

export async function listProducts(tx: Tx, eventId: string): Promise<ProductRecord[]> {
  return catalog(tx).selectFrom('catalog.product').selectAll().where('event_id', '=', eventId).where('retired_at', 'is', null).orderBy('id').execute();
}

export async function insertOffer(tx: Tx, table: 'ticket_type' | 'product', eventId: string, fields: Record<string, unknown>, id = newId()): Promise<string> {
  await tables<Record<string, Record<string, unknown>>>(tx).insertInto(`catalog.${table}`).values({ id, event_id: eventId, ...toColumns(fields) }).execute();
  return id;
}

/** The event that a ticket type or product belongs to. */
export async function eventOf(tx: Tx, table: 'ticket_type' | 'product', id: string): Promise<string | undefined> {
  const { rows } = await sql<{ event_id: string }>`select event_id from ${sql.table(`catalog.${table}`)} where id = ${id} and retired_at is null`.execute(tx);
  return rows[0]?.event_id;
}

export async function findProduct(tx: Tx, id: string): Promise<ProductRecord | undefined> {
  return catalog(tx).selectFrom('catalog.product').selectAll().where('id', '=', id).where('retired_at', 'is', null).forUpdate().executeTakeFirst();
}

export async function listPinned(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await catalog(tx).selectFrom('catalog.pinned_suggestion as s').innerJoin('catalog.product as p', 'p.id', 's.product_id')
    .select('s.product_id').where('s.event_id', '=', eventId).where('p.retired_at', 'is', null).orderBy('s.position').execute();
  return rows.map((row) => row.product_id);
}

export async function replacePinned(tx: Tx, eventId: string, productIds: string[]): Promise<void> {
  await catalog(tx).deleteFrom('catalog.pinned_suggestion').where('event_id', '=', eventId).execute();
  if (productIds.length === 0) return;
  await catalog(tx).insertInto('catalog.pinned_suggestion')
    .values(productIds.map((product_id, position) => ({ event_id: eventId, position, product_id }))).execute();
}

export type CatalogTable = 'organiser' | 'venue' | 'seat_map' | 'event' | 'ticket_type' | 'product';

/** Retired ones exist too. */
export async function exists(tx: Tx, table: CatalogTable, id: string): Promise<boolean> {
  const { rows } = await sql`select from ${sql.table(`catalog.${table}`)} where id = ${id}`.execute(tx);
  return rows.length > 0;
}
