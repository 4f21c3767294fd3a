import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { newId, type Principal } from '#platform';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { Catalog } from './catalog.js';
import { CatalogOfficeModule } from './catalog.module.js';
import { DemoCatalog, instantOf } from './demo-catalog.js';
import { eventAnswer } from './programme.schemas.js';
import { capacityOf } from './seating.js';

const organiser: Principal = {
  userId: newId(), role: 'organiser', sessionId: newId(), deviceId: null, email: 'o@example.com', name: 'O', language: 'pt-BR', verified: true, rehearsalEventId: null,
};
const fan: Principal = { ...organiser, userId: newId(), role: 'fan' };
const [casino, stadium, festival] = [1, 2, 3].map((n) => `019aa000-0000-7000-8000-00000000010${n}`) as [string, string, string];

let db: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  db = await TestDatabase.create();
  house = await startHouse(db, [sessionsByDecree({ organiser, fan }), CatalogOfficeModule]);
  // As two processes do that start for the first time at once.
  await Promise.all([1, 2].map(() => house.app.get(DemoCatalog).load([organiser.userId])));
});

const get = async (path: string): Promise<any> => (await fetch(`${house.url}/api/v1${path}`)).json();

test('the demo has one sale open, one that will be drawn and one without a line', async () => {
  const sales = await Promise.all([casino, stadium, festival].map(async (id) => {
    const event = await get(`/events/${id}`);
    eventAnswer.parse(event);
    return [event.saleState, event.lineRequired, event.capacity];
  }));
  expect(sales).toEqual([['open', true, 1_200], ['lottery', true, 78_300], ['open', false, 100_000]]);
});

test('a second load changes nothing', async () => {
  const counts = () => db.query(`select (select count(*) from catalog.ticket_type) as types, (select count(*) from catalog.product) as products,
    (select sum(version) from catalog.event) as versions, (select count(*) from catalog.seat_map) as maps`);
  const before = await counts();
  await house.app.get(DemoCatalog).load([organiser.userId]);
  expect(await counts()).toEqual(before);
});

test('its posters are served, its seating is laid out and its organiser may maintain it', async () => {
  const event = await get(`/events/${stadium}`);
  const poster = await fetch(house.url + event.pictures[0].url);
  expect([poster.headers.get('content-type'), (await poster.text()).slice(0, 4)]).toEqual(['image/svg+xml', '<svg']);
  const catalog = house.app.get(Catalog);
  expect(capacityOf(await catalog.seating(stadium))).toBe(78_300);
  await catalog.mayMaintain(organiser, stadium);
});

test('a stadium\'s plan of six megabytes is taken from its organiser, and from nobody else is it even read', async () => {
  const { id: venueId } = (await db.query<{ id: string }>(`select id from catalog.venue where name = 'Estádio do Vale'`))[0]!;
  const plan = JSON.parse(readFileSync(new URL('../../../demo/stadium.json', import.meta.url), 'utf8'));
  const upload = (token: string, body: string) => fetch(`${house.url}/api/v1/venues/${venueId}/seat-maps`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body,
  });
  expect((await upload('organiser', JSON.stringify({ plan }))).status).toBe(201);
  expect((await upload('organiser', '{')).status).toBe(400);
  // Whoever may not gets that answer and not one about the broken body.
  expect((await upload('fan', '{')).status).toBe(403);
  const nobody = await upload('nobody', '{');
  expect([nobody.status, nobody.headers.get('content-type'), ((await nobody.json()) as { code: string }).code]).toEqual([401, 'application/problem+json; charset=utf-8', 'platform.not_signed_in']);
});

test('times are counted from the first start, some to an hour of the day', () => {
  const start = new Date('2026-11-20T23:30:00Z');
  expect(instantOf(start, { afterFirstStart: 'PT0S' })).toBe('2026-11-20T23:30:00.000Z');
  expect(instantOf(start, { afterFirstStart: 'PT15M' })).toBe('2026-11-20T23:45:00.000Z');
  expect(instantOf(start, { afterFirstStart: 'P30DT1H' })).toBe('2026-12-21T00:30:00.000Z');
  expect(instantOf(start, { afterFirstStart: 'P30D', at: '21:00-03:00' })).toBe('2026-12-21T00:00:00.000Z');
});
