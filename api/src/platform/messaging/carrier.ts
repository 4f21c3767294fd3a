import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Log } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import type { Consumption } from './command-queue.js';
import { Inbox } from './inbox.js';
import { Leases } from './leases.js';
import { loop } from './loop.js';
import type { OutgoingMessage } from './message.js';
import { BATCH_MAX } from './message-row.js';
import { Outbox } from './outbox.js';
import { partitions } from './partition.js';
import { Signals } from './signals.js';

type Waiting = Omit<OutgoingMessage, 'kind'> & { row: number; partition: number };

/** What one carries: from where, who looks after it, and the signals of what may have been written there. */
interface Route {
  name: string;
  from: Database;
  to: Database;
  signals: string[];
}

/**
 * Takes the messages of a service with a database of its own to the main one (decision 7): for each partition by the one process that holds
 * its lease, in their order, a batch at a time. The main database's inbox knows which have come, so one that is carried twice arrives once.
 */
@Injectable()
export class Carrier {
  constructor(
    private readonly leases: Leases,
    private readonly signals: Signals,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** @throws when both ends are one database: what is carried would never end. */
  async start({ name, from, to, signals }: Route): Promise<Consumption> {
    const consumer = `carrier.${name}`;
    if ((await identityOf(from)) === (await identityOf(to))) throw new Error(`the database of ${name} is the main one: leave its variable out`);
    this.metrics.gauge(`catraca_${name}_messages_to_carry`, 'Messages that stand in a service\'s own database and have not come to the main one.', [], async (gauge) => gauge.set(await countWaiting(from, consumer)));
    const claims = partitions.map((partition) => this.leases.claim(`${consumer}:${partition}`));
    const turn = async () => {
      const held = partitions.filter((partition) => claims[partition]?.held);
      if (held.length === 0) return false;
      const [commands, events] = [await waitingCommands(from, held), await waitingEvents(from, consumer, held)];
      if (commands.length + events.length === 0) return false;
      const messages = [...commands.map((each) => outgoing(each, 'command')), ...events.map((each) => outgoing(each, 'event'))];
      await to.transaction(async (tx) => {
        const fresh = new Set((await this.inbox.fresh(tx, consumer, messages.map((message) => ({ ...message, occurredAt: new Date() })))).map(({ id }) => id));
        await this.outbox.append(tx, messages.filter(({ id }) => fresh.has(id)));
      });
      await forget(from, consumer, commands, events);
      return true;
    };
    return loop({ signals: this.signals, names: signals, log: this.log, turn });
  }
}

const outgoing = ({ row: _row, partition: _partition, ...message }: Waiting, kind: OutgoingMessage['kind']): OutgoingMessage => ({ ...message, kind });

async function identityOf({ reads }: Database): Promise<string> {
  const { rows } = await sql<{ identity: string }>`select current_database() || ' of ' || pg_postmaster_start_time() as identity`.execute(reads);
  return rows[0]?.identity ?? '';
}

async function waitingCommands({ reads }: Database, held: number[]): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select id as row, partition, message_id as id, channel, type, version, key, payload, request_id as "requestId"
    from platform.outbox where kind = 'command' and partition = any(${held}::smallint[]) order by outbox.id limit ${BATCH_MAX}`.execute(reads);
  return rows;
}

async function waitingEvents({ reads }: Database, consumer: string, held: number[]): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select e.* from platform.event_partition last
    left join platform.consumer_offset read on read.consumer = ${consumer} and read.channel = last.channel and read.partition = last.partition
    cross join lateral (
      select position as row, log.partition, message_id as id, log.channel, type, version, key, payload, request_id as "requestId"
      from platform.event_log log
      where log.channel = last.channel and log.partition = last.partition and log.position > coalesce(read.position, 0)
      order by log.position limit ${BATCH_MAX}) e
    where last.partition = any(${held}::smallint[]) and last.position > coalesce(read.position, 0)
    order by e.channel, e.partition, e.row limit ${BATCH_MAX}`.execute(reads);
  return rows;
}

async function countWaiting({ reads }: Database, consumer: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from platform.outbox) + coalesce(sum(last.position - coalesce(read.position, 0)), 0)::bigint as count
    from platform.event_partition last
    left join platform.consumer_offset read on read.consumer = ${consumer} and read.channel = last.channel and read.partition = last.partition`.execute(reads);
  return rows[0]?.count ?? 0;
}

/** After a crash it is carried again, which does no harm. */
async function forget({ relaxed }: Database, consumer: string, commands: Waiting[], events: Waiting[]): Promise<void> {
  if (commands.length > 0) await sql`delete from platform.outbox where id = any(${commands.map(({ row }) => row)}::bigint[])`.execute(relaxed);
  if (events.length === 0) return;
  await sql`
    insert into platform.consumer_offset as read (consumer, channel, partition, position)
    select ${consumer}::text, channel, partition, max(position)
    from unnest(${events.map(({ channel }) => channel)}::text[], ${events.map(({ partition }) => partition)}::smallint[], ${events.map(({ row }) => row)}::bigint[])
      as carried (channel, partition, position)
    group by 2, 3
    on conflict (consumer, channel, partition) do update set position = greatest(read.position, excluded.position)`.execute(relaxed);
}
