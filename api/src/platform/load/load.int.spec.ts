import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { IdentityModule } from '#identity';
import { eventually } from '../../../test/support/eventually.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { startHouse } from '../../../test/support/test-house.js';
import { Load } from './load.js';

let database: TestDatabase;
let load: Load;
beforeAll(async () => {
  database = await TestDatabase.create();
  load = (await startHouse(database, [IdentityModule])).app.get(Load);
});

/** Another process, as its heartbeat tells; nobody drops it but time. */
async function neighbour(service: string, level: string): Promise<string> {
  const id = randomUUID();
  await database.query(`insert into platform.process (id, service, groups, load, seen_at) values ($1, $2, '{}', $3, statement_timestamp() + interval '5 minutes')`, [id, service, level]);
  return id;
}
const dies = (id: string) => database.query(`update platform.process set seen_at = statement_timestamp() - interval '5 seconds' where id = $1`, [id]);
const isOfTheSale = (level: string) => eventually(async () => expect(load.ofTheSale).toBe(level));

test('every process tells its load with its heartbeat', async () => {
  await eventually(async () => expect(await database.query('select service, load from platform.process')).toEqual([{ service: 'all', load: 'calm' }]));
});

test('the sale is as loaded as the worst live process that a purchase passes through', async () => {
  const wallet = await neighbour('wallet', 'strained');
  await isOfTheSale('strained');
  const processor = await neighbour('processor', 'overwhelmed');
  await isOfTheSale('overwhelmed');
  await dies(processor);
  await isOfTheSale('strained');
  await dies(wallet);
  await isOfTheSale('calm');
  expect(load.level).toBe('calm');
});

test('what a buyer does not wait for may lag', async () => {
  await neighbour('notifications', 'overwhelmed');
  await neighbour('sequence', 'overwhelmed');
  const seen = await neighbour('wallet', 'busy');
  await isOfTheSale('busy');
  await dies(seen);
  await isOfTheSale('calm');
});
