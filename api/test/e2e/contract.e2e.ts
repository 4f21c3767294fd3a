/** The API's core as clients outside were promised it: every call, field, status, header and state name of it, in the order of a purchase. */
import { beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { loadDemo } from '../../src/demo.js';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { eventually, until } from '../support/eventually.js';
import { TestDatabase } from '../support/test-database.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const STADIUM = '019aa000-0000-7000-8000-000000000102';
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const TABLE = '019aa000-0000-7000-8000-000000000201';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const CUP = '019aa000-0000-7000-8000-000000000323';
const LAWN_CENTS = 22_000;

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const id = like(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const instant = like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const token = like(/^[\w-]+\.[\w-]+\.[\w-]+$/);
const text = expect.any(String) as unknown;
const count = expect.any(Number) as unknown;
const brl = (amountCents: unknown = count) => ({ amountCents, currency: 'BRL' });
const card = (name = 'tok_ok') => ({ method: 'card', token: name });
const keyed = (more: Record<string, string> = {}) => ({ 'idempotency-key': randomUUID(), ...more });
const soon = { prefer: 'wait=30' };

let database: TestDatabase;
let office: BoxOffice;
beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
  await loadDemo(office.house.app);
  await demoIsLaidOut(database);
});

async function fan(): Promise<Client> {
  const client = new Client(office.house.url);
  await client.signUp();
  return client;
}

async function held(client: Client, quantity = 1): Promise<string> {
  const { body } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity });
  return body.id as string;
}

/** A refusal: its status, its code and its own data beside them. */
const problem = (status: number, code: string, data: object = {}) => ({ status, body: { code, status, title: text, type: text, ...data } });

/** The first bytes of a stream that would not end by itself. */
async function firstFrame(path: string, headers: Record<string, string>): Promise<{ type: string | null; text: string }> {
  const response = await fetch(`${office.house.url}/api/v1/${path}`, { headers, signal: AbortSignal.timeout(60_000) });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return { type: response.headers.get('content-type'), text: new TextDecoder().decode(value) };
}

describe('accounts', () => {
  const person = () => ({ name: 'Ana', email: `${randomUUID()}@fans.example`, password: 'correct horse battery' });
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${office.house.url}/api/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  test('sign-up answers the user and an HttpOnly cookie that works until sign-out', async () => {
    const account = person();
    const response = await post('auth/sign-up', account);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ user: { id, email: account.email, name: 'Ana', role: 'fan', language: text, verifiedAt: null, createdAt: instant } });
    const cookies = response.headers.getSetCookie();
    expect(cookies).toEqual([like(/^catraca_device=.+; HttpOnly; SameSite=Lax$/), like(/^catraca_session=.+; HttpOnly; SameSite=Lax$/)]);
    const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
    const me = () => fetch(`${office.house.url}/api/v1/me`, { headers: { cookie } });
    expect((await me()).status).toBe(200);
    expect((await post('auth/sign-out', {}, { cookie })).status).toBe(204);
    expect((await me()).status).toBe(401);

    const again = await post('auth/sign-in', { email: account.email, password: account.password });
    expect([again.status, Object.keys((await again.json()) as object)]).toEqual([201, ['user']]);
  });

  test('?transport=token answers the token instead of the cookie', async () => {
    const response = await post('auth/sign-up?transport=token', person());
    expect(await response.json()).toEqual({ user: expect.anything(), token: text });
    expect(response.headers.getSetCookie().filter((cookie) => cookie.startsWith('catraca_session'))).toEqual([]);
    expect(response.headers.get('x-device')).toEqual(token);
  });
});

