import { randomInt } from 'node:crypto';
import { Pool } from 'pg';
import { Batcher, Database, migrate, newId } from '#platform';
import type { AccountRef } from './ledger.js';
import { LedgerRepository } from './ledger.repository.js';

/**
 * A program: the ledger alone, as fast as it goes, on a database that it makes for itself on the server of `RUSH_URL` and leaves behind.
 * `RUSH_CLIENTS` hand in one transfer after the other, from any buyer to any payee; what waits meanwhile is the next transaction, durable, as in
 * the wallet, but with no payment and no message around it. Says how many a second it made in `RUSH_SECONDS`: what can be compared with TPC-B.
 */
const setting = (name: string): string => {
  const value = process.env[`RUSH_${name}`];
  if (value === undefined) throw new Error(`RUSH_${name} is not set`);
  return value;
};

const BUYERS = 100_000;
// As many as TPC-B has branches at the usual scale.
const PAYEES = 32;
const FUNDS_CENTS = 100_000_000;
// One collects and decides while the other is committed.
const AT_ONCE = 2;
const ROWS = 5_000;

interface Order {
  from: AccountRef;
  to: AccountRef;
}

const gateway: AccountRef = { kind: 'gateway', owner: 'rush', currency: 'BRL' };
const buyers = Array.from({ length: BUYERS }, (): AccountRef => ({ kind: 'buyer', owner: newId(), currency: 'BRL' }));
const payees = Array.from({ length: PAYEES }, (): AccountRef => ({ kind: 'payee', owner: newId(), currency: 'BRL' }));
const anyOf = (refs: readonly AccountRef[]): AccountRef => refs[randomInt(refs.length)] as AccountRef;

async function ownDatabase(): Promise<Database> {
  const url = new URL(setting('URL'));
  const name = `rush_${newId().replaceAll('-', '')}`;
  const server = new Pool({ connectionString: url.href, max: 1 });
  await server.query(`create database ${name}`);
  await server.end();
  url.pathname = `/${name}`;
  await migrate(url.href);
  return new Database({ databaseUrl: url.href, databasePoolMax: AT_ONCE + 1, databaseStatementSeconds: 60 });
}

async function rush(): Promise<{ perSecond: number; made: number; received: number }> {
  const database = await ownDatabase();
  const ledgers = new LedgerRepository();
  const move = (orders: Order[], amountCents: number): Promise<string[]> =>
    database.transaction(async (tx) => {
      const ledger = await ledgers.open(tx, orders.flatMap(({ from, to }) => [from, to]), []);
      const results = orders.map(({ from, to }) => {
        const [debit, credit] = [ledger.account(from), ledger.account(to)];
        return ledger.create({ id: newId(), flag: 'posted', code: 'payment', paymentId: newId(), debitAccountId: debit.id, creditAccountId: credit.id, amountCents });
      });
      await ledgers.write(tx, ledger);
      return results;
    });
  for (let from = 0; from < BUYERS; from += ROWS) await move(buyers.slice(from, from + ROWS).map((buyer) => ({ from: gateway, to: buyer })), FUNDS_CENTS);
  await move(payees.map((payee) => ({ from: gateway, to: payee })), 1);

  const batcher = new Batcher<Order, string>({ name: 'rush', execute: (orders) => move(orders, 1), concurrency: AT_ONCE });
  const seconds = Number(setting('SECONDS'));
  const startedAt = performance.now();
  let made = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1_000) {
      const result = await batcher.submit({ from: anyOf(buyers), to: anyOf(payees) });
      if (result !== 'created') throw new Error(result);
      made += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(setting('CLIENTS')) }, client));
  const perSecond = made / ((performance.now() - startedAt) / 1_000);
  const { rows } = await database.pool.query<{ received: number }>(`select sum(balance_cents)::int as received from wallet.account_balance where kind = 'payee'`);
  await database.onApplicationShutdown();
  return { perSecond, made, received: Number(rows[0]?.received) - PAYEES };
}

const outcome = await rush();
if (process.send) process.send(outcome, () => process.disconnect?.());
else console.log(outcome);
