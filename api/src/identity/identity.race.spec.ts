import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform';
import { TestDatabase } from '../../test/support/test-database.js';
import { startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AccountsModule, Identity, IdentityModule } from './index.js';

const PASSWORD = 'catraca-demo';
const modules = [IdentityModule, AccountsModule];

const i8 = readFileSync(join(import.meta.dirname, '../verify/I8-sessions.sql'), 'utf8');

let database: TestDatabase;
let houses: TestHouse[];
beforeAll(async () => {
  database = await TestDatabase.create();
  houses = [await startHouse(database, modules), await startHouse(database, modules)];
  await (houses[0] as TestHouse).app.get(Identity).createDemoAccounts();
});

/** Every other call goes to the other process. */
let turn = 0;
async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  turn += 1;
  const answer = await fetch(`${houses[turn % 2]?.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all forms
  return { status: answer.status, device: answer.headers.get('x-device'), body: (text ? JSON.parse(text) : null) as any };
}
const signIn = (email: string, device?: string | null) => call('POST', '/auth/sign-in?transport=token', { email, password: PASSWORD }, device ? { 'x-device': device } : {});
const me = (token: string) => call('GET', '/me', undefined, { authorization: `Bearer ${token}` });
const settled = () => new Promise((resolve) => setTimeout(resolve, 1_100));

test('one user who signs in on ten devices at once keeps exactly one session', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => signIn('fan1@catraca.example')));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(201));
  await settled();
  const alive = await Promise.all(answers.map(async ({ body }) => (await me(body.token)).status));
  expect(alive.filter((status) => status === 200)).toHaveLength(1);
  expect(alive.filter((status) => status === 401)).toHaveLength(9);
});

test('ten users who sign in on one device at once leave exactly one of them signed in', async () => {
  const { device } = await signIn('fan2@catraca.example');
  const emails = Array.from({ length: 10 }, () => `${newId()}@exemplo.com`);
  const answers = await Promise.all(
    emails.map((email) => call('POST', '/auth/sign-up?transport=token', { name: 'Ana', email, password: PASSWORD }, { 'x-device': device as string })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(201));
  await settled();
  const alive = await Promise.all(answers.map(async ({ body }) => (await me(body.token)).status));
  expect(alive.filter((status) => status === 200)).toHaveLength(1);
});

test('users who swap devices back and forth all at once neither fail nor share', async () => {
  const emails = ['fan1', 'fan2', 'fan3', 'fan4', 'fan5'].map((name) => `${name}@catraca.example`);
  const devices = await Promise.all(emails.map(async (email) => (await signIn(email)).device));
  const answers = await Promise.all(Array.from({ length: 50 }, (_, number) => signIn(emails[number % 5] as string, devices[(number * 3 + (number >> 2)) % 5])));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(await database.query(i8)).toEqual([]);
});

test('one address signs up once, however many ask at the same time', async () => {
  const body = { name: 'Ana', email: `${newId()}@exemplo.com`, password: PASSWORD };
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('POST', '/auth/sign-up', body)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
});

test('a suspension wins against a sign-in at the same moment', async () => {
  const administrator = (await signIn('administrator@catraca.example')).body.token as string;
  for (let round = 1; round <= 5; round += 1) {
    const email = `${newId()}@exemplo.com`;
    const { user } = (await call('POST', '/auth/sign-up', { name: 'Ana', email, password: PASSWORD })).body;
    const [suspension, ...answers] = await Promise.all([
      call('PATCH', `/users/${user.id}`, { suspended: true }, { authorization: `Bearer ${administrator}` }),
      ...Array.from({ length: 4 }, () => signIn(email)),
    ]);
    expect(suspension?.status).toBe(200);
    expect(answers.every(({ status }) => status === 201 || status === 403)).toBe(true);
    expect(await database.query('select from identity.session where user_id = $1 and ended_at is null', [user.id])).toEqual([]);
    expect(await database.query(i8)).toEqual([]);
  }
});

test('two administrators who demote each other at once leave one of them', async () => {
  const rosa = (await signIn('administrator@catraca.example')).body as { token: string; user: { id: string } };
  for (let round = 1; round <= 5; round += 1) {
    const other = (await call('POST', '/auth/sign-up?transport=token', { name: 'Ana', email: `${newId()}@exemplo.com`, password: PASSWORD })).body as { token: string; user: { id: string } };
    await database.query(`update identity.user set role = case when id = any($1::uuid[]) then 'administrator' else 'fan' end`, [[rosa.user.id, other.user.id]]);
    await settled();
    const demote = (by: string, userId: string) => call('PATCH', `/users/${userId}`, { role: 'fan' }, { authorization: `Bearer ${by}` });
    const answers = await Promise.all([demote(rosa.token, other.user.id), demote(other.token, rosa.user.id)]);
    // The second one is refused as the last administrator, or already as nobody who may do this.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409 || status === 403)).toHaveLength(1);
    expect(await database.query(`select from identity.user where role = 'administrator'`)).toHaveLength(1);
  }
});

test('of many guesses at the same moment no more than the budget are checked', async () => {
  const email = `${newId()}@exemplo.com`;
  await call('POST', '/auth/sign-up', { name: 'Ana', email, password: PASSWORD });
  const guesses = await Promise.all(Array.from({ length: 40 }, () => call('POST', '/auth/sign-in', { email, password: 'a wrong password' })));
  expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
  expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(30);
});
