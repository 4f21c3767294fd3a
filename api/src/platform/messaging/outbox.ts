import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { afterCommit, type Tx, withCommit } from '../database/index.js';
import type { OutgoingMessage } from './message.js';
import { partitionOf } from './partition.js';
import { Signals } from './signals.js';

/** Messages leave with the facts they tell of: written in the same transaction, delivered after its commit. */
@Injectable()
export class Outbox {
  private readonly gathered = new WeakMap<Tx, OutgoingMessage[]>();

  constructor(private readonly signals: Signals) {}

  /**
   * Takes the messages along with the commit, in the order of the calls. All of a transaction are written together and last, so what
   * is appended before a rollback to a savepoint stays.
   */
  async append(tx: Tx, messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const gathered = this.gathered.get(tx);
    if (gathered) return void gathered.push(...messages);
    const all = [...messages];
    this.gathered.set(tx, all);
    withCommit(tx, 'messages', () => writing(all));
    afterCommit(tx, () => new Set(all.map(({ kind, channel }) => `${kind}:${channel}`)).forEach((signal) => this.signals.wake(signal)));
  }
}

function writing(messages: OutgoingMessage[]): RawBuilder<unknown>[] {
  const [commands, events] = [messages.filter(({ kind }) => kind === 'command'), messages.filter(({ kind }) => kind === 'event')];
  return [...(commands.length > 0 ? [queueing(commands)] : []), ...(events.length > 0 ? [logging(events)] : [])];
}

function queueing(commands: OutgoingMessage[]): RawBuilder<unknown> {
  return sql`
    insert into platform.outbox (kind, channel, partition, message_id, type, version, key, payload, request_id)
    select 'command', channel, partition, message_id, type, version, key, payload, request_id from ${rowsOf(commands)} order by nth`;
}

/**
 * Gives events their positions under their partitions' locks, ascending, which live until the commit that comes with this statement: so
 * positions become visible in their order, and a reader who has seen one has seen all before it.
 */
function logging(events: OutgoingMessage[]): RawBuilder<unknown> {
  return sql`
    with message as materialized (
      select *, row_number() over (partition by channel, partition order by nth) as place from ${rowsOf(events)}
    ), given as (
      insert into platform.event_partition as last (channel, partition, position)
      select channel, partition, count(*) from message group by channel, partition order by channel, partition
      on conflict (channel, partition) do update set position = last.position + excluded.position
      returning channel, partition, position
    )
    insert into platform.event_log (channel, partition, position, message_id, type, version, key, payload, request_id, occurred_at)
    select channel, partition, given.position - max(place) over (partition by channel, partition) + place,
      message_id, type, version, key, payload, request_id, platform.now()
    from message join given using (channel, partition)`;
}

function rowsOf(messages: OutgoingMessage[]): RawBuilder<unknown> {
  const column = <Key extends keyof OutgoingMessage>(key: Key) => messages.map((message) => message[key]);
  return sql`unnest(${column('channel')}::text[], ${messages.map(({ key }) => partitionOf(key))}::smallint[], ${column('id')}::uuid[], ${column('type')}::text[],
      ${column('version')}::smallint[], ${column('key')}::text[], ${messages.map(({ payload }) => JSON.stringify(payload))}::json[], ${column('requestId')}::text[])
      with ordinality as message (channel, partition, message_id, type, version, key, payload, request_id, nth)`;
}