describe('what is on', () => {
  const listed = { id, title: text, saleStartsAt: instant, startsAt: instant, saleState: text, lineRequired: expect.any(Boolean) };

  test('events come as pages of a list', async () => {
    const client = new Client(office.house.url);
    const { body: first } = await client.expect(200, 'GET', 'events?limit=2');
    expect(first).toEqual({ items: [expect.objectContaining(listed), expect.objectContaining(listed)], nextCursor: text });
    const { body: last } = await client.expect(200, 'GET', `events?limit=2&cursor=${first.nextCursor}`);
    expect(last).toEqual({ items: [expect.objectContaining(listed)] });
    expect((await client.expect(200, 'GET', 'events?search=dunas')).body.items.map((event: { id: string }) => event.id)).toEqual([FESTIVAL]);
  });

  test.each([[CASINO, 'open'], [STADIUM, 'lottery'], [FESTIVAL, 'open']])('event %s has its ticket types, prices and products, and is in sale state %s', async (eventId, saleState) => {
    const { body } = await new Client(office.house.url).expect(200, 'GET', `events/${eventId}`);
    expect(body).toMatchObject({ ...listed, id: eventId, saleState });
    expect(body.ticketTypes[0]).toMatchObject({ id, name: text, price: brl() });
    expect(body.products[0]).toMatchObject({ id, eventId, name: text, price: brl() });
  });

  test('the seat map is compressed and has an ETag; ?since= gives what has changed; the stream is the same for all who are admitted', async () => {
    const client = await fan();
    const admission = await client.admitted(CASINO);
    const map = await client.expect(200, 'GET', `events/${CASINO}/seats`);
    expect(map.headers.get('content-encoding')).toBe('gzip');
    expect((await client.call('GET', `events/${CASINO}/seats`, undefined, { 'if-none-match': map.headers.get('etag') as string })).status).toBe(304);
    expect(map.body.states).toHaveLength(1_200);
    const { body: hold } = await client.expect(201, 'POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 2 }, { 'x-admission': admission });
    const since = await eventually(async () => {
      const answer = await client.expect(200, 'GET', `events/${CASINO}/seats?since=${map.body.version}`);
      expect(answer.body.changes?.h).toHaveLength(2);
      return answer;
    });
    expect(since.headers.get('cache-control')).toBe('public, max-age=1');
    const seatIds = (since.body.changes.h as number[]).map((index) => `${map.body.seatIdPrefix}${index.toString(16).padStart(8, '0')}`);
    expect(new Set(seatIds)).toEqual(new Set(hold.items.map(({ seatId }: { seatId: string }) => seatId)));

    const frame = await firstFrame(`events/${CASINO}/seats/stream`, { 'x-admission': admission });
    expect(frame).toEqual({ type: 'text/event-stream; charset=utf-8', text: like(/^id: \d+\nevent: seats\ndata: \{.+\}\n\n$/) });
    expect(await client.call('GET', `events/${CASINO}/seats/stream`)).toMatchObject(problem(401, 'platform.token_refused'));
    await client.expect(204, 'DELETE', `holds/${hold.id}`);
  });
});

describe('the line', () => {
  test('a place is one per device and per user, and leaving gives it up', async () => {
    const client = new Client(office.house.url);
    const { body: place } = await client.expect(201, 'POST', `events/${STADIUM}/line`);
    expect(place).toMatchObject({ lineToken: token, entry: count, position: null, state: 'waiting' });
    expect((await client.expect(201, 'POST', `events/${STADIUM}/line`)).body).toEqual(place);
    await client.signUp();
    expect((await client.expect(201, 'POST', `events/${STADIUM}/line`)).body.entry).toBe(place.entry);
    const elsewhere = await client.expect(201, 'POST', `events/${STADIUM}/line`, {}, { 'x-device': (await newDevice()) });
    expect(elsewhere.body.entry).toBe(place.entry);
    expect(await client.call('POST', `events/${STADIUM}/admissions`, { lineToken: place.lineToken })).toMatchObject(problem(425, 'line.not_yet', { retryAfterMs: count }));
    await client.expect(204, 'DELETE', `events/${STADIUM}/line`);
    expect((await client.expect(201, 'POST', `events/${STADIUM}/line`)).body.entry).toBeGreaterThan(place.entry);
  });

  async function newDevice(): Promise<string> {
    const response = await fetch(`${office.house.url}/api/v1/events/${CASINO}/line/challenge`);
    return response.headers.get('x-device') as string;
  }

  test('serving is the same small answer for everybody', async () => {
    const somebody = await fan();
    // It is told anew every second, and that may be just between the two.
    await eventually(async () => {
      const answers = await Promise.all([fetch(`${office.house.url}/api/v1/events/${STADIUM}/serving`), somebody.call('GET', `events/${STADIUM}/serving`)]);
      expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(['public, max-age=1', 'public, max-age=1']);
      const body: unknown = await answers[0].json();
      expect(body).toEqual({ serving: count, calledPerMinute: count, state: 'lottery', remaining: 78_300, entries: count, pollAfterMs: count });
      expect(answers[1].body).toEqual(body);
    });
    expect((await new Client(office.house.url).expect(200, 'GET', `events/${STADIUM}/line/draw`)).body).toMatchObject({ algorithm: text, secretHash: text });
  });

  test('an admission is the same for its owner whenever asked, and for nobody else', async () => {
    const client = new Client(office.house.url);
    const { body: place } = await client.expect(201, 'POST', `events/${CASINO}/line`);
    expect(place).toMatchObject({ entry: count, position: count });
    await client.admitted(CASINO);
    const claim = () => client.expect(201, 'POST', `events/${CASINO}/admissions`, { lineToken: place.lineToken });
    const { body: admission } = await claim();
    expect(admission).toEqual({ admissionToken: token, expiresAt: instant, ticketLimit: 2 });
    expect((await claim()).body).toEqual(admission);
    const thief = await fan();
    expect(await thief.call('POST', `events/${CASINO}/admissions`, { lineToken: place.lineToken })).toMatchObject(problem(403, 'line.not_yours'));
  });

  test('who comes second to a show for one is told 410 line.sold_out', async () => {
    const { eventId, ticketTypeId } = await showForOne();
    const [first, second] = [await fan(), await fan()];
    const hold = await first.expect(201, 'POST', `events/${eventId}/holds`, { ticketTypeId, quantity: 1 }, { 'x-admission': await first.admitted(eventId) });
    const { body: place } = await second.expect(201, 'POST', `events/${eventId}/line`);
    expect((await first.order(hold.body.id, card())).body.state).toBe('confirmed');
    await eventually(async () => expect(await second.call('POST', `events/${eventId}/admissions`, { lineToken: place.lineToken })).toMatchObject(problem(410, 'line.sold_out')));
    expect((await second.expect(200, 'GET', `events/${eventId}/serving`)).body.state).toBe('sold_out');
    await eventually(async () => expect((await second.expect(200, 'GET', `events/${eventId}`)).body.saleState).toBe('sold_out'));
  });
});

/** A standing show of one place, made as an organiser makes it. */
async function showForOne(lineRequired = true): Promise<{ eventId: string; ticketTypeId: string }> {
  const organiser = new Client(office.house.url);
  await organiser.signIn('organiser@catraca.example', 'catraca-demo');
  const { body: festival } = await organiser.expect(200, 'GET', `events/${FESTIVAL}`);
  const days = (number: number) => new Date(Date.now() + number * 86_400_000).toISOString();
  const { body: event } = await organiser.expect(201, 'POST', 'events', {
    organiserId: festival.organiser.id, venueId: festival.venueId, title: 'For one', artists: ['One'], kind: 'concert',
    standing: [{ name: 'Chair', capacity: 1 }], startsAt: days(30), saleStartsAt: days(-1), lineRequired,
  });
  const { body: type } = await organiser.expect(201, 'POST', `events/${event.id}/ticket-types`, { name: 'Full', category: 'Chair', kind: 'standing', price: brl(1_000) });
  expect((await organiser.call('POST', `events/${event.id}/publish`)).status).toBeLessThan(300);
  await until(async () => !lineRequired || (await organiser.call('GET', `events/${event.id}/serving`)).body.state === 'open');
  return { eventId: event.id as string, ticketTypeId: type.id as string };
}

describe('holds', () => {
  test('are answered with their items, and belong to their owner', async () => {
    const client = await fan();
    const { body: hold } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 2 });
    expect(hold).toMatchObject({ id, expiresAt: instant, total: brl(2 * LAWN_CENTS) });
    expect(hold.items).toEqual(Array.from({ length: 2 }, () => ({ label: 'Gramado', ticketTypeId: LAWN, price: brl(LAWN_CENTS) })));
    expect((await client.expect(200, 'GET', `holds/${hold.id}`)).body).toEqual(hold);
    expect(await (await fan()).call('GET', `holds/${hold.id}`)).toMatchObject(problem(404, 'orders.hold_not_found'));
    await client.expect(204, 'DELETE', `holds/${hold.id}`);
    expect((await client.expect(200, 'GET', `holds/${hold.id}`)).body.state).toBe('released');
  });

  test('are the same hold when they are asked for again with the same key; with another body 422', async () => {
    const client = await fan();
    const once = keyed();
    const wish = { ticketTypeId: LAWN, quantity: 1 };
    const { body: hold } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, wish, once);
    expect((await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, wish, once)).body).toEqual(hold);
    expect(await client.call('POST', `events/${FESTIVAL}/holds`, { ...wish, quantity: 2 }, once)).toMatchObject(problem(422, 'orders.idempotency_key_reused'));
    expect(await client.call('POST', `events/${FESTIVAL}/holds`, wish, { 'idempotency-key': 'x'.repeat(256) })).toMatchObject(problem(400, 'orders.idempotency_key_required'));
    await client.expect(204, 'DELETE', `holds/${hold.id}`);
    expect((await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, wish, once)).body).toEqual({ ...hold, state: 'released' });
    const other = await (await fan()).expect(201, 'POST', `events/${FESTIVAL}/holds`, wish, once);
    expect(other.body.id).not.toBe(hold.id);
  });

  test('say which seats are taken and what the limit is', async () => {
    const [first, second] = [await fan(), await fan()];
    const { body: hold } = await first.expect(201, 'POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 }, { 'x-admission': await first.admitted(CASINO) });
    const [{ seatId }] = hold.items;
    expect(hold.items).toEqual([{ seatId: id, label: text, ticketTypeId: TABLE, price: brl(32_000) }]);
    const admission = { 'x-admission': await second.admitted(CASINO) };
    expect(await second.call('POST', `events/${CASINO}/holds`, { seats: [seatId] }, admission)).toMatchObject(problem(409, 'inventory.seat_taken', { seats: [seatId] }));
    expect(await second.call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 3 }, admission)).toMatchObject(problem(422, 'inventory.limit_exceeded', { limit: 2 }));
    expect(await second.call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 })).toMatchObject(problem(403, 'orders.admission_required'));
  });

  test('need no admission where there is no line, and find nothing where all is taken', async () => {
    const { eventId, ticketTypeId } = await showForOne(false);
    const hold = async () => (await fan()).call('POST', `events/${eventId}/holds`, { ticketTypeId, quantity: 1 });
    await eventually(async () => expect(await hold()).toMatchObject({ status: 201 }));
    expect(await hold()).toMatchObject(problem(409, 'inventory.sold_out'));
  });
});

