import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AccountsModule, Identity, IdentityModule } from '#identity';
import { AuditTrail, Database, newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { startHouse, type TestHouse } from '../../test/support/test-house.js';
import { EntryRepository } from './entry.repository.js';
import { AuditModule } from './index.js';

const i10 = readFileSync(join(import.meta.dirname, '../verify/I10.sql'), 'utf8');

let database: TestDatabase;
let house: TestHouse;
let token: string;
let rosa: string;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, [IdentityModule, AccountsModule, AuditModule]);
  await house.app.get(Identity).createDemoAccounts();
  const answer = await fetch(`${house.url}/api/v1/auth/sign-in?transport=token`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'administrator@catraca.example', password: 'catraca-demo' }),
  });
  ({ token, user: { id: rosa } } = (await answer.json()) as { token: string; user: { id: string } });
});

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all forms
async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

/** Acts of a target of their own, so that a test finds them again; resolves when all are chained. */
async function act(count: number, actor = 'system', personal: Record<string, unknown> = {}): Promise<string> {
  const target = `event:${newId()}`;
  await house.app.get(Database).transaction((tx) =>
    house.app.get(AuditTrail).append(tx, ...Array.from({ length: count }, (_, number) => ({ actor, action: 'catalog.change_price', target, data: { number }, personal }))),
  );
  await until(async () => (await database.query('select from audit.entry where target = $1', [target])).length === count);
  return target;
}

describe('the log', () => {
  test('tells who did what to what, when and from where', async () => {
    const fan = (await call('GET', '/users?search=fan1@')).body.items[0].id as string;
    await call('PATCH', `/users/${fan}`, { role: 'door' });
    await until(async () => (await call('GET', `/audit?target=user:${fan}`)).body.items.length > 0);
    const [entry] = (await call('GET', `/audit?target=user:${fan}&action=identity.change_user`)).body.items;
    expect(entry).toMatchObject({ actor: rosa, action: 'identity.change_user', data: { after: { role: 'door' } }, personal: { address: '127.0.0.1' } });
  });

  test('hears of sign-ins', async () => {
    await until(async () => (await call('GET', `/audit?actor=${rosa}&action=identity.sign_in`)).body.items.length > 0);
    const [entry] = (await call('GET', `/audit?actor=${rosa}&action=identity.sign_in`)).body.items;
    expect(entry.personal).toEqual({ address: '127.0.0.1', deviceId: expect.any(String) as string });
  });

  test('is read page by page, newest first, and filtered by time', async () => {
    const target = await act(7);
    const numbers: number[] = [];
    for (let cursor = ''; ;) {
      const { body } = await call('GET', `/audit?target=${target}&limit=3${cursor && `&cursor=${cursor}`}`);
      numbers.push(...body.items.map(({ data }: { data: { number: number } }) => data.number));
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }
    expect(numbers).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect((await call('GET', `/audit?target=${target}&to=2020-01-01T00:00:00Z`)).body.items).toEqual([]);
    expect((await call('GET', `/audit?target=${target}&from=2020-01-01T00:00:00Z`)).body.items).toHaveLength(7);
  });

  test.each(['/audit?limit=0', '/audit?cursor=-1', '/audit?from=yesterday', '/audit?who=me', '/audit?actor=%00', '/audit/chain?from=0', '/audit/chain?from=1e400'])('refuses %s', async (path) => {
    expect((await call('GET', path)).status).toBe(400);
  });

  test('forgets what is personal of somebody, and stays whole', async () => {
    const person = newId();
    const target = await act(3, person, { address: '203.0.113.7' });
    expect((await call('DELETE', `/audit/people/${person}/personal`)).body).toEqual({ entries: 3 });
    expect((await call('GET', `/audit?target=${target}`)).body.items.map(({ personal }: { personal: unknown }) => personal)).toEqual([null, null, null]);
    expect((await call('GET', '/audit/chain')).body).toMatchObject({ intact: true, flaws: [] });
    await until(async () => (await call('GET', `/audit?target=user:${person}`)).body.items[0]?.action === 'audit.forget_person');
    expect(JSON.stringify(await database.query('select content from audit.entry'))).not.toContain('203.0.113.7');
  });
});

