import { Injectable } from '@nestjs/common';
import { Metrics } from '#platform';
import type { TickOutcome } from './line-driver.js';
import { ServingBoard } from './serving-board.js';

/** What operators see of the lines. */
@Injectable()
export class LineMetrics {
  readonly #joins;
  readonly #claims;
  readonly #calls;
  readonly #ends;

  constructor(metrics: Metrics, board: ServingBoard) {
    this.#joins = metrics.counter('catraca_line_joins_total', 'Joins of a line, by whether they got a fresh place.', ['outcome']);
    this.#claims = metrics.counter('catraca_line_claims_total', 'Claims of a turn, by outcome.', ['outcome']);
    this.#calls = metrics.counter('catraca_line_calls_total', 'Calls, second ones included.');
    this.#ends = metrics.counter('catraca_line_unclaimed_total', 'Calls that lapsed or were missed, and admissions whose window ended.', ['end']);
    metrics.gauge('catraca_line_calling', 'Whether a line that is going on calls people: 1 while it is open, 0 before, paused or sold out.', ['event'], async (gauge) => {
      const lines = await board.all();
      gauge.reset();
      for (const { row, state } of lines) gauge.set({ event: row.eventId }, state === 'open' ? 1 : 0);
    });
    metrics.gauge('catraca_line_places', 'Places of the lines that are going on: called so far (the serving number), and still waiting to be.', ['event', 'state'], async (gauge) => {
      gauge.reset();
      for (const { row } of await board.all()) {
        gauge.set({ event: row.eventId, state: 'called' }, row.serving);
        gauge.set({ event: row.eventId, state: 'waiting' }, row.nextEntry - row.serving);
      }
    });
  }

  joined(fresh: boolean): void {
    this.#joins.inc({ outcome: fresh ? 'fresh' : 'repeated' });
  }

  claimed(outcome: string): void {
    this.#claims.inc({ outcome });
  }

  ticked({ calls, lapsed, missed, admissionsExpired }: TickOutcome): void {
    this.#calls.inc(calls);
    this.#ends.inc({ end: 'lapsed' }, lapsed);
    this.#ends.inc({ end: 'missed' }, missed);
    this.#ends.inc({ end: 'admission_expired' }, admissionsExpired);
  }
}
