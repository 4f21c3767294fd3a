import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, Metrics } from '#platform';

export interface OpenCount {
  gateway: string;
  state: string;
  count: number;
  /** Age of the oldest. */
  seconds: number;
}

/** Tells Prometheus and administrators what is undecided, and for how long. */
@Injectable()
export class OpenAttempts {
  constructor(
    metrics: Metrics,
    private readonly database: Database,
  ) {
    // Each asks for itself: what one set for the other would be told a scrape late.
    metrics.gauge('catraca_payment_attempt_open_seconds', 'Age of the oldest attempt that is not decided, by gateway and state.', ['gateway', 'state'], async (gauge) => {
      const counts = await this.counts();
      gauge.reset();
      for (const { gateway, state, seconds } of counts) gauge.set({ gateway, state }, seconds);
    });
    metrics.gauge('catraca_payment_attempts_open', 'Attempts that are not decided, by gateway and state.', ['gateway', 'state'], async (gauge) => {
      const counts = await this.counts();
      gauge.reset();
      for (const { gateway, state, count } of counts) gauge.set({ gateway, state }, count);
    });
  }

  async counts(): Promise<OpenCount[]> {
    // next_look_at: through the index of what is due, which the decided ones have left.
    const { rows } = await sql<OpenCount>`
      select gateway, state, count(*) as count, extract(epoch from platform.now() - min(created_at))::float8 as seconds
      from payments.attempt where next_look_at is not null and state in ('pending', 'in_flight', 'unknown', 'authorized')
      group by gateway, state order by gateway, state`.execute(this.database.reads);
    return rows;
  }
}
