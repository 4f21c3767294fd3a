import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { TicketCode } from './ticket-code.js';

export interface NewCode extends TicketCode {
  id: string;
}

export interface PoolLevel {
  eventId: string;
  free: number;
  /** While this code is free, the pool is not low. */
  lowMark: string | null;
}

/** SQL over the ticket codes and the events they are made for. */
@Injectable()
export class CodeRepository {
  /**
   * Takes up to `count` free codes of an event, oldest first. Codes that another transaction is just taking are skipped,
   * so nobody waits and no code is taken twice (S0.3). Only codes signed by one of `kids`: no door would know another key.
   */
  async take(tx: Tx, eventId: string, count: number, kids: readonly string[]): Promise<string[]> {
    // Materialized: were the subquery run again for the update, it would lock further rows.
    const { rows } = await sql<{ id: string }>`
      with free as materialized (
        select id from tickets.code where event_id = ${eventId}::uuid and state = 'free' and kid = any(${kids})
        order by id limit ${count} for update skip locked
      )
      update tickets.code as code set state = 'given' from free where code.id = free.id
      returning code.id`.execute(tx);
    return rows.map(({ id }) => id);
  }

  async add(tx: Tx, codes: readonly NewCode[], state: 'free' | 'given', pictured: boolean): Promise<void> {
    const column = <Key extends keyof NewCode>(key: Key) => codes.map((code) => code[key]);
    await sql`
      insert into tickets.code (id, event_id, serial, text, kid, state, pictured)
      select id, event_id, decode(serial, 'hex'), text, kid, ${state}, ${pictured}
        from unnest(${column('id')}::uuid[], ${column('eventId')}::uuid[], ${column('serial')}::text[], ${column('text')}::text[], ${column('kid')}::text[])
          as made (id, event_id, serial, text, kid)`.execute(tx);
  }

  /** Free codes that none of these keys has signed are worth nothing; nobody has them yet. */
  async voidStrangers(tx: Tx, kids: readonly string[]): Promise<void> {
    await sql`update tickets.code set state = 'void' where state = 'free' and kid <> all(${kids})`.execute(tx);
  }

  /** The codes of these tickets open nothing any more. */
  async voidOf(tx: Tx, tickets: readonly { orderId: string; itemNo: number }[]): Promise<void> {
    await sql`
      update tickets.code set state = 'void'
      where id in (select code_id from tickets.ticket where (order_id, item_no) in (
        select * from unnest(${tickets.map(({ orderId }) => orderId)}::uuid[], ${tickets.map(({ itemNo }) => itemNo)}::int[]))) and state <> 'void'`.execute(tx);
  }

  async unpictured(tx: Tx, count: number): Promise<{ id: string; eventId: string; text: string }[]> {
    const { rows } = await sql<{ id: string; event_id: string; text: string }>`
      select id, event_id, text from tickets.code where not pictured order by id limit ${count}`.execute(tx);
    return rows.map(({ id, event_id: eventId, text }) => ({ id, eventId, text }));
  }

  async markPictured(tx: Tx, ids: readonly string[]): Promise<void> {
    await sql`update tickets.code set pictured = true where id = any(${ids}::uuid[])`.execute(tx);
  }

  async openPools(tx: Tx, eventIds: readonly string[]): Promise<void> {
    await sql`
      insert into tickets.pool as pool (event_id) select event_id from unnest(${eventIds}::uuid[]) as event_id group by event_id
      on conflict (event_id) do update set ended_at = null where pool.ended_at is not null`.execute(tx);
  }

  async endPools(tx: Tx, eventIds: readonly string[]): Promise<void> {
    await sql`update tickets.pool set ended_at = platform.now() where event_id = any(${eventIds}::uuid[]) and ended_at is null`.execute(tx);
  }

  /** Gives up the pools of events that began two days ago and more, by the database's clock. Told of a new date they are served again. */
  async endPast(tx: Tx, events: readonly { eventId: string; startsAt: Date }[]): Promise<void> {
    await sql`
      update tickets.pool set ended_at = platform.now()
      from unnest(${events.map(({ eventId }) => eventId)}::uuid[], ${events.map(({ startsAt }) => startsAt)}::timestamptz[]) as event (id, starts_at)
      where event_id = event.id and ended_at is null and event.starts_at < platform.now() - interval '2 days'`.execute(tx);
  }

  async servedEvents(tx: Tx): Promise<string[]> {
    const { rows } = await sql<{ event_id: string }>`select event_id from tickets.pool where ended_at is null order by event_id`.execute(tx);
    return rows.map((row) => row.event_id);
  }

  /**
   * How many codes are free, counted up to `freeMax` so that a full pool costs no more than a low one, and the one behind which
   * `low` more wait: codes are taken in their order, so while it is free there are that many. Null where there are fewer.
   */
  async levels(tx: Tx, eventIds: readonly string[], freeMax: number, low: number): Promise<PoolLevel[]> {
    const { rows } = await sql<{ event_id: string; free: number; low_mark: string | null }>`
      select event_id,
        (select count(*) from (select from tickets.code where code.event_id = pool.event_id and state = 'free' limit ${freeMax}) as free) as free,
        (select id from tickets.code where code.event_id = pool.event_id and state = 'free' order by id desc offset ${low} limit 1) as low_mark
      from unnest(${eventIds}::uuid[]) as pool (event_id)`.execute(tx);
    return rows.map(({ event_id: eventId, free, low_mark: lowMark }) => ({ eventId, free, lowMark }));
  }

  /** Which of these codes nobody has taken. */
  async stillFree(tx: Tx, codeIds: readonly string[]): Promise<Set<string>> {
    const { rows } = await sql<{ id: string }>`select id from tickets.code where id = any(${codeIds}::uuid[]) and state = 'free'`.execute(tx);
    return new Set(rows.map(({ id }) => id));
  }

  /** How many tickets of each event carry a code. It reads an entry for every ticket that was ever sold of them: not for every second. */
  async given(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await sql<{ event_id: string; given: number }>`
      select event_id, (select count(*) from tickets.ticket where ticket.event_id = pool.event_id) as given
      from unnest(${eventIds}::uuid[]) as pool (event_id)`.execute(tx);
    return new Map(rows.map(({ event_id: eventId, given }) => [eventId, given]));
  }
}
