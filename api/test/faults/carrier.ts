import type { Message } from '#platform';
import { type MessageRow, toMessage } from '../../src/platform/messaging/message-row.js';
import type { TestDatabase } from '../support/test-database.js';
import type { ConsumerName } from './house-process.js';

/** What each group of consumers reads: the topic of its events. */
const topics: Partial<Record<ConsumerName, string>> = { 'events wallet': 'payments', 'events orders': 'wallet' };
/** So much of the past can come again. */
const PAST_MAX = 400;

export interface Batch {
  consumer: ConsumerName;
  messages: Message[];
  /** They need not be delivered any more. */
  acknowledge(): Promise<void>;
}

interface EventRow extends MessageRow {
  partition: number;
}

/**
 * Carries messages from where they were written to where they are taken, within what the ports promise: at least once, those of one key in
 * their order. All else is chance: which of them leave now, which wait, which come again long after they were acknowledged.
 */
export class Carrier {
  private readonly past = new Map<ConsumerName, Message[]>();

  constructor(private readonly database: TestDatabase) {}

  /** Some of what waits, or all of it; null when nothing waits. */
  async pick(consumer: ConsumerName, leaves: (key: number) => boolean): Promise<Batch | null> {
    const topic = topics[consumer];
    const batch = topic === undefined ? await this.commands(consumer, leaves) : await this.events(consumer, topic, leaves);
    if (batch.messages.length === 0) return null;
    const { messages } = batch;
    const acknowledge = async () => {
      await batch.acknowledge();
      this.remember(consumer, messages);
    };
    return { consumer, messages, acknowledge };
  }

  /** Some of what was acknowledged before, in its order. What was not comes in its turn only: what its key had before it might be missing. */
  again(consumer: ConsumerName, comes: (nth: number) => boolean): Message[] {
    return (this.past.get(consumer) ?? []).filter((_, nth) => comes(nth));
  }

  private async commands(consumer: ConsumerName, leaves: (key: number) => boolean): Promise<Batch> {
    const rows = await this.database.query<MessageRow & { nth: number }>(
      `select *, (dense_rank() over (order by key))::int as nth from platform.outbox where kind = 'command' and channel = $1 order by id limit 500`, [consumer.split(' ')[1]]);
    const chosen = rows.filter(({ nth }) => leaves(nth));
    const acknowledge = async () => void (await this.database.query('delete from platform.outbox where id = any($1::bigint[])', [chosen.map(({ id }) => id)]));
    return { consumer, messages: chosen.map(toMessage), acknowledge };
  }

  private async events(consumer: ConsumerName, topic: string, leaves: (key: number) => boolean): Promise<Batch> {
    const [, group] = consumer.split(' ');
    const rows = await this.database.query<EventRow>(
      `select log.position as id, log.* from platform.event_partition last
         left join platform.consumer_offset read on read.consumer = $1 and read.channel = last.channel and read.partition = last.partition
         cross join lateral (select * from platform.event_log where channel = last.channel and partition = last.partition and position > coalesce(read.position, 0) order by position limit 100) log
       where last.channel = $2 order by log.partition, log.position`, [group, topic]);
    // A partition's events are read from its beginning, however far.
    const stopped = new Set<number>();
    const chosen = rows.filter(({ partition }, nth) => {
      if (!leaves(nth)) stopped.add(partition);
      return !stopped.has(partition);
    });
    const read = new Map(chosen.map(({ partition, id }) => [partition, id]));
    const acknowledge = async () => void (await this.database.query(
      `insert into platform.consumer_offset as read (consumer, channel, partition, position) select $1, $2, partition, position from unnest($3::smallint[], $4::bigint[]) as done (partition, position)
       on conflict (consumer, channel, partition) do update set position = greatest(read.position, excluded.position)`, [group, topic, [...read.keys()], [...read.values()]]));
    return { consumer, messages: chosen.map(toMessage), acknowledge };
  }

  private remember(consumer: ConsumerName, messages: Message[]): void {
    this.past.set(consumer, [...(this.past.get(consumer) ?? []), ...messages].slice(-PAST_MAX));
  }
}
