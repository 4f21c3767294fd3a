import { Injectable } from '@nestjs/common';
import { Metrics } from '#platform';
import type { TickOutcome } from './line-driver.js';

/** What operators see of the lines. */
@Injectable()
export class LineMetrics {
  readonly #joins;
  readonly #claims;
  readonly #calls;
  readonly #ends;
  readonly #serving;
  readonly #waiting;

  constructor(metrics: Metrics) {
    this.#joins = metrics.counter('catraca_line_joins_total', 'Joins of a line, by whether they got a fresh place.', ['outcome']);
    this.#claims = metrics.counter('catraca_line_claims_total', 'Claims of a turn, by outcome.', ['outcome']);
    this.#calls = metrics.counter('catraca_line_calls_total', 'Calls, second ones included.');
    this.#ends = metrics.counter('catraca_line_unclaimed_total', 'Calls that lapsed or were missed, and admissions whose window ended.', ['end']);
    this.#serving = metrics.gauge('catraca_line_serving', 'The serving number, told by the process that drives the line.', ['event']);
    this.#waiting = metrics.gauge('catraca_line_waiting', 'Positions not called yet, told by the process that drives the line.', ['event']);
  }

  joined(fresh: boolean): void {
    this.#joins.inc({ outcome: fresh ? 'fresh' : 'repeated' });
  }

  claimed(outcome: string): void {
    this.#claims.inc({ outcome });
  }

  ticked(event: string, { line, calls, lapsed, missed, admissionsExpired }: TickOutcome): void {
    this.#calls.inc(calls);
    this.#ends.inc({ end: 'lapsed' }, lapsed);
    this.#ends.inc({ end: 'missed' }, missed);
    this.#ends.inc({ end: 'admission_expired' }, admissionsExpired);
    if (line.state === 'closed') {
      this.#serving.remove(event);
      this.#waiting.remove(event);
      return;
    }
    this.#serving.set({ event }, line.serving);
    this.#waiting.set({ event }, line.nextEntry - line.serving);
  }
}