describe('orders', () => {
  const order = { id, state: text, total: brl(), items: expect.any(Array) as unknown, payment: { id, state: text } };

  test.each([
    ['tok_ok', 'confirmed', {}],
    ['tok_declined', 'payment_failed', { failureReason: 'declined', retryable: true }],
    ['tok_slow', 'confirmed', {}],
    ['tok_timeout', 'confirmed', {}],
    ['tok_error', 'confirmed', {}],
  ])('%s: 202 at once, and in the end %s', async (name, state, outcome) => {
    const client = await fan();
    const placed = await client.call('POST', 'orders', { holdId: await held(client), payment: card(name) }, keyed());
    expect(placed).toMatchObject({ status: 202, body: { ...order, state: 'awaiting_payment' } });
    const { body } = await eventually(async () => {
      const answer = await client.expect(200, 'GET', `orders/${placed.body.id}`);
      expect(answer.body.state).toBe(state);
      return answer;
    });
    expect(body.payment).toMatchObject(outcome);
    expect(body.tickets).toEqual(state === 'confirmed' ? [{ id, label: 'Gramado' }] : undefined);
  });

  test('Prefer: wait= gives 201 with the outcome, products and balance included; the key gives the same order, with another body 422', async () => {
    const client = await fan();
    await client.expect(201, 'POST', 'wallet/top-ups', { amount: brl(5_000), payment: card() }, keyed(soon));
    const wish = { holdId: await held(client), products: [{ productId: CUP, quantity: 2 }], payment: { ...card(), fromWallet: brl(5_000) } };
    const once = keyed(soon);
    const { body, headers } = await client.expect(201, 'POST', 'orders', wish, once);
    expect(body).toMatchObject({ ...order, state: 'confirmed', total: brl(LAWN_CENTS + 3_000), payment: { state: 'completed' }, tickets: [{ id, label: 'Gramado' }] });
    expect(headers.get('location')).toBe(`/api/v1/orders/${body.id}`);
    expect((await client.expect(201, 'POST', 'orders', wish, once)).body).toEqual(body);
    expect(await client.call('POST', 'orders', { ...wish, products: [] }, once)).toMatchObject(problem(422, 'orders.idempotency_key_reused'));
    expect(await client.call('POST', 'orders', wish)).toMatchObject(problem(400, 'orders.idempotency_key_required'));
    expect((await client.expect(200, 'GET', 'orders')).body).toEqual({ items: [body] });
    expect(await (await fan()).call('GET', `orders/${body.id}`)).toMatchObject(problem(404, 'orders.order_not_found'));
  });

  test('PIX answers 201 with its code and its picture, for its payer alone; the stream begins with the order as it is', async () => {
    const client = await fan();
    const { body } = await client.expect(201, 'POST', 'orders', { holdId: await held(client), payment: { method: 'pix' } }, keyed());
    expect(body).toMatchObject({ ...order, state: 'awaiting_payment', payment: { pix: { brCode: like(/^000201/), qrCodeUrl: text, expiresAt: instant } } });
    const picture = await client.expect(200, 'GET', body.payment.pix.qrCodeUrl);
    expect([picture.headers.get('content-type'), picture.body]).toEqual(['image/svg+xml', like(/^<svg /)]);
    expect((await (await fan()).call('GET', body.payment.pix.qrCodeUrl)).status).toBe(404);
    const frame = await firstFrame(`orders/${body.id}/stream`, client.credentials);
    expect(frame).toEqual({ type: 'text/event-stream', text: like(/^event: order\ndata: \{.+\}\n\n$/) });
    expect(JSON.parse(frame.text.split('data: ')[1] as string)).toEqual(body);
  });

  test('after a decline another try pays the same order; each try has its own key', async () => {
    const client = await fan();
    const { body: declined } = await client.order(await held(client), card('tok_declined'));
    expect(declined).toMatchObject({ state: 'payment_failed' });
    expect(await client.call('POST', `orders/${declined.id}/payments`, card())).toMatchObject(problem(400, 'orders.idempotency_key_required'));
    expect(await (await fan()).call('POST', `orders/${declined.id}/payments`, card(), keyed())).toMatchObject(problem(404, 'orders.order_not_found'));
    expect((await client.expect(201, 'POST', `orders/${declined.id}/payments`, card(), keyed(soon))).body).toMatchObject({ id: declined.id, state: 'confirmed' });
  });

  test('a ticket is a list, a document, a page and a picture', async () => {
    const client = await fan();
    const { body: bought } = await client.order(await held(client), card());
    const { body: list } = await client.expect(200, 'GET', 'tickets');
    expect(list).toEqual({ items: [expect.objectContaining({ id: bought.tickets[0].id, orderId: bought.id, eventId: FESTIVAL, label: 'Gramado' })] });
    expect((await client.expect(200, 'GET', `tickets/${bought.tickets[0].id}`)).body).toEqual(list.items[0]);
    for (const [ending, type] of [['pdf', 'application/pdf'], ['svg', 'image/svg+xml']]) {
      expect((await client.expect(200, 'GET', `tickets/${bought.tickets[0].id}.${ending}`)).headers.get('content-type')).toBe(type);
      expect((await (await fan()).call('GET', `tickets/${bought.tickets[0].id}.${ending}`)).status).toBe(404);
    }
  });
});

