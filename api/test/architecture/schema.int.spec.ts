import { beforeAll, expect, test } from 'vitest';
import { expectCommitted } from '../support/committed.js';
import { schemaDump } from '../support/schema-dump.js';
import { TestDatabase } from '../support/test-database.js';

let dump: string;
beforeAll(async () => {
  dump = await schemaDump(await TestDatabase.create());
});

test('api/schema.sql is what the migrations make of an empty database', () => {
  expectCommitted('schema.sql', dump);
});

test('no foreign key crosses schemas', () => {
  const crossing = [...dump.matchAll(/create table (\w+)\.(\w+) \(\n(.*?)\n\);/gs)].flatMap(([, schema, table, body]) =>
    [...body!.matchAll(/references (\w+)\./gi)].filter(([, target]) => target !== schema).map(([reference]) => `${schema}.${table}: ${reference}`),
  );
  expect(crossing).toEqual([]);
});
