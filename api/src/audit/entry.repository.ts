import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Entry, Head } from './chain.js';

/** What administrators look for; all that is given must fit. */
export interface EntryFilter {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Only entries before this one. */
  before?: number | undefined;
  limit: number;
}

/** An entry as it is read; its canonical texts are still texts. */
export interface FoundEntry {
  sequence: number;
  content: string;
  hash: Buffer;
  personal: string | null;
}

/** The chain. Lock order: head, then nothing. */
@Injectable()
export class EntryRepository {
  /** The end of the chain, locked until the end of the transaction. */
  async lockHead(tx: Tx): Promise<Head> {
    const { rows } = await sql<Head>`select sequence, hash from audit.head for update`.execute(tx);
    return rows[0] as Head;
  }

  async append(tx: Tx, entries: Entry[]): Promise<void> {
    const last = entries.at(-1);
    if (!last) return;
    await sql`
      insert into audit.entry (sequence, message_id, occurred_at, content, previous_hash, hash)
      select * from unnest(
        ${entries.map(({ sequence }) => sequence)}::bigint[], ${entries.map(({ id }) => id)}::uuid[], ${entries.map(({ occurredAt }) => occurredAt)}::timestamptz[],
        ${entries.map(({ content }) => content)}::text[], ${entries.map(({ previousHash }) => previousHash)}::bytea[], ${entries.map(({ hash }) => hash)}::bytea[])`.execute(tx);
    const personal = entries.flatMap(({ sequence, personal: about }) => (about ? [{ sequence, ...about }] : []));
    if (personal.length > 0) {
      await sql`
        insert into audit.personal (sequence, salt, content)
        select * from unnest(${personal.map(({ sequence }) => sequence)}::bigint[], ${personal.map(({ salt }) => salt)}::bytea[], ${personal.map(({ content }) => content)}::text[])`.execute(tx);
    }
    await sql`update audit.head set sequence = ${last.sequence}, hash = ${last.hash}`.execute(tx);
  }

  /** Newest first. */
  async page(tx: Tx, { actor, action, target, from, to, before, limit }: EntryFilter): Promise<FoundEntry[]> {
    // Only the conditions that are asked for, so that each has its index.
    const conditions = [
      actor !== undefined && sql`actor = ${actor}`,
      action !== undefined && sql`action = ${action}`,
      target !== undefined && sql`target = ${target}`,
      from !== undefined && sql`occurred_at >= ${from}::timestamptz`,
      to !== undefined && sql`occurred_at < ${to}::timestamptz`,
      before !== undefined && sql`entry.sequence < ${before}::bigint`,
    ].filter((condition) => condition !== false);
    const { rows } = await sql<FoundEntry>`
      select entry.sequence, entry.content, entry.hash, personal.content as personal
        from audit.entry left join audit.personal using (sequence)
       where ${sql.join([sql`true`, ...conditions], sql` and `)}
       order by entry.sequence desc limit ${limit}`.execute(tx);
    return rows;
  }

  async head(tx: Tx): Promise<Head> {
    const { rows } = await sql<Head>`select sequence, hash from audit.head`.execute(tx);
    return rows[0] as Head;
  }

  /** Consecutive entries, `first` and `last` included. */
  async stretch(tx: Tx, { first, last, limit }: { first: number; last: number; limit: number }): Promise<Pick<Entry, 'sequence' | 'content' | 'previousHash' | 'hash'>[]> {
    const { rows } = await sql<Pick<Entry, 'sequence' | 'content' | 'previousHash' | 'hash'>>`
      select sequence, content, previous_hash as "previousHash", hash from audit.entry
       where sequence between ${first} and ${last} order by sequence limit ${limit}`.execute(tx);
    return rows;
  }

  /** Deletes the personal data of what `userId` did and of what was done to that account. Returns how many entries that concerned. */
  async forgetPerson(tx: Tx, userId: string): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from audit.personal using audit.entry
       where personal.sequence = entry.sequence and (entry.actor = ${userId} or entry.target = ${`user:${userId}`})`.execute(tx);
    return Number(numAffectedRows ?? 0);
  }

  /** Deletes personal data older than `days`, at most `limit` rows a call. */
  async forgetOld(tx: Tx, days: number, limit: number): Promise<void> {
    await sql`
      delete from audit.personal where sequence in (
        select sequence from audit.personal
         where sequence <= (select sequence from audit.entry where occurred_at < platform.now() - make_interval(days => ${days}) order by occurred_at desc limit 1)
         order by sequence limit ${limit})`.execute(tx);
  }
}
