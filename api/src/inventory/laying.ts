import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Catalog, EventPublished, type Seating } from '#catalog';
import { Consumers, Database, newId, type Tx } from '#platform';
import { prefixOf, seatId } from './seat-plan.js';

// Rows of one statement: some 2 MB of parameters.
const SEATS_PER_STATEMENT = 5_000;

/** Lays out an event's stock when it is published: once and for all, since places never appear or vanish afterwards. */
@Injectable()
export class Laying implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly consumers: Consumers,
  ) {}

  onModuleInit(): void {
    // Without an inbox: what was laid out is found there.
    this.consumers.events('inventory', [EventPublished], async (messages) => {
      for (const { key } of messages) await this.layOut(key);
    });
  }

  /** Lays the event's sections and seats out as the catalog says; does nothing when that was done before. */
  async layOut(eventId: string): Promise<void> {
    const seating = await this.catalog.seating(eventId);
    const prefix = prefixOf(newId());
    await this.database.transaction(async (tx) => {
      const capacity = seating.sections.reduce((all, section) => all + section.capacity, 0);
      // Whoever comes second waits here for the first, and then finds its row.
      const { rows } = await sql`
        insert into inventory.stock (event_id, capacity, seat_id_prefix) values (${eventId}, ${capacity}, ${prefix})
        on conflict do nothing returning event_id`.execute(tx);
      if (rows.length > 0) await this.insertSections(tx, eventId, prefix, seating);
    });
  }

  private async insertSections(tx: Tx, eventId: string, prefix: string, { sections }: Seating): Promise<void> {
    const rows = sections.map((section) => ({ ...section, id: newId() }));
    const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
    await sql`
      insert into inventory.section (id, event_id, key, name, category, kind, rank, capacity)
      select id, ${eventId}::uuid, key, name, category, kind, rank, capacity
        from unnest(${column('id')}::uuid[], ${column('key')}::text[], ${column('name')}::text[], ${column('category')}::text[], ${column('kind')}::text[],
          ${column('rank')}::int[], ${column('capacity')}::int[]) as section (id, key, name, category, kind, rank, capacity)`.execute(tx);
    const seats = rows.flatMap(({ id: sectionId, seats: list }) => list.map((seat) => ({ ...seat, sectionId })));
    const indexOf = new Map(seats.map(({ guid }, index) => [guid, index]));
    const placed = seats.map((seat, index) => ({ ...seat, index, companion: seat.companionOf === undefined ? null : indexOf.get(seat.companionOf)! }));
    for (let from = 0; from < placed.length; from += SEATS_PER_STATEMENT) await insertSeats(tx, eventId, prefix, placed.slice(from, from + SEATS_PER_STATEMENT));
  }
}

type Placed = Seating['sections'][number]['seats'][number] & { sectionId: string; index: number; companion: number | null };

async function insertSeats(tx: Tx, eventId: string, prefix: string, seats: Placed[]): Promise<void> {
  const column = <Key extends keyof Placed>(key: Key) => seats.map((seat) => seat[key]);
  await sql`
    insert into inventory.seat (id, event_id, section_id, index, guid, row, number, label, x, y, wheelchair, companion_of)
    select id, ${eventId}::uuid, section_id, index, guid, row, number, label, x, y, wheelchair, companion_of
      from unnest(${seats.map(({ index }) => seatId(prefix, index))}::uuid[], ${column('sectionId')}::uuid[], ${column('index')}::int[], ${column('guid')}::text[],
        ${column('row')}::text[], ${column('number')}::text[], ${column('label')}::text[], ${column('x')}::int[], ${column('y')}::int[], ${column('wheelchair')}::bool[],
        ${column('companion')}::int[]) as seat (id, section_id, index, guid, row, number, label, x, y, wheelchair, companion_of)`.execute(tx);
}
