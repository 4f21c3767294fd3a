import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { CatalogOfficeModule, EventPublished, SaleStates } from '#catalog';
import { InventoryModule } from '#inventory';
import { Database, newId, Outbox } from '#platform';
import { newLineEvent } from '../../test/support/line-stage.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { eventually } from '../../test/support/eventually.js';
import { LineOffice } from './line-office.js';
import { LineTokens } from './line-tokens.js';
import { WaitingRoomModule } from './waiting-room.module.js';

const administrator = newPrincipal({ role: 'administrator' });
const organiser = newPrincipal({ role: 'organiser' });
const fan = newPrincipal();
let database: TestDatabase;
let house: TestHouse;

const open = (environment = {}) => startHouse(database, [sessionsByDecree({ administrator, organiser, fan }), CatalogOfficeModule, InventoryModule, WaitingRoomModule], environment);
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await open();
});

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown> & { code?: string };
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${house.url}/api/v1/events/${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
}

const signedIn = (key: string) => ({ authorization: `Bearer ${key}` });

describe('the line over HTTP', () => {
  it('takes a visitor from the join to the admission', async () => {
    const eventId = await newLineEvent(database, { capacity: 3 });
    const joined = await call('POST', `${eventId}/line`);
    expect(joined).toMatchObject({ status: 201, body: { entry: 0, position: 0, state: 'waiting' } });
    const device = { 'x-device': joined.headers.get('x-device')! };
    expect((await call('POST', `${eventId}/line`, {}, device)).body).toMatchObject({ lineToken: joined.body['lineToken'], entry: 0 });

    const serving = await eventually(async () => {
      const answer = await call('GET', `${eventId}/serving`);
      expect(answer.body).toMatchObject({ serving: 1 });
      return answer;
    });
    expect(serving.headers.get('cache-control')).toBe('public, max-age=1');
    expect(serving.headers.get('set-cookie')).toBeNull();
    expect(serving.text.length).toBeLessThan(120);
    expect(serving.body).toMatchObject({ state: 'open', remaining: 3, pollAfterMs: 1_000 });

    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    expect(metrics).toContain(`catraca_line_places{event="${eventId}",state="called"} 1`);
    expect(metrics).toContain(`catraca_line_calling{event="${eventId}"} 1`);
    const { lineToken } = joined.body;
    const called = await call('POST', `${eventId}/line`, {}, device);
    expect(called.body).toMatchObject({ entry: 0, state: 'called' });
    expect(joined.body).not.toHaveProperty('claimUntil');
    const now = new Date(called.headers.get('date')!).getTime();
    expect(new Date(String(called.body['claimUntil'])).getTime()).toBeGreaterThan(now);
    const admitted = await call('POST', `${eventId}/admissions`, { lineToken }, device);
    expect(admitted).toMatchObject({ status: 201, body: { ticketLimit: 2 } });
    expect((await call('POST', `${eventId}/admissions`, { lineToken }, device)).body).toEqual(admitted.body);
    expect(await call('POST', `${eventId}/admissions`, { lineToken })).toMatchObject({ status: 403, body: { code: 'line.not_yours' } });
    expect(await call('POST', `${eventId}/admissions`, { lineToken: `${String(lineToken)}x` }, device)).toMatchObject({ status: 401, body: { code: 'platform.token_refused' } });
    expect(await call('DELETE', `${eventId}/line`, undefined, device)).toMatchObject({ status: 204 });
    expect(await call('POST', `${eventId}/admissions`, { lineToken }, device)).toMatchObject({ status: 410, body: { code: 'line.turn_missed' } });
  });

  it('tells how a place stands to whoever has its token, and gives nobody another one by it', async () => {
    const eventId = await newLineEvent(database, { capacity: 1, claimSeconds: 60 });
    const joined = await call('POST', `${eventId}/line`);
    const device = { 'x-device': joined.headers.get('x-device')! };
    const { lineToken } = joined.body;
    const standing = (headers: Record<string, string> = device, token: unknown = lineToken) => call('POST', `${eventId}/line/place`, { lineToken: token }, headers);
    const calledUntil = () =>
      eventually(async () => {
        const { status, body } = await standing();
        expect([status, body]).toMatchObject([200, { lineToken, entry: 0, position: 0, state: 'called', claimUntil: expect.any(String) }]);
        return body['claimUntil'];
      });
    const first = await calledUntil();
    expect(await standing({})).toMatchObject({ status: 404, body: { code: 'line.place_unknown' } });
    expect(await standing(device, `${String(lineToken)}x`)).toMatchObject({ status: 401, body: { code: 'platform.token_refused' } });

    await database.advance(61);
    await eventually(async () => expect(await calledUntil()).not.toBe(first));
    await database.advance(61);
    await eventually(async () => expect(await standing()).toMatchObject({ status: 410, body: { code: 'line.turn_missed' } }));
    await eventually(async () => expect((await call('GET', `${eventId}/serving`)).body).toMatchObject({ entries: 1, serving: 1 }));

    const again = (await call('POST', `${eventId}/line`, {}, device)).body;
    expect(again).toMatchObject({ entry: 1 });
    expect(await call('DELETE', `${eventId}/line`, undefined, device)).toMatchObject({ status: 204 });
    expect(await standing(device, again['lineToken'])).toMatchObject({ status: 410, body: { code: 'line.left' } });
  });

  it('tells an admission as such while it is open, and the place that one was merged into', async () => {
    const eventId = await newLineEvent(database, { capacity: 10 });
    const [one, two] = [await call('POST', `${eventId}/line`, {}, signedIn('fan')), await call('POST', `${eventId}/line`)];
    const device = { 'x-device': two.headers.get('x-device')! };
    await call('POST', `${eventId}/line`, {}, { ...device, ...signedIn('fan') });
    const standing = () => call('POST', `${eventId}/line/place`, { lineToken: two.body['lineToken'] }, { ...device, ...signedIn('fan') });
    await eventually(async () => expect((await standing()).body).toMatchObject({ entry: 0, state: 'called' }));
    expect(await call('POST', `${eventId}/line/place`, { lineToken: two.body['lineToken'] }, device)).toMatchObject({ status: 403, body: { code: 'line.not_yours' } });
    await eventually(async () => expect(await call('POST', `${eventId}/admissions`, { lineToken: one.body['lineToken'] }, signedIn('fan'))).toMatchObject({ status: 201 }));
    expect((await standing()).body).toMatchObject({ entry: 0, state: 'admitted' });
    await database.advance(3_600);
    expect(await standing()).toMatchObject({ status: 410, body: { code: 'line.turn_missed' } });
  });

  it('says of a place that was lost with an older backup that it does not know it, also when somebody else has its number', async () => {
    const eventId = await newLineEvent(database, { capacity: 1 });
    const joined = await call('POST', `${eventId}/line`);
    const device = { 'x-device': joined.headers.get('x-device')! };
    const { deviceId } = house.app.get(LineTokens).verifyPlace(eventId, String(joined.body['lineToken']));
    const lineToken = house.app.get(LineTokens).signPlace({ eventId, entry: 1, entryId: newId(), deviceId });
    await eventually(async () => expect((await call('GET', `${eventId}/serving`)).body).toMatchObject({ entries: 1 }));
    expect(await call('POST', `${eventId}/line/place`, { lineToken }, device)).toMatchObject({ status: 404, body: { code: 'line.place_unknown' } });
    expect((await call('POST', `${eventId}/line`)).body).toMatchObject({ entry: 1 });
    expect(await call('POST', `${eventId}/line/place`, { lineToken }, device)).toMatchObject({ status: 404, body: { code: 'line.place_unknown' } });
  });

  it('stands as soon as its event is published, with the hash of the secret', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 3600 });
    await house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, [EventPublished.message({ eventId })]));
    await eventually(async () => expect(await database.query('select state from waiting_room.line where event_id = $1', [eventId])).toEqual([{ state: 'lottery' }]));
    expect(await house.app.get(SaleStates).of([eventId])).toEqual(new Map([[eventId, { state: 'lottery', remaining: 10 }]]));
  });

  it('tells the catalog of sales without a line, too', async () => {
    const eventId = await newLineEvent(database, { capacity: 3 });
    await database.query('update catalog.event set line_required = false where id = $1', [eventId]);
    const standing = async () => (await house.app.get(SaleStates).of([eventId])).get(eventId);
    expect(await standing()).toEqual({ state: 'open', remaining: 3 });
    for (const table of ['stock', 'section']) await database.query(`update inventory.${table} set blocked = 3 where event_id = $1`, [eventId]);
    await eventually(async () => expect(await standing()).toEqual({ state: 'sold_out', remaining: 0 }));
    expect(await call('GET', `${eventId}/serving`)).toMatchObject({ status: 404 });
  });

  it('answers before the turn with when to ask again', async () => {
    const eventId = await newLineEvent(database, { capacity: 1 });
    await call('POST', `${eventId}/line`);
    const second = await call('POST', `${eventId}/line`);
    await eventually(async () => expect((await call('GET', `${eventId}/serving`)).body).toMatchObject({ serving: 1 }));
    const early = await call('POST', `${eventId}/admissions`, { lineToken: second.body['lineToken'] }, { 'x-device': second.headers.get('x-device')! });
    expect(early).toMatchObject({ status: 425, body: { code: 'line.not_yet' } });
    expect(early.body['retryAfterMs']).toBeGreaterThanOrEqual(1_000);
  });

  it('lets a stranger recompute the draw from what is published', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 300 });
    for (let count = 0; count < 12; count++) await call('POST', `${eventId}/line`);
    const before = await call('GET', `${eventId}/line/draw`);
    expect(before.body).toMatchObject({ algorithm: 'catraca-draw-1', size: null, entriesHash: null });
    expect(before.body).not.toHaveProperty('secret');
    expect(await call('GET', `${eventId}/line/draw/entries?from=0`)).toMatchObject({ status: 409, body: { code: 'line.entries_not_closed' } });
    await database.advance(300);
    const after = await eventually(async () => {
      const answer = await call('GET', `${eventId}/line/draw`);
      expect(answer.body).toHaveProperty('seed');
      return answer;
    });
    expect(after.body).toMatchObject({ size: 12, secretHash: before.body['secretHash'] });
    expect(after.headers.get('cache-control')).toContain('immutable');
    const program = join(import.meta.dirname, '../../../docs/draw/recompute.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [program, house.url, eventId]);
    expect(stdout).toContain('12 told, 0 differ');
    expect(stdout).toContain('The draw is what was published.');
    // Everybody asks for it at the opening: from then on it is answered from memory.
    const office = house.app.get(LineOffice);
    expect(await office.draw(eventId)).toBe(await office.draw(eventId));
  });

  it('asks for a solved challenge where the event does, of this device and for this event', async () => {
    const [eventId, otherId] = [await newLineEvent(database, { challengeRequired: true }), await newLineEvent(database, { challengeRequired: true })];
    expect(await call('POST', `${eventId}/line`, {})).toMatchObject({ status: 422, body: { code: 'line.challenge_unsolved' } });
    const posed = await call('GET', `${eventId}/line/challenge`);
    const device = { 'x-device': posed.headers.get('x-device')! };
    const challenge = posed.body as never;
    const solved = await solveChallenge({ challenge, deriveKey });
    const solution = Buffer.from(JSON.stringify({ challenge, solution: solved })).toString('base64');
    expect(await call('POST', `${eventId}/line`, { solution })).toMatchObject({ status: 422 });
    expect(await call('POST', `${otherId}/line`, { solution }, device)).toMatchObject({ status: 422 });
    const easier = { ...posed.body, parameters: { ...(posed.body['parameters'] as object), keyPrefix: '00' } };
    const cheat = Buffer.from(JSON.stringify({ challenge: easier, solution: await solveChallenge({ challenge: easier as never, deriveKey }) })).toString('base64');
    expect(await call('POST', `${eventId}/line`, { solution: cheat }, device)).toMatchObject({ status: 422 });
    expect(await call('POST', `${eventId}/line`, { solution }, device)).toMatchObject({ status: 201 });
  });

  it('is limited, paused and resumed by who may, with an act in the audit trail', async () => {
    const eventId = await newLineEvent(database, { capacity: 2 });
    expect(await call('GET', `${eventId}/line`, undefined, signedIn('fan'))).toMatchObject({ status: 403 });
    expect(await call('PATCH', `${eventId}/line`, { paused: true }, signedIn('organiser'))).toMatchObject({ status: 404 });
    await call('GET', `${eventId}/serving`);
    expect(await call('PATCH', `${eventId}/line`, { ratePerMinuteMax: 120, paused: true }, signedIn('administrator'))).toMatchObject({
      status: 200,
      body: { paused: true, ratePerMinuteMax: 120, admissionsMax: null, state: 'paused' },
    });
    expect(await call('PATCH', `${eventId}/line`, { ratePerMinuteMax: -1 }, signedIn('administrator'))).toMatchObject({ status: 400 });
    expect(await call('PATCH', `${eventId}/line`, { publicValue: 'x' }, signedIn('administrator'))).toMatchObject({ status: 409, body: { code: 'line.public_value_refused' } });
    await eventually(async () => expect((await call('GET', `${eventId}/serving`)).body).toMatchObject({ state: 'paused' }));
    const acts = await database.query<{ payload: { action: string; data: unknown } }>(
      `select payload from (select payload, key from platform.outbox union all select payload, key from platform.event_log) as message where key = $1`, [`event:${eventId}`]);
    expect(acts.map(({ payload }) => payload.data)).toEqual([{ ratePerMinuteMax: 120, paused: true }]);
  });

  it('refuses what is no line, no token, no number', async () => {
    const nowhere = newId();
    for (const [method, path] of [['POST', 'line'], ['DELETE', 'line'], ['GET', 'serving'], ['GET', 'line/draw'], ['GET', 'line/challenge']] as const) {
      expect(await call(method, `${nowhere}/${path}`)).toMatchObject({ status: 404, body: { code: 'line.not_found' } });
    }
    expect(await call('GET', 'not-an-id/serving')).toMatchObject({ status: 400 });
    const eventId = await newLineEvent(database);
    expect(await call('POST', `${eventId}/line`, { surprise: 1 })).toMatchObject({ status: 400 });
    expect(await call('POST', `${eventId}/admissions`, { lineToken: 7 })).toMatchObject({ status: 400 });
    expect(await call('GET', `${eventId}/line/draw/entries?from=-1`)).toMatchObject({ status: 400 });
    expect(await call('POST', `${eventId}/line`, {}, { 'x-device': 'forged' })).toMatchObject({ status: 401 });
  });

  it('takes only so many joins a minute from one address', async () => {
    const eventId = await newLineEvent(database);
    // So few that a busy machine, which takes seconds for them, does not let the others in meanwhile.
    const strict = await open({ JOINS_PER_ADDRESS_PER_MINUTE: '10' });
    const answers = await Promise.all(Array.from({ length: 60 }, () => fetch(`${strict.url}/api/v1/events/${eventId}/line`, { method: 'POST' })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]!.headers.get('retry-after')).not.toBeNull();
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(10);
  });
});
