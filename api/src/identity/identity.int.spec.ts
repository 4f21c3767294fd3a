import { hash } from '@node-rs/argon2';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Database, newId, Sessions } from '#platform';
import { signedInFans } from '../../test/support/fans.js';
import { IdentityDesk, newEmail, PASSWORD } from '../../test/support/identity-desk.js';
import type { TestDatabase } from '../../test/support/test-database.js';
import { startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AccountsModule, Identity, IdentityModule } from './index.js';
import { SessionRepository } from './session.repository.js';

let database: TestDatabase;
let house: TestHouse;
let { call, signUp, signIn, eventsOf } = {} as IdentityDesk;
beforeAll(async () => {
  ({ database, house, call, signUp, signIn, eventsOf } = await IdentityDesk.open());
});

describe('signing in', () => {
  test('ends the session elsewhere', async () => {
    const email = newEmail();
    const phone = (await signUp(email)).body.token as string;
    expect((await call('GET', '/me', { token: phone })).status).toBe(200);
    const laptop = (await signIn(email)).body.token as string;
    expect((await call('GET', '/me', { token: phone })).status).toBe(401);
    expect((await call('GET', '/me', { token: laptop })).status).toBe(200);
  });

  test('on a device ends the session that somebody else had there', async () => {
    const first = await signUp();
    const device = { 'x-device': first.headers.get('x-device') as string };
    const second = await signUp(newEmail(), device);
    expect((await call('GET', '/me', { token: first.body.token })).status).toBe(401);
    expect((await call('GET', '/me', { token: second.body.token })).status).toBe(200);
    expect(await database.query('select ended_because from identity.session where user_id = $1', [first.body.user.id])).toEqual([{ ended_because: 'device_taken_over' }]);
  });

  test('answers an unknown address and a wrong password alike', async () => {
    const email = newEmail();
    await signUp(email);
    const [wrong, unknown] = [await signIn(email, 'another password'), await signIn(newEmail(), 'another password')];
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.body.code).toBe('identity.wrong_credentials');
  });

  test('is slowed down for who guesses, but the owner still comes in on a known device', async () => {
    const email = newEmail();
    const owner = await signUp(email);
    const guesses = [];
    for (let guess = 1; guess <= 11; guess += 1) guesses.push(await signIn(email, `guess number ${guess}`));
    expect(guesses.map(({ status }) => status)).toEqual([...Array<number>(10).fill(401), 429]);
    expect(Number(guesses.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await signIn(email)).status).toBe(429);
    expect((await signIn(email, PASSWORD, { 'x-device': owner.headers.get('x-device') as string })).status).toBe(201);
    await database.advance(15 * 60);
    expect((await signIn(email)).status).toBe(201);
  });

  test('from elsewhere is not hindered by one who guesses on and on', async () => {
    const email = newEmail();
    await signUp(email);
    for (let guess = 1; guess <= 120; guess += 1) await signIn(email, 'a wrong password', { 'x-forwarded-for': '203.0.113.7' });
    expect((await signIn(email, PASSWORD, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(429);
    expect((await signIn(email, PASSWORD, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(201);
  });

  test('is slowed down for all strangers together when they guess from everywhere', async () => {
    const email = newEmail();
    const owner = await signUp(email);
    for (let guess = 1; guess <= 100; guess += 1) await signIn(email, 'a wrong password', { 'x-forwarded-for': `198.51.100.${guess}` });
    expect((await signIn(email, PASSWORD, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(429);
    expect((await signIn(email, PASSWORD, { 'x-device': owner.headers.get('x-device') as string })).status).toBe(201);
  });

  test('with the right password again and again uses up nothing', async () => {
    const email = newEmail();
    await signUp(email);
    for (let time = 1; time <= 12; time += 1) expect((await signIn(email)).status).toBe(201);
  });

  test('hashes a password anew that was hashed with parameters of former times', async () => {
    const { body } = await signUp(newEmail());
    await database.query('update identity.credential set password_hash = $2 where user_id = $1', [body.user.id, await hash(PASSWORD, { memoryCost: 8_192 })]);
    expect((await signIn(body.user.email)).status).toBe(201);
    const [row] = await database.query<{ password_hash: string }>('select password_hash from identity.credential where user_id = $1', [body.user.id]);
    expect(row?.password_hash).toContain('m=19456,t=2,p=1');
    expect((await signIn(body.user.email)).status).toBe(201);
  });
});

describe('a session', () => {
  test('ends by signing out, in the browser too', async () => {
    const { body } = await signUp();
    const out = await call('POST', '/auth/sign-out', { token: body.token });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie().join()).toMatch(/catraca_session=;/);
    expect((await call('GET', '/me', { token: body.token })).status).toBe(401);
    expect((await call('POST', '/auth/sign-out', { token: body.token })).status).toBe(204);
  });

  test('tells its owner of the one before it, and of no other', async () => {
    const email = newEmail();
    const first = await signUp(email);
    expect((await call('GET', '/auth/session', { token: first.body.token })).body.previous).toBeNull();
    const browser = (name: string) => ({ body: { email, password: PASSWORD }, headers: { 'user-agent': name } });
    await call('POST', '/auth/sign-in', browser('another one'));
    const { headers } = await call('POST', '/auth/sign-in', browser('Firefox'));
    const cookie = headers.getSetCookie().find((each) => each.startsWith('catraca_session='))?.split(';')[0] as string;
    const { session, previous } = (await call('GET', '/auth/session', { headers: { cookie } })).body;
    expect([session.userAgent, previous]).toMatchObject(['Firefox', { userAgent: 'another one', address: '127.0.0.1', endedBecause: 'signed_in_elsewhere' }]);
    expect(Date.parse(previous.endedAt)).toBeGreaterThanOrEqual(Date.parse(previous.createdAt));
  });

  test('expires by the database’s clock', async () => {
    const { body } = await signUp();
    const { session } = (await call('GET', '/auth/session', { token: body.token })).body;
    const days = (Date.parse(session.expiresAt) - Date.parse(session.createdAt)) / 86_400_000;
    expect(days).toBe(30);
    await database.advance(30 * 24 * 3_600);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await call('GET', '/me', { token: body.token })).status).toBe(401);
  });

  test.each(['', 'x', 'A'.repeat(43), "' or 1=1 --", 'A'.repeat(10_000)])('is not opened by the token %j', async (token) => {
    expect((await call('GET', '/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  test('is not stored with its token', async () => {
    const { body } = await signUp();
    const [row] = await database.query<{ text: string }>('select session::text as text from identity.session as session where user_id = $1', [body.user.id]);
    expect(row?.text).not.toContain(body.token);
  });

  test('is found for many requests by few queries', async () => {
    const fans = await signedInFans(database, 1_000);
    const lookUps = vi.spyOn(house.app.get(SessionRepository), 'bearers');
    // What is remembered for a second is remembered for the whole test, however slow.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    const sessions = house.app.get(Sessions);
    const found = await Promise.all(fans.map(({ token }) => sessions.find(token)));
    expect(found.map((principal) => principal?.userId)).toEqual(fans.map(({ userId }) => userId));
    expect(lookUps.mock.calls.length).toBeLessThan(10);
    await Promise.all(fans.map(({ token }) => sessions.find(token)));
    expect(lookUps.mock.calls.length).toBeLessThan(10);
    for (const spy of [clock, lookUps]) spy.mockRestore();
  });

  test('is opened from the proxy’s own address when the forwarded one is nonsense', async () => {
    const { status, body } = await signUp(newEmail(), { 'x-forwarded-for': 'unknown' });
    expect(status).toBe(201);
    expect(await database.query('select host(address) as address from identity.session where user_id = $1', [body.user.id])).toEqual([{ address: '127.0.0.1' }]);
  });

  test('by cookie does nothing on behalf of another site', async () => {
    const { body } = await signUp();
    const headers = { cookie: `catraca_session=${body.token}` };
    const change = { name: 'Stolen' };
    expect(await call('PATCH', '/me', { body: change, headers: { ...headers, 'sec-fetch-site': 'cross-site' } })).toMatchObject({ status: 403, body: { code: 'platform.cross_site' } });
    expect(await call('PATCH', '/me', { body: change, headers: { ...headers, origin: 'https://evil.example' } })).toMatchObject({ status: 403 });
    expect(await call('PATCH', '/me', { body: { name: 'Mine' }, headers: { ...headers, origin: house.url } })).toMatchObject({ status: 200, body: { user: { name: 'Mine' } } });
  });

  test('cookie is Secure where people come by https', async () => {
    const secure = await startHouse(database, [IdentityModule, AccountsModule], { PUBLIC_URL: 'https://tickets.example' });
    const answer = await fetch(`${secure.url}/api/v1/auth/sign-up`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Ana', email: newEmail(), password: PASSWORD }),
    });
    await secure.close();
    expect(answer.headers.getSetCookie().find((each) => each.startsWith('catraca_session='))).toMatch(/Secure/);
  });
});

describe('one’s own account', () => {
  test('can be given another name and language, and nothing else', async () => {
    const { token, user } = (await signUp()).body;
    expect((await call('PATCH', '/me', { token, body: { name: 'Ana Lima', language: 'en' } })).body.user).toEqual({ ...user, name: 'Ana Lima', language: 'en' });
    for (const body of [{}, { role: 'organiser' }, { email: newEmail() }, { verifiedAt: null }, { name: '' }]) {
      expect((await call('PATCH', '/me', { token, body })).status).toBe(400);
    }
    expect((await call('GET', '/me', { token })).body.user).toEqual({ ...user, name: 'Ana Lima', language: 'en' });
  });

  test('is proven by the link in the mail, once, within a day', async () => {
    const { token, user } = (await signUp()).body;
    const links = (await eventsOf(user.id)).flatMap(({ payload }) => payload['link'] ?? []);
    const [page, secret] = (links[0] as string).split('#');
    expect(await (await fetch((page as string).replace('http://localhost:0', house.url))).text()).toContain('<button');
    expect((await call('POST', '/auth/verify-email', { body: { token: 'A'.repeat(43) } })).body.code).toBe('identity.verification_refused');
    expect((await call('POST', '/auth/verify-email', { body: { token: secret } })).status).toBe(204);
    expect((await call('POST', '/auth/verify-email', { body: { token: secret } })).status).toBe(410);
    expect((await call('GET', '/me', { token })).body.user.verifiedAt).not.toBeNull();
    expect((await call('POST', '/me/verification', { token })).body.code).toBe('identity.already_verified');
  });

  test('is not proven by a link of the day before yesterday, but by another one', async () => {
    const { token, user } = (await signUp()).body;
    const secrets = async () => (await eventsOf(user.id)).filter(({ type }) => type === 'identity.verification_requested').map(({ payload }) => payload['link']?.split('#')[1] as string);
    expect((await call('POST', '/me/verification', { token })).status).toBe(429);
    await database.advance(24 * 3_600 + 1);
    expect((await call('POST', '/auth/verify-email', { body: { token: (await secrets())[0] } })).status).toBe(410);
    expect((await call('POST', '/me/verification', { token })).status).toBe(202);
    expect((await call('POST', '/auth/verify-email', { body: { token: (await secrets())[1] } })).status).toBe(204);
  });
});

describe('the face', () => {
  test('finds people by id', async () => {
    const [first, second] = [(await signUp()).body.user, (await signUp()).body.user];
    const found = await house.app.get(Identity).findUsers([first.id, second.id, newId()]);
    expect(new Set([...found.values()].map(({ email }) => email))).toEqual(new Set([first.email, second.email]));
    expect(await house.app.get(Identity).findUsers([])).toEqual(new Map());
  });

  test('makes the demo accounts once', async () => {
    const before = await database.query('select from identity.user');
    const accounts = await house.app.get(Identity).createDemoAccounts();
    expect((await database.query('select from identity.user')).length).toBe(before.length);
    expect(accounts.map(({ role }) => role)).toEqual(['administrator', 'organiser', 'door', 'fan', 'fan', 'fan', 'fan', 'fan', 'fan']);
    for (const { email, password } of accounts) expect((await signIn(email, password)).body.user.verifiedAt).not.toBeNull();
  });

  test('has no demo accounts outside demo mode', async () => {
    const live = await startHouse(database, [IdentityModule], { CATRACA_MODE: 'live', SMTP_URL: 'smtp://localhost', PUBLIC_URL: 'https://tickets.example' });
    await expect(live.app.get(Identity).createDemoAccounts()).rejects.toThrow('demo mode only');
    await live.close();
  });
});

test('the API document describes the bodies as they are sent', async () => {
  const document = (await (await fetch(`${house.url}/api/openapi.json`)).json()) as { paths: Record<string, { post: { requestBody: unknown } }> };
  expect(JSON.stringify(document.paths['/api/v1/auth/sign-up']?.post.requestBody)).toContain('password');
});

test('the database stands by what the module promises', async () => {
  await expect(house.app.get(Database).reads.selectFrom('identity.user' as never).execute()).resolves.toBeDefined();
  await expect(database.query(`insert into identity.user (id, email, name, language) values ('${newId()}', 'Upper@Exemplo.com', 'X', 'en')`)).rejects.toMatchObject({ constraint: 'email_is_normalised' });
  const { body } = await signUp();
  const insert = `insert into identity.session (id, token_hash, user_id, device_id, expires_at) values ('${newId()}', 'x', $1, '${newId()}', platform.now() + interval '1 day')`;
  await expect(database.query(insert, [body.user.id])).rejects.toMatchObject({ constraint: 'one_live_session_per_user' });
});

test('I8 shows sessions that stand beside each other against the rule', async () => {
  const i8 = readFileSync(join(import.meta.dirname, '../verify/I8-sessions.sql'), 'utf8');
  expect(await database.query(i8)).toEqual([]);
  const [fan] = await signedInFans(database, 1);
  await database.query('begin');
  await database.query('drop index identity.one_live_session_per_user');
  await database.query(`insert into identity.session (id, token_hash, user_id, device_id, expires_at) values ('${newId()}', 'y', $1, '${newId()}', platform.now())`, [fan?.userId]);
  expect(await database.query(i8)).toMatchObject([{ of: 'user', id: fan?.userId }]);
  await database.query('rollback');
});
