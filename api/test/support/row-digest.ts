import type { TestDatabase } from './test-database.js';
import { delivered } from './delivered.js';
import { until } from './eventually.js';

// What is meant to change by itself, or by a refusal.
const leftOut = [
  "schemaname = 'platform'", // leases, processes, messages on their way
  "(schemaname, tablename) = ('identity', 'attempt')", // counts failed sign-ins, so that the next one waits
  "(schemaname, tablename) in (('orders', 'idempotency_key'), ('orders', 'refund_try_key'), ('wallet', 'idempotency_key'), ('wallet', 'kept_request'))", // keep a refusal, so that who asks again is told the same
  "(schemaname, tablename) in (('wallet', 'closing'), ('wallet', 'checkpoint'), ('wallet', 'event_total'))", // sums of what stands elsewhere, closed every quarter of an hour
  "(schemaname, tablename) in (('payments', 'reconciliation'), ('payments', 'ledger_told'), ('wallet', 'books_told'))", // when books were last compared
];

// When an open attempt is next asked after, how often it was, and when it was seen in another book.
const columnsLeftOut = ['looks', 'next_look_at', 'listed_at', 'booked_at'];

// Charges on their way, receipts that a job has not numbered yet, which are mailed then, and mails that are not sent.
const unanswered = `
  select from payments.attempt where state in ('pending', 'in_flight') and pix_code is null
  union all select from wallet.payment where completed_at is not null and receipt_number is null and amount_cents > 0 and not sandbox
  union all select from notifications.mail where state = 'waiting' and error is null`;

const row = (table: string): string => (table === 'payments.attempt' ? `to_jsonb(each) - '{${columnsLeftOut.join(',')}}'::text[]` : 'each');

/** A digest of every row of every module, by table. */
export class RowDigest {
  private constructor(private readonly database: TestDatabase) {}

  /** Once for a database. */
  static async of(database: TestDatabase): Promise<RowDigest> {
    const tables = await database.query<{ schemaname: string; tablename: string }>(
      `select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'public') and not (${leftOut.join(' or ')}) order by 1, 2`,
    );
    const each = tables.map(({ schemaname, tablename }) => `select '${schemaname}.${tablename}' as name, (select md5(string_agg(text, '|' order by text)) from (select (${row(`${schemaname}.${tablename}`)})::text as text from ${schemaname}.${tablename} each) rows) as digest`);
    // Planned once: there are a hundred digests in it, and tests ask for it two thousand times.
    await database.query(`prepare row_digest as ${each.join(' union all ')}`);
    return new RowDigest(database);
  }

  async now(): Promise<Map<string, string | null>> {
    return new Map((await this.database.query<{ name: string; digest: string | null }>('execute row_digest')).map(({ name, digest }) => [name, digest]));
  }

  /** The digest once nothing changes any more: every message has been delivered, every gateway has answered, and two looks see the same. */
  async quiet(): Promise<Map<string, string | null>> {
    await until(async () => {
      await delivered(this.database);
      return (await this.database.query(unanswered)).length === 0;
    }, 'the gateways to answer, the receipts to be numbered and the mails to be sent');
    await delivered(this.database);
    for (let last = await this.now(), looks = 0; ; looks += 1) {
      if (looks > 200) throw new Error('the rows never come to rest');
      await new Promise((resolve) => setTimeout(resolve, 25));
      const next = await this.now();
      if (changed(last, next).length === 0) return next;
      last = next;
    }
  }
}

/** The tables in which a row has changed. */
export function changed(before: Map<string, string | null>, after: Map<string, string | null>): string[] {
  return [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
}
