import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Log } from '../observability/log.js';
import type { Consumption } from './command-queue.js';
import { Leases } from './leases.js';
import { loop } from './loop.js';
import { partitions } from './partition.js';
import { Signals } from './signals.js';

// Moving is one statement; more rows would only make its locks live longer.
const MOVED_MAX = 2_000;

/**
 * Moves committed events from the outbox into the log. One process per partition does it; should two overlap for a
 * moment, the delete makes the second wait and the partition row's lock keeps positions in the order in which they
 * become visible, so that a reader who has seen position n has seen all before it.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;

  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly signals: Signals,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const claims = partitions.map((partition) => this.leases.claim(`relay:${partition}`));
    const turn = () => this.move(partitions.filter((partition) => claims[partition]?.held));
    this.consumption = loop({ signals: this.signals, names: ['outbox'], log: this.log, turn });
  }

  private async move(held: number[]): Promise<boolean> {
    if (held.length === 0) return false;
    const { rows } = await sql<{ channel: string }>`
      with moved as (
        delete from platform.outbox where id in (
          select id from platform.outbox where kind = 'event' and partition = any(${held}::smallint[]) order by id limit ${MOVED_MAX})
        returning *
      ), counted as (
        select channel, partition, count(*) as count from moved group by channel, partition
      ), placed as (
        insert into platform.event_partition as place (channel, partition, position)
        select channel, partition, count from counted order by channel, partition
        on conflict (channel, partition) do update set position = place.position + excluded.position
        returning channel, partition, position
      ), logged as (
        insert into platform.event_log (channel, partition, position, message_id, type, version, key, payload, request_id, occurred_at)
        select channel, partition, placed.position - counted.count + row_number() over (partition by channel, partition order by moved.id),
          message_id, type, version, key, payload, request_id, occurred_at
        from moved join counted using (channel, partition) join placed using (channel, partition)
      )
      select distinct channel from moved`.execute(this.database.relaxed);
    for (const { channel } of rows) this.signals.wake(`event:${channel}`);
    return rows.length > 0;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }
}
