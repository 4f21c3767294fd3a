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

test("a gateway's keys and secrets are told nowhere, though its calls fail and its webhooks are refused", async () => {
  const secrets = ['sk_simulated_keep_this', 'whsec_keep_this_too', 'APP_USR-keep-this-as-well', 'secret-signature-to-keep'];
  const nowhere = 'http://127.0.0.1:9';
  const gateways = [
    { name: 'stripe', kind: 'stripe', baseUrl: nowhere, secretKey: secrets[0], webhookSecret: secrets[1] },
    { name: 'mercado-pago', kind: 'mercado_pago', baseUrl: nowhere, accessToken: secrets[2], webhookSecret: secrets[3] },
  ];
  const office = await Office.open(database);
  const house = await office.start('all', { LOG_LEVEL: 'trace', GATEWAYS: JSON.stringify(gateways) });
  const client = new Client(house.url);
  await client.signUp();
  // Together: each is tried for some seconds until no gateway is left.
  const payments = [{ method: 'card', token: 'pm_1' }, { method: 'card', token: 'visa:1' }, { method: 'pix' }];
  const answers = await Promise.all(payments.map((payment) => client.call('POST', 'wallet/top-ups', { amount: real, payment }, { 'idempotency-key': newId(), prefer: 'wait=30' })));
  for (const { name } of gateways) answers.push(await client.call('POST', `gateways/${name}/webhooks`, { id: 'evt', type: 'payment', data: { id: '1' } }, { 'stripe-signature': 't=1,v1=0' }));
  for (const path of ['/health', '/metrics']) answers.push(await client.call('GET', path));
  const told = [...answers.map(({ body }) => JSON.stringify(body)), ...house.log, await everything()].join('\n');
  expect(told).toContain('ECONNREFUSED');
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  await office.close();
});
