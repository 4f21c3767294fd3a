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
const isOfTheSale = (level: string) => eventually(async () => (load.ofTheSale === level ? level : Promise.reject(new Error(`still ${load.ofTheSale}`))));

test('every process tells its load with its heartbeat', async () => {
  await eventually(async () => expect(await database.query('select service, load from platform.process')).toEqual([{ service: 'all', load: 'calm' }]));
});

test('the sale is as loaded as the worst live process that a purchase passes through', async () => {
  const wallet = await neighbour('wallet', 'strained');
  await expect(isOfTheSale('strained')).resolves.toBeDefined();
  const processor = await neighbour('processor', 'overwhelmed');
  await expect(isOfTheSale('overwhelmed')).resolves.toBeDefined();
  await dies(processor);
  await expect(isOfTheSale('strained')).resolves.toBeDefined();
  await dies(wallet);
  await expect(isOfTheSale('calm')).resolves.toBeDefined();
  expect(load.level).toBe('calm');
});

test('what a buyer does not wait for may lag', async () => {
  await neighbour('notifications', 'overwhelmed');
  await neighbour('sequence', 'overwhelmed');
  const seen = await neighbour('wallet', 'busy');
  await expect(isOfTheSale('busy')).resolves.toBeDefined();
  await dies(seen);
  await expect(isOfTheSale('calm')).resolves.toBeDefined();
});
