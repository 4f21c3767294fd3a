import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** What an account had moved at an instant. */
export interface Counters {
  debitsPosted: number;
  creditsPosted: number;
  debitsPending: number;
  creditsPending: number;
}

// A quarter's end is the midnight of some time zone; see the migration.
const quarter = sql`interval '15 minutes'`;
const origin = sql`timestamptz '2000-01-01 00:00Z'`;
// As much as one statement reads when closing has fallen behind: six hours of a million payments a day are half a million rows.
const step = sql`interval '6 hours'`;

// A server that is short of processors may be late to say what a connection has begun.
const margin = sql`interval '5 seconds'`;

/** Sums of entries, debits positive; the same four that a buyer's account keeps. */
const sums = sql`
  coalesce(sum(-amount_cents) filter (where amount_cents < 0 and flag in ('posted', 'post_pending')), 0)::bigint as debits_posted,
  coalesce(sum(amount_cents) filter (where amount_cents > 0 and flag in ('posted', 'post_pending')), 0)::bigint as credits_posted,
  coalesce(sum(case when flag = 'pending' then -amount_cents else amount_cents end) filter (where amount_cents < 0 and flag <> 'posted'), 0)::bigint as debits_pending,
  coalesce(sum(case when flag = 'pending' then amount_cents else -amount_cents end) filter (where amount_cents > 0 and flag <> 'posted'), 0)::bigint as credits_pending`;

/** What an account had moved before each of some instants, for statements that want to know more of the same moment; nothing for no account. */
export const countersAt = (accountId: string | null, instants: string[]) => sql<Counters>`
  select coalesce(closed.debits_posted, 0) + since.debits_posted as "debitsPosted", coalesce(closed.credits_posted, 0) + since.credits_posted as "creditsPosted",
    coalesce(closed.debits_pending, 0) + since.debits_pending as "debitsPending", coalesce(closed.credits_pending, 0) + since.credits_pending as "creditsPending"
  from unnest(${instants}::timestamptz[]) with ordinality as asked (at, place)
  left join lateral (
    select * from wallet.checkpoint where account_id = ${accountId}::uuid and checkpoint.at <= asked.at order by checkpoint.at desc limit 1
  ) closed on true
  cross join lateral (
    select ${sums} from wallet.entry
    where account_id = ${accountId}::uuid and created_at >= coalesce(closed.at, '-infinity') and created_at < asked.at
  ) since
  order by asked.place`;

/** The closed books: checkpoints of accounts, totals of payees' events, and balances at any time that cost the same however much the ledger holds. */
@Injectable()
export class BooksRepository {
  /**
   * Closes the next quarters that nothing can be written into any more, at most six hours of them; false where there are none.
   * A transfer's time is its statement's, and it is seen when its transaction commits. So a quarter stays open while a transaction that has written, or a statement
   * that may yet write, was there before its end. Who only reads (a backup, for hours) holds nothing up, but for the statement it is at.
   */
  async close(tx: Tx): Promise<boolean> {
    const { rows } = await sql<{ from: string; until: string; due: boolean }>`
      with oldest as (
        select greatest(${margin}, max(clock_timestamp() - case when backend_xid is not null then xact_start when state = 'active' then query_start end)) as age from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
      ), bound as (
        select closed_until as "from", least(closed_until + ${step}, date_bin(${quarter}, platform.now() - oldest.age, ${origin})) as until from wallet.closing, oldest
        for update of closing
      )
      select "from"::text, until::text, "from" < until as due from bound`.execute(tx);
    const bound = rows[0];
    if (!bound?.due) return false;
    await sql`
      with moved as (
        select account_id, date_bin(${quarter}, created_at, ${origin}) + ${quarter} as at, ${sums}
        from wallet.entry where created_at >= ${bound.from}::timestamptz and created_at < ${bound.until}::timestamptz
        group by 1, 2
      )
      insert into wallet.checkpoint (account_id, at, debits_posted, credits_posted, debits_pending, credits_pending)
      select moved.account_id, moved.at,
        coalesce(before.debits_posted, 0) + sum(moved.debits_posted) over ordered, coalesce(before.credits_posted, 0) + sum(moved.credits_posted) over ordered,
        coalesce(before.debits_pending, 0) + sum(moved.debits_pending) over ordered, coalesce(before.credits_pending, 0) + sum(moved.credits_pending) over ordered
      from moved left join lateral (
        select * from wallet.checkpoint where checkpoint.account_id = moved.account_id and checkpoint.at <= ${bound.from}::timestamptz order by checkpoint.at desc limit 1
      ) before on true
      window ordered as (partition by moved.account_id order by moved.at)`.execute(tx);
    await sql`
      insert into wallet.event_total as total (account_id, event_id, captured_cents, refunded_cents, fee_cents, other_cents)
      select account_id, event_id, coalesce(sum(amount_cents) filter (where kind = 'captured'), 0), coalesce(sum(amount_cents) filter (where kind = 'refunded'), 0),
        coalesce(sum(amount_cents) filter (where kind = 'fee'), 0), coalesce(sum(amount_cents) filter (where kind = 'other'), 0)
      from wallet.event_entry where created_at >= ${bound.from}::timestamptz and created_at < ${bound.until}::timestamptz
      group by 1, 2
      on conflict on constraint one_total_per_event do update set
        captured_cents = total.captured_cents + excluded.captured_cents, refunded_cents = total.refunded_cents + excluded.refunded_cents,
        fee_cents = total.fee_cents + excluded.fee_cents, other_cents = total.other_cents + excluded.other_cents`.execute(tx);
    await sql`update wallet.closing set closed_until = ${bound.until}::timestamptz`.execute(tx);
    return true;
  }

  async openSeconds(tx: Tx): Promise<number> {
    const { rows } = await sql<{ seconds: number }>`select extract(epoch from platform.now() - closed_until)::float8 as seconds from wallet.closing`.execute(tx);
    return (rows[0] as { seconds: number }).seconds;
  }

  /** What an account had moved before each of these instants, in their order. Instants are text, for JavaScript's lose what is less than a millisecond. */
  async countersAt(tx: Tx, accountId: string, instants: string[]): Promise<Counters[]> {
    const { rows } = await countersAt(accountId, instants).execute(tx);
    return rows;
  }
}
