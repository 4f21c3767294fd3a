import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ServiceName } from '#platform';
import { checkTicketCode, type TicketKeyJwk, verifyingKeys } from '#tickets';
import { Client } from '../support/client.js';
import { eventually, until } from '../support/eventually.js';
import { type HouseProcess, Office } from '../support/processes.js';
import { Rush } from '../support/rush.js';
import { TestDatabase } from '../support/test-database.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const STADIUM = '019aa000-0000-7000-8000-000000000102';
const STALLS = '019aa000-0000-7000-8000-000000000205';
const BALCONY = '019aa000-0000-7000-8000-000000000207';
const TABLE = '019aa000-0000-7000-8000-000000000201';

describe('one process per service', () => {
  const services: ServiceName[] = ['auth', 'tickets', 'tickets', 'wallet', 'processor', 'sequence', 'notifications', 'reports'];
  let database: TestDatabase;
  let processes: HouseProcess[];

  const at = (service: ServiceName) => processes.find((each) => each.service === service) as HouseProcess;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const office = await Office.open(database);
    processes = await Promise.all(services.map((service) => office.start(service)));
    await office.announceTo(at('processor'));
    await until(async () => (await database.query('select from inventory.stock')).length === 3);
  }, 120_000);

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
    const { body: top } = await atWallet.expect(201, 'POST', 'wallet/top-ups', { amount: { amountCents: 5_000, currency: 'BRL' }, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': 'top-up', prefer: 'wait=8' });
    expect(top).toBeTruthy();
    expect((await atWallet.expect(200, 'GET', 'wallet')).body.available.amountCents).toBe(5_000);

    const mailbox = new Client(at('notifications').url);
    await until(async () => (await mailbox.expect(200, 'GET', '/mailbox')).body.items.some(({ attachments }: { attachments: unknown[] }) => attachments.length === 2));

    atReports.like(await administrator(at('auth').url));
    await until(async () => (await atReports.expect(200, 'GET', 'audit')).body.items.length > 0);
  });

  test('who waits for the outcome has it at once, though four processes work on it', async () => {
    const buyer = new Client(at('auth').url);
    await buyer.signUp();
    const client = new Client(at('tickets').url).like(buyer);
    const waits: number[] = [];
    while (waits.length < 4) {
      const { body: hold } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
      const askedAt = performance.now();
      const { body: order } = await client.order(hold.id, { method: 'card', token: 'tok_ok' });
      waits.push(performance.now() - askedAt);
      expect(order.state).toBe('confirmed');
    }
    // Seven hops, each woken within 20 ms; without signals a hop is a quarter of a second on average. The best of four, since machines can be busy.
    expect(Math.min(...waits)).toBeLessThan(1_000);
  });
});

describe('two processes that do everything, while a sale goes on', () => {
  const event = { id: CASINO, ticketTypes: [STALLS, STALLS, TABLE, BALCONY] };
  let database: TestDatabase;
  let office: Office;
  let running: HouseProcess[] = [];
  const ids = new Map<HouseProcess, string>();

  /** As a load balancer knows it: whoever is alive, perhaps a moment late. */
  const urls = () => running.filter(({ alive }) => alive).map(({ url }) => url);
  const leases = () => database.query<{ name: string; holder: string }>('select name, holder from platform.lease where expires_at > statement_timestamp()');
  const driverOfTheLine = async () => (await leases()).find(({ name }) => name === `line:${CASINO}`)?.holder;

  beforeAll(async () => {
    database = await TestDatabase.create();
    office = await Office.open(database);
    await office.announceTo(await start());
    await start();
    await until(async () => (await database.query('select from inventory.stock')).length === 3);
    await until(async () => (await driverOfTheLine()) !== undefined);
  }, 120_000);

  /** Starts one more; the id under which it holds its leases is the one that is new. */
  async function start(port?: number): Promise<HouseProcess> {
    const known = new Set(ids.values());
    const started = await office.start('all', {}, port);
    ids.set(started, await eventually(async () => {
      const [row] = (await database.query<{ id: string }>('select id from platform.process')).filter(({ id }) => !known.has(id));
      return (row as { id: string }).id;
    }));
    running.push(started);
    return started;
  }

  test('one is killed, the one that calls the line: the other takes over within seconds, and no money is without its ticket', async () => {
    const driver = await driverOfTheLine();
    const victim = running.find((each) => ids.get(each) === driver) as HouseProcess;
    const rush = new Rush(office, event);
    await rush.begin(15, 12, urls);
    await delay(4_000);
    const killedAt = performance.now();
    await victim.kill();
    await eventually(async () => expect(await driverOfTheLine()).not.toBe(driver));
    await eventually(async () => expect((await leases()).filter(({ holder }) => holder === driver)).toEqual([]));
    const tookOverMs = performance.now() - killedAt;
    running = running.filter((each) => each !== victim);
    await start(Number(new URL(victim.url).port));
    await rush.over;
    await rush.expectSettled();
    expect(tookOverMs).toBeLessThan(8_000);
  }, 120_000);

  test('one is stopped: it answers what it has accepted', async () => {
    const [leaving] = running as [HouseProcess];
    const rush = new Rush(office, event);
    // So that there are always some whose payment is on its way.
    await Promise.all(office.simulators.map((simulator) => simulator.latency(500)));
    await rush.begin(15, 6, urls);
    await delay(2_500);
    running = running.filter((each) => each !== leaving);
    await delay(50);
    expect(await openRequests(leaving)).toBeGreaterThan(2);
    const { code, signal, afterMs } = await leaving.stop();
    expect(afterMs).toBeLessThan(6_000);
    expect(signal ?? code).toBe('SIGTERM');
    await rush.over;
    await Promise.all(office.simulators.map((simulator) => simulator.latency(0)));
    await rush.expectSettled();
    expect(rush.troubles.broken).toEqual([]);
    await start();
  }, 120_000);

  test('all connections to the database are cut, twice: the box office recovers by itself', async () => {
    const rush = new Rush(office, event);
    await rush.begin(15, 8, urls);
    for (let cut = 0; cut < 2; cut += 1) {
      await delay(2_000);
      await database.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'catraca%'`);
    }
    await rush.over;
    expect(running.map(({ alive }) => alive)).toEqual([true, true]);
    for (const { headers, body } of rush.troubles.unavailable) {
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body.code).toBe('platform.unavailable');
    }
    await rush.expectSettled();
  }, 120_000);
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

  beforeAll(async () => {
    database = await TestDatabase.create();
    office = await Office.open(database);
    await restart(keyA);
    await until(async () => (await database.query('select from inventory.stock')).length === 3);
  }, 120_000);

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
  }, 120_000);

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
  }, 120_000);
});

async function openRequests({ url }: HouseProcess): Promise<number> {
  const { body } = await new Client(url).expect<string>(200, 'GET', '/metrics');
  return Number(/^catraca_http_requests_open (\d+)/m.exec(body)?.[1]);
}

async function administrator(url: string): Promise<Client> {
  const client = new Client(url);
  await client.signIn('administrator@catraca.example', 'catraca-demo');
  return client;
}
