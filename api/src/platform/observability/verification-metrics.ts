import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Metrics } from './metrics.js';

/** What `npm run verify`, which is over within minutes and cannot be scraped, has left in the database. */
@Injectable()
export class VerificationMetrics {
  constructor(metrics: Metrics, database: Database) {
    const look = async () => {
      const { rows } = await sql<{ age: number | null; broken: number }>`
        select extract(epoch from platform.now() - held_at)::float8 as age, broken_rules as broken from platform.verification`.execute(database.reads);
      return rows[0];
    };
    // A scrape asks for all gauges at once, and both of these for the same row.
    let looking: ReturnType<typeof look> | undefined;
    const last = () => (looking ??= look().finally(() => (looking = undefined)));
    metrics.gauge('catraca_verified_seconds', 'How long ago `npm run verify` found that all rules hold; infinite before it has.', [], async (gauge) => gauge.set((await last())?.age ?? Number.POSITIVE_INFINITY));
    metrics.gauge('catraca_verification_broken_rules', 'Rules that did not hold, or could not be checked, when `npm run verify` looked last.', [], async (gauge) => gauge.set((await last())?.broken ?? 0));
  }
}
