import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Requests to prove an address. */
@Injectable()
export class VerificationRepository {
  /** How many mails an account asked for within a day, and how long ago the last one, in seconds. The account's row is locked. */
  async lately(tx: Tx, userId: string): Promise<{ count: number; secondsAgo: number | null }> {
    const { rows } = await sql<{ count: number; secondsAgo: number | null }>`
      select count(*)::int as count, extract(epoch from platform.now() - max(created_at))::float8 as "secondsAgo"
        from identity.verification where user_id = ${userId}::uuid and created_at > platform.now() - interval '1 day'`.execute(tx);
    return rows[0] as { count: number; secondsAgo: number | null };
  }

  async insert(tx: Tx, { id, userId, tokenHash, seconds }: { id: string; userId: string; tokenHash: Buffer; seconds: number }): Promise<Date> {
    const { rows } = await sql<{ expires_at: Date }>`
      insert into identity.verification (id, user_id, token_hash, expires_at)
      values (${id}, ${userId}, ${tokenHash}, platform.now() + make_interval(secs => ${seconds})) returning expires_at`.execute(tx);
    return (rows[0] as { expires_at: Date }).expires_at;
  }

  /** Whose address a token proves; it does so once. */
  async use(tx: Tx, tokenHash: Buffer): Promise<string | null> {
    const { rows } = await sql<{ user_id: string }>`
      update identity.verification set used_at = platform.now()
       where token_hash = ${tokenHash} and used_at is null and expires_at > platform.now() returning user_id`.execute(tx);
    return rows[0]?.user_id ?? null;
  }

  /** Forgets what expired more than a day ago, at most `limit` a call. */
  async forget(tx: Tx, limit: number): Promise<void> {
    await sql`
      delete from identity.verification where id in (
        select id from identity.verification where expires_at < platform.now() - interval '1 day' limit ${limit} for update skip locked)`.execute(tx);
  }
}
