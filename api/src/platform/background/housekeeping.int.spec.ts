import { beforeAll, expect, test } from 'vitest';
import { TestDatabase } from '../../../test/support/test-database.js';
import type { Database } from '#platform';
import type { Load } from '../load/index.js';
import { Heat } from './heat.js';
import { Housekeeping } from './housekeeping.job.js';
import type { Jobs } from './jobs.js';

let database: TestDatabase;
let opened: Database;
let housekeeping: Housekeeping;
beforeAll(async () => {
  database = await TestDatabase.create();
  opened = database.open();
  housekeeping = new Housekeeping({} as Jobs, opened, new Heat({ level: 'calm' } as Load));
});

const count = async (table: string) => (await database.query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count;

test('what everybody has consumed is forgotten in one turn when it is old, however much it is, and nothing else', async () => {
  await database.query(`insert into platform.inbox (consumer, message_id, received_at)
    select 'reader', gen_random_uuid(), statement_timestamp() - case when n <= 12000 then interval '31 days' else interval '29 days' end from generate_series(1, 12100) n`);
  await database.query(`insert into platform.event_log (channel, partition, position, message_id, type, version, key, payload, occurred_at, logged_at)
    select 'bank', 0, n, gen_random_uuid(), 'bank.deposited', 1, 'a', '{}', statement_timestamp(), statement_timestamp() - case when n <= 12000 then interval '8 days' else interval '6 days' end
      from generate_series(1, 12100) n`);
  await database.query(`insert into platform.consumer_offset (consumer, channel, partition, position) values ('reader', 'bank', 0, 12100), ('slow', 'bank', 0, 11990)`);
  await housekeeping.purge();
  expect(await count('platform.inbox')).toBe(100);
  expect(await database.query('select min(position)::int as first, count(*)::int as count from platform.event_log')).toEqual([{ first: 11_991, count: 110 }]);
});

test('the old ones are found by their age, not by reading all that are young', async () => {
  await database.query(`insert into platform.inbox (consumer, message_id) select 'reader', gen_random_uuid() from generate_series(1, 200000)`);
  await database.query('vacuum analyze platform.inbox');
  const plan = await database.query(`explain select ctid from platform.inbox where received_at < statement_timestamp() - interval '30 days' limit 5000`);
  expect(JSON.stringify(plan)).toContain('inbox_age');
});
