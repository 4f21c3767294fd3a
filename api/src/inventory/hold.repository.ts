import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { HoldItem, HoldRequest, HoldState, LockedHold, SoldPlace } from './hold.js';

interface HoldRow {
  id: string;
  event_id: string;
  user_id: string;
  admission_id: string | null;
  session_id: string | null;
  state: HoldState;
  currency: string;
  created_at: Date;
  expires_at: Date;
  kept_until: Date | null;
  from_promise: number;
  order_id: string | null;
  overdue: boolean;
  items: [itemNo: number, sectionId: string, seatId: string | null, ticketTypeId: string, label: string, priceCents: number][];
}

/** A hold to be written down, with its items. */
export interface NewHold {
  request: HoldRequest;
  currency: string;
  /** How much longer than its own time payments may keep it. */
  keepSecondsMax: number;
  items: HoldItem[];
}

const items = sql`(select json_agg(json_build_array(item_no, section_id, seat_id, ticket_type_id, label, price_cents) order by item_no)
  from inventory.hold_item where hold_id = hold.id)`;
const overdue = sql`coalesce(kept_until, expires_at) <= platform.now() as overdue`;
const columns = sql`id, event_id, user_id, admission_id, session_id, state, currency, created_at, expires_at, kept_until, from_promise, order_id`;

function toHold(row: HoldRow): LockedHold {
  return {
    id: row.id, eventId: row.event_id, userId: row.user_id, admissionId: row.admission_id, sessionId: row.session_id, state: row.state, currency: row.currency, createdAt: row.created_at,
    expiresAt: row.expires_at, keptUntil: row.kept_until, fromPromise: row.from_promise, orderId: row.order_id, overdue: row.overdue,
    items: row.items.map(([itemNo, sectionId, seatId, ticketTypeId, label, priceCents]) => ({ itemNo, sectionId, seatId, ticketTypeId, label, priceCents })),
  };
}

const flat = (holds: { holdId: string; items: readonly HoldItem[] }[]) => {
  const rows = holds.flatMap(({ holdId, items: list }) => list.map((item) => ({ holdId, ...item })));
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
  return sql`unnest(${column('holdId')}::uuid[], ${column('itemNo')}::smallint[], ${column('sectionId')}::uuid[], ${column('seatId')}::uuid[],
    ${column('ticketTypeId')}::uuid[], ${column('label')}::text[], ${column('priceCents')}::int[]) as item (hold_id, item_no, section_id, seat_id, ticket_type_id, label, price_cents)`;
};

/**
 * Not `state = 'held'`, with which the planner reads the small index of deadlines instead of the holds by their ids: all that anybody holds, tens of thousands in a
 * large sale, under the locks of its hottest transactions.
 */
export const isHeld = sql`hold.state not in ('confirmed', 'released', 'expired')`;

/**
 * The tallies of who loses the places of `item`, lowered: the last parts of a statement's `with`, after a comma. Locked in order first, because an update locks
 * in whatever order its plan comes to the rows.
 */
const loweredTallies = sql`
      tally as materialized (
        select event_id, user_id from inventory.buyer_tally where (event_id, user_id) in (select event_id, user_id from item) order by event_id, user_id for update
      ), tallied as (
        update inventory.buyer_tally set tickets = buyer_tally.tickets - item.places
          from tally join (select event_id, user_id, count(*)::int as places from item group by event_id, user_id) item using (event_id, user_id)
         where buyer_tally.event_id = tally.event_id and buyer_tally.user_id = tally.user_id
      ), session as materialized (
        select event_id, session_id from inventory.session_tally where (event_id, session_id) in (select event_id, session_id from item) order by event_id, session_id for update
      ), counted_in_session as (
        update inventory.session_tally set tickets = session_tally.tickets - item.places
          from session join (select event_id, session_id, count(*)::int as places from item group by event_id, session_id) item using (event_id, session_id)
         where session_tally.event_id = session.event_id and session_tally.session_id = session.session_id
      )`;

/** Holds and their items, with what they change of seats, sections and tallies. Callers hold the locks. */
@Injectable()
export class HoldRepository {
  /** Locks the holds that are in one of the states, by id ascending. */
  async lock(tx: Tx, ids: string[], states: HoldState[]): Promise<LockedHold[]> {
    const { rows } = await sql<HoldRow>`
      with hold as materialized (
        select ${columns}, ${overdue} from inventory.hold
         where id = any(${ids}::uuid[]) and state = any(${states}::text[]) order by id for update
      )
      select hold.*, ${items} as items from hold`.execute(tx);
    return rows.map(toHold);
  }

  async find(tx: Tx, ids: string[]): Promise<LockedHold[]> {
    const { rows } = await sql<HoldRow>`
      select ${columns}, ${overdue}, ${items} as items from inventory.hold where id = any(${ids}::uuid[])`.execute(tx);
    return rows.map(toHold);
  }

