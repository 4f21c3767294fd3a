import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { IdentityModule } from '#identity';
import { ActRecorded, AuditTrail, Database, type Message, newId } from '#platform';
import { eventually } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AuditModule } from './index.js';
import { Recorder } from './recorder.js';

const i10 = readFileSync(join(import.meta.dirname, '../verify/I10.sql'), 'utf8');

let database: TestDatabase;
let houses: TestHouse[];
beforeAll(async () => {
  database = await TestDatabase.create();
  houses = [await startHouse(database, [IdentityModule, AuditModule]), await startHouse(database, [IdentityModule, AuditModule])];
});

const count = async () => (await database.query<{ count: number }>('select count(*)::int as count from audit.entry'))[0]?.count as number;

test('two processes that share the work chain everything once, without a gap', async () => {
  const before = await count();
  const batch = (number: number) => Array.from({ length: 20 }, (_, step) => ({ actor: 'system', action: 'test.step', target: `thing:${number}`, data: { step }, personal: {} }));
  await Promise.all(
    Array.from({ length: 50 }, (_, number) => {
      const { app } = houses[number % 2] as TestHouse;
      return app.get(Database).transaction((tx) => app.get(AuditTrail).append(tx, ...batch(number)));
    }),
  );
  await eventually(async () => expect(await count()).toBe(before + 1_000));
  expect(await database.query(i10)).toEqual([]);
  const disordered = await database.query(`select from (
    select (content::jsonb -> 'data' ->> 'step')::int - coalesce(lag((content::jsonb -> 'data' ->> 'step')::int) over (partition by target order by sequence), -1) as distance
      from audit.entry where action = 'test.step') as step where distance <> 1`);
  expect(disordered).toEqual([]);
});

test('a message delivered ten times at once, to both processes, is one entry', async () => {
  const before = await count();
  const messages = Array.from({ length: 30 }, (): Message => {
    const payload = { actId: newId(), actor: 'system', action: 'test.repeat', target: 'thing:repeat', data: {}, personal: { address: '203.0.113.7' } };
    return { ...ActRecorded.message(payload), occurredAt: new Date() };
  });
  await Promise.all(Array.from({ length: 10 }, (_, number) => (houses[number % 2] as TestHouse).app.get(Recorder).record(number % 3 === 0 ? messages.slice(10) : messages)));
  expect(await count()).toBe(before + 30);
  expect(await database.query(i10)).toEqual([]);
});