describe('the chain', () => {
  beforeEach(async () => {
    await act(5, 'system', { address: '203.0.113.7' });
  });

  test('is whole as long as nobody touches it', async () => {
    expect(await database.query(i10)).toEqual([]);
    const { head, ...report } = (await call('GET', '/audit/chain')).body;
    expect(report).toEqual({ from: 1, to: head.sequence, intact: true, flaws: [] });
    expect((await call('GET', `/audit/chain?from=${head.sequence}`)).body).toMatchObject({ intact: true, flaws: [] });
  });

  test.each([
    `update audit.entry set content = content`,
    `delete from audit.entry`,
    `truncate audit.entry cascade`,
    `update audit.personal set content = '{}'`,
    `delete from audit.head`,
    `insert into audit.head (sequence, hash) values (0, '')`,
    `update audit.entry set actor = 'otto'`,
    `insert into audit.entry (sequence, message_id, occurred_at, content, previous_hash, hash) select sequence, gen_random_uuid(), occurred_at, content, previous_hash, hash from audit.entry limit 1`,
  ])('does not let anybody %s', async (statement) => {
    await expect(database.query(statement)).rejects.toThrow(/append-only|one_head|generated|duplicate key|can only be updated to DEFAULT/);
  });

  /** What somebody can do who may switch the triggers off: the damage, then back to how it was. */
  async function damaged(statement: string): Promise<{ sql: string[]; http: { intact: boolean; flaws: { flaw: string }[] } }> {
    await database.query('begin');
    await database.query('create table entries_kept as select sequence, message_id, occurred_at, content, previous_hash, hash from audit.entry');
    await database.query('create table personal_kept as select * from audit.personal');
    await database.query('create table head_kept as select * from audit.head');
    await database.query(`set local session_replication_role = replica`);
    await database.query(statement);
    await database.query('commit');
    const sql = (await database.query<{ flaw: string }>(i10)).map(({ flaw }) => flaw);
    const http = (await call('GET', '/audit/chain')).body;
    await database.query('begin');
    await database.query(`set local session_replication_role = replica`);
    await database.query('delete from audit.personal');
    await database.query('delete from audit.entry');
    await database.query('insert into audit.entry (sequence, message_id, occurred_at, content, previous_hash, hash) select * from entries_kept');
    await database.query('insert into audit.personal select * from personal_kept');
    await database.query('delete from audit.head');
    await database.query('insert into audit.head select * from head_kept');
    await database.query('drop table entries_kept, personal_kept, head_kept');
    await database.query('commit');
    expect(await database.query(i10)).toEqual([]);
    return { sql, http };
  }

  test.each([
    ['an entry was reworded', `update audit.entry set content = replace(content, 'catalog', 'nothing') where sequence = 3`, 'its content is not what was hashed'],
    ['a reworded entry was hashed anew', `update audit.entry set content = replace(content, 'system', 'otto'), hash = sha256(previous_hash || convert_to(replace(content, 'system', 'otto'), 'UTF8')) where sequence = (select max(sequence) - 2 from audit.entry)`, 'does not follow the entry before it'],
    ['an entry was taken out', `delete from audit.entry where sequence = 3`, 'entries are missing before this one'],
    ['the first entry was taken out', `delete from audit.entry where sequence = 1`, 'entries are missing before this one'],
    ['the last entry was taken out', `delete from audit.entry where sequence = (select max(sequence) from audit.entry)`, 'the head is not the last entry'],
    ['all was taken out', `delete from audit.entry`, 'the head is not the last entry'],
    ['the head was moved', `update audit.head set hash = sha256('x')`, 'the head is not the last entry'],
  ])('shows that %s', async (_what, statement, flaw) => {
    const { sql, http } = await damaged(statement);
    expect(sql).toContain(flaw);
    expect(http.intact).toBe(false);
    expect(http.flaws.map((each) => each.flaw)).toContain(flaw);
  });

  test.each([
    ['a time was changed beside the content', `update audit.entry set occurred_at = occurred_at - interval '1 day' where sequence = 2`, 'its columns contradict its content'],
    ['a message was exchanged', `update audit.entry set message_id = gen_random_uuid() where sequence = 2`, 'its columns contradict its content'],
    ['an address was exchanged', `update audit.personal set content = '{"address":"198.51.100.1"}' where sequence = (select max(sequence) from audit.personal)`, 'its personal data is not what was digested'],
  ])('shows to the SQL that %s', async (_what, statement, flaw) => {
    expect((await damaged(statement)).sql).toContain(flaw);
  });
});

test('what is personal is forgotten after half a year, and the chain stays whole', async () => {
  const target = await act(2, 'system', { address: '203.0.113.7' });
  const entries = house.app.get(EntryRepository);
  const forget = () => entries.forgetOld(house.app.get(Database).reads, 183, 1_000);
  await database.advance(182 * 24 * 3_600);
  await forget();
  expect(await database.query('select from audit.personal join audit.entry using (sequence) where target = $1', [target])).toHaveLength(2);
  await database.advance(2 * 24 * 3_600);
  await forget();
  expect(await database.query('select from audit.personal')).toEqual([]);
  expect(await database.query(i10)).toEqual([]);
});
