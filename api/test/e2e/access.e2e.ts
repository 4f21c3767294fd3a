import { beforeAll, describe, expect, test } from 'vitest';
import { type AccessRule, Config, declaredRoutes, newId, openApiOf, operationNameOf, type Role, roles } from '#platform';
import { modulesOf } from '../../src/services.js';
import { type Fan, signedInFans } from '../support/fans.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, testEnvironment, type TestHouse } from '../support/test-house.js';

type Caller = Role | 'nobody' | 'rehearsal';
const callers: Caller[] = ['nobody', ...roles, 'rehearsal'];

interface Route {
  name: string;
  method: string;
  path: string;
  rule: AccessRule | undefined;
  openToRehearsals: boolean;
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
  const rules = new Map(declaredRoutes(house.app).map(({ controller, handler, ...declared }) => [operationNameOf(controller, handler), declared]));
  return Object.entries(openApiOf(house.app).paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, { operationId?: string }>).flatMap(([method, { operationId }]) => {
      const name = operationId?.replace(/_\d+$/, '') ?? '';
      const declared = rules.get(name);
      return declared ? [{ name, method: method.toUpperCase(), path, rule: declared.rule, openToRehearsals: declared.openToRehearsals }] : [];
    }),
  );
}

/** What the one mechanism that guards routes should say. */
function expected({ rule, openToRehearsals, path }: Route, caller: Caller): string {
  // A rehearsal's account is let in where a route says so, and never where another event is named, as it is here.
  if (caller === 'rehearsal') return rule === 'public' || (openToRehearsals && !path.includes('{eventId}')) ? 'let in' : 'platform.not_allowed';
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
    signal: AbortSignal.timeout(60_000),
  });
  if (answer.status !== 401 && answer.status !== 403) {
    // A stream would never end.
    await answer.body?.cancel();
    return 'let in';
  }
  const { code } = (await answer.json()) as { code: string };
  return ['platform.not_signed_in', 'platform.not_allowed'].includes(code) ? code : 'let in';
}

/** Makes them accounts of a rehearsal. */
async function enrol(fans: Fan[], eventId = newId()): Promise<string> {
  await database.query('insert into identity.rehearsal (event_id, fans) values ($1, $2)', [eventId, fans.length]);
  await database.query('update identity.user set rehearsal_event_id = $1 where id = any($2::uuid[])', [eventId, fans.map(({ userId }) => userId)]);
  return eventId;
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
    await (caller === 'rehearsal' ? enrol(fans) : database.query('update identity.user set role = $1 where id = any($2::uuid[])', [caller, fans.map(({ userId }) => userId)]));
    const outcomes: string[] = [];
    for (const [index, route] of routes.entries()) outcomes.push(`${route.method} ${route.path}: ${await asked(route, fans[index] ?? null)}`);
    expect(outcomes).toEqual(routes.map((route) => `${route.method} ${route.path}: ${expected(route, caller)}`));
  });

  test('every route that changes something refuses another site\'s page, whoever sits before it', async () => {
    const changing = routes.filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(30);
    const [fan] = await signedInFans(database, 1);
    const outcomes: string[] = [];
    for (const { method, path } of changing) {
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
        const cookie = `catraca_session=${fan?.token}`;
        const answer = await fetch(`${house.url}${path.replaceAll(/\{[^}]+\}/g, () => newId())}`, { method, headers: { ...headers, cookie } as Record<string, string>, signal: AbortSignal.timeout(60_000) });
        outcomes.push(`${method} ${path}: ${((await answer.json()) as { code: string }).code}`);
      }
    }
    expect(outcomes).toEqual(changing.flatMap(({ method, path }) => [`${method} ${path}: platform.cross_site`, `${method} ${path}: platform.cross_site`]));
  });

  test('a rehearsal lets its accounts in to buy and to see what they bought, in their own event, and to nothing else', async () => {
    const open = routes.filter(({ rule, openToRehearsals }) => openToRehearsals && rule !== 'public');
    expect(open.map(({ name }) => name).toSorted()).toEqual([
      'Auth_session', 'Auth_signOut', 'Holds_hold', 'Holds_one', 'Holds_release', 'Orders_list', 'Orders_one', 'Orders_pay', 'Orders_place', 'Orders_stream', 'Payments_find', 'Payments_pixPicture',
      'Tickets_list', 'Tickets_one', 'Tickets_pdf', 'Tickets_svg', 'WaitingRoom_claim', 'WaitingRoom_join', 'WaitingRoom_leave', 'WaitingRoom_place',
    ]);
    const fans = await signedInFans(database, open.length);
    const eventId = await enrol(fans);
    const outcomes: string[] = [];
    for (const [index, route] of open.entries()) outcomes.push(await asked({ ...route, path: route.path.replace('{eventId}', eventId) }, fans[index]!));
    expect(outcomes).toEqual(open.map(() => 'let in'));
  });
});
