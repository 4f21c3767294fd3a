import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Tx } from '#platform';
import type { PlannedSeat, PlannedSection, SeatPlan } from './seat-plan.js';

// A plan of 60,000 seats is some 15 MB; this is a hundred events of a theatre's size, or a few stadiums beside them.
const SEATS_IN_MEMORY_MAX = 500_000;
// How soon this process notices that an event was laid out.
const ABSENT_MS = 500;

interface SectionRow {
  id: string;
  name: string;
  category: string;
  kind: 'seated' | 'standing';
  capacity: number;
  seat_id_prefix: string;
}

interface SeatRow {
  index: number;
  section_id: string;
  row: string;
  number: string;
  label: string;
  x: number;
  y: number;
  wheelchair: boolean;
  companion_of: number | null;
}

/** The plans of events, read once each: they never change. The least recently used ones are forgotten. */
@Injectable()
export class SeatPlans {
  private readonly plans = new Map<string, Promise<SeatPlan | undefined>>();
  private readonly absentUntil = new Map<string, number>();
  /** Seats of the plans that are loaded. */
  private readonly sizes = new Map<string, number>();

  constructor(private readonly database: Database) {}

  /**
   * Undefined for an event that has not been laid out. Within a transaction what is not in memory is read with its connection, and
   * a load that may be waiting for one is not waited for.
   */
  of(eventId: string, tx?: Tx): Promise<SeatPlan | undefined> {
    const known = this.plans.get(eventId);
    if (known && (!tx || this.sizes.has(eventId))) {
      // Moved to the end: the order of the map is the order of use.
      this.plans.delete(eventId);
      this.plans.set(eventId, known);
      return known;
    }
    if ((this.absentUntil.get(eventId) ?? 0) > performance.now()) return Promise.resolve(undefined);
    const loading = this.load(eventId, tx ?? this.database.reads);
    this.plans.set(eventId, loading);
    loading.then(
      (plan) => (plan ? this.keep(plan) : this.noteAbsence(eventId)),
      () => this.plans.delete(eventId),
    );
    return loading;
  }

  private noteAbsence(eventId: string): void {
    this.plans.delete(eventId);
    // Anybody may ask for any id: what is remembered about unknown ones stays small.
    if (this.absentUntil.size > 1_000) this.absentUntil.clear();
    this.absentUntil.set(eventId, performance.now() + ABSENT_MS);
  }

  private keep({ eventId, seats }: SeatPlan): void {
    this.absentUntil.delete(eventId);
    this.sizes.set(eventId, seats.length);
    let total = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const other of this.plans.keys()) {
      if (total <= SEATS_IN_MEMORY_MAX) return;
      if (other === eventId || !this.sizes.has(other)) continue;
      total -= this.sizes.get(other)!;
      this.sizes.delete(other);
      this.plans.delete(other);
    }
  }

  private async load(eventId: string, tx: Tx): Promise<SeatPlan | undefined> {
    const { rows: sectionRows } = await sql<SectionRow>`
      select section.id, name, category, kind, section.capacity, seat_id_prefix
        from inventory.section join inventory.stock using (event_id)
       where event_id = ${eventId}::uuid order by rank`.execute(tx);
    const [first] = sectionRows;
    if (!first) return undefined;
    const sections = new Map<string, PlannedSection>();
    for (const { seat_id_prefix: _, ...section } of sectionRows) sections.set(section.id, { ...section, seats: [] });
    const { rows } = await sql<SeatRow>`
      select index, section_id, row, number, label, x, y, wheelchair, companion_of
        from inventory.seat where section_id = any(${[...sections.keys()]}::uuid[]) order by index`.execute(tx);
    const seats = rows.map(({ section_id: sectionId, companion_of: companionOf, ...row }): PlannedSeat => {
      const section = sections.get(sectionId)!;
      const seat = { ...row, companionOf, section };
      section.seats.push(seat);
      return seat;
    });
    return { eventId, seatIdPrefix: first.seat_id_prefix, sections: [...sections.values()], seats };
  }
}
