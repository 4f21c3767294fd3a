import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Jobs } from './jobs.js';

const EVERY_MS = 60_000;
// Small bites: a purge must never hold up a sale.
const BITE = 5_000;

/** Forgets messages that everybody has consumed: the log after 7 days, the inbox after 30 (longer than any redelivery). */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.jobs.every('housekeeping', EVERY_MS, () => this.purge());
  }

  private async purge(): Promise<void> {
    await sql`
      delete from platform.event_log where ctid = any(array(
        select log.ctid from platform.event_log log
        where log.logged_at < statement_timestamp() - interval '7 days'
          and not exists (select from platform.consumer_offset read
            where read.channel = log.channel and read.partition = log.partition and read.position < log.position)
        limit ${BITE}))`.execute(this.database.relaxed);
    await sql`
      delete from platform.inbox where ctid = any(array(
        select ctid from platform.inbox where received_at < statement_timestamp() - interval '30 days' limit ${BITE}))`.execute(this.database.relaxed);
  }
}