describe('the wallet', () => {
  test('is topped up, pays services in whole or in part, and lists its movements', async () => {
    const client = await fan();
    expect((await client.expect(201, 'POST', 'wallet/top-ups', { amount: brl(10_000), payment: card() }, keyed(soon))).body).toMatchObject({ id, state: 'completed' });
    const { body: payees } = await client.expect(200, 'GET', 'payees');
    const service = (payment: object, amountCents = 700) => ({ payeeId: payees.items[0].id, amount: brl(amountCents), payment });
    const { body: paid } = await client.expect(201, 'POST', 'payments', service({ method: 'wallet' }), keyed(soon));
    expect(paid).toMatchObject({ id, state: 'completed' });
    expect((await client.expect(200, 'GET', `payments/${paid.id}`)).body).toEqual(paid);
    expect((await (await fan()).call('GET', `payments/${paid.id}`)).status).toBe(404);
    await client.expect(201, 'POST', 'payments', service({ ...card(), fromWallet: brl(300) }), keyed(soon));
    await client.expect(202, 'POST', 'payments', service(card('tok_slow')), keyed());
    expect((await client.expect(201, 'POST', 'payments', service({ method: 'pix' }), keyed())).body).toMatchObject({ pix: { brCode: text, qrCodeUrl: text, expiresAt: instant } });
    expect(await client.call('POST', 'payments', service({ method: 'wallet' }))).toMatchObject(problem(400, 'wallet.idempotency_key_required'));
    expect((await client.expect(200, 'GET', 'wallet')).body).toEqual({ balance: brl(9_000), frozen: brl(0), available: brl(9_000) });
    const { body: transfers } = await client.expect(200, 'GET', 'wallet/transfers?limit=2');
    expect(transfers).toEqual({ items: [expect.objectContaining({ id, amount: brl(300) }), expect.objectContaining({ id, amount: brl(700) })], nextCursor: text });
  });
});

