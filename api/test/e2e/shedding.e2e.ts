import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Config, Database, declaredRoutes, Load, openApiOf, operationNameOf, type ShedRule, SignedTokens } from '#platform';
import { modulesOf } from '../../src/services.js';
import { until } from '../support/eventually.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, testEnvironment, type TestHouse } from '../support/test-house.js';

let house: TestHouse;
beforeAll(async () => {
  const database = await TestDatabase.create();
  house = await startHouse(database, modulesOf(Config.parse(testEnvironment(database, '.'))));
});

const said = ({ when, unless }: ShedRule) => (unless ? `${when}, but not who shows an admission` : when);

/** Every documented route, and /metrics, with what its decorators say. */
function declared(): [string, string][] {
  const rules = new Map(declaredRoutes(house.app).map(({ controller, handler, shed }) => [operationNameOf(controller, handler), shed]));
  const routes = Object.entries(openApiOf(house.app).paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, { operationId?: string }>).map(([method, { operationId }]): [string, string] => {
      const rule = rules.get(operationId?.replace(/_\d+$/, '') ?? '');
      return [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, rule ? said(rule) : 'undeclared'];
    }),
  );
  return [...new Map([...routes, ['GET /metrics', said(rules.get('State_scrape')!)] as [string, string]])];
}

/** What the table in docs/operations.md says. */
function documented(): [string, string][] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'operations.md'), 'utf8');
  return [...text.matchAll(/^\| ((?:first|late|never)[^|]*) \| ([^|]*) \|/gm)].flatMap(([, when, routes]) =>
    [...routes!.matchAll(/`([A-Z]+ [^`]+)`/g)].map(([, route]): [string, string] => [route!, when!]),
  );
}

const sorted = (routes: [string, string][]) => routes.map(([route, when]) => `${route}: ${when}`).toSorted();

describe('shedding', () => {
  test('every route is refused when docs/operations.md says so, and stands there once', () => {
    expect(declared().length).toBeGreaterThan(70);
    expect(sorted(documented())).toEqual(sorted(declared()));
  });

  test('streams are refused first, and their connections end', () => {
    const streams = declaredRoutes(house.app).filter(({ shed }) => shed?.stream).map(({ controller, handler, shed }) => [operationNameOf(controller, handler), shed?.when]);
    expect(streams).toEqual([['Inventory_watch', 'first'], ['Orders_stream', 'first']]);
  });
});

describe('an overwhelmed process', () => {
  const EVENT = '019aa000-0000-7000-8000-000000000101';
  let tokens: SignedTokens;
  let url: string;
  const kept: PoolClient[] = [];

  beforeAll(async () => {
    const database = await TestDatabase.create();
    const { app, url: at } = await startHouse(database, modulesOf(Config.parse(testEnvironment(database, '.'))), { SHED_AT_WAIT_MS: '500' });
    [url, tokens] = [at, app.get(SignedTokens)];
    // All connections to the database are taken: whatever needs one waits, without a processor being the busier for it.
    const { pool } = app.get(Database);
    while (kept.length < pool.options.max) kept.push(await pool.connect());
    await until(() => app.get(Load).level === 'overwhelmed');
    // The first twenty in a second are never refused.
    await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/api/v1/tickets/keys`)));
  });
  afterAll(() => kept.forEach((client) => client.release()));

  async function ask(method: string, path: string, headers: Record<string, string> = {}) {
    const others = Array.from({ length: 20 }, () => fetch(`${url}/api/v1/tickets/keys`));
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers });
    await Promise.all(others);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, code: text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined };
  }
  const refused = { status: 503, code: 'platform.overloaded' };

  test('says so in the language of the request, with the safe headers and the id of every answer', async () => {
    const answer = await ask('GET', 'events', { 'accept-language': 'pt-BR', 'x-request-id': 'a-request-of-mine' });
    expect(answer).toMatchObject(refused);
    expect(JSON.parse(answer.text)).toMatchObject({ title: expect.stringContaining('Tente de novo') as string, requestId: 'a-request-of-mine', type: 'urn:catraca:problem:platform.overloaded' });
    expect((JSON.parse(answer.text) as { retryAfterSeconds: number }).retryAfterSeconds).toBe(Number(answer.headers.get('retry-after')));
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-request-id': 'a-request-of-mine', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-catraca-mode': 'demo' });
    expect(await ask('HEAD', 'events')).toMatchObject({ status: 503, text: '' });
  });

  test('ends the connection of a stream, and of nothing else', async () => {
    const stream = await ask('GET', `events/${EVENT}/seats/stream`);
    expect([stream.status, stream.headers.get('connection')]).toEqual([503, 'close']);
    expect((await ask('GET', `events/${EVENT}/seats`)).headers.get('connection')).not.toBe('close');
  });

  test('tells a genuine admission from a forged or expired one', async () => {
    const hold = (token: string) => ask('POST', `events/${EVENT}/holds`, { 'x-admission': token });
    const signed = tokens.sign('admission', { eventId: EVENT }, new Date(Date.now() + 600_000));
    expect(await hold(signed)).toMatchObject({ status: 401, code: 'platform.not_signed_in' });
    for (const forged of ['', 'forged', `${signed}x`, tokens.sign('device', { eventId: EVENT }), tokens.sign('admission', { eventId: EVENT }, new Date(Date.now() - 60_000))]) {
      expect(await hold(forged), forged).toMatchObject(refused);
    }
  });

  test('refuses newcomers and what does not exist, and nothing that a called buyer needs', async () => {
    for (const [method, path] of [['POST', `events/${EVENT}/line`], ['POST', 'auth/sign-up'], ['GET', 'no-such-thing']] as const) expect(await ask(method, path)).toMatchObject(refused);
    for (const [method, path] of [['POST', 'auth/sign-in'], ['POST', 'orders'], ['POST', `events/${EVENT}/admissions`], ['GET', 'me'], ['GET', 'tickets/keys']] as const) {
      expect((await ask(method, path)).status, path).not.toBe(503);
    }
  });
});
