import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Jobs, Outbox, type Tx } from '#platform';
import { CompareBooks } from '#payments';
import { WalletDatabase } from './wallet-database.js';

const EVERY_MS = 60_000;
/** Far beyond any statement or transaction: what is older is all there, none commits behind the cursor. */
const SETTLED_SECONDS = 300;
/** At a thousand payments a second a minute is 60,000 rows, the most that is held in memory at once. */
const SLICE_SECONDS = 60;
/** After an outage an hour is caught up with in each run. */
const SLICES_MAX = 60;
const ENTRIES_MAX = 500;

type Entry = CompareBooks['entries'][number];

/**
 * Tells the processor what the ledger has booked with each gateway, slice by slice, each told with its cursor in one
 * transaction: nothing is left out and nothing told twice. An empty slice is told as well, so that silence means something.
 */
@Injectable()
export class BooksJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: WalletDatabase,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.jobs.every('wallet.tell_books', EVERY_MS, () => this.tell());
  }

  async tell(): Promise<void> {
    for (let slice = 0; slice < SLICES_MAX && (await this.database.transaction((tx) => this.tellSlice(tx))); slice++);
  }

  /** Whether a whole slice was told, so that there may be another. */
  private async tellSlice(tx: Tx): Promise<boolean> {
    const { rows: slices } = await sql<{ from: Date; until: Date; whole: boolean }>`
      with told as (select until from wallet.books_told for update)
      select until as from, least(until + make_interval(secs => ${SLICE_SECONDS}), limit_at) as until, until + make_interval(secs => ${SLICE_SECONDS}) <= limit_at as whole
      from told, (select date_trunc('milliseconds', platform.now() - make_interval(secs => ${SETTLED_SECONDS})) as limit_at) as settled where until < limit_at`.execute(tx);
    const [slice] = slices;
    if (!slice) return false;
    const entries = await this.entries(tx, slice);
    const until = slice.until.toISOString();
    const pages = Math.max(1, Math.ceil(entries.length / ENTRIES_MAX));
    const messages = Array.from({ length: pages }, (_, page) => CompareBooks.message({ until, entries: entries.slice(page * ENTRIES_MAX, (page + 1) * ENTRIES_MAX) }));
    await this.outbox.append(tx, messages);
    await sql`update wallet.books_told set until = ${slice.until}`.execute(tx);
    return slice.whole;
  }

  private async entries(tx: Tx, { from, until }: { from: Date; until: Date }): Promise<Entry[]> {
    const { rows } = await sql<Entry>`
      select case when pending_id is null then 'charge' else 'refund' end as about, coalesce(pending_id, transfer.id) as id,
        regexp_replace(owner, '^sandbox:', '') as gateway, amount_cents as "amountCents"
      from wallet.transfer join wallet.account on account.id = case when pending_id is null then debit_account_id else credit_account_id end
      where transfer.created_at >= ${from} and transfer.created_at < ${until} and account.kind = 'gateway'
        and (flag = 'posted' and code in ('capture', 'top_up', 'conflict') or flag = 'post_pending' and code in ('refund', 'conflict_refund'))
      order by transfer.created_at, transfer.id`.execute(tx);
    return rows;
  }
}