describe('a missed turn', () => {
  test('is called once more, and then it is 410 line.turn_missed', async () => {
    const client = new Client(office.house.url);
    const { body: place } = await client.expect(201, 'POST', `events/${CASINO}/line`);
    const called = (times: number) =>
      until(async () => (await database.query('select from waiting_room.entry where event_id = $1 and entry = $2 and state = $3 and calls = $4', [CASINO, place.entry, 'called', times])).length === 1);
    // The house's usual two minutes to claim a turn.
    await called(1);
    await database.advance(121);
    await called(2);
    await database.advance(121);
    await eventually(async () => expect(await client.call('POST', `events/${CASINO}/admissions`, { lineToken: place.lineToken })).toMatchObject(problem(410, 'line.turn_missed')));
  });
});

describe('the house', () => {
  test.each(['/health', '/api/v1/health'])('%s tells every part, by GET and by POST', async (path) => {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(office.house.url + path, { method });
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok', parts: expect.objectContaining({ database: { ok: true } }) }]);
    }
  });

  test('the OpenAPI 3.1 document describes the calls above', async () => {
    const { body } = await new Client(office.house.url).expect(200, 'GET', '/api/openapi.json');
    expect(body.openapi).toMatch(/^3\.1\./);
    const calls = ['post /auth/sign-up', 'post /auth/sign-in', 'post /auth/sign-out', 'get /events', 'get /events/{eventId}', 'get /events/{eventId}/seats', 'get /events/{eventId}/seats/stream',
      'post /events/{eventId}/line', 'delete /events/{eventId}/line', 'get /events/{eventId}/line/draw', 'get /events/{eventId}/serving', 'post /events/{eventId}/admissions', 'post /events/{eventId}/holds',
      'get /holds/{holdId}', 'delete /holds/{holdId}', 'post /orders', 'get /orders', 'get /orders/{orderId}', 'post /orders/{orderId}/payments', 'get /orders/{orderId}/stream',
      'get /tickets', 'get /tickets/{ticketId}', 'get /tickets/{ticketId}.pdf', 'get /tickets/{ticketId}.svg', 'post /payments', 'get /payments/{paymentId}', 'get /wallet', 'get /wallet/transfers', 'post /wallet/top-ups'];
    const missing = calls.map((call) => call.split(' ') as [string, string]).filter(([method, path]) => !body.paths[`/api/v1${path}`]?.[method]);
    expect(missing).toEqual([]);
  });
});
