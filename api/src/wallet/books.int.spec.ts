import { afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { WalletHouse } from '../../test/support/wallet-house.js';
import { BooksRepository } from './books.repository.js';
import { ClosingJob } from './closing.job.js';

let wallet: WalletHouse;
let accountId: string;
const payerUserId = newId();
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create());
  await wallet.give(payerUserId, 1_000);
  [{ id: accountId } = { id: '' }] = await wallet.database.query<{ id: string }>(`select id from wallet.account where kind = 'buyer' and owner = $1`, [payerUserId]);
});
afterEach(() => wallet.verify());

const close = () => wallet.house.app.get(ClosingJob).run();
const checkpoints = () => wallet.database.query<{ credits_posted: number }>('select credits_posted from wallet.checkpoint where account_id = $1 order by at', [accountId]);
const balanceAt = async (...instants: string[]) =>
  (await wallet.house.app.get(BooksRepository).countersAt(wallet.database.open(1).reads, accountId, instants)).map(({ creditsPosted, debitsPosted }) => creditsPosted - debitsPosted);

test('a quarter of an hour is closed after its end, with the sums of all before it', async () => {
  await close();
  expect(await checkpoints()).toEqual([]);
  await wallet.database.advance(960);
  await wallet.give(payerUserId, 500);
  await close();
  expect(await checkpoints()).toEqual([{ credits_posted: 1_000 }]);
  await wallet.database.advance(86_400);
  const openSeconds = async () => Number(/^catraca_books_open_seconds (\S+)$/m.exec(await (await fetch(`${wallet.house.url}/metrics`)).text())?.[1]);
  expect(await openSeconds()).toBeGreaterThan(86_400);
  await close();
  expect(await openSeconds()).toBeLessThan(86_400);
  expect(await checkpoints()).toEqual([{ credits_posted: 1_000 }, { credits_posted: 1_500 }]);
});

test('a balance is asked for at any time, between checkpoints, before all and after all', async () => {
  const [all] = await balanceAt('infinity');
  expect(all).toBe(1_500);
  expect(await balanceAt('-infinity', '2000-01-01T00:00:00Z', '2999-01-01T00:00:00Z')).toEqual([0, 0, 1_500]);
});

test('a checkpoint that says something else than the entries would be found', async () => {
  await wallet.database.query('update wallet.checkpoint set credits_posted = credits_posted + 1 where account_id = $1', [accountId]);
  await expect(wallet.verify()).rejects.toThrow('a checkpoint is the sum of the entries before it');
  await wallet.database.query('update wallet.checkpoint set credits_posted = credits_posted - 1 where account_id = $1', [accountId]);
});

// Last: it stops the clock.
test('a quarter into which somebody may still write stays open', async () => {
  await wallet.give(payerUserId, 1);
  const known = (await checkpoints()).length;
  const slow = await wallet.database.open(1).pool.connect();
  await slow.query('begin');
  await slow.query('select pg_current_xact_id()');
  await slow.query('select pg_sleep(7)');
  // Six seconds into a new quarter by a clock that stands still: the transaction was there before it began.
  const [{ now } = { now: '' }] = await wallet.database.query<{ now: string }>(`select (date_bin('15 minutes', platform.now(), '2000-01-01Z') + interval '906 seconds')::text as now`);
  await wallet.database.query(`create or replace function platform.now() returns timestamptz language sql stable parallel safe return timestamptz '${now}'`);
  await close();
  expect(await checkpoints()).toHaveLength(known);
  await slow.query('rollback');
  slow.release();
  await until(async () => {
    await close();
    return (await checkpoints()).length === known + 1;
  });
});
