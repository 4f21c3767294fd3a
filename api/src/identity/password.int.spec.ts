import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { eventually } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AccountsModule, IdentityModule } from './index.js';
import { Maintenance } from './maintenance.job.js';

const OLD = 'uma senha comprida';
const NEW = 'outra senha comprida';

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, [IdentityModule, AccountsModule]);
});

async function call(method: string, path: string, body?: unknown, token?: string) {
  const answer = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all forms
  return { status: answer.status, body: (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as any };
}

let email: string;
let token: string;
let userId: string;
beforeEach(async () => {
  email = `${newId()}@exemplo.com.br`;
  const { body } = await call('POST', '/auth/sign-up?transport=token', { name: 'Ana Souza', email, password: OLD });
  ({ token, user: { id: userId } } = body as { token: string; user: { id: string } });
});

const signIn = async (password: string) => (await call('POST', '/auth/sign-in', { email, password })).status;
const requestReset = async () => (await call('POST', '/auth/password-reset', { email })).status;
const reset = (secret: string | undefined, password = NEW) => call('POST', '/auth/reset-password', { token: secret, password });
/** The secrets of the mails sent so far, oldest first. */
async function secrets(type = 'identity.password_reset_requested'): Promise<string[]> {
  const rows = await database.query<{ link: string }>(
    `select payload ->> 'link' as link from (select type, key, payload, message_id from platform.outbox union all select type, key, payload, message_id from platform.event_log) as message
      where key = $1 and type = $2 order by message_id`, [userId, type]);
  return rows.map(({ link }) => link.split('#')[1] as string);
}

test('what is over is forgotten when it is old enough, and not before', async () => {
  const left = async () =>
    (await database.query(`select (select count(*)::int from identity.session where user_id = $1) as sessions, (select count(*)::int from identity.verification where user_id = $1) as links`, [userId]))[0];
  await signIn(OLD);
  // Asked again: the house's own job may be at the same rows, and they skip each other's.
  const forgotten = async () => {
    await house.app.get(Maintenance).forget();
    return left();
  };
  expect(await forgotten()).toEqual({ sessions: 2, links: 1 });
  await database.advance(91 * 24 * 3_600);
  await eventually(async () => expect(await forgotten()).toEqual({ sessions: 1, links: 0 }));
  await database.advance(30 * 24 * 3_600);
  await eventually(async () => expect(await forgotten()).toEqual({ sessions: 0, links: 0 }));
});

describe('changing one’s password', () => {
  test('needs the present one, and leaves the session', async () => {
    expect((await call('POST', '/me/password', { currentPassword: NEW, newPassword: NEW }, token)).body.code).toBe('identity.wrong_password');
    expect((await call('POST', '/me/password', { currentPassword: OLD, newPassword: NEW }, token)).status).toBe(204);
    expect((await call('GET', '/me', undefined, token)).status).toBe(200);
    expect([await signIn(OLD), await signIn(NEW)]).toEqual([401, 201]);
  });

  test('is no way to guess it', async () => {
    const guesses = [];
    for (let guess = 1; guess <= 11; guess += 1) guesses.push((await call('POST', '/me/password', { currentPassword: `guess number ${guess}`, newPassword: NEW }, token)).status);
    expect(guesses).toEqual([...Array<number>(10).fill(403), 429]);
  });

  test.each([{ currentPassword: OLD, newPassword: 'short' }, { newPassword: NEW }, { currentPassword: OLD, newPassword: NEW, userId: 'x' }])('refuses %j', async (body) => {
    expect((await call('POST', '/me/password', body, token)).status).toBe(400);
    expect(await signIn(OLD)).toBe(201);
  });
});

describe('a forgotten password', () => {
  test('is replaced by the link in a mail, which proves the address and ends the sessions', async () => {
    expect(await requestReset()).toBe(202);
    const [secret] = await secrets();
    expect((await call('GET', '/auth/reset-password')).body).toContain('type="password"');
    expect((await reset(secret)).status).toBe(204);
    expect((await call('GET', '/me', undefined, token)).status).toBe(401);
    expect([await signIn(OLD), await signIn(NEW)]).toEqual([401, 201]);
    const [user] = await database.query<{ verified: boolean }>('select verified_at is not null as verified from identity.user where id = $1', [userId]);
    expect(user?.verified).toBe(true);
  });

  test('is replaced once per link, within an hour, and not by a link for something else', async () => {
    await requestReset();
    expect((await reset((await secrets('identity.verification_requested'))[0])).body.code).toBe('identity.verification_refused');
    expect((await reset((await secrets())[0], 'short')).status).toBe(400);
    const [secret] = await secrets();
    const answers = await Promise.all(Array.from({ length: 5 }, () => reset(secret)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(4);
    await database.advance(60);
    await requestReset();
    await database.advance(3_600);
    expect((await reset((await secrets())[1])).status).toBe(410);
  });

  test('leaves no other link behind once one was used', async () => {
    await requestReset();
    await database.advance(60);
    await requestReset();
    const [first, second] = await secrets();
    expect((await reset(second)).status).toBe(204);
    expect((await reset(first)).status).toBe(410);
  });

  test('does not tell whether there is an account, nor fills its mailbox', async () => {
    expect((await call('POST', '/auth/password-reset', { email: `${newId()}@exemplo.com` })).status).toBe(202);
    for (let time = 1; time <= 3; time += 1) expect(await requestReset()).toBe(202);
    expect(await secrets()).toHaveLength(1);
    for (let time = 1; time <= 8; time += 1) {
      await database.advance(61);
      await requestReset();
    }
    expect(await secrets()).toHaveLength(5);
  });

  test('of a suspended account stays', async () => {
    await database.query(`
      with suspended as (update identity.user set suspended_at = platform.now() where id = $1 returning id)
      update identity.session set ended_at = platform.now(), ended_because = 'suspended' from suspended where user_id = suspended.id and ended_at is null`, [userId]);
    expect(await requestReset()).toBe(202);
    expect(await secrets()).toEqual([]);
  });
});
