import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Log } from '../observability/log.js';
import type { Consumption, Deliver } from './command-queue.js';
import { EventLog } from './event-log.js';
import { Leases } from './leases.js';
import { loop } from './loop.js';
import type { AnyMessageType } from './message.js';
import { BATCH_MAX, type MessageRow, toMessage } from './message-row.js';
import { partitions } from './partition.js';
import { Signals } from './signals.js';

interface LogRow extends Omit<MessageRow, 'id'> {
  channel: string;
  partition: number;
  position: number;
}

/** The embedded log: a table that the outbox fills in commit order, and an offset per consumer and partition. */
@Injectable()
export class PostgresEventLog extends EventLog {
  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly signals: Signals,
    private readonly log: Log,
  ) {
    super();
  }

  /** Nothing to do: the outbox writes into this log with the commit. */
  override async publish(): Promise<void> {}

  override consume(consumer: string, types: AnyMessageType[], deliver: Deliver): Consumption {
    const topics = [...new Set(types.map(({ channel }) => channel))];
    const names = new Set(types.map(({ name }) => name));
    const claims = partitions.map((partition) => this.leases.claim(`events.${consumer}:${partition}`));
    let known = false;
    const turn = async () => {
      const held = partitions.filter((partition) => claims[partition]?.held);
      if (held.length === 0) return false;
      known ||= await this.introduce(consumer, topics);
      const rows = await this.unread({ consumer, topics, names: [...names] }, held);
      if (rows.length === 0) return false;
      // Each partition gave up to a batch; what is delivered together stays within one.
      for (let from = 0; from < rows.length; from += BATCH_MAX) {
        const batch = rows.slice(from, from + BATCH_MAX);
        const wanted = batch.filter(({ type }) => names.has(type));
        if (wanted.length > 0) await deliver(wanted.map(toMessage));
        await this.advance(consumer, batch);
      }
      return true;
    };
    return loop({ signals: this.signals, names: topics.map((topic) => `event:${topic}`), log: this.log, turn });
  }

  override async tail(topic: string, deliver: Deliver): Promise<Consumption> {
    const { rows } = await sql<{ partition: number; position: number }>`
      select partition, position from platform.event_partition where channel = ${topic}`.execute(this.database.reads);
    const positions = new Map(partitions.map((partition) => [partition, 0]));
    for (const { partition, position } of rows) positions.set(partition, position);
    const turn = async () => {
      const { rows: events } = await sql<LogRow>`
        select e.* from unnest(${[...positions.keys()]}::smallint[], ${[...positions.values()]}::bigint[]) as read (partition, position)
        cross join lateral (
          select log.* from platform.event_log log
          where log.channel = ${topic} and log.partition = read.partition and log.position > read.position
          order by log.position limit ${BATCH_MAX}) e`.execute(this.database.reads);
      if (events.length === 0) return false;
      await deliver(events.map(toMessage));
      for (const { partition, position } of events) positions.set(partition, position);
      return true;
    };
    return loop({ signals: this.signals, names: [`event:${topic}`], log: this.log, turn });
  }

  private async introduce(consumer: string, topics: string[]): Promise<boolean> {
    await sql`
      insert into platform.consumer_offset (consumer, channel, partition, position)
      select ${consumer}, channel, partition, 0 from unnest(${topics}::text[]) channel cross join unnest(${partitions}::smallint[]) partition
      on conflict do nothing`.execute(this.database.reads);
    return true;
  }

  /** What the consumer does not want tells only where it stands: a third of what is read in a sale is passed over. */
  private async unread({ consumer, topics, names }: { consumer: string; topics: string[]; names: string[] }, held: number[]): Promise<LogRow[]> {
    const { rows } = await sql<LogRow>`
      select e.* from platform.consumer_offset read
      cross join lateral (
        select channel, partition, position, message_id, type, version, key, case when type = any(${names}::text[]) then payload end as payload, request_id, occurred_at
        from platform.event_log log
        where log.channel = read.channel and log.partition = read.partition and log.position > read.position
        order by log.position limit ${BATCH_MAX}) e
      where read.consumer = ${consumer} and read.channel = any(${topics}::text[]) and read.partition = any(${held}::smallint[])
      `.execute(this.database.reads);
    return rows;
  }

  private async advance(consumer: string, rows: LogRow[]): Promise<void> {
    await sql`
      update platform.consumer_offset read set position = greatest(read.position, done.position)
      from (select channel, partition, max(position) as position
              from unnest(${rows.map(({ channel }) => channel)}::text[], ${rows.map(({ partition }) => partition)}::smallint[], ${rows.map(({ position }) => position)}::bigint[])
                as row (channel, partition, position) group by 1, 2) done
      where read.consumer = ${consumer} and read.channel = done.channel and read.partition = done.partition`.execute(this.database.relaxed);
  }
}
