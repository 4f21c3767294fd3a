import { Module } from '@nestjs/common';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Consumers, Database, defineCommand, Inbox, type Message, newId, Outbox } from '#platform';
import { until } from '../../../test/support/eventually.js';
import { newPrincipal } from '../../../test/support/principal.js';
import { DeadLetterPersonalData } from './personal-data.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../../test/support/test-house.js';

const Deposit = defineCommand({
  name: 'bank.deposit', queue: 'bank', version: 1, schema: z.strictObject({ account: z.string(), token: z.string() }), key: ({ account }) => account,
});

const broken = new Set<string>();
/** What else happens while a message is taken. */
const meanwhile = new Map<string, () => Promise<unknown>>();
const effects: string[] = [];
/** Whose letters nobody had locked when they had their effect. */
const unlocked: string[] = [];

@Module({})
class Bank {
  constructor(consumers: Consumers, database: Database, inbox: Inbox) {
    consumers.commands('bank', [Deposit], (messages: Message[]) =>
      database.transaction(async (tx) => {
        for (const { key, payload } of await inbox.fresh(tx, 'bank', messages)) {
          await meanwhile.get(key)?.();
          if (broken.has(key)) throw new Error(`account ${(payload as { account: string }).account} is broken`);
          const { rows } = await sql<{ key: string }>`select key from platform.dead_letter where key = ${key} for update skip locked`.execute(tx);
          unlocked.push(...rows.map((letter) => letter.key));
          effects.push(key);
        }
      }),
    );
  }
}

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  const people = { rosa: newPrincipal({ role: 'administrator' }), vera: newPrincipal({ role: 'administrator' }), organiser: newPrincipal({ role: 'organiser' }) };
  // Dead letters are what this is about, not worth a log.
  house = await startHouse(database, [Bank, sessionsByDecree(people)], { LOG_LEVEL: 'fatal' });
});

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all forms
async function call(method: string, path: string, { as = 'rosa', body }: { as?: string; body?: object } = {}): Promise<{ status: number; body: any }> {
  const response = await fetch(`${house.url}/api/v1/dead-letters${path}`, {
    method, headers: { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** A message that fails as long as its account is broken; its letter. */
async function letter(): Promise<{ id: number; key: string }> {
  const key = newId();
  broken.add(key);
  await house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, [Deposit.message({ account: key, token: 'tok_secret' })]));
  return until(async () => (await call('GET', '?limit=200')).body.items.find((each: { key: string }) => each.key === key));
}
const stateOf = async (id: number) => (await call('GET', '?limit=200')).body.items.find((each: { id: number }) => each.id === id) as { state: string; replays: number; error: string };

describe('an administrator', () => {
  test('sees what was given up and why, page by page, and no means of payment', async () => {
    const [first, second] = [await letter(), await letter()];
    const { body } = await call('GET', '?consumer=bank&type=bank.deposit&state=dead&limit=1');
    expect(body.items).toMatchObject([{ id: second.id, consumer: 'bank', error: expect.stringContaining(`account ${second.key} is broken`) as string, payload: { account: second.key, token: '…' } }]);
    expect((await call('GET', `?state=dead&limit=1&cursor=${body.nextCursor}`)).body.items).toMatchObject([{ id: first.id }]);
    expect(JSON.stringify(await call('GET', ''))).not.toContain('tok_secret');
  });

  test('has one delivered again, which counts once however often that is asked', async () => {
    const { id, key } = await letter();
    broken.delete(key);
    const asked = await Promise.all([1, 2, 3].map(() => call('POST', `/${id}/replay`)));
    expect(asked.map(({ status }) => status)).toEqual([202, 202, 202]);
    await until(async () => (await stateOf(id)).state === 'replayed');
    expect(await call('POST', `/${id}/replay`)).toMatchObject({ status: 202, body: { state: 'replayed', replays: 1 } });
    // Even if a process dies between the effect and its note of it.
    await database.query(`update platform.dead_letter set state = 'replaying', settled_at = null where id = $1`, [id]);
    await until(async () => (await stateOf(id)).replays === 2);
    expect(effects.filter((effect) => effect === key)).toHaveLength(1);
    const acts = await database.query(`select payload->>'action' as action from platform.event_log where key = $1`, [`dead_letter:${id}`]);
    expect(acts).toEqual([{ action: 'platform.replay_dead_letter' }]);
  });

  test('has one delivered again without a connection that waits for its consumer, which needs one itself', async () => {
    const { id, key } = await letter();
    broken.delete(key);
    await call('POST', `/${id}/replay`);
    await until(async () => (await stateOf(id)).state === 'replayed');
    expect(unlocked).toContain(key);
  });

  test('sees it again where it fails again', async () => {
    const { id } = await letter();
    await call('POST', `/${id}/replay`);
    await until(async () => (await stateOf(id)).replays === 1);
    expect(await stateOf(id)).toMatchObject({ state: 'dead', error: expect.stringContaining('is broken') as string });
  });

  test('reads nothing of a person who was taken out of it while it was delivered again', async () => {
    const { id, key } = await letter();
    meanwhile.set(key, () => database.query(`update platform.dead_letter set payload = '{"account": "…", "token": "…"}', error = '…' where id = $1`, [id]));
    await call('POST', `/${id}/replay`);
    await until(async () => (await stateOf(id)).state === 'dead');
    expect(await stateOf(id)).toMatchObject({ replays: 1, error: expect.stringContaining('account … is broken') as string });
  });

  test('closes one with a note, and may still change their mind', async () => {
    const { id, key } = await letter();
    const closing = { body: { note: 'Paid out by hand.' } };
    const closed = await call('POST', `/${id}/closing`, closing);
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed', note: 'Paid out by hand.' } });
    expect(await call('POST', `/${id}/closing`, closing)).toEqual(closed);
    expect(await call('POST', `/${id}/closing`, { as: 'vera', ...closing })).toMatchObject({ status: 409, body: { code: 'platform.dead_letter_settled' } });
    broken.delete(key);
    expect(await call('POST', `/${id}/replay`)).toMatchObject({ status: 202, body: { state: 'replaying', note: null } });
    await until(() => effects.includes(key));
  });

  test('is told what is wrong', async () => {
    expect(await call('POST', '/999999/replay')).toMatchObject({ status: 404, body: { code: 'platform.dead_letter_not_found' } });
    expect(await call('POST', '/x/replay')).toMatchObject({ status: 400 });
    expect(await call('POST', '/1/closing', { body: { note: '' } })).toMatchObject({ status: 400 });
    expect(await call('GET', '?state=lost')).toMatchObject({ status: 400 });
  });

  test('alone does any of this', async () => {
    for (const [method, path] of [['GET', ''], ['POST', '/1/replay'], ['POST', '/1/closing']] as const) {
      expect(await call(method, path, { as: 'organiser' })).toMatchObject({ status: 403 });
      expect(await call(method, path, { as: 'nobody' })).toMatchObject({ status: 401 });
    }
  });
});

test('a letter loses the person whose address it says, and nobody whose address only ends like that', async () => {
  const add = (email: string) => database.query(
    `insert into platform.dead_letter (consumer, message_id, type, version, key, payload, occurred_at, error, state, settled_at, note)
     values ('nobody', gen_random_uuid(), 'x', 1, 'key', $1, platform.now(), 'x', 'closed', platform.now(), 'x')`, [JSON.stringify({ about: [{ buyer: 1 }], buyer: { name: 'Somebody', email } })]);
  for (const email of ['ana@x.com', 'Ana@X.com', 'mariana@x.com', 'ana@x.com.br']) await add(email);
  const personal = house.app.get(DeadLetterPersonalData, { strict: false });
  await house.app.get(Database).transaction((tx) => personal.redact(tx, [newId(), 'ana@x.com']));
  const left = await database.query<{ email: string; name: string }>(`select payload -> 'buyer' ->> 'email' as email, payload -> 'buyer' ->> 'name' as name from platform.dead_letter where consumer = 'nobody' order by id`);
  expect(left).toEqual([
    { email: 'nobody@forgotten.invalid', name: '' }, { email: 'nobody@forgotten.invalid', name: '' }, { email: 'mariana@x.com', name: 'Somebody' }, { email: 'ana@x.com.br', name: 'Somebody' },
  ]);
  await database.query(`delete from platform.dead_letter where consumer = 'nobody'`);
});

test('whoever asks how the house is hears of letters that wait', async () => {
  await letter();
  const health = (await (await fetch(`${house.url}/health`)).json()) as { status: string; parts: Record<string, { ok: boolean; detail: string }> };
  expect(health).toMatchObject({ status: 'ok', parts: { messages: { ok: false, detail: expect.stringMatching(/^\d+ were given up and wait for a person$/) as string } } });
  expect(await (await fetch(`${house.url}/metrics`)).text()).toMatch(/catraca_dead_letters\{consumer="bank",type="bank.deposit"\} \d/);
});
