import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** The keys under which people try stopped refunds again. Who takes a key that another transaction is taking waits for its end. */
@Injectable()
export class RefundTryKeyRepository {
  /** Takes a key: `taken`, or what it was taken for before. */
  async take(tx: Tx, { askedBy, key, bodyHash }: { askedBy: string; key: string; bodyHash: Buffer }): Promise<'taken' | Buffer> {
    const { rows: taken } = await sql`
      insert into orders.refund_try_key (asked_by, key, body_hash) values (${askedBy}, ${key}, ${bodyHash})
      on conflict do nothing returning key`.execute(tx);
    if (taken.length > 0) return 'taken';
    const { rows } = await sql<{ body_hash: Buffer }>`select body_hash from orders.refund_try_key where asked_by = ${askedBy} and key = ${key}`.execute(tx);
    return (rows[0] as { body_hash: Buffer }).body_hash;
  }

  /** Forgets so many of those older than that at most; returns how many. */
  async forget(tx: Tx, age: string, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from orders.refund_try_key where ctid = any(array(
        select ctid from orders.refund_try_key where created_at < platform.now() - ${age}::interval order by created_at limit ${limit}))`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }
}
