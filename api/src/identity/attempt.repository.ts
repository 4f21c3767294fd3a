import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { Database, Keyring } from '#platform';
import type { Budget } from './attempt.js';

/** What was drawn from budgets lately. Keys are stored as keyed digests: the table tells nobody's address. */
@Injectable()
export class AttemptRepository {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Draws one from each budget before the attempt, so that attempts that run at the same time count. Returns what was drawn so far. */
  async draw(budgets: Budget[]): Promise<{ count: number; secondsLeft: number }[]> {
    const keys = budgets.map((budget) => this.digest(budget));
    const { rows } = await sql<{ key: Buffer; count: number; secondsLeft: number }>`
      insert into identity.attempt as attempt (key, count, window_ends_at)
      select key, 1, platform.now() + make_interval(secs => seconds)
        from unnest(${keys}::bytea[], ${budgets.map(({ seconds }) => seconds)}::int[]) as budget (key, seconds)
       order by key
      on conflict (key) do update set
        count = case when attempt.window_ends_at > platform.now() then attempt.count + 1 else 1 end,
        window_ends_at = case when attempt.window_ends_at > platform.now() then attempt.window_ends_at else excluded.window_ends_at end
      returning key, count, ceil(extract(epoch from window_ends_at - platform.now()))::int as "secondsLeft"`.execute(this.database.reads);
    return keys.map((key) => rows.find((row) => row.key.equals(key)) as (typeof rows)[number]);
  }

  /** Gives back what a good attempt had drawn. */
  async giveBack(budgets: Budget[]): Promise<void> {
    await sql`
      update identity.attempt set count = count - 1
       where key in (select key from identity.attempt where key = any(${budgets.map((budget) => this.digest(budget))}::bytea[]) order by key for update)
         and count > 0`.execute(this.database.reads);
  }

  /** Forgets windows that are over, at most `limit` a call. */
  async forget(limit: number): Promise<void> {
    await sql`
      delete from identity.attempt where key in (
        select key from identity.attempt where window_ends_at < platform.now() limit ${limit} for update skip locked)`.execute(this.database.reads);
  }

  private digest({ key }: Budget): Buffer {
    return createHmac('sha256', this.keyring.keys('identity.attempt')[0].key).update(key).digest();
  }
}
