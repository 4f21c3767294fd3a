// What the sale's hot steps read, and the few rows they change.

import { sql } from 'kysely';
import { tables, type Tx } from '#platform';
import { type CatalogTables, termsOf } from './catalog-tables.js';
import type { EventState, Product, SaleTerms, TicketType } from './sale-terms.js';
import type { StandingPlace } from './seating.js';
import type { Accessibility, SeatingPlan } from './seating-plan.js';

const catalog = (tx: Tx) => tables<CatalogTables>(tx);

export async function findTerms(tx: Tx, eventIds: string[]): Promise<SaleTerms[]> {
  if (eventIds.length === 0) return [];
  const rows = await catalog(tx)
    .selectFrom('catalog.event as e').innerJoin('catalog.venue as v', 'v.id', 'e.venue_id').innerJoin('catalog.organiser as o', 'o.id', 'e.organiser_id')
    .selectAll('e').select(['v.name as venue_name', 'v.city', 'v.timezone', 'o.name as organiser_name'])
    .where('e.id', 'in', eventIds).where('e.retired_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    eventId: row.id,
    organiserId: row.organiser_id,
    organiserName: row.organiser_name,
    title: row.title,
    artist: row.artists.join(', '),
    startsAt: row.starts_at,
    venueName: row.venue_name,
    city: row.city,
    timezone: row.timezone,
    currency: 'BRL',
    saleStartsAt: row.sale_starts_at,
    saleEndsAt: row.sale_ends_at,
    status: row.state,
    ...termsOf(row),
    graceSeconds: row.grace_seconds,
  }));
}

export interface SeatingSource {
  organiserId: string;
  state: EventState;
  plan: SeatingPlan | null;
  accessibility: Accessibility | null;
  standing: StandingPlace[];
}

export async function findSeatingSource(tx: Tx, eventId: string): Promise<SeatingSource | null> {
  const row = await catalog(tx)
    .selectFrom('catalog.event as e').leftJoin('catalog.seat_map as m', 'm.id', 'e.seat_map_id')
    .select(['e.organiser_id', 'e.state', 'e.standing', 'm.plan', 'm.accessibility'])
    .where('e.id', '=', eventId).where('e.retired_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null
    : { organiserId: row.organiser_id, state: row.state, plan: row.plan, accessibility: row.accessibility, standing: row.standing };
}

export async function findTicketTypes(tx: Tx, eventIds: string[]): Promise<TicketType[]> {
  if (eventIds.length === 0) return [];
  const rows = await catalog(tx).selectFrom('catalog.ticket_type').selectAll()
    .where('event_id', 'in', eventIds).where('retired_at', 'is', null).orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    eventId: row.event_id,
    name: row.name,
    category: row.category,
    kind: row.kind,
    priceCents: row.price_cents,
    halfPrice: row.half_price,
    proofRequired: row.proof_required,
    holderRequired: row.holder_required,
  }));
}

export async function findProducts(tx: Tx, eventIds: string[]): Promise<Product[]> {
  if (eventIds.length === 0) return [];
  const rows = await catalog(tx).selectFrom('catalog.product').selectAll()
    .where('event_id', 'in', eventIds).where('retired_at', 'is', null).orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    eventId: row.event_id,
    name: row.name,
    description: row.description,
    priceCents: row.price_cents,
    maxPerOrder: row.max_per_order,
    left: row.stock === null ? null : row.stock - row.taken,
  }));
}

/** What is left of limited products, their rows locked for update by id ascending. */
export async function lockStock(tx: Tx, productIds: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; left: number }>`
    select id, stock - taken as left from catalog.product
    where id = any(${productIds}::uuid[]) and stock is not null and retired_at is null
    order by id for update`.execute(tx);
  return new Map(rows.map(({ id, left }) => [id, left]));
}

/**
 * Raises (or, with negative numbers, lowers) what is taken of products with a stock. Never below zero: what was sold
 * before a product got its stock was not counted, and may still come back.
 */
export async function changeTaken(tx: Tx, quantities: Map<string, number>): Promise<void> {
  await sql`
    with change as (
      select * from unnest(${[...quantities.keys()]}::uuid[], ${[...quantities.values()]}::int[]) as t (id, quantity)
    ), locked as (
      select id from catalog.product where id in (select id from change) and stock is not null order by id for update
    )
    update catalog.product p set taken = greatest(0, p.taken + change.quantity)
    from change join locked using (id) where p.id = change.id`.execute(tx);
}

/** Counts orders by (event, product, product beside it). Rows are taken in the order of their key. */
export async function countBoughtTogether(tx: Tx, counts: { eventId: string; productId: string; besideId: string; orders: number }[]): Promise<void> {
  await sql`
    insert into catalog.bought_together (event_id, product_id, beside_id, orders)
    select * from unnest(
      ${counts.map(({ eventId }) => eventId)}::uuid[], ${counts.map(({ productId }) => productId)}::uuid[],
      ${counts.map(({ besideId }) => besideId)}::uuid[], ${counts.map(({ orders }) => orders)}::bigint[])
    order by 1, 2, 3
    on conflict (event_id, product_id, beside_id) do update set orders = bought_together.orders + excluded.orders`.execute(tx);
}

export async function findOrganisersOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await catalog(tx)
    .selectFrom('catalog.organiser_member as m').innerJoin('catalog.organiser as o', 'o.id', 'm.organiser_id')
    .select('o.id').where('m.user_id', '=', userId).where('o.retired_at', 'is', null).orderBy('o.id').execute();
  return rows.map(({ id }) => id);
}
