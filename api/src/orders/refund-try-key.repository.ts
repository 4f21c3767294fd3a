import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Refusal, Tx } from '#platform';

interface TryKey {
  askedBy: string;
  key: string;
}

/** The keys under which people try stopped refunds again. Who takes a key that another transaction is taking waits for its end. */
@Injectable()
export class RefundTryKeyRepository {
  /** Takes a key: `taken`, or what it was taken for before, and why that was refused, if it was. */
  async take(tx: Tx, { askedBy, key, bodyHash }: TryKey & { bodyHash: Buffer }): Promise<'taken' | { bodyHash: Buffer; refusal: Refusal | null }> {
    const { rows: taken } = await sql`
      insert into orders.refund_try_key (asked_by, key, body_hash) values (${askedBy}, ${key}, ${bodyHash})
      on conflict do nothing returning key`.execute(tx);
    if (taken.length > 0) return 'taken';
    const { rows } = await sql<{ bodyHash: Buffer; refusal: Refusal | null }>`select body_hash as "bodyHash", refusal from orders.refund_try_key where asked_by = ${askedBy} and key = ${key}`.execute(tx);
    return rows[0] as { bodyHash: Buffer; refusal: Refusal | null };
  }

  async refuse(tx: Tx, { askedBy, key }: TryKey, refusal: Refusal): Promise<void> {
    await sql`update orders.refund_try_key set refusal = ${JSON.stringify(refusal)}::jsonb where asked_by = ${askedBy} and key = ${key}`.execute(tx);
  }

  /** Forgets so many of those older than that at most; returns how many. */
  async forget(tx: Tx, age: string, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from orders.refund_try_key where ctid = any(array(
        select ctid from orders.refund_try_key where created_at < platform.now() - ${age}::interval order by created_at limit ${limit}))`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }
}
