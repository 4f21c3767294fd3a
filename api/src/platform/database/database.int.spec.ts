import { Controller, Get, Module } from '@nestjs/common';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/eventually.js';
import { StallingProxy } from '../../../test/support/stalling-proxy.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../../test/support/test-house.js';
import { Access } from '../http/access.js';
import { Shed } from '../http/shed.js';
import { Batcher } from '../batching.js';
import { Database } from './database.js';

@Controller('test')
class AskingController {
  private readonly asking: Batcher<number, number>;

  constructor(private readonly database: Database) {
    this.asking = new Batcher({
      name: 'test.ask',
      execute: (items) => this.database.transaction(async (tx) => {
        await sql`select pg_sleep(0.01)`.execute(tx);
        return items;
      }),
    });
  }

  @Get('batch')
  @Access('public')
  @Shed('never')
  async batch() {
    return { answer: await this.asking.submit(1) };
  }

  @Get('read')
  @Access('public')
  @Shed('never')
  async read() {
    return (await sql<{ answer: number }>`select 1 as answer`.execute(this.database.reads)).rows[0];
  }
}

@Module({ controllers: [AskingController] })
class AskingModule {}

let proxy: StallingProxy;
let house: TestHouse;
beforeAll(async () => {
  const database = await TestDatabase.create();
  proxy = await StallingProxy.start(database.url);
  // What fails on purpose is asserted, not logged.
  house = await startHouse(database, [AskingModule, sessionsByDecree({})], { DATABASE_URL: proxy.url, DATABASE_STATEMENT_SECONDS: '1', DATABASE_POOL_MAX: '4', LOG_LEVEL: 'silent' });
});

const ask = async (path: string) => {
  const answer = await fetch(`${house.url}/api/v1/test/${path}`);
  return { status: answer.status, body: (await answer.json()) as object };
};

test('a statement that takes too long is ended by the server and keeps nothing back', async () => {
  await expect(house.app.get(Database).transaction((tx) => sql`select pg_sleep(3)`.execute(tx))).rejects.toMatchObject({ code: '57014' });
  expect(await ask('batch')).toMatchObject({ status: 200 });
});

test('when the network swallows what is said, who waits is told 503, and what comes afterwards finds a new connection', async () => {
  expect((await Promise.all(Array.from({ length: 12 }, (_, at) => ask(at % 2 ? 'read' : 'batch')))).map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
  proxy.stall();
  const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => ask(at % 2 ? 'read' : 'batch')));
  for (const answer of answers) expect(answer).toMatchObject({ status: 503, body: { code: 'platform.unavailable' } });
  proxy.recover();
  await until(async () => (await ask('batch')).status === 200);
  expect((await Promise.all(Array.from({ length: 12 }, () => ask('read')))).map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
});
