import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Accounts and those that were deleted. */
@Injectable()
export class DeletionRepository {
  /** The account with all that hangs on it; its row is locked. */
  async delete(tx: Tx, userId: string): Promise<void> {
    await sql`delete from identity.user where id = ${userId}::uuid`.execute(tx);
    await sql`insert into identity.deletion (user_id, tell_at) values (${userId}::uuid, platform.now() + interval '1 day')`.execute(tx);
  }

  /**
   * Whose deletion is to be told once more, at most `limit`, counted as told. What was on its way then has arrived a day later; after forty
   * days the keys against repetition, the dead letters that somebody sees to and the slowest refund are over.
   */
  async due(tx: Tx, limit: number): Promise<string[]> {
    const { rows } = await sql<{ user_id: string }>`
      update identity.deletion set told = told + 1, tell_at = case told when 1 then deleted_at + interval '40 days' end
       where user_id in (select user_id from identity.deletion where tell_at <= platform.now() order by tell_at limit ${limit} for update skip locked)
      returning user_id`.execute(tx);
    return rows.map(({ user_id: userId }) => userId);
  }

  /** How long ago a session was opened, in seconds; null when it is gone. */
  async sessionSeconds(tx: Tx, sessionId: string): Promise<number | null> {
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from platform.now() - created_at)::float8 as seconds from identity.session where id = ${sessionId}::uuid`.execute(tx);
    return rows[0]?.seconds ?? null;
  }
}
