import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type DomainError, Metrics } from '#platform';

// A scrape names the events that matter now, not every one there ever was.
const EVENTS_MAX = 50;

/** What operators see of the stock. */
@Injectable()
export class InventoryMetrics {
  private readonly asked;
  private readonly left;

  constructor(metrics: Metrics, database: Database) {
    this.asked = metrics.counter('catraca_holds_total', 'Holds asked for, by their outcome: held, or the code of the refusal.', ['outcome']);
    this.left = metrics.counter('catraca_holds_ended_total', 'What became of holds: confirmed, released, expired, retaken or not_retaken by late money; and how many of their places were put_back on sale.', ['how']);
    metrics.gauge('catraca_stock_places', 'Places of the latest events, by what has become of them.', ['event', 'state'], async (gauge) => {
      gauge.reset();
      const { rows } = await sql<Record<'capacity' | 'sold' | 'held' | 'promised' | 'blocked', number> & { event_id: string }>`
        select event_id, capacity, sold, held, promised, blocked from inventory.stock order by event_id desc limit ${EVENTS_MAX}`.execute(database.reads);
      for (const { event_id: event, ...states } of rows) for (const [state, places] of Object.entries(states)) gauge.set({ event, state }, places);
    });
  }

  requested(results: readonly ({ ok: true } | { ok: false; error: DomainError })[]): void {
    for (const result of results) this.asked.inc({ outcome: result.ok ? 'held' : result.error.code });
  }

  ended(how: 'confirmed' | 'released' | 'expired' | 'retaken' | 'not_retaken' | 'put_back', count = 1): void {
    if (count > 0) this.left.inc({ how }, count);
  }
}
