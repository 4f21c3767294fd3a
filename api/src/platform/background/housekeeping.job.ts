import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Jobs } from './jobs.js';

const EVERY_MS = 60_000;
// Small bites: a purge must never hold up a sale.
const BITE = 5_000;
// Ten times what a day of a million payments writes in a minute, some 4,000 messages in the log and as many in the inbox.
const BITES_MAX = 10;
const LOG_KEPT = '7 days';
// Longer than any redelivery.
const INBOX_KEPT = '30 days';

/**
 * Forgets messages that everybody has consumed: the log after 7 days, the inbox after 30. Both are read from their oldest end by their keys, so that a
 * look costs the same however much is kept; a condition on a time alone would read all of it every minute.
 */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.jobs.every('housekeeping', EVERY_MS, () => this.purge());
  }

  async purge(): Promise<void> {
    for (const bite of [() => this.biteOffLog(), () => this.biteOffInbox()]) {
      for (let bites = 0; bites < BITES_MAX && (await bite()) === BITE; bites += 1);
    }
  }

  /** Positions follow time within a partition: only where the first of one is due are the next looked at. */
  private async biteOffLog(): Promise<number> {
    const { numAffectedRows } = await sql`
      with due as materialized (
        select channel, partition, (select min(position) from platform.consumer_offset read where read.channel = place.channel and read.partition = place.partition) as read
        from platform.event_partition place
        where (select logged_at from platform.event_log log where log.channel = place.channel and log.partition = place.partition order by position limit 1)
          < statement_timestamp() - ${LOG_KEPT}::interval
      )
      delete from platform.event_log where ctid = any(array(
        select old.ctid from due cross join lateral (
          select log.ctid, log.position, log.logged_at from platform.event_log log
          where log.channel = due.channel and log.partition = due.partition order by log.position limit ${BITE}) old
        where old.logged_at < statement_timestamp() - ${LOG_KEPT}::interval and (due.read is null or old.position <= due.read)
        limit ${BITE}))`.execute(this.database.relaxed);
    return Number(numAffectedRows ?? 0n);
  }

  /** Ids begin with the millisecond of their making (UUID version 7), so of each consumer the oldest come first. What was made long ago and came lately stays. */
  private async biteOffInbox(): Promise<number> {
    const { numAffectedRows } = await sql`
      with recursive consumer as (
        (select consumer as name from platform.inbox order by consumer limit 1)
        union all
        select (select inbox.consumer from platform.inbox where inbox.consumer > consumer.name order by inbox.consumer limit 1) from consumer where consumer.name is not null
      ), bound as (
        select (lpad(to_hex((extract(epoch from statement_timestamp() - ${INBOX_KEPT}::interval) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid as id
      )
      delete from platform.inbox where ctid = any(array(
        select old.ctid from bound cross join consumer cross join lateral (
          select ctid from platform.inbox where inbox.consumer = consumer.name and message_id < bound.id and received_at < statement_timestamp() - ${INBOX_KEPT}::interval
          limit ${BITE}) old
        limit ${BITE}))`.execute(this.database.relaxed);
    return Number(numAffectedRows ?? 0n);
  }
}
