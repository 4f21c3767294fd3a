import { beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { type Database, newId, type Tx } from '#platform';
import { TestDatabase } from '../../test/support/test-database.js';
import { BooksRepository } from './books.repository.js';
import { StatementRepository } from './statement.repository.js';

const [payee, gateway, paymentId, owner] = [newId(), newId(), newId(), newId()];
const books = new BooksRepository();
const statements = new StatementRepository();

let database: TestDatabase;
let open: Database;
beforeAll(async () => {
  database = await TestDatabase.create();
  open = database.open(2);
  await database.query(`insert into wallet.account (id, kind, owner, currency) values ($1, 'payee', $3, 'BRL'), ($2, 'gateway', 'aurora', 'BRL')`, [payee, gateway, owner]);
});

/** So many captures a day on one organiser's account, from one day to another, counted back from today; and the books closed over all of it. */
async function sells(daysAgo: number, until: number, aDay: number): Promise<void> {
  await database.query(
    `insert into wallet.transfer (id, flag, code, payment_id, debit_account_id, credit_account_id, amount_cents, created_at)
     select gen_random_uuid(), 'posted', 'capture', $1, $2, $3, 100, platform.now() - make_interval(days => day) + make_interval(secs => nth * 86400.0 / $6)
     from generate_series($4::int, $5::int + 1, -1) day, generate_series(0, $6::int - 1) nth`,
    [paymentId, gateway, payee, daysAgo, until, aDay]);
  await database.query('truncate wallet.checkpoint, wallet.event_total');
  await database.query(`update wallet.closing set closed_until = date_bin('15 minutes', (select min(created_at) from wallet.transfer), '2000-01-01Z')`);
  while (await open.transaction((tx) => books.close(tx)));
  await database.query('analyze wallet.transfer, wallet.checkpoint');
}

/** Pages of the ledger's tables and indexes that the work looks at. */
function pagesOf(work: (tx: Tx) => Promise<unknown>): Promise<number> {
  return open.transaction(async (tx) => {
    const read = async () => {
      const { rows } = await sql<{ pages: number }>`select sum(pg_stat_get_xact_blocks_fetched(oid))::int as pages from pg_class where relnamespace = 'wallet'::regnamespace`.execute(tx);
      return rows[0]!.pages;
    };
    const before = await read();
    await work(tx);
    return (await read()) - before;
  });
}

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const balances = async (tx: Tx) => {
  const midnights = await statements.midnights(tx, day(7), day(1), 'America/Sao_Paulo');
  return books.countersAt(tx, payee, midnights.map(({ at }) => at));
};
const page = (tx: Tx) => statements.movements(tx, payee, `${day(3)}T03:00:00Z`, `${day(0)}T03:00:00Z`, undefined, 100);

test('a statement reads as few pages beside ten times as many movements', async () => {
  await sells(10, 0, 200);
  const small = [await pagesOf(balances), await pagesOf(page)];
  const before = await open.transaction(balances);
  await sells(110, 10, 200);
  const large = [await pagesOf(balances), await pagesOf(page)];
  const [opening] = await open.transaction(balances);
  // What was added lies before the statement's first day, and is in its opening balance.
  expect(opening!.creditsPosted - before[0]!.creditsPosted).toBe(100 * 200 * 100);
  expect(await open.transaction(page)).toHaveLength(100);
  for (const [index, pages] of small.entries()) {
    expect(pages).toBeGreaterThan(0);
    // An index that is ten times as large has at most one level more.
    expect(large[index]).toBeLessThanOrEqual(pages * 1.6);
  }
  // They belong to no payment, which the invariants would say.
  await database.query('truncate wallet.transfer, wallet.checkpoint');
});
