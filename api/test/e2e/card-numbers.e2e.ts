import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform';
import { Client } from '../support/client.js';
import { Office } from '../support/processes.js';
import { TestDatabase } from '../support/test-database.js';

const NUMBERS = ['4111111111111111', '5555 5555 5555 4444', '3782-822463-10005'];
const real = { amountCents: 1_000, currency: 'BRL' };

let database: TestDatabase;
beforeAll(async () => {
  database = await TestDatabase.create();
});

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`);
  let text = '';
  for (const { name } of tables) text += (await database.query<{ row: string }>(`select each::text as row from ${name} as each`)).map(({ row }) => `${row}\n`).join('');
  return text;
}

test("a card's number is refused wherever a token is taken, and neither the logs nor the database have it", async () => {
  const office = await Office.open(database);
  const house = await office.start('all', { LOG_LEVEL: 'trace' });
  const client = new Client(house.url);
  await client.signUp();
  for (const token of NUMBERS) {
    const payment = { method: 'card', token };
    const requests: [string, unknown][] = [
      ['orders', { holdId: newId(), payment }],
      [`orders/${newId()}/payments`, payment],
      ['wallet/top-ups', { amount: real, payment }],
      ['payments', { payeeId: newId(), amount: real, payment }],
    ];
    for (const [path, body] of requests) {
      const answer = await client.call('POST', path, body, { 'idempotency-key': newId() });
      expect([path, answer.status, answer.body.code]).toEqual([path, 422, 'payments.card_number_refused']);
      expect(JSON.stringify(answer.body)).not.toContain(token);
    }
  }
  const log = house.log.join('\n');
  const stored = await everything();
  // Both have something to say at all.
  expect(log).toMatch(/"level"/);
  expect(stored).toContain('fans.example');
  for (const token of NUMBERS) expect([log.includes(token), stored.includes(token)]).toEqual([false, false]);
  await office.close();
});
