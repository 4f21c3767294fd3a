import type { DynamicModule, Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { atEnd } from './at-end.js';
import { AnswerCheck, Config, createApp, Memberships, type Patience, type Principal, Sessions } from '#platform';
import type { TestDatabase } from './test-database.js';

@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: AnswerCheck }] })
class CheckedAnswers {}

/** Sessions by decree, for modules tested without identity: `Authorization: Bearer <key>`. */
export class TestSessions extends Sessions {
  constructor(private readonly principals: Record<string, Principal>) {
    super();
  }
  override async find(token: string): Promise<Principal | null> {
    return this.principals[token] ?? null;
  }
}

/** Provides `Sessions` by decree to the whole house. */
export function sessionsByDecree(principals: Record<string, Principal>): DynamicModule {
  @Global()
  @Module({})
  class DecreedSessions {}
  return { module: DecreedSessions, providers: [{ provide: Sessions, useValue: new TestSessions(principals) }], exports: [Sessions] };
}

/** Says whose things users maintain, by decree, for modules tested without the catalog. */
export function membershipsByDecree(organisers: Record<string, string[]>): DynamicModule {
  class DecreedMemberships extends Memberships {
    override async organisersOf(userId: string): Promise<string[]> {
      return organisers[userId] ?? [];
    }
  }
  @Global()
  @Module({})
  class Decreed {}
  return { module: Decreed, providers: [{ provide: Memberships, useClass: DecreedMemberships }], exports: [Memberships] };
}

/** The environment of a test house; override what a test is about. */
export function testEnvironment(database: Pick<TestDatabase, 'url'>, home: string): Record<string, string> {
  return {
    SERVICE: 'all',
    CATRACA_MODE: 'demo',
    CATRACA_HOME: home,
    DATABASE_URL: database.url,
    DATABASE_POOL_MAX: '12',
    // A test that sells a stadium does not need its sixty thousand pictures.
    CODE_POOL_LOW: '50',
    CODE_POOL_HIGH: '100',
    PORT: '0',
    HOST: '127.0.0.1',
    SIGNING_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    // The machine is shared and noisy, and in-process tests flood the loop that they measure: only tests of the load lower this.
    SHED_AT_WAIT_MS: '600000',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'error',
  };
}

export interface TestHouse {
  app: NestFastifyApplication;
  url: string;
  close(): Promise<void>;
}

/** A process of the box office with these modules, really listening. Start two on one database for race tests. */
export async function startHouse(database: TestDatabase, modules: (Type | DynamicModule)[], environment: Record<string, string> = {}, patience: Partial<Patience> = {}): Promise<TestHouse> {
  const home = await mkdtemp(join(inject('scratch'), 'home-'));
  const config = Config.parse({ ...testEnvironment(database, home), ...environment });
  const app = await createApp(config, [CheckedAnswers, ...modules], patience);
  await app.listen(config.port, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await app.close();
    await rm(home, { recursive: true, force: true });
  };
  atEnd(close);
  return { app, url, close };
}
