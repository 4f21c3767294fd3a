import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** What a mailed link is for. */
export type LinkPurpose = 'email' | 'password';

/** Links that only a mail to an account's address carries. */
@Injectable()
export class VerificationRepository {
  /** How many mails an account asked for within a day, and how long ago the last one, in seconds. The account's row is locked. */
  async lately(tx: Tx, userId: string, purpose: LinkPurpose): Promise<{ count: number; secondsAgo: number | null }> {
    const { rows } = await sql<{ count: number; secondsAgo: number | null }>`
      select count(*)::int as count, extract(epoch from platform.now() - max(created_at))::float8 as "secondsAgo"
        from identity.verification where user_id = ${userId}::uuid and purpose = ${purpose} and created_at > platform.now() - interval '1 day'`.execute(tx);
    return rows[0] as { count: number; secondsAgo: number | null };
  }

  async insert(tx: Tx, link: { id: string; userId: string; purpose: LinkPurpose; tokenHash: Buffer; seconds: number }): Promise<Date> {
    const { rows } = await sql<{ expires_at: Date }>`
      insert into identity.verification (id, user_id, purpose, token_hash, expires_at)
      values (${link.id}, ${link.userId}, ${link.purpose}, ${link.tokenHash}, platform.now() + make_interval(secs => ${link.seconds})) returning expires_at`.execute(tx);
    return (rows[0] as { expires_at: Date }).expires_at;
  }

  /** Whose link a token is, while it works. */
  async owner(tx: Tx, tokenHash: Buffer, purpose: LinkPurpose): Promise<string | null> {
    const { rows } = await sql<{ user_id: string }>`
      select user_id from identity.verification
       where token_hash = ${tokenHash} and purpose = ${purpose} and used_at is null and expires_at > platform.now()`.execute(tx);
    return rows[0]?.user_id ?? null;
  }

  /** Uses up all links of an account for a purpose; false when this one had been used meanwhile. */
  async use(tx: Tx, userId: string, tokenHash: Buffer, purpose: LinkPurpose): Promise<boolean> {
    const { rows } = await sql<{ token_hash: Buffer }>`
      update identity.verification set used_at = platform.now()
       where user_id = ${userId}::uuid and purpose = ${purpose} and used_at is null returning token_hash`.execute(tx);
    return rows.some((row) => row.token_hash.equals(tokenHash));
  }

  /** Forgets what expired more than a day ago, at most `limit` a call. */
  async forget(tx: Tx, limit: number): Promise<void> {
    await sql`
      delete from identity.verification where id in (
        select id from identity.verification where expires_at < platform.now() - interval '1 day' limit ${limit} for update skip locked)`.execute(tx);
  }
}
