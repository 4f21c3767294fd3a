import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceName } from '#platform';
import { checkTicketCode, type TicketKeyJwk, verifyingKeys } from '#tickets';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { eventually, until } from '../support/eventually.js';
import { type HouseProcess, Office } from '../support/processes.js';
import { Rush } from '../support/rush.js';
import { TestDatabase } from '../support/test-database.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const STADIUM = '019aa000-0000-7000-8000-000000000102';
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const STALLS = '019aa000-0000-7000-8000-000000000205';
const BALCONY = '019aa000-0000-7000-8000-000000000207';
const TABLE = '019aa000-0000-7000-8000-000000000201';

describe('one process per service', () => {
  const services: ServiceName[] = ['auth', 'tickets', 'tickets', 'wallet', 'processor', 'sequence', 'notifications', 'reports'];
  let database: TestDatabase;
  let office: Office;
  let processes: HouseProcess[];

  const at = (service: ServiceName) => processes.find((each) => each.service === service) as HouseProcess;

  beforeAll(async () => {
    database = await TestDatabase.create();
    office = await Office.open(database);
    processes = await Promise.all(services.map((service) => office.start(service)));
    await office.announceTo(at('processor'));
    await demoIsLaidOut(database);
  }, 600_000);

  test('every process tells its health and its numbers', async () => {
    for (const { url } of processes) {
      const client = new Client(url);
      await client.expect(200, 'GET', '/health');
      expect((await client.expect(200, 'GET', '/metrics')).body).toContain('catraca_http_request_duration_seconds');
      await client.expect(200, 'GET', '/api/openapi.json');
    }
  });

  test('a route is served by the process that has its service, and by no other', async () => {
    const routes: [string, string, ServiceName][] = [
      ['POST', '/api/v1/auth/sign-in', 'auth'],
      ['GET', '/api/v1/events', 'tickets'],
      ['GET', `/api/v1/events/${CASINO}/serving`, 'tickets'],
      ['GET', '/api/v1/tickets/keys', 'tickets'],
      ['GET', '/api/v1/orders', 'tickets'],
      ['GET', '/api/v1/wallet', 'wallet'],
      ['POST', '/api/v1/gateways/aurora/webhooks', 'processor'],
      ['GET', '/api/v1/gateways', 'processor'],
      ['GET', '/mailbox', 'notifications'],
      ['GET', '/api/v1/audit', 'reports'],
    ];
    const wrong: string[] = [];
    for (const [method, path, owner] of routes) {
      for (const { service, url } of processes) {
        const { status, body } = await new Client(url).call(method, path);
        const served = status !== 404 && status < 500;
        if (served !== (service === owner)) wrong.push(`${service}: ${method} ${path} is answered with ${status}`);
        if (status === 404) expect(body.code).toBe('platform.not_found');
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a purchase: signed up at auth, bought at tickets, paid by the processor, mailed by notifications, kept by reports', async () => {
    const [atAuth, atTickets, atWallet, atReports] = (['auth', 'tickets', 'wallet', 'reports'] as const).map((service) => new Client(at(service).url)) as [Client, Client, Client, Client];
    await atAuth.signUp();
    for (const client of [atTickets, atWallet]) client.like(atAuth);
    const admission = await atTickets.admitted(CASINO);
    const { body: hold } = await atTickets.expect(201, 'POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 2 }, { 'x-admission': admission });
    const { status, body: order } = await atTickets.order(hold.id, { method: 'card', token: 'tok_ok' });
    expect(status).toBe(201);
    expect(order.state).toBe('confirmed');
    expect((await atTickets.expect(200, 'GET', `tickets/${order.tickets[0].id}.pdf`)).headers.get('content-type')).toBe('application/pdf');
    expect((await atWallet.expect(200, 'GET', 'wallet')).body.available).toEqual({ amountCents: 0, currency: 'BRL' });
    const { body: top } = await atWallet.expect(201, 'POST', 'wallet/top-ups', { amount: { amountCents: 5_000, currency: 'BRL' }, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': 'top-up', prefer: 'wait=30' });
    expect(top).toBeTruthy();
    expect((await atWallet.expect(200, 'GET', 'wallet')).body.available.amountCents).toBe(5_000);

    const mailbox = new Client(at('notifications').url);
    await until(async () => (await mailbox.expect(200, 'GET', '/mailbox')).body.items.some(({ attachments }: { attachments: unknown[] }) => attachments.length === 2));

    atReports.like(await administrator(at('auth').url));
    await until(async () => (await atReports.expect(200, 'GET', 'audit')).body.items.length > 0);
  });

  test.each(['wallet', 'processor'] as const)('%s is killed with payments on their way: the next one ends them, each charged once', async (service) => {
    // Long enough that charges are on their way.
    await Promise.all(office.simulators.map((simulator) => simulator.latency(300)));
    const orders = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = new Client(at('auth').url);
        await client.signUp();
        const buyer = new Client(at('tickets').url).like(client);
        const { body: hold } = await buyer.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
        return (await buyer.call('POST', 'orders', { holdId: hold.id, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': hold.id })).body.id as string;
      }),
    );
    const victim = at(service);
    await victim.kill();
    processes = [...processes.filter((each) => each !== victim), await office.start(service, {}, Number(new URL(victim.url).port))];
    await eventually(async () => {
      const rows = await database.query<{ state: string }>('select state from orders."order" where id = any($1::uuid[])', [orders]);
      expect(rows.map(({ state }) => state)).toEqual(orders.map(() => 'confirmed'));
    });
    const payments = await database.query<{ id: string }>('select id from orders.payment where order_id = any($1::uuid[])', [orders]);
    const charges = await Promise.all(payments.map(async ({ id }) => (await Promise.all(office.simulators.map((simulator) => simulator.charges(id)))).flat().filter(({ state }) => state === 'captured').length));
    expect(charges).toEqual(orders.map(() => 1));
    await Promise.all(office.simulators.map((simulator) => simulator.behave()));
  });
});

describe('two processes that do everything, while a sale goes on', () => {
  const event = { id: CASINO, ticketTypes: [STALLS, STALLS, TABLE, BALCONY] };
  let database: TestDatabase;
  let office: Office;
  let rush: Rush;
  let ids: Map<string, HouseProcess>;

  const leases = () => database.query<{ name: string; holder: string }>('select name, holder from platform.lease where expires_at > statement_timestamp()');
  const driverOfTheLine = async () => (await leases()).find(({ name }) => name === `line:${CASINO}`)?.holder;

  // An office for each test: what a test has broken is no other's trouble.
  beforeEach(async () => {
    database = await TestDatabase.create();
    office = await Office.open(database);
    ids = new Map();
    await office.announceTo(await start());
    await start();
    await demoIsLaidOut(database);
    rush = new Rush(office, event);
    await rush.begin();
    await rush.further(15);
  }, 600_000);
  afterEach(() => office.close());

  /** Starts one more; the id under which it holds its leases is the one that is new. */
  async function start(port?: number): Promise<HouseProcess> {
    const started = await office.start('all', {}, port);
    const { id } = await until(async () => (await database.query<{ id: string }>('select id from platform.process')).find((each) => !ids.has(each.id)), 'its first heartbeat');
    ids.set(id, started);
    return started;
  }

  async function openRequests({ url }: HouseProcess): Promise<number> {
    const { body } = await new Client(url).expect<string>(200, 'GET', '/metrics');
    return Number(/^catraca_http_requests_open (\d+)/m.exec(body)?.[1]);
  }

  /** The load balancer sends nobody there any more, at a moment when some still wait for their answer. */
  async function closeWhileSomeWait(leaving: HouseProcess): Promise<void> {
    await until(async () => {
      office.open.delete(leaving);
      // Whoever has just been sent there arrives; and since connections are accepted in their order, before the question does.
      await delay(50);
      if ((await openRequests(leaving)) > 2) return true;
      office.open.add(leaving);
      await rush.further(5);
      return false;
    }, 'open requests');
  }

  test('one is killed, the one that calls the line: the other takes over, and no money is without its ticket', async () => {
    const driver = await until(driverOfTheLine);
    const victim = ids.get(driver) as HouseProcess;
    await victim.kill();
    const successor = await until(async () => {
      const holder = await driverOfTheLine();
      return holder !== driver && holder;
    });
    expect(ids.get(successor)?.alive).toBe(true);
    await eventually(async () => expect((await leases()).filter(({ holder }) => holder === driver)).toEqual([]));
    await start(Number(new URL(victim.url).port));
    await rush.further(15);
    await rush.end();
    await rush.expectSettled();
  }, 600_000);

  test('one is stopped: it answers what it has accepted', async () => {
    const [leaving] = [...office.open] as [HouseProcess];
    // So that there are always some whose payment is on its way.
    await Promise.all(office.simulators.map((simulator) => simulator.latency(500)));
    await closeWhileSomeWait(leaving);
    const { code, signal } = await leaving.stop();
    expect(signal ?? code).toBe('SIGTERM');
    await rush.further(15);
    await rush.end();
    await rush.expectSettled();
    expect(rush.troubles.broken).toEqual([]);
    expect(rush.troubles.refused).toBe(0);
    const left = [...ids].find(([, process]) => process === leaving)?.[0];
    expect((await leases()).filter(({ holder }) => holder === left)).toEqual([]);
  }, 600_000);

  test('all connections to the database are cut, twice: the box office recovers by itself', async () => {
    for (let cut = 0; cut < 2; cut += 1) {
      await database.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'catraca%'`);
      await rush.further(20);
    }
    await rush.end();
    expect([...ids.values()].map(({ alive }) => alive)).toEqual([true, true]);
    for (const { headers, body } of rush.troubles.unavailable) {
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body.code).toBe('platform.unavailable');
    }
    await rush.expectSettled();
  }, 600_000);
});

describe('what outlives the processes', () => {
  const keyA = `a:${Buffer.alloc(32, 1).toString('base64')}`;
  const keyB = `b:${Buffer.alloc(32, 2).toString('base64')}`;
  let database: TestDatabase;
  let office: Office;
  let running: HouseProcess[] = [];

  async function restart(signingKeys: string, processes = 1): Promise<void> {
    await Promise.all(running.map((each) => each.kill()));
    const port = running[0] && Number(new URL(running[0].url).port);
    running = [await office.start('all', { SIGNING_KEYS: signingKeys, CODE_POOL_LOW: '10', CODE_POOL_HIGH: '20' }, port)];
    while (running.length < processes) running.push(await office.start('all', { SIGNING_KEYS: signingKeys }));
  }

  const url = () => running[0]!.url;
  const known = (client: Client) => new Client(url()).like(client);
  const buy = async (client: Client, admission: string) => {
    const { body: hold } = await client.expect(201, 'POST', `events/${CASINO}/holds`, { ticketTypeId: STALLS, quantity: 1 }, { 'x-admission': admission });
    const { body: order } = await client.order(hold.id, { method: 'card', token: 'tok_ok' });
    expect(order.state).toBe('confirmed');
    return (await client.expect(200, 'GET', `tickets/${order.tickets[0].id}`)).body as { id: string; code: string };
  };
  const check = async (code: string) => {
    const { body } = await new Client(url()).expect<{ keys: TicketKeyJwk[] }>(200, 'GET', 'tickets/keys');
    return checkTicketCode(verifyingKeys(body.keys), code);
  };
  const keyIdOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] as string, 'base64url').toString()).kid as string;

  beforeEach(async () => {
    database = await TestDatabase.create();
    office = await Office.open(database);
    running = [];
    await restart(keyA);
    await demoIsLaidOut(database);
  }, 600_000);
  afterEach(() => office.close());

  test('keys are rotated: what the old one signed is good until it is removed, and then refused as any altered token', async () => {
    const buyer = new Client(url());
    await buyer.signUp();
    const admission = await buyer.admitted(CASINO);
    const ticket = await buy(buyer, admission);
    const waiting = new Client(url());
    await waiting.signUp();
    const { body: place } = await waiting.expect(201, 'POST', `events/${CASINO}/line`, {});
    expect(keyIdOf(place.lineToken)).toBe('a');

    await restart(`${keyB},${keyA}`);
    expect(await check(ticket.code)).toMatchObject({ ok: true });
    await known(buyer).expect(200, 'GET', 'orders');
    const { body: same } = await known(waiting).expect(201, 'POST', `events/${CASINO}/line`, {});
    expect([same.entry, keyIdOf(same.lineToken)]).toEqual([place.entry, 'b']);
    const { body: admitted } = await eventually(() => known(waiting).expect(201, 'POST', `events/${CASINO}/admissions`, { lineToken: place.lineToken }));
    expect(keyIdOf(admitted.admissionToken)).toBe('b');
    expect(await check((await buy(known(waiting), admitted.admissionToken)).code)).toMatchObject({ ok: true });

    await restart(keyB);
    await known(buyer).withoutDevice().expect(200, 'GET', 'orders');
    const refused = { code: 'platform.token_refused', status: 401 };
    const stranger = new Client(url());
    expect((await stranger.expect(401, 'POST', `events/${CASINO}/admissions`, { lineToken: place.lineToken })).body).toMatchObject(refused);
    expect((await known(buyer).expect(401, 'POST', `events/${CASINO}/line`, {})).body).toMatchObject(refused);
    expect((await known(waiting).withoutDevice().expect(401, 'POST', `events/${CASINO}/holds`, { ticketTypeId: STALLS, quantity: 1 }, { 'x-admission': admission })).body).toMatchObject(refused);
    expect(await check(ticket.code)).toMatchObject({ ok: false });
    const newcomer = new Client(url());
    await newcomer.signUp();
    expect(await check((await buy(newcomer, await newcomer.admitted(CASINO))).code)).toMatchObject({ ok: true });
  }, 600_000);

  test('everything is restarted, and nobody has lost the place in the line', async () => {
    await restart(keyB, 2);
    const joined: { client: Client; place: { lineToken: string; entry: number } }[] = await Promise.all(
      Array.from({ length: 60 }, async (_, number) => {
        const client = new Client(running[number % 2]!.url);
        return { client, place: (await client.expect(201, 'POST', `events/${STADIUM}/line`, {})).body };
      }),
    );
    expect(new Set(joined.map(({ place }) => place.entry))).toEqual(new Set(joined.keys()));
    await restart(keyB, 2);
    for (const { client, place } of joined) {
      const { body } = await known(client).expect(201, 'POST', `events/${STADIUM}/line`, {});
      expect(body.entry).toBe(place.entry);
    }
    await database.advance(16 * 60);
    const draw = await eventually(async () => {
      const { body } = await new Client(url()).expect(200, 'GET', `events/${STADIUM}/line/draw`);
      expect(body.seed).toBeDefined();
      return body;
    });
    expect(draw.size).toBe(60);
    await restart(keyB);
    expect((await new Client(url()).expect(200, 'GET', `events/${STADIUM}/line/draw`)).body).toEqual(draw);
    for (const { client, place } of joined) await eventually(() => known(client).expect(201, 'POST', `events/${STADIUM}/admissions`, { lineToken: place.lineToken }));
    expect((await new Client(url()).expect(200, 'GET', `events/${STADIUM}/serving`)).body.serving).toBe(60);
  }, 600_000);
});

async function administrator(url: string): Promise<Client> {
  const client = new Client(url);
  await client.signIn('administrator@catraca.example', 'catraca-demo');
  return client;
}
