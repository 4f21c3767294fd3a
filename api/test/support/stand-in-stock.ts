import { sql } from 'kysely';
import type { Database, Tx } from '#platform';
import { Inventory } from '../../src/waiting-room/neighbours.js';
import type { TestDatabase } from './test-database.js';

export async function createStock(database: TestDatabase): Promise<void> {
  await database.query(`create schema if not exists inventory;
    create table if not exists inventory.stock (event_id uuid primary key, capacity int not null, sold int not null default 0, held int not null default 0,
      promised int not null default 0, blocked int not null default 0, seat_id_prefix text not null,
      check (sold + held + promised + blocked <= capacity), check (promised >= 0))`);
}

export class StandInStock extends Inventory {
  static on = (_: Database): Inventory => new StandInStock();
  override async promise(tx: Tx, eventId: string, wanted: number): Promise<number> {
    const { rows } = await sql<{ given: number }>`
      with free as materialized (select event_id, least(${wanted}::int, capacity - sold - held - promised - blocked) as given from inventory.stock where event_id = ${eventId}::uuid for no key update)
      update inventory.stock set promised = promised + free.given from free where stock.event_id = free.event_id and free.given > 0 returning free.given`.execute(tx);
    return rows[0]?.given ?? 0;
  }
  override async unpromise(tx: Tx, tickets: Map<string, number>): Promise<void> {
    for (const [eventId, count] of tickets) await sql`update inventory.stock set promised = promised - ${count} where event_id = ${eventId}::uuid`.execute(tx);
  }
  override async availability(tx: Tx, eventIds: string[]) {
    const { rows } = await sql<{ eventId: string; capacity: number; sold: number; held: number; promised: number; blocked: number }>`
      select event_id as "eventId", capacity, sold, held, promised, blocked from inventory.stock where event_id = any(${eventIds}::uuid[])`.execute(tx);
    return new Map(rows.map((row) => [row.eventId, row]));
  }
}
