import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { SeatState } from './seat-map.js';
import { seatId } from './seat-plan.js';

/** Whose tickets of an event are counted: a buyer or a session, by id. */
export interface Counted {
  eventId: string;
  id: string;
}

/** What a batch must know before it decides. */
export interface SeatsRead {
  /** Of the seats that were asked for by id, those that are free. */
  freeSeats: string[];
  /** The indexes of all free seats, by section. */
  freeIndexes: Record<string, number[]>;
  tallies: (Counted & { tickets: number; most: number })[];
}

const keys = (counted: Counted[]) => sql`unnest(${counted.map(({ eventId }) => eventId)}::uuid[], ${counted.map(({ id }) => id)}::uuid[])`;

/** Seats, and the tallies of buyers and sessions; a seat changes only under its section's lock. */
@Injectable()
export class SeatRepository {
  /** Reads seats, all free ones of whole sections, and tallies, which it locks: buyers' before sessions', each by event and id. */
  async read(tx: Tx, wanted: { seatIds: string[]; sectionIds: string[]; buyers: Counted[]; sessions: Counted[] }): Promise<SeatsRead> {
    type TallyRow = [eventId: string, id: string, tickets: number, most: number];
    const { rows } = await sql<{ free_seats: string[]; free_indexes: Record<string, number[]>; buyers: TallyRow[]; sessions: TallyRow[] }>`
      with buyer as materialized (
        select event_id, user_id, tickets, ticket_limit from inventory.buyer_tally
         where (event_id, user_id) in (select * from ${keys(wanted.buyers)}) order by event_id, user_id for update
      ), session as materialized (
        select event_id, session_id, tickets, ticket_limit from inventory.session_tally
         where (event_id, session_id) in (select * from ${keys(wanted.sessions)}) order by event_id, session_id for update
      )
      select array(select id::text from inventory.seat where id = any(${wanted.seatIds}::uuid[]) and state = 'free') as free_seats,
        coalesce((select json_object_agg(section_id, indexes) from (
          select section_id, array_agg(index) as indexes from inventory.seat
           where section_id = any(${wanted.sectionIds}::uuid[]) and state = 'free' group by section_id) section), '{}') as free_indexes,
        coalesce((select json_agg(json_build_array(event_id, user_id, tickets, ticket_limit)) from buyer), '[]') as buyers,
        coalesce((select json_agg(json_build_array(event_id, session_id, tickets, ticket_limit)) from session), '[]') as sessions`.execute(tx);
    const { free_seats: freeSeats, free_indexes: freeIndexes, buyers, sessions } = rows[0]!;
    return { freeSeats, freeIndexes, tallies: [...buyers, ...sessions].map(([eventId, id, tickets, most]) => ({ eventId, id, tickets, most })) };
  }

  /** The state of every seat of an event, by index, and when it was so, in milliseconds by the database's clock. */
  async states(tx: Tx, prefix: string): Promise<{ states: SeatState[]; at: number }> {
    const { rows } = await sql<{ states: SeatState[]; at: number }>`
      select array(select state from inventory.seat where id between ${seatId(prefix, 0)}::uuid and ${seatId(prefix, 0xffffffff)}::uuid order by id) as states,
             floor(extract(epoch from platform.now()) * 1000)::bigint as at`.execute(tx);
    return rows[0]!;
  }

  async statesOf(tx: Tx, seatIds: string[]): Promise<Map<string, SeatState>> {
    const { rows } = await sql<{ id: string; state: SeatState }>`select id, state from inventory.seat where id = any(${seatIds}::uuid[])`.execute(tx);
    return new Map(rows.map(({ id, state }) => [id, state]));
  }

  /** Blocks free seats or frees blocked ones, and counts them in their sections; returns how many changed. */
  async block(tx: Tx, seatIds: string[], to: 'free' | 'blocked'): Promise<number> {
    const { rows } = await sql<{ changed: number }>`
      with changed as (
        update inventory.seat set state = ${to} where id = any(${seatIds}::uuid[]) and state = ${to === 'blocked' ? 'free' : 'blocked'} returning section_id
      ), counted as (
        update inventory.section set blocked = section.blocked + changed.seats * ${to === 'blocked' ? 1 : -1}::int
          from (select section_id, count(*)::int as seats from changed group by section_id) changed where section.id = changed.section_id
      )
      select count(*) as changed from changed`.execute(tx);
    return rows[0]!.changed;
  }

  /** Blocks places of a standing section. @throws section_never_oversold */
  async blockPlaces(tx: Tx, sectionId: string, places: number): Promise<void> {
    await sql`update inventory.section set blocked = blocked + ${places}::int where id = ${sectionId}::uuid`.execute(tx);
  }

  /** Frees at most so many blocked places of a standing section; returns how many. */
  async unblockPlaces(tx: Tx, sectionId: string, places: number): Promise<number> {
    const { rows } = await sql<{ freed: number }>`
      with freed as materialized (select id, least(blocked, ${places}::int) as places from inventory.section where id = ${sectionId}::uuid)
      update inventory.section set blocked = blocked - freed.places from freed where section.id = freed.id returning freed.places as freed`.execute(tx);
    return rows[0]!.freed;
  }
}
