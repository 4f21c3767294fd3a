/** What others must not bring about: other sites, proxies that are none of ours, thieves of tokens, names that are programs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { Identity, IdentityModule } from '#identity';
import { loadDemo } from '../../src/demo.js';
import { modulesOf } from '../../src/services.js';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { eventually } from '../support/eventually.js';
import { signedInFans } from '../support/fans.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, type TestHouse } from '../support/test-house.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const STADIUM = '019aa000-0000-7000-8000-000000000102';
const TABLE = '019aa000-0000-7000-8000-000000000201';
const password = 'correct horse battery';
const liveMode = { CATRACA_MODE: 'live', SMTP_URL: 'smtp://localhost:1', PUBLIC_URL: 'https://tickets.example' };

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, modulesOf({ service: 'all' }));
  await loadDemo(house.app);
  await demoIsLaidOut(database);
});

const post = (path: string, body: object, headers: Record<string, string> = {}, url = house.url) =>
  fetch(`${url}/api/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function fan(): Promise<Client> {
  const client = new Client(house.url);
  await client.signUp();
  return client;
}

describe("another site's page", () => {
  const credentials = { email: 'fan@catraca.example', password: 'catraca-demo' };

  test.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])('%o signs nobody in, with a cookie or without', async (headers) => {
    for (const more of [{}, { cookie: 'catraca_device=x' }, { cookie: 'catraca_session=x', authorization: 'Basic eDp5' }]) {
      const response = await post('auth/sign-in', credentials, { ...headers, ...more } as Record<string, string>);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'platform.cross_site']);
    }
    const form = await fetch(`${house.url}/api/v1/auth/sign-in`, { method: 'POST', headers: headers as Record<string, string>, body: new URLSearchParams(credentials) });
    // The one body that another site's page can send without asking is not even read.
    expect(form.status).toBe(415);
  });

  test('is told from our own pages and from programs with a token', async () => {
    expect((await post('auth/sign-in', credentials, { origin: house.url })).status).toBe(201);
    expect((await post('auth/sign-in', credentials, { 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    const proxied = await startHouse(database, modulesOf({ service: 'auth' }), { SERVICE: 'auth', PUBLIC_URL: 'https://tickets.example/' });
    expect((await post('auth/sign-in', credentials, { origin: 'https://tickets.example' }, proxied.url)).status).toBe(201);
    for (const origin of ['http://tickets.example', 'https://tickets.example:8443', 'https://tickets.example.evil.example']) {
      expect((await post('auth/sign-in', credentials, { origin }, proxied.url)).status, origin).toBe(403);
    }
    await proxied.close();
    // A program that keeps the session as a cookie, and says nothing that only browsers say.
    const signedIn = await post('auth/sign-in', credentials);
    const cookie = signedIn.headers.getSetCookie().find((each) => each.startsWith('catraca_session='))?.split(';')[0] as string;
    expect((await post('auth/sign-out', {}, { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${house.url}/api/v1/me`, { headers: { cookie } })).status).toBe(200);
    expect((await post('auth/sign-out', {}, { cookie })).status).toBe(204);
    expect((await fetch(`${house.url}/api/v1/me`, { headers: { cookie } })).status).toBe(401);
    const [program] = await signedInFans(database, 1);
    expect((await post('auth/sign-out', {}, { origin: 'https://shop.example', authorization: `Bearer ${program?.token}` })).status).toBe(204);
  });

  test('can frame nothing, guess no type, and nothing personal is kept on the way', async () => {
    const client = await fan();
    const answers = { api: 'wallet', problem: `orders/${randomUUID()}`, picture: 'pictures/casino.svg', document: '/api/openapi.json', health: '/health', mailbox: '/mailbox?format=html' };
    for (const [name, path] of Object.entries(answers)) {
      const { headers } = await client.call('GET', path);
      expect(headers.get('x-content-type-options'), name).toBe('nosniff');
      expect(headers.get('referrer-policy'), name).toBe('same-origin');
      expect(headers.get('content-security-policy'), name).toMatch(/default-src 'none'/);
      expect(headers.get('content-security-policy'), name).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('cache-control'), name).not.toBeNull();
    }
    expect((await client.call('GET', 'wallet')).headers.get('cache-control')).toBe('no-store');
  });

  test('over TLS cookies stay there', async () => {
    const secure = await startHouse(database, modulesOf({ service: 'auth' }), { SERVICE: 'auth', PUBLIC_URL: 'https://tickets.example' });
    const response = await post('auth/sign-up', { name: 'Ana', email: `${randomUUID()}@fans.example`, password }, {}, secure.url);
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
    for (const cookie of response.headers.getSetCookie()) expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('addresses', () => {
  async function addressSeen(at: TestHouse, forwarded: string): Promise<string> {
    const response = await post('auth/sign-up', { name: 'Ana', email: `${randomUUID()}@fans.example`, password }, { 'x-forwarded-for': forwarded }, at.url);
    const { user } = (await response.json()) as { user: { id: string } };
    const [session] = await database.query<{ address: string }>('select host(address) as address from identity.session where user_id = $1', [user.id]);
    return session?.address as string;
  }

  test('are the connection\'s, whatever is forwarded', async () => {
    expect(await addressSeen(house, '203.0.113.9')).toBe('127.0.0.1');
  });

  test('are a trusted proxy\'s word, and what was before the last stranger is not believed', async () => {
    const proxied = await startHouse(database, modulesOf({ service: 'auth' }), { SERVICE: 'auth', TRUSTED_PROXIES: 'loopback,10.0.0.0/8' });
    expect(await addressSeen(proxied, '203.0.113.9')).toBe('203.0.113.9');
    expect(await addressSeen(proxied, '198.51.100.1, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
    const elsewhere = await startHouse(database, modulesOf({ service: 'auth' }), { SERVICE: 'auth', TRUSTED_PROXIES: '192.0.2.7' });
    expect(await addressSeen(elsewhere, '203.0.113.9')).toBe('127.0.0.1');
  });

  test('join only so often', async () => {
    const strict = await startHouse(database, modulesOf({ service: 'tickets' }), { SERVICE: 'tickets', JOINS_PER_ADDRESS_PER_MINUTE: '3' });
    const statuses: number[] = [];
    for (let join = 0; join < 4; join += 1) statuses.push((await post(`events/${STADIUM}/line`, {}, {}, strict.url)).status);
    expect(statuses).toEqual([201, 201, 201, 429]);
  });
});

describe('tokens that are not one\'s own', () => {
  test('a place, a device and an admission serve only what they are for', async () => {
    const client = new Client(house.url);
    const { body: place } = await client.expect(201, 'POST', `events/${STADIUM}/line`);
    const device = client.credentials['x-device'] as string;
    const refused = { status: 401, body: { code: 'platform.token_refused' } };
    expect(await client.call('POST', `events/${CASINO}/admissions`, { lineToken: place.lineToken })).toMatchObject(refused);
    expect(await client.call('POST', `events/${STADIUM}/admissions`, { lineToken: device })).toMatchObject(refused);
    expect(await new Client(house.url).call('POST', `events/${STADIUM}/line`, {}, { 'x-device': place.lineToken })).toMatchObject(refused);
    expect(await client.call('POST', `events/${STADIUM}/admissions`, { lineToken: `${place.lineToken.slice(0, -4)}AAAA` })).toMatchObject(refused);
    expect(await (await fan()).call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 }, { 'x-admission': place.lineToken })).toMatchObject(refused);
    expect((await new Client(house.url).expect(401, 'GET', 'wallet')).headers.get('www-authenticate')).toBe('Bearer');
  });

  test('an admission holds for the first who uses it and for nobody else', async () => {
    const [owner, thief] = [await fan(), await fan()];
    const admission = { 'x-admission': await owner.admitted(CASINO) };
    const { body: hold } = await owner.expect(201, 'POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 }, admission);
    expect(await thief.call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 }, admission)).toMatchObject({ status: 403, body: { code: 'line.admission_not_yours' } });
    await owner.expect(204, 'DELETE', `holds/${hold.id}`);
    expect(await thief.call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 }, admission)).toMatchObject({ status: 403 });
  });
});

describe('what people write', () => {
  test('is never a program: not in the mailbox, not in a letter', async () => {
    const email = `${randomUUID()}@fans.example`;
    await post('auth/sign-up', { name: '<img src=x onerror=alert(1)>', email, password });
    const client = new Client(house.url);
    const mail = await eventually(async () => {
      const { body } = await client.expect<{ items: { id: string }[] }>(200, 'GET', `/mailbox?format=json&to=${encodeURIComponent(email)}`);
      expect(body.items).toHaveLength(1);
      return body.items[0] as { id: string };
    });
    for (const page of [`/mailbox?format=html&to=${encodeURIComponent(email)}`, `/mailbox/${mail.id}?format=html`, `/mailbox/${mail.id}/letter`]) {
      const { body } = await client.expect<string>(200, 'GET', page);
      expect(body).toContain('onerror=alert(1)');
      expect(body).not.toContain('<img');
    }
  });

  test.each(['Ana\r\nBcc: all@fans.example', 'Ana\u0000', 'Ana\u202e', 'https://evil.example'])('%j is nobody\'s name', async (name) => {
    expect((await post('auth/sign-up', { name, email: `${randomUUID()}@fans.example`, password })).status).toBe(400);
  });

  test.each(['ana@fans.example\r\nBcc: all@fans.example', 'ana@fans.example, all@fans.example', 'Ana <ana@fans.example>'])('%j is nobody\'s address', async (email) => {
    expect((await post('auth/sign-up', { name: 'Ana', email, password })).status).toBe(400);
  });

  test('in a search finds texts and does nothing else', async () => {
    const client = new Client(house.url);
    for (const search of ["'; drop table catalog.event; --", "' or 1=1 --", 'a & | ! :* <->', '%', '\\']) {
      expect((await client.expect(200, 'GET', `events?search=${encodeURIComponent(search)}`)).body.items.length).toBeLessThanOrEqual(3);
    }
    expect((await client.expect(200, 'GET', 'events')).body.items).toHaveLength(3);
  });

  test.each(['..%2f..%2fdemo-secrets.json', '%2e%2e%2fcasino.svg', 'casino.svg%00.png', '..'])('a picture called %s is not looked for', async (name) => {
    expect((await new Client(house.url).call('GET', `pictures/${name}`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a house in live mode', () => {
  const scrape = async (at: TestHouse, authorization?: string) => (await fetch(`${at.url}/metrics`, { headers: authorization ? { authorization } : {} })).status;

  test('tells how a sale goes to whoever shows METRICS_TOKEN, and to nobody without one; a demo tells everybody', async () => {
    const closed = await startHouse(database, [IdentityModule], liveMode);
    const guarded = await startHouse(database, [IdentityModule], { ...liveMode, METRICS_TOKEN: 'sixteen-characters' });
    expect(await scrape(house)).toBe(200);
    expect([await scrape(closed), await scrape(closed, 'Bearer '), await scrape(closed, 'Bearer null')]).toEqual([401, 401, 401]);
    expect([await scrape(guarded), await scrape(guarded, 'Bearer wrong'), await scrape(guarded, 'Bearer sixteen-characters')]).toEqual([401, 401, 200]);
  });

  test('a database is a demo\'s for good or never', async () => {
    const asDemo = await startHouse(database, [IdentityModule]);
    const asLive = await startHouse(database, [IdentityModule], liveMode);
    await asDemo.app.get(Identity).requireDatabaseOfItsMode();
    await expect(asLive.app.get(Identity).requireDatabaseOfItsMode()).rejects.toThrow("This database is a demo's");
    // As it would be had nobody but real people signed up; one of them with a demo's address, which cannot be proven.
    await database.query(`update identity.user set verified_at = null where email like '%@catraca.example'`);
    await asLive.app.get(Identity).requireDatabaseOfItsMode();
    await expect(asDemo.app.get(Identity).requireDatabaseOfItsMode()).rejects.toThrow("is no demo's");
  });

  test('has no mailbox and says no word of a demo', async () => {
    const live = await startHouse(database, modulesOf({ service: 'all' }), liveMode);
    const mailbox = await fetch(`${live.url}/mailbox`);
    expect([mailbox.status, mailbox.headers.get('x-catraca-mode')]).toEqual([404, null]);
  });
});
