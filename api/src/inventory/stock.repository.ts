import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform';
import type { SoldPlace } from './hold.js';
import { isHeld } from './hold.repository.js';
import type { Availability, StockChange } from './stock.js';

/** The sums: what has become of an event's places, and of its sections'. */
@Injectable()
export class StockRepository {
  /** Locks sections, by id ascending; returns how many of their places are free. */
  async lockSections(tx: Tx, ids: Iterable<string>): Promise<Map<string, number>> {
    const { rows } = await sql<{ id: string; free: number }>`
      select id, capacity - sold - held - blocked as free from inventory.section
       where id = any(${[...ids]}::uuid[]) order by id for no key update`.execute(tx);
    return new Map(rows.map(({ id, free }) => [id, free]));
  }

  /** Locks the sections of holds that are locked and `held`, and of sold places of locked holds, all together by id ascending. */
  async lockSectionsOf(tx: Tx, holdIds: string[], sold: readonly SoldPlace[]): Promise<void> {
    const ofSold = sold.length === 0 ? sql`` : sql`union select section_id from inventory.hold_item
        join unnest(${sold.map(({ holdId }) => holdId)}::uuid[], ${sold.map(({ itemNo }) => itemNo)}::int[]) as place (hold_id, item_no) using (hold_id, item_no)`;
    await sql`
      select from inventory.section where id in (
        select section_id from inventory.hold_item join inventory.hold on hold.id = hold_id
         where hold_id = any(${holdIds}::uuid[]) and hold.id = any(${holdIds}::uuid[]) and ${isHeld} ${ofSold})
      order by id for no key update`.execute(tx);
  }

  /**
   * Locks events' stock, by id ascending; returns what is neither taken nor promised. Only for those whose decision
   * depends on it; all others leave it to `change`, whose constraint decides.
   */
  async lockUnpromised(tx: Tx, eventIds: Iterable<string>): Promise<Map<string, number>> {
    const { rows } = await sql<{ event_id: string; unpromised: number }>`
      select event_id, capacity - sold - held - promised - blocked as unpromised from inventory.stock
       where event_id = any(${[...eventIds]}::uuid[]) order by event_id for no key update`.execute(tx);
    return new Map(rows.map(({ event_id: eventId, unpromised }) => [eventId, unpromised]));
  }

  /** Changes the sums now. @throws never_oversold, stock_not_negative. */
  async change(tx: Tx, changes: ReadonlyMap<string, StockChange>): Promise<void> {
    for (const statement of this.changing(changes)) await statement.execute(tx);
  }

  /** The last statement of a transaction that takes or frees places; none where no sum changes. Fails with never_oversold, stock_not_negative. */
  changing(changes: ReadonlyMap<string, StockChange>): RawBuilder<unknown>[] {
    const rows = [...changes].filter(([, change]) => Object.values(change).some((by) => by !== 0));
    if (rows.length === 0) return [];
    const column = (name: keyof StockChange) => rows.map(([, change]) => change[name] ?? 0);
    return [sql`
      with change as materialized (
        select * from unnest(${rows.map(([eventId]) => eventId)}::uuid[], ${column('sold')}::int[], ${column('held')}::int[], ${column('promised')}::int[], ${column('blocked')}::int[])
          as change (event_id, sold, held, promised, blocked)
      ), locked as materialized (
        select event_id from inventory.stock where event_id in (select event_id from change) order by event_id for no key update
      )
      update inventory.stock set sold = stock.sold + change.sold, held = stock.held + change.held,
             promised = stock.promised + change.promised, blocked = stock.blocked + change.blocked
        from locked join change using (event_id) where stock.event_id = locked.event_id`];
  }

  /**
   * Promises as many of `wanted` places as are free and unpromised; returns how many that are. Locked by one statement and
   * changed by the next: a number that a locking CTE computes from a row is stale in the update of that same row when
   * another transaction changed it in between.
   */
  async promise(tx: Tx, eventId: string, wanted: number): Promise<number> {
    const free = (await this.lockUnpromised(tx, [eventId])).get(eventId) ?? 0;
    const given = Math.max(0, Math.min(wanted, free));
    await this.change(tx, new Map([[eventId, { promised: given }]]));
    return given;
  }

  async availability(tx: Tx, eventIds: string[]): Promise<Map<string, Availability>> {
    const { rows } = await sql<Availability>`
      select event_id as "eventId", capacity, sold, held, promised, blocked, (
          select json_agg(json_build_object('name', category, 'kind', kind, 'capacity', capacity, 'free', free) order by rank) from (
            select category, kind, min(rank) as rank, sum(capacity) as capacity, sum(capacity - sold - held - blocked) as free
              from inventory.section where section.event_id = stock.event_id group by category, kind) category) as categories
        from inventory.stock where event_id = any(${eventIds}::uuid[])`.execute(tx);
    return new Map(rows.map((row) => [row.eventId, row]));
  }
}