  async expired(tx: Tx, limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from inventory.hold where state = 'held' and coalesce(kept_until, expires_at) <= platform.now()
       order by coalesce(kept_until, expires_at) limit ${limit}`.execute(tx);
    return rows.map(({ id }) => id);
  }

  async keep(tx: Tx, kept: { holdId: string; seconds: number | null }[]): Promise<void> {
    await sql`
      update inventory.hold set kept_until = least(ends_by, greatest(expires_at, platform.now() + make_interval(secs => kept.seconds)))
        from unnest(${kept.map(({ holdId }) => holdId)}::uuid[], ${kept.map(({ seconds }) => seconds)}::float8[]) as kept (hold_id, seconds)
       where hold.id = kept.hold_id and ${isHeld} and kept.seconds is not null`.execute(tx);
    const given = kept.filter(({ seconds }) => seconds === null).map(({ holdId }) => holdId);
    if (given.length > 0) await sql`update inventory.hold set kept_until = null where id = any(${given}::uuid[]) and ${isHeld}`.execute(tx);
  }

  /** Writes holds down and takes their places; returns the times by hold and how many seats were taken. */
  async insert(tx: Tx, holds: NewHold[]): Promise<{ times: Map<string, { createdAt: Date; expiresAt: Date }>; seats: number }> {
    const requests = holds.map(({ request }) => request);
    const column = <Key extends keyof HoldRequest>(key: Key) => requests.map((request) => request[key]);
    const { rows } = await sql<{ id: string; created_at: Date; expires_at: Date; seats: number }>`
      with item as materialized (
        select * from ${flat(holds.map(({ request: { holdId }, items: list }) => ({ holdId, items: list })))}
      ), request as materialized (
        select * from unnest(${column('holdId')}::uuid[], ${column('eventId')}::uuid[], ${column('userId')}::uuid[], ${column('admissionId')}::uuid[], ${column('sessionId')}::uuid[],
          ${column('fromPromise')}::int[], ${column('seconds')}::float8[], ${column('buyerTicketLimit')}::int[], ${column('sessionTicketLimit')}::int[], ${holds.map(({ currency }) => currency)}::text[],
          ${holds.map(({ keepSecondsMax }) => keepSecondsMax)}::float8[])
          as request (id, event_id, user_id, admission_id, session_id, from_promise, seconds, ticket_limit, session_ticket_limit, currency, keep_seconds_max)
      ), taken as (
        update inventory.seat set state = 'held', hold_id = item.hold_id from item where seat.id = item.seat_id and seat.state = 'free' returning seat.id
      ), counted as (
        update inventory.section set held = section.held + item.places
          from (select section_id, count(*)::int as places from item group by section_id) item where section.id = item.section_id
      ), tallied as (
        insert into inventory.buyer_tally as tally (event_id, user_id, tickets, ticket_limit)
        select event_id, user_id, count(*), max(ticket_limit) from request join item on item.hold_id = request.id group by event_id, user_id order by event_id, user_id
        on conflict (event_id, user_id) do update set tickets = tally.tickets + excluded.tickets, ticket_limit = excluded.ticket_limit
      ), counted_in_session as (
        insert into inventory.session_tally as tally (event_id, session_id, tickets, ticket_limit)
        select event_id, session_id, count(*), max(session_ticket_limit) from request join item on item.hold_id = request.id
         where session_id is not null group by event_id, session_id order by event_id, session_id
        on conflict (event_id, session_id) do update set tickets = tally.tickets + excluded.tickets, ticket_limit = excluded.ticket_limit
      ), made as (
        insert into inventory.hold (id, event_id, user_id, admission_id, session_id, state, currency, created_at, expires_at, ends_by, from_promise)
        select id, event_id, user_id, admission_id, session_id, 'held', currency, platform.now(), platform.now() + make_interval(secs => seconds),
               platform.now() + make_interval(secs => seconds + keep_seconds_max), from_promise from request
        returning id, created_at, expires_at
      ), listed as (
        insert into inventory.hold_item (hold_id, item_no, section_id, seat_id, ticket_type_id, label, price_cents) select * from item
      )
      select id, created_at, expires_at, (select count(*) from taken) as seats from made`.execute(tx);
    return { times: new Map(rows.map((row) => [row.id, { createdAt: row.created_at, expiresAt: row.expires_at }])), seats: rows[0]?.seats ?? 0 };
  }

  /** Ends held holds and frees their places. */
  async end(tx: Tx, ends: { holdId: string; state: 'released' | 'expired' }[]): Promise<void> {
    await sql`
      with ended as (
        update inventory.hold set state = ends.state, kept_until = null
          from unnest(${ends.map(({ holdId }) => holdId)}::uuid[], ${ends.map(({ state }) => state)}::text[]) as ends (hold_id, state)
         where hold.id = ends.hold_id and ${isHeld} returning hold.id, hold.event_id, hold.user_id, hold.session_id
      ), item as (
        update inventory.hold_item set live = false from ended where hold_item.hold_id = ended.id
        returning hold_item.section_id, hold_item.seat_id, ended.event_id, ended.user_id, ended.session_id
      ), freed as (
        update inventory.seat set state = 'free', hold_id = null from item where seat.id = item.seat_id
      ), counted as (
        update inventory.section set held = section.held - item.places
          from (select section_id, count(*)::int as places from item group by section_id) item where section.id = item.section_id
      ), ${loweredTallies}
      select`.execute(tx);
  }

  /** Sells what held holds have. */
  async confirm(tx: Tx, confirmed: { holdId: string; orderId: string }[]): Promise<void> {
    await sql`
      with confirmed as (
        update inventory.hold set state = 'confirmed', order_id = paid.order_id, kept_until = null
          from unnest(${confirmed.map(({ holdId }) => holdId)}::uuid[], ${confirmed.map(({ orderId }) => orderId)}::uuid[]) as paid (hold_id, order_id)
         where hold.id = paid.hold_id and ${isHeld} returning hold.id
      ), item as materialized (
        select section_id, seat_id from inventory.hold_item join confirmed on confirmed.id = hold_item.hold_id
      ), sold as (
        update inventory.seat set state = 'sold' from item where seat.id = item.seat_id
      ), counted as (
        update inventory.section set held = section.held - item.places, sold = section.sold + item.places
          from (select section_id, count(*)::int as places from item group by section_id) item where section.id = item.section_id
      )
      select`.execute(tx);
  }

  /** Frees sold places of confirmed holds; returns those that were freed just now, a place that was freed before is not among them. */
  async putBack(tx: Tx, places: SoldPlace[]): Promise<{ holdId: string; eventId: string; seatId: string | null }[]> {
    const { rows } = await sql<{ hold_id: string; event_id: string; seat_id: string | null }>`
      with item as (
        update inventory.hold_item set live = false
          from unnest(${places.map(({ holdId }) => holdId)}::uuid[], ${places.map(({ itemNo }) => itemNo)}::int[]) as place (hold_id, item_no)
          join inventory.hold on hold.id = place.hold_id and hold.state = 'confirmed'
         where hold_item.hold_id = place.hold_id and hold_item.item_no = place.item_no and hold_item.live
        returning hold_item.hold_id, hold_item.section_id, hold_item.seat_id, hold.event_id, hold.user_id, hold.session_id
      ), freed as (
        update inventory.seat set state = 'free', hold_id = null from item where seat.id = item.seat_id
      ), counted as (
        update inventory.section set sold = section.sold - item.places
          from (select section_id, count(*)::int as places from item group by section_id) item where section.id = item.section_id
      ), ${loweredTallies}
      select hold_id, event_id, seat_id from item`.execute(tx);
    return rows.map((row) => ({ holdId: row.hold_id, eventId: row.event_id, seatId: row.seat_id }));
  }

  /** Sells places once more to holds that had ended; their items become the given ones. Returns how many seats were taken. */
  async retake(tx: Tx, retaken: { holdId: string; orderId: string; items: readonly HoldItem[] }[]): Promise<number> {
    const { rows } = await sql<{ seats: number }>`
      with item as materialized (
        select * from ${flat(retaken)}
      ), confirmed as (
        update inventory.hold set state = 'confirmed', order_id = paid.order_id, kept_until = null
          from unnest(${retaken.map(({ holdId }) => holdId)}::uuid[], ${retaken.map(({ orderId }) => orderId)}::uuid[]) as paid (hold_id, order_id)
         where hold.id = paid.hold_id returning hold.id, hold.event_id, hold.user_id, hold.session_id
      ), listed as (
        update inventory.hold_item set live = true, section_id = item.section_id, seat_id = item.seat_id, label = item.label
          from item where hold_item.hold_id = item.hold_id and hold_item.item_no = item.item_no
      ), taken as (
        update inventory.seat set state = 'sold', hold_id = item.hold_id from item where seat.id = item.seat_id and seat.state = 'free' returning seat.id
      ), counted as (
        update inventory.section set sold = section.sold + item.places
          from (select section_id, count(*)::int as places from item group by section_id) item where section.id = item.section_id
      ), tallied as (
        update inventory.buyer_tally set tickets = buyer_tally.tickets + buyer.places
          from (select event_id, user_id, count(*)::int as places from confirmed join item on item.hold_id = confirmed.id group by event_id, user_id) buyer
         where buyer_tally.event_id = buyer.event_id and buyer_tally.user_id = buyer.user_id
      ), counted_in_session as (
        update inventory.session_tally set tickets = session_tally.tickets + session.places
          from (select event_id, session_id, count(*)::int as places from confirmed join item on item.hold_id = confirmed.id group by event_id, session_id) session
         where session_tally.event_id = session.event_id and session_tally.session_id = session.session_id
      )
      select count(*) as seats from taken`.execute(tx);
    return rows[0]!.seats;
  }
}
