import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** What a buyer calls one attempt to hold places. */
interface HoldKey {
  userId: string;
  key: string;
  bodyHash: Buffer;
  holdId: string;
}

const keysOf = (keys: HoldKey[]) => sql`${keys.map(({ userId }) => userId)}::uuid[], ${keys.map(({ key }) => key)}::text[]`;

/** The keys of holds. Who takes a key that another transaction is taking waits for its end. */
@Injectable()
export class HoldKeyRepository {
  /** Takes keys, by user and key; returns the holds of those that nobody had. */
  async take(tx: Tx, keys: HoldKey[]): Promise<Set<string>> {
    const { rows } = await sql<{ hold_id: string }>`
      insert into orders.hold_key (user_id, key, body_hash, hold_id)
      select user_id, key, decode(body_hash, 'hex'), hold_id
        from unnest(${keysOf(keys)}, ${keys.map(({ bodyHash }) => bodyHash.toString('hex'))}::text[], ${keys.map(({ holdId }) => holdId)}::uuid[]) as wanted (user_id, key, body_hash, hold_id)
       order by user_id, key
      on conflict do nothing returning hold_id`.execute(tx);
    return new Set(rows.map(({ hold_id: holdId }) => holdId));
  }

  async find(tx: Tx, keys: HoldKey[]): Promise<HoldKey[]> {
    const { rows } = await sql<HoldKey>`
      select user_id as "userId", key, body_hash as "bodyHash", hold_id as "holdId" from orders.hold_key
       where (user_id, key) in (select * from unnest(${keysOf(keys)}))`.execute(tx);
    return rows;
  }

  /** Gives keys back whose holds did not come to be. */
  async giveBack(tx: Tx, holdIds: string[]): Promise<void> {
    await sql`delete from orders.hold_key where hold_id = any(${holdIds}::uuid[])`.execute(tx);
  }

  /** Forgets so many of those older than that at most; returns how many. */
  async forget(tx: Tx, age: string, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from orders.hold_key where ctid = any(array(
        select ctid from orders.hold_key where created_at < platform.now() - ${age}::interval order by created_at limit ${limit}))`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }
}
