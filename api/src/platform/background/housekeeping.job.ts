import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Tx } from '../database/index.js';
import { Heat } from './heat.js';
import { Jobs } from './jobs.js';

// What was kept for days is not in the way for a minute more.
const EVERY_MS = 60_000;
// Small bites: a purge must never hold up a sale.
const BITE = 5_000;
// Of each table a minute: a purchase leaves about eight rows in the inbox, so this outruns 500 purchases a second.
const BITES_MAX = 50;
// A sale goes first, but not for ever: even the hottest one lets a bite pass each second.
const COOL_MS_MAX = 1_000;

/**
 * Forgets messages that everybody has consumed: the log after 7 days, the inbox after 30, and dead letters that somebody has seen to after 90. The first two are read from their oldest end by their keys, so that a
 * look costs the same however much is kept; a condition on a time alone would read all of it every minute.
 */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly heat: Heat,
  ) {}

  onModuleInit(): void {
    this.jobs.every('housekeeping', EVERY_MS, () => this.purge());
  }

  purge(): Promise<void> {
    return forgetMessages(this.database, this.heat);
  }
}

/** The same for a service's own database. */
export async function forgetMessages({ relaxed }: Database, heat: Heat): Promise<void> {
  for (const forget of [forgetEvents, forgetConsumed, forgetLetters]) {
    for (let bites = 0, eaten = BITE; eaten === BITE && bites < BITES_MAX; bites += 1) {
      await heat.cool(COOL_MS_MAX);
      eaten = await forget(relaxed);
    }
  }
}

async function forgetEvents(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from platform.event_log where ctid = any(array(
      select log.ctid from platform.event_log log
      where log.logged_at < statement_timestamp() - interval '7 days'
        and not exists (select from platform.consumer_offset read
          where read.channel = log.channel and read.partition = log.partition and read.position < log.position)
      limit ${BITE}))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

async function forgetConsumed(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from platform.inbox where ctid = any(array(
      select ctid from platform.inbox where received_at < statement_timestamp() - interval '30 days' limit ${BITE}))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

async function forgetLetters(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from platform.dead_letter where ctid = any(array(
      select ctid from platform.dead_letter where settled_at < statement_timestamp() - interval '90 days' limit ${BITE}))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
