import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ServiceName } from '#platform';
import { loadDemo } from '../../src/demo.js';
import { ReconciliationJob } from '../../src/payments/reconciliation.job.js';
import { BooksJob } from '../../src/wallet/books.job.js';
import { Services } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { eventually, until } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { TestDatabase } from '../support/test-database.js';

const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const BUYERS = 8;

let database: TestDatabase;
let services: Services;
beforeAll(async () => {
  database = await TestDatabase.create();
  services = await Services.open(database, ['auth', 'tickets', 'wallet', 'processor']);
  await loadDemo(services.at('tickets').app);
  await demoIsLaidOut(database);
});

async function fan(): Promise<Client> {
  const client = new Client(services.at('auth').url);
  await client.signUp();
  return client;
}
const at = (service: ServiceName, who: Client): Client => new Client(services.at(service).url).like(who);

/** Some new fans order a ticket each and are told at once how it stands; whatever is told, the order is on its way. */
async function order(method: object): Promise<string[]> {
  const answers = await Promise.all(
    Array.from({ length: BUYERS }, async () => {
      const client = at('tickets', await fan());
      const { body: hold } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
      return client.call('POST', 'orders', { holdId: hold.id, payment: method }, { 'idempotency-key': hold.id });
    }),
  );
  expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
  return answers.map(({ body }) => body.id as string);
}
const confirmed = (orderIds: string[]) =>
  eventually(async () => {
    const rows = await database.query<{ state: string }>(`select state from orders."order" where id = any($1::uuid[])`, [orderIds]);
    expect(rows.map(({ state }) => state)).toEqual(orderIds.map(() => 'confirmed'));
  });

describe('wallet, processor and tickets as services of their own', () => {
  test.each(['wallet', 'processor', 'tickets'] as const)('sell while %s is closed in the middle and comes back', async (service) => {
    // Long enough that charges are under way when it closes.
    for (const simulator of services.simulators) simulator.latency(150, 50);
    const orderIds = await order({ method: 'card', token: 'tok_ok' });
    await services.at(service).close();
    if (service !== 'tickets') orderIds.push(...(await order({ method: 'card', token: 'tok_ok' })));
    await services.start(service);
    await confirmed(orderIds);
    for (const simulator of services.simulators) simulator.latency(0);
    const payments = await database.query<{ id: string }>('select id from orders.payment where order_id = any($1::uuid[])', [orderIds]);
    const charges = services.simulators.flatMap((simulator) => simulator.charges()).filter(({ purchase }) => payments.some(({ id }) => id === purchase));
    expect(charges.map(({ state }) => state)).toEqual(orderIds.map(() => 'captured'));
  });

  test('top up a balance without any order', async () => {
    const client = at('wallet', await fan());
    const top = { amount: { amountCents: 2_500, currency: 'BRL' }, payment: { method: 'card', token: 'tok_ok' } };
    await client.expect(201, 'POST', 'wallet/top-ups', top, { 'idempotency-key': 'services', prefer: 'wait=25' });
    expect((await client.expect(200, 'GET', 'wallet')).body.available.amountCents).toBe(2_500);
  });

  test('keep three books that agree: the providers\', the attempts, and the ledger', async () => {
    await database.advance(3_600);
    await services.at('wallet').app.get(BooksJob).tell();
    const unseen = () => database.query(`select id from payments.attempt where state = 'captured' and (listed_at is null or booked_at is null)`);
    await until(async () => {
      await services.at('processor').app.get(ReconciliationJob).reconcile();
      return (await unseen()).length === 0;
    });
    expect(await database.query(`select kind, ours, theirs from payments.difference where state = 'open'`)).toEqual([]);
    await expectInvariants(database);
  });

  test('tell each number that a dashboard draws', async () => {
    const scraped = await Promise.all((['tickets', 'wallet', 'processor'] as const).map(async (service) => (await new Client(services.at(service).url).expect<string>(200, 'GET', '/metrics')).body));
    const known = new Set(scraped.flatMap((text) => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)));
    const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'grafana');
    const drawn = readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => {
      const { panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { panels: { targets?: { expr: string }[] }[] };
      return panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr.match(/catraca_\w+/g) ?? []));
    });
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.map((name) => name.replace(/_(bucket|sum|count)$/, '')).filter((name) => !known.has(name))).toEqual([]);
  });
});
