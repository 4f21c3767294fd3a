import { beforeAll, describe, expect, test } from 'vitest';
import { type AccessRule, Config, declaredRoutes, newId, openApiOf, operationNameOf, type Role, roles } from '#platform';
import { modulesOf } from '../../src/services.js';
import { type Fan, signedInFans } from '../support/fans.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, testEnvironment, type TestHouse } from '../support/test-house.js';

type Caller = Role | 'nobody';
const callers: Caller[] = ['nobody', ...roles];

interface Route {
  name: string;
  method: string;
  path: string;
  rule: AccessRule | undefined;
}

let database: TestDatabase;
let house: TestHouse;
let routes: Route[];
beforeAll(async () => {
  database = await TestDatabase.create();
  const config = Config.parse(testEnvironment(database, '.'));
  house = await startHouse(database, modulesOf(config));
  routes = documentedRoutes();
});

/** Every operation of the API document with the rule that its handler declares. */
function documentedRoutes(): Route[] {
  const rules = new Map(declaredRoutes(house.app).map(({ controller, handler, rule }) => [operationNameOf(controller, handler), rule]));
  return Object.entries(openApiOf(house.app).paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, { operationId?: string }>).flatMap(([method, { operationId }]) => {
      const name = operationId?.replace(/_\d+$/, '') ?? '';
      return rules.has(name) ? [{ name, method: method.toUpperCase(), path, rule: rules.get(name) }] : [];
    }),
  );
}

/** What the one mechanism that guards routes should say. */
function expected(rule: AccessRule | undefined, caller: Caller): string {
  if (rule === 'public' || rule === 'recognised') return 'let in';
  if (caller === 'nobody') return 'platform.not_signed_in';
  if (rule === 'signed-in' || caller === 'administrator' || rule?.includes(caller)) return 'let in';
  return 'platform.not_allowed';
}

/** What it does say: whatever comes after it (404 for the made-up ids, 400 for the empty body) has let the caller in. */
async function asked({ method, path }: Route, fan: Fan | null): Promise<string> {
  const answer = await fetch(`${house.url}${path.replaceAll(/\{[^}]+\}/g, () => newId())}`, {
    method,
    redirect: 'manual',
    headers: { ...(fan && { authorization: `Bearer ${fan.token}` }), ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' }) },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.status !== 401 && answer.status !== 403) {
    // A stream would never end.
    await answer.body?.cancel();
    return 'let in';
  }
  const { code } = (await answer.json()) as { code: string };
  return ['platform.not_signed_in', 'platform.not_allowed'].includes(code) ? code : 'let in';
}

describe('access (S1.13)', () => {
  test('every route that is not for everybody is documented, so that this test walks it', () => {
    const documented = new Set(routes.map(({ name }) => name));
    const hidden = declaredRoutes(house.app).filter(({ controller, handler, rule }) => rule !== 'public' && !documented.has(operationNameOf(controller, handler)));
    expect(hidden).toEqual([]);
    expect(routes.length).toBeGreaterThan(15);
  });

  test.each(callers)('every route lets %s in exactly where its rule says so', async (caller) => {
    // A session for each route: one of them signs out.
    const fans = caller === 'nobody' ? [] : await signedInFans(database, routes.length);
    await database.query('update identity.user set role = $1 where id = any($2::uuid[])', [caller, fans.map(({ userId }) => userId)]);
    const outcomes: string[] = [];
    for (const [index, route] of routes.entries()) outcomes.push(`${route.method} ${route.path}: ${await asked(route, fans[index] ?? null)}`);
    expect(outcomes).toEqual(routes.map((route) => `${route.method} ${route.path}: ${expected(route.rule, caller)}`));
  });
});
