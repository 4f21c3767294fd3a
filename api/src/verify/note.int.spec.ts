import { beforeAll, expect, test } from 'vitest';
import { Metrics } from '#platform';
import { statementsOf } from '../../test/support/statements.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { noteVerification } from './note.js';

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, [sessionsByDecree({})]);
});

const told = async (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await fetch(`${house.url}/metrics`)).text())?.[1]?.replace('+Inf', 'Infinity'));
const metrics = async () => [await told('catraca_verified_seconds'), await told('catraca_verification_broken_rules')];

test('what was verified is told by the metrics: since when all rules are known to hold, and how many did not when it was looked last', async () => {
  expect(await metrics()).toEqual([Infinity, 0]);
  expect(await noteVerification(database.url, 2)).toBeUndefined();
  expect(await metrics()).toEqual([Infinity, 2]);
  await noteVerification(database.url, 0);
  expect((await metrics())[1]).toBe(0);
  await database.advance(86_400);
  const [age, broken] = await metrics();
  expect([age! >= 86_400, age! < 2 * 86_400, broken]).toEqual([true, true, 0]);
  // What is broken now says nothing of when all was well.
  await noteVerification(database.url, 1);
  expect((await metrics())[0]).toBeGreaterThanOrEqual(86_400);
  expect((await metrics())[1]).toBe(1);
});

test('a scrape reads it once for both', async () => {
  const { registry } = house.app.get(Metrics);
  const scrape = () => Promise.all(['catraca_verified_seconds', 'catraca_verification_broken_rules'].map((name) => registry.getSingleMetric(name)!.get()));
  await scrape();
  await noteVerification(database.url, 3);
  const { statements, result } = await statementsOf(scrape);
  expect([statements, result[1]!.values[0]!.value]).toEqual([1, 3]);
});

test('data that cannot be written to is verified all the same, and why nothing is noted is said', async () => {
  await database.query('drop table platform.verification');
  expect(await noteVerification(database.url, 0)).toMatch(/platform\.verification/);
  expect(await noteVerification('postgres://nobody@127.0.0.1:1/none', 0)).toMatch(/ECONNREFUSED/);
});
