import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId, type Principal, SignedTokens } from '#platform';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { newStock, stockOf } from '../../test/support/stock.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import type { SeatMap, SeatMapDelta } from './seat-map.js';
import { InventoryModule } from './index.js';

const principal = (role: Principal['role']): Principal => ({ userId: newId(), role, sessionId: newId(), deviceId: null, email: `${role}@example.org`, name: role, language: 'en', verified: true, rehearsalEventId: null });
const organiser = principal('organiser');

let database: TestDatabase;
let houses: [TestHouse, TestHouse];
let stock: ReturnType<typeof stockOf>;
beforeAll(async () => {
  database = await TestDatabase.create();
  const house = () => startHouse(database, [InventoryModule, sessionsByDecree({ administrator: principal('administrator'), organiser, fan: principal('fan') })]);
  houses = [await house(), await house()];
  stock = stockOf(houses[0]);
});
afterEach(() => expectInvariants(database, "the stock's part"));

const get = (path: string, headers: Record<string, string> = {}, house = 0) => fetch(`${houses[house]!.url}/api/v1/events/${path}`, { headers });
const post = (path: string, body: unknown, as: string) =>
  fetch(`${houses[0].url}/api/v1/events/${path}`, { method: 'POST', headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
const json = async <T>(answer: Response | Promise<Response>) => (await (await answer).json()) as T;

/** Frames of a stream as they arrive. */
async function open(path: string, headers: Record<string, string> = {}, house = 0) {
  const abort = new AbortController();
  const answer = await fetch(`${houses[house]!.url}/api/v1/events/${path}`, { headers, signal: abort.signal });
  const frames: string[] = [];
  const reading = (async () => {
    let text = '';
    for await (const bytes of answer.body!) {
      text += Buffer.from(bytes).toString();
      const parts = text.split('\n\n');
      text = parts.pop()!;
      frames.push(...parts);
    }
  })().catch(() => {});
  return { answer, frames, close: async () => { abort.abort(); await reading; } };
}

describe('the seat map over HTTP', () => {
  test('shows every seat, is compressed for those who can read that, and is not sent twice', async () => {
    const { eventId, request, seat } = await newStock(database, houses[0], { sections: [{ rows: ['....', 'wc..'] }, { name: 'Pitch', standing: 10 }] });
    await stock.hold(request([1]));
    const answer = await get(`${eventId}/seats`, { 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=1');
    const map = await json<SeatMap>(answer);
    expect(map.states).toBe('fhffffff');
    expect(map.seatIdPrefix + '00000001').toBe(seat(1));
    expect(map.sections.map(({ name, rows }) => [name, rows.map(({ name: row, first, numbers }) => `${row}${first}:${numbers.join('')}`)])).toEqual([['Section 1', ['A0:1234', 'B4:1234']], ['Pitch', []]]);
    const again = await get(`${eventId}/seats`, { 'if-none-match': answer.headers.get('etag')! });
    expect(again.status).toBe(304);
    expect((await get(`${eventId}/seats`, { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
  });

  test('tells in every process what has changed since', async () => {
    const { eventId, request } = await newStock(database, houses[0], { sections: [{ rows: ['.'.repeat(30)] }] });
    const maps = await Promise.all([0, 1].map((house) => json<SeatMap>(get(`${eventId}/seats`, {}, house))));
    const since = Math.max(...maps.map(({ version }) => version));
    const asked = request([3, 4]);
    await stock.hold(asked);
    for (const house of [0, 1]) await eventually(async () => expect(await json<SeatMapDelta>(get(`${eventId}/seats?since=${since}`, {}, house))).toMatchObject({ since, changes: { h: [3, 4] } }));
    await stock.confirm(asked.holdId);
    for (const house of [0, 1]) await eventually(async () => expect(await json<SeatMapDelta>(get(`${eventId}/seats?since=${since}`, {}, house))).toMatchObject({ changes: { s: [3, 4] } }));
    await eventually(async () => expect((await json<SeatMap>(get(`${eventId}/seats`, {}, 1))).states.slice(0, 6)).toBe('fffssf'));
    expect(await json<SeatMapDelta>(get(`${eventId}/seats?since=1`))).toMatchObject({ states: expect.stringMatching(/^fffssf/) });
  });

  test('is refused for unknown events and for queries of another form', async () => {
    expect((await get(`${newId()}/seats`)).status).toBe(404);
    expect((await get('nonsense/seats')).status).toBe(400);
    const { eventId } = await newStock(database, houses[0], { sections: [{ rows: ['..'] }] });
    for (const query of ['since=-1', 'since=1.5', 'since=x', 'since=1&since=2', 'before=1', 'since=99999999999999999999']) expect((await get(`${eventId}/seats?${query}`)).status).toBe(400);
  });

  test('what is free is told by category', async () => {
    const { eventId, request } = await newStock(database, houses[0], { sections: [{ rows: ['....'] }, { name: 'Pitch', standing: 10 }] });
    await stock.hold(request([0]));
    expect(await json(get(`${eventId}/availability`))).toEqual({
      eventId, capacity: 14, free: 13, categories: [{ name: 'Stalls', kind: 'seated', capacity: 4, free: 3 }, { name: 'Pitch', kind: 'standing', capacity: 10, free: 10 }],
    });
    expect((await get(`${newId()}/availability`)).status).toBe(404);
  });
});

describe('the stream of live seats', () => {
  test('gives all watchers of a process the same frames', async () => {
    const { eventId, request } = await newStock(database, houses[0], { sections: [{ rows: ['.'.repeat(30)] }] });
    const { version } = await json<SeatMap>(get(`${eventId}/seats`));
    const watchers = await Promise.all([1, 2, 3].map(() => open(`${eventId}/seats/stream?since=${version}`)));
    expect(watchers[0]!.answer.headers.get('content-type')).toMatch('text/event-stream');
    await stock.hold(request([5, 6]));
    await eventually(async () => watchers.forEach(({ frames }) => expect(frames).toHaveLength(2)));
    expect(new Set(watchers.map(({ frames }) => frames[1])).size).toBe(1);
    expect(watchers[0]!.frames[1]).toMatch(/^id: \d+\nevent: seats\ndata: \{.*"changes":\{"h":\[5,6\]\}\}$/);
    const back = await open(`${eventId}/seats/stream`, { 'last-event-id': String(version) });
    await eventually(async () => expect(back.frames[0]).toMatch('"h":[5,6]'));
    await Promise.all([...watchers, back].map(({ close }) => close()));
  });

  test('needs an admission where the event has a line', async () => {
    const { eventId } = await newStock(database, houses[0], { sections: [{ rows: ['..'] }], lineRequired: true });
    const tokens = houses[0].app.get(SignedTokens);
    const statusWith = async (token?: string) => {
      const stream = await open(`${eventId}/seats/stream`, token ? { 'x-admission': token } : {});
      await stream.close();
      return stream.answer.status;
    };
    expect(await statusWith()).toBe(401);
    expect(await statusWith(tokens.sign('admission', { eventId: newId() }))).toBe(401);
    expect(await statusWith(tokens.sign('line', { eventId }))).toBe(401);
    expect(await statusWith(tokens.sign('admission', { eventId }))).toBe(200);
    expect((await get(`${newId()}/seats/stream`)).status).toBe(404);
  });
});

describe('an organiser who keeps places back', () => {
  const owned = async (...event: Parameters<typeof newStock> extends [unknown, unknown, infer Event] ? [Event] : never) => {
    const made = await newStock(database, houses[0], event[0]);
    await database.query('insert into catalog.organiser_member (organiser_id, user_id) values ($1, $2)', [made.organiserId, organiser.userId]);
    return made;
  };

  test('blocks free seats, all of them or none, and puts them on sale again', async () => {
    const { eventId, seat, request, states, stands } = await owned({ sections: [{ rows: ['......'] }] });
    await stock.hold(request([0]));
    const taken = await post(`${eventId}/seats/block`, { seats: [seat(0), seat(1)] }, 'organiser');
    expect([taken.status, await json(taken)]).toMatchObject([409, { code: 'inventory.seat_taken', seats: [seat(0)] }]);
    expect(await json(post(`${eventId}/seats/block`, { seats: [seat(2), seat(3)] }, 'organiser'))).toEqual({ changed: 2 });
    expect(await json(post(`${eventId}/seats/block`, { seats: [seat(3), seat(4)] }, 'organiser'))).toEqual({ changed: 1 });
    expect([await states(), (await stands()).blocked]).toEqual(['hfbbbf', 3]);
    const [result] = await stock.hold(request([2]));
    expect(result).toMatchObject({ ok: false, error: { code: 'inventory.seat_taken' } });
    expect(await json(post(`${eventId}/seats/unblock`, { seats: [seat(0), seat(2), seat(5)] }, 'organiser'))).toEqual({ changed: 1 });
    expect([await states(), (await stands()).blocked]).toEqual(['hffbbf', 2]);
    expect((await database.query(`select payload from platform.event_log where type = 'audit.act_recorded' union all select payload from platform.outbox where type = 'audit.act_recorded'`)).length).toBe(3);
  });

  test('blocks places of a standing section, never those that the line has promised', async () => {
    const { eventId, stands } = await owned({ sections: [{ name: 'Pitch', standing: 10 }], lineRequired: true });
    const [section] = await database.query<{ id: string }>('select id from inventory.section where event_id = $1', [eventId]);
    await stock.inOne((tx) => stock.inventory.promise(tx, eventId, 7));
    const block = (places: number, act = 'block') => post(`${eventId}/seats/${act}`, { sectionId: section!.id, places }, 'organiser');
    expect(await json(block(4))).toMatchObject({ code: 'inventory.places_promised', available: 3 });
    expect(await json(block(3))).toEqual({ changed: 3 });
    expect(await stands()).toEqual({ sold: 0, held: 0, promised: 7, blocked: 3 });
    expect(await json(block(5, 'unblock'))).toEqual({ changed: 3 });
    expect(await stands()).toMatchObject({ blocked: 0 });
  });

  test("does so for its own events only, and nobody else does", async () => {
    const { eventId, seat } = await newStock(database, houses[0], { sections: [{ rows: ['..'] }] });
    const block = async (as: string, body: unknown = { seats: [seat(0)] }) => (await post(`${eventId}/seats/block`, body, as)).status;
    expect(await block('organiser')).toBe(404);
    expect(await block('fan')).toBe(403);
    expect(await block('nobody')).toBe(401);
    for (const body of [{}, { seats: [] }, { seats: ['x'] }, { seats: [seat(0), seat(0)] }, { seats: [seat(0)], places: 1 }, { sectionId: newId(), places: 0.5 }]) expect(await block('administrator', body)).toBe(400);
    expect(await block('administrator', { seats: [newId()] })).toBe(404);
    expect(await block('administrator', { sectionId: newId(), places: 1 })).toBe(404);
    expect(await block('administrator')).toBe(200);
  });
});
