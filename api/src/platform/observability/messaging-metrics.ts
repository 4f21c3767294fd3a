import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { HealthParts } from '../http/parts.js';
import { Metrics } from './metrics.js';

/** How far messages lag behind the facts, whether the database answers, and whether its transactions get in each other's way. */
@Injectable()
export class MessagingMetrics {
  constructor(metrics: Metrics, database: Database, parts: HealthParts) {
    parts.add('database', true, async () => {
      await database.ping();
      return { ok: true };
    });
    const lost = metrics.counter('catraca_transactions_lost_total', 'Transactions that lost against another one and were run again.', ['to']);
    lost.inc({ to: 'deadlock' }, 0);
    database.onLost = (to) => lost.inc({ to });
    metrics.gauge('catraca_outbox_messages', 'Messages written and not yet moved on or acknowledged.', ['kind', 'channel'], async (gauge) => {
      gauge.reset();
      const { rows } = await sql<{ kind: string; channel: string; count: number }>`
        select kind, channel, count(*) as count from platform.outbox group by kind, channel`.execute(database.reads);
      for (const { kind, channel, count } of rows) gauge.set({ kind, channel }, count);
    });
    metrics.gauge('catraca_outbox_lag_seconds', 'Age of the oldest message in the outbox.', [], async (gauge) => {
      const { rows } = await sql<{ lag: number | null }>`
        select extract(epoch from statement_timestamp() - min(occurred_at))::float8 as lag from platform.outbox`.execute(database.reads);
      gauge.set(Math.max(0, rows[0]?.lag ?? 0));
    });
    metrics.gauge('catraca_consumer_lag_messages', 'Events a consumer group has not read yet.', ['consumer', 'topic'], async (gauge) => {
      const { rows } = await sql<{ consumer: string; channel: string; lag: number }>`
        select consumer, channel, sum(last.position - read.position)::int as lag
        from platform.consumer_offset read join platform.event_partition last using (channel, partition)
        group by consumer, channel`.execute(database.reads);
      for (const { consumer, channel, lag } of rows) gauge.set({ consumer, topic: channel }, lag);
    });
  }
}
