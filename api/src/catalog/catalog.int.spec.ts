import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHouse, sessionsByDecree, type TestHouse } from '../../test/support/test-house.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { newId, type Principal } from '#platform';
import { Catalog } from './catalog.js';
import { CatalogModule } from './catalog.module.js';
import { eventAnswer, eventsAnswer, drawingAnswer, suggestionsAnswer } from './programme.schemas.js';
import { SaleStates } from './sale-states.js';
import { Database } from '#platform';

const principal = (role: Principal['role']): Principal =>
  ({ userId: newId(), role, sessionId: newId(), deviceId: null, email: `${role}@example.com`, name: role, language: 'en', verified: true });
const people = { admin: principal('administrator'), ana: principal('organiser'), bia: principal('organiser'), fan: principal('fan') };

let db: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  db = await TestDatabase.create();
  house = await startHouse(db, [sessionsByDecree(people), CatalogModule]);
});

type Who = keyof typeof people;
interface Answer { status: number; body: any; headers: Headers }

async function call(method: string, path: string, who?: Who, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: { ...(who && { authorization: `Bearer ${who}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

async function must(method: string, path: string, who: Who, body?: unknown): Promise<any> {
  const answer = await call(method, path, who, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const brl = (amountCents: number) => ({ amountCents, currency: 'BRL' });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** An organiser with a venue; `who` maintains it. */
async function newVenue(who: Who = 'ana') {
  const organiser = await must('POST', '/organisers', 'admin', { name: 'Produtora' });
  await must('POST', `/organisers/${organiser.id}/members`, 'admin', { userId: people[who].userId });
  const venue = await must('POST', '/venues', who, { organiserId: organiser.id, name: 'Casa de Cultura', city: 'São Luís', timezone: 'America/Fortaleza' });
  return { organiserId: organiser.id as string, venueId: venue.id as string };
}

/** A draft that lacks nothing. */
async function newDraft(who: Who = 'ana', given: Record<string, unknown> = {}) {
  const place = await newVenue(who);
  const event = await must('POST', '/events', who, {
    ...place, title: 'Noite do Choro', artists: ['Zé do Pandeiro'], kind: 'concert', standing: [{ name: 'Pista', capacity: 500 }],
    startsAt: inDays(30), saleStartsAt: inDays(-1), ...given,
  });
  const type = await must('POST', `/events/${event.id}/ticket-types`, who, { name: 'Inteira', category: 'Pista', kind: 'standing', price: brl(8_000) });
  return { ...place, eventId: event.id as string, ticketTypeId: type.id as string };
}

async function newPublished(who: Who = 'ana', given: Record<string, unknown> = {}) {
  const draft = await newDraft(who, given);
  await must('POST', `/events/${draft.eventId}/publish`, who);
  return draft;
}

const version = async (eventId: string): Promise<number> => (await must('GET', `/events/${eventId}/maintenance`, 'admin')).version;
const published = async (): Promise<{ type: string; key: string }[]> =>
  db.query(`select type, key from (select id, type, key from platform.outbox where kind = 'event' union all select position, type, key from platform.event_log) e where type like 'catalog.%'`);

describe('who may maintain', () => {
  test('another organiser\'s things do not exist, whatever is asked of them', async () => {
    const { organiserId, venueId, eventId, ticketTypeId } = await newDraft('ana');
    const map = await must('POST', `/venues/${venueId}/seat-maps`, 'ana', { plan: plan() });
    const product = await must('POST', `/events/${eventId}/products`, 'ana', { name: 'Copo', price: brl(1_500) });
    const asks: [string, string, unknown?][] = [
      ['PATCH', `/organisers/${organiserId}`, { version: 1, name: 'Minha' }], ['GET', `/organisers/${organiserId}/members`],
      ['POST', `/organisers/${organiserId}/members`, { userId: people.bia.userId }], ['DELETE', `/organisers/${organiserId}/members/${people.ana.userId}`],
      ['GET', `/organisers/${organiserId}/events`], ['GET', `/venues?organiserId=${organiserId}`],
      ['POST', '/venues', { organiserId, name: 'x', city: 'y', timezone: 'UTC' }], ['PATCH', `/venues/${venueId}`, { version: 1, name: 'x' }], ['DELETE', `/venues/${venueId}`],
      ['GET', `/venues/${venueId}/seat-maps`], ['POST', `/venues/${venueId}/seat-maps`, { plan: plan() }], ['GET', `/seat-maps/${map.id}`], ['DELETE', `/seat-maps/${map.id}`],
      ['POST', '/events', { organiserId, venueId, title: 'x' }], ['GET', `/events/${eventId}/maintenance`], ['PATCH', `/events/${eventId}`, { version: 1, title: 'x' }], ['DELETE', `/events/${eventId}`],
      ...['publish', 'postpone', 'cancel', 'close'].map((act): [string, string] => ['POST', `/events/${eventId}/${act}`]),
      ['PUT', `/events/${eventId}/pinned-suggestions`, { productIds: [] }],
      ['POST', `/events/${eventId}/ticket-types`, { name: 'x', category: 'Pista', kind: 'standing', price: brl(1) }],
      ['PATCH', `/ticket-types/${ticketTypeId}`, { version: 1, price: brl(1) }], ['DELETE', `/ticket-types/${ticketTypeId}`],
      ['POST', `/events/${eventId}/products`, { name: 'x', price: brl(1) }], ['PATCH', `/products/${product.id}`, { version: 1, price: brl(1) }], ['DELETE', `/products/${product.id}`],
    ];
    const before = await snapshot();
    for (const [method, path, body] of asks) {
      const { status, body: problem } = await call(method, path, 'bia', body);
      expect({ method, path, status, code: problem.code }).toEqual({ method, path, status: 404, code: expect.stringMatching(/^catalog\.\w+_not_found$/) });
      expect((await call(method, path, 'fan', body)).status).toBe(403);
      expect((await call(method, path, undefined, body)).status).toBe(401);
    }
    expect(await snapshot()).toEqual(before);
  });

  test('an organiser sees its own, an administrator all', async () => {
    const { organiserId } = await newVenue('bia');
    const ids = async (who: Who) => (await must('GET', '/organisers', who)).items.map(({ id }: { id: string }) => id);
    expect(await ids('bia')).toContain(organiserId);
    expect(await ids('ana')).not.toContain(organiserId);
    expect(await ids('admin')).toContain(organiserId);
  });

  test('every act is on the audit trail, in the transaction that did it', async () => {
    const { ticketTypeId } = await newDraft();
    await must('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, price: brl(9_000) });
    const acts = await db.query<{ payload: any }>(`select payload from (select key, payload from platform.outbox union all select key, payload from platform.event_log) m where key = $1`, [`ticket_type:${ticketTypeId}`]);
    expect(acts.map(({ payload }) => [payload.action, payload.actor]).toSorted()).toEqual([
      ['catalog.add_ticket_type', people.ana.userId], ['catalog.change_ticket_type', people.ana.userId],
    ]);
  });
});

const snapshot = async () => db.query(`select (select jsonb_agg(e order by id) from catalog.event e) as events, (select jsonb_agg(t order by id) from catalog.ticket_type t) as types,
  (select jsonb_agg(p order by id) from catalog.product p) as products, (select jsonb_agg(v order by id) from catalog.venue v) as venues,
  (select jsonb_agg(m order by organiser_id, user_id) from catalog.organiser_member m) as members, (select count(*) from catalog.seat_map) as maps`);

function plan(): any {
  return JSON.parse(readFileSync(new URL('./fixtures/newer-draft.json', import.meta.url), 'utf8'));
}

describe('a seat map', () => {
  let venueId: string;
  beforeEach(async () => ({ venueId } = await newVenue()));

  test('made by another house\'s editor is imported and comes back as it was', async () => {
    const sheet = { wheelchair: ['0-0-0'], companions: [{ seat: '0-0-1', of: '0-0-0' }] };
    const map = await must('POST', `/venues/${venueId}/seat-maps`, 'ana', { plan: plan(), accessibility: sheet });
    expect(map).toMatchObject({ name: 'Kulturhaus, großer Saal', seatCount: 46 });
    expect(await must('GET', `/seat-maps/${map.id}`, 'ana')).toMatchObject({ plan: plan(), accessibility: sheet });
  });

  test('is imported from CSV', async () => {
    const csv = 'section;row;seat;x;y;category\nPlateia;A;1;0;0;Plateia\nPlateia;A;2;50;0;Plateia\n';
    const { status, body } = await call('POST', `/venues/${venueId}/seat-maps?name=Sala`, 'ana', csv, { 'content-type': 'text/csv; charset=utf-8' });
    expect({ status, name: body.name, seatCount: body.seatCount }).toEqual({ status: 201, name: 'Sala', seatCount: 2 });
  });

  test('with mistakes is refused with each of them, and nothing of it is kept', async () => {
    const broken = plan();
    broken.zones[0].rows[0].seats[0].category = 'x';
    broken.zones[0].rows[0].seats[1].seat_number = 'a\0b';
    broken.zones[0].rows[0].seats[2].row = 3;
    const json = await call('POST', `/venues/${venueId}/seat-maps`, 'ana', { plan: broken });
    expect(json.status).toBe(422);
    expect(json.body).toMatchObject({ code: 'catalog.seat_map_refused', mistakeCount: 3 });
    expect(json.body.mistakes.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '/zones/0/rows/0/seats/0/category', '/zones/0/rows/0/seats/1/seat_number', '/zones/0/rows/0/seats/2/row',
    ]);
    const csv = await call('POST', `/venues/${venueId}/seat-maps`, 'ana', 'section,row,seat,x,y,category\nP,A,1,0,0,P\nP,A,1,z,0,P\n', { 'content-type': 'text/csv' });
    expect(csv.body.mistakes.map(({ line, rule }: any) => `${line} ${rule}`)).toEqual(['3 wrong_type', '3 duplicate_guid', '3 duplicate_seat']);
    expect((await must('GET', `/venues/${venueId}/seat-maps`, 'ana')).items).toEqual([]);
  });

  test.each([['{"plan":', 'application/json', 400], ['{}', 'application/json', 400], ['[]', 'application/json', 400], ['x', 'text/plain', 415], ['', 'text/csv', 422]])(
    'that is %j as %s is refused', async (body, type, status) => {
      expect((await call('POST', `/venues/${venueId}/seat-maps`, 'ana', body, { 'content-type': type })).status).toBe(status);
    });
});

describe('publication', () => {
  test('names everything that is missing, then goes through once it is there', async () => {
    const place = await newVenue();
    const map = await must('POST', `/venues/${place.venueId}/seat-maps`, 'ana', { plan: plan() });
    const { id } = await must('POST', '/events', 'ana', { ...place, seatMapId: map.id, title: 'Kammermusik', startsAt: inDays(-2), doorsAt: inDays(-1) });
    await must('POST', `/events/${id}/ticket-types`, 'ana', { name: 'Voll', category: 'Parkett', kind: 'standing', price: brl(5_000) });
    await must('POST', `/events/${id}/ticket-types`, 'ana', { name: 'Halb', category: 'Loge', kind: 'seated', price: brl(2_501), halfPrice: true });
    const refused = await call('POST', `/events/${id}/publish`, 'ana');
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 422, code: 'catalog.publication_refused' });
    expect(refused.body.mistakes.map(({ field, rule }: any) => `${field} ${rule}`)).toEqual([
      'startsAt in_the_past', 'doorsAt out_of_order', 'saleStartsAt missing', 'ticketTypes category_without_ticket_type',
      'ticketTypes wrong_kind', 'ticketTypes unknown_category', 'ticketTypes half_price_without_full',
    ]);
    expect((await call('GET', `/events/${id}`)).status).toBe(404);

    const { ticketTypes } = await must('PATCH', `/events/${id}`, 'ana', { version: await version(id), startsAt: inDays(9), doorsAt: null, saleStartsAt: inDays(-1) });
    await must('PATCH', `/ticket-types/${ticketTypes[0].id}`, 'ana', { version: 1, kind: 'seated' });
    await must('PATCH', `/ticket-types/${ticketTypes[1].id}`, 'ana', { version: 1, category: 'Rang', halfPrice: false });
    const event = await must('POST', `/events/${id}/publish`, 'ana');
    expect(event).toMatchObject({ state: 'published', capacity: 46 });
    expect((await published()).filter(({ key }) => key === id)).toEqual([{ type: 'catalog.event_published', key: id }]);

    const shown = await call('GET', `/events/${id}`);
    eventAnswer.parse(shown.body);
    expect(shown.body).toMatchObject({ saleState: 'open', remaining: null, priceFrom: brl(2_501), capacity: 46, city: 'São Luís' });
    const drawing = (await call('GET', `/events/${id}/seat-map`)).body;
    drawingAnswer.parse(drawing);
    expect(drawing.areas[0]).toMatchObject({ shape: 'rectangle', position: { x: 110.25, y: 10.5 } });
  });

  test('fixes what stock and line stand on, and lets the rest be edited', async () => {
    const { eventId, ticketTypeId } = await newPublished();
    const seen = await version(eventId);
    const fixed = await call('PATCH', `/events/${eventId}`, 'ana', { version: seen, lineRequired: false, standing: [], saleStartsAt: inDays(1) });
    expect({ status: fixed.status, fields: fixed.body.fields }).toEqual({ status: 409, fields: ['standing', 'lineRequired', 'saleStartsAt'] });
    expect((await call('PATCH', `/events/${eventId}`, 'ana', { version: seen, startsAt: null })).body.code).toBe('catalog.publication_refused');
    expect((await call('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, category: 'Camarote' })).body.code).toBe('catalog.fixed_by_publication');
    expect((await call('DELETE', `/ticket-types/${ticketTypeId}`, 'ana')).body.mistakes).toMatchObject([{ rule: 'category_without_ticket_type' }]);
    const foreign = { name: 'x', category: 'Camarote', kind: 'seated', price: brl(1) };
    expect((await call('POST', `/events/${eventId}/ticket-types`, 'ana', foreign)).body.mistakes).toMatchObject([{ rule: 'unknown_category' }]);
    const half = { name: 'Meia', category: 'Pista', kind: 'standing', price: brl(4_001), halfPrice: true };
    expect((await call('POST', `/events/${eventId}/ticket-types`, 'ana', half)).body.mistakes).toMatchObject([{ rule: 'half_price_too_high' }]);
    expect(await must('POST', `/events/${eventId}/ticket-types`, 'ana', { ...half, price: brl(4_000) })).toMatchObject({ proofRequired: true, holderRequired: false });

    await must('PATCH', `/events/${eventId}`, 'ana', { version: seen, title: 'Noite do Samba', pictures: [{ url: 'https://example.com/a.png', alt: 'cartaz' }] });
    await must('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, price: brl(9_000) });
    const shown = (await call('GET', `/events/${eventId}`)).body;
    expect(shown).toMatchObject({ title: 'Noite do Samba', priceFrom: brl(4_000) });
    expect((await published()).filter(({ key }) => key === eventId).map(({ type }) => type).toSorted()).toEqual([
      'catalog.event_changed', 'catalog.event_published', 'catalog.prices_changed', 'catalog.prices_changed',
    ]);
  });

  test('of two who edit the same version the second is told, and changes nothing', async () => {
    const { eventId } = await newDraft();
    const seen = await version(eventId);
    const answers = await Promise.all(['A', 'B', 'C'].map((title) => call('PATCH', `/events/${eventId}`, 'ana', { version: seen, title })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'catalog.edited_meanwhile', version: seen + 1 });
  });

  test('of two who publish at once one does, and it is announced once', async () => {
    const { eventId } = await newDraft();
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', `/events/${eventId}/publish`, 'ana')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await published()).filter(({ key }) => key === eventId)).toHaveLength(1);
  });

  test('an event lives by its states: postponed and back, cancelled for good', async () => {
    const { eventId } = await newPublished();
    const act = async (name: string) => (await call('POST', `/events/${eventId}/${name}`, 'ana')).status;
    expect(await act('postpone')).toBe(200);
    expect((await call('GET', `/events/${eventId}`)).body).toMatchObject({ state: 'postponed', saleState: 'paused' });
    expect(await act('postpone')).toBe(409);
    expect(await act('publish')).toBe(200);
    expect((await call('DELETE', `/events/${eventId}`, 'ana')).body).toMatchObject({ code: 'catalog.event_state_forbids', state: 'published' });
    expect(await act('cancel')).toBe(200);
    for (const name of ['publish', 'postpone', 'cancel', 'close']) expect(await act(name)).toBe(409);
    expect((await call('GET', `/events/${eventId}`)).body).toMatchObject({ state: 'cancelled', saleState: 'closed' });
  });

  test('terms that contradict each other are refused when they are written', async () => {
    const place = await newVenue();
    const refused = async (terms: object) => (await call('POST', '/events', 'ana', { ...place, title: 'x', ...terms })).body.rule;
    expect(await refused({ lineRequired: false, drawAtOpening: true })).toBe('draw_needs_a_line');
    expect(await refused({ publicDrawValueName: 'Loteria Federal' })).toBe('public_value_needs_a_draw');
    expect(await refused({ sessionTicketLimit: 6 })).toBe('buyer_ticket_limit_in_range');
    expect(await refused({ saleStartsAt: inDays(2), saleEndsAt: inDays(1) })).toBe('sale_ends_after_it_starts');
  });

  test('what an event that is not over uses cannot be retired', async () => {
    const { organiserId, venueId, eventId } = await newPublished();
    expect((await call('DELETE', `/venues/${venueId}`, 'ana')).body).toMatchObject({ code: 'catalog.still_in_use', eventIds: [eventId] });
    expect((await call('DELETE', `/organisers/${organiserId}`, 'admin')).status).toBe(409);
    await must('POST', `/events/${eventId}/close`, 'ana');
    expect((await call('DELETE', `/venues/${venueId}`, 'ana')).status).toBe(204);
  });
});

describe('the programme', () => {
  test('is searched by beginnings of words, without accents, and filtered', async () => {
    const { eventId } = await newPublished('ana', { title: 'Ópera na Praça', artists: ['Maestrina Clara'], kind: 'theatre' });
    const found = async (query: string) => (await call('GET', `/events?limit=100&${query}`)).body.items.some(({ id }: { id: string }) => id === eventId);
    for (const query of ['search=opera', 'search=praca%20clar', 'search=sao%20luis', 'city=s%C3%A3o%20lu%C3%ADs', 'kind=theatre', `from=${inDays(29)}&to=${inDays(31)}`]) {
      expect(await found(query), query).toBe(true);
    }
    for (const query of ['search=pera', 'search=opera%20rock', 'city=Natal', 'kind=sport', `to=${inDays(29)}`, "search='%20%26%20!:*()"]) {
      expect(await found(query), query).toBe(query.startsWith("search='"));
    }
  });

  test('comes in pages that neither skip nor repeat, events at the same hour included', async () => {
    const startsAt = inDays(50);
    const { organiserId, venueId } = await newVenue();
    for (let i = 0; i < 7; i++) {
      const event = await must('POST', '/events', 'ana', { organiserId, venueId, title: `Sessão ${i}`, kind: 'dance', standing: [{ name: 'P', capacity: 1 }], startsAt, saleStartsAt: inDays(1) });
      await must('POST', `/events/${event.id}/ticket-types`, 'ana', { name: 'x', category: 'P', kind: 'standing', price: brl(100) });
      await must('POST', `/events/${event.id}/publish`, 'ana');
    }
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 9; pages++) {
      const { body } = await call('GET', `/events?kind=dance&limit=3${cursor && `&cursor=${cursor}`}`);
      eventsAnswer.parse(body);
      seen.push(...body.items.map(({ title }: { title: string }) => title));
      cursor = body.nextCursor ?? '';
      if (!cursor) break;
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `Sessão ${i}`));
  });

  test.each(['limit=0', 'limit=101', 'kind=opera', 'from=yesterday', 'from=0000-01-01T00:00:00Z', 'cursor=abc', `cursor=${Buffer.from('2026-01-01T00:00:00Z x').toString('base64url')}`, 'search=%00', 'unknown=1'])(
    'refuses %s', async (query) => {
      expect((await call('GET', `/events?${query}`)).status).toBe(400);
    });

  test('is tagged, so that an unchanged answer is not sent again', async () => {
    const { eventId, ticketTypeId } = await newPublished();
    for (const path of ['/events', `/events/${eventId}`]) {
      const first = await call('GET', path);
      expect(first.headers.get('cache-control')).toContain('max-age=1');
      const again = await call('GET', path, undefined, undefined, { 'if-none-match': `W/${first.headers.get('etag')}` });
      expect({ status: again.status, body: again.body }).toEqual({ status: 304, body: '' });
    }
    const before = (await call('GET', `/events/${eventId}`)).headers.get('etag')!;
    await must('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, price: brl(8_500) });
    const after = await call('GET', `/events/${eventId}`, undefined, undefined, { 'if-none-match': before });
    expect({ status: after.status, price: after.body.ticketTypes?.[0].price }).toEqual({ status: 200, price: brl(8_500) });
  });

  test('tells by the clock how a sale stands until somebody knows better', async () => {
    const saleStates = house.app.get(SaleStates);
    const drawn = await newPublished('ana', { saleStartsAt: inDays(2), saleEndsAt: inDays(3), drawAtOpening: true });
    const plain = await newPublished('ana', { saleStartsAt: inDays(2) });
    const states = async () => [...(await saleStates.of([drawn.eventId, plain.eventId])).values()].map(({ state }) => state);
    expect(await states()).toEqual(['lottery', 'scheduled']);
    saleStates.provide({ of: async () => new Map([[drawn.eventId, { state: 'sold_out', remaining: 0 }]]) });
    expect(await states()).toEqual(['sold_out', 'scheduled']);
    saleStates.provide({ of: async () => new Map() });
  });
});

describe('products', () => {
  async function withProducts() {
    const { eventId } = await newPublished();
    const add = async (name: string, extra: object = {}): Promise<string> => (await must('POST', `/events/${eventId}/products`, 'ana', { name, price: brl(1_000), ...extra })).id;
    return { eventId, cup: await add('Copo', { maxPerOrder: 2 }), parking: await add('Vaga', { stock: 3 }), shirt: await add('Camiseta') };
  }
  const take = async (requests: Parameters<Catalog['takeProducts']>[1]) =>
    house.app.get(Database).transaction((tx) => house.app.get(Catalog).takeProducts(tx, requests));

  test('are taken whole orders at a time, and never more than there are', async () => {
    const { eventId, cup, parking, shirt } = await withProducts();
    const takings = await take([
      { eventId, products: [{ productId: parking, quantity: 2 }, { productId: shirt, quantity: 9 }] },
      { eventId, products: [{ productId: cup, quantity: 1 }, { productId: parking, quantity: 2 }] },
      { eventId, products: [{ productId: cup, quantity: 2 }, { productId: cup, quantity: 1 }] },
      { eventId: newId(), products: [{ productId: parking, quantity: 1 }] },
      { eventId, products: [{ productId: parking, quantity: 1 }] },
    ]);
    expect(takings.map((taking) => taking.ok || `${taking.error.code} ${JSON.stringify(taking.error.data)}`)).toEqual([
      true,
      `catalog.product_sold_out ${JSON.stringify({ productId: parking, left: 1 })}`,
      `catalog.product_limit_exceeded ${JSON.stringify({ productId: cup, limit: 2 })}`,
      `catalog.product_not_found ${JSON.stringify({ productId: parking })}`,
      true,
    ]);
    const race = await Promise.all(Array.from({ length: 8 }, () => take([{ eventId, products: [{ productId: parking, quantity: 1 }] }])));
    expect(race.flat().filter(({ ok }) => ok)).toHaveLength(0);
    await house.app.get(Database).transaction((tx) => house.app.get(Catalog).returnProducts(tx, [{ productId: parking, quantity: 1 }, { productId: parking, quantity: 1 }, { productId: shirt, quantity: 9 }]));
    const again = await Promise.all(Array.from({ length: 8 }, () => take([{ eventId, products: [{ productId: parking, quantity: 1 }] }])));
    expect(again.flat().filter(({ ok }) => ok)).toHaveLength(2);
    expect((await call('PATCH', `/products/${parking}`, 'ana', { version: 1, stock: 2 })).body.rule).toBe('product_never_oversold');
  });

  test('are suggested: pinned ones first, then what was bought together', async () => {
    const { eventId, cup, parking, shirt } = await withProducts();
    const suggested = async (chosen = '') => {
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      const { body } = await call('GET', `/events/${eventId}/suggestions${chosen && `?with=${chosen}`}`);
      suggestionsAnswer.parse(body);
      return body.items.map(({ id, pinned }: any) => `${{ [cup]: 'cup', [parking]: 'parking', [shirt]: 'shirt' }[id as string]}${pinned ? '!' : ''}`);
    };
    expect(await suggested()).toEqual([]);
    await house.app.get(Database).transaction((tx) => house.app.get(Catalog).recordPurchases(tx, [
      { eventId, productIds: [cup, parking] }, { eventId, productIds: [cup] }, { eventId, productIds: [shirt, cup] }, { eventId, productIds: [shirt, cup, cup] }, { eventId, productIds: [] },
    ]));
    expect(await suggested()).toEqual(['cup', 'shirt', 'parking']);
    expect(await suggested(parking)).toEqual(['cup']);
    await must('PUT', `/events/${eventId}/pinned-suggestions`, 'ana', { productIds: [parking] });
    expect(await suggested()).toEqual(['parking!', 'cup', 'shirt']);
    expect((await call('GET', `/events/${eventId}/suggestions?with=x`)).status).toBe(400);
    expect((await call('PUT', `/events/${eventId}/pinned-suggestions`, 'ana', { productIds: [newId()] })).body.code).toBe('catalog.product_not_found');
  });
});

test('the face gives terms and seating to the rest of the house', async () => {
  const catalog = house.app.get(Catalog);
  const { eventId, organiserId } = await newPublished();
  const terms = (await catalog.saleTerms([eventId, newId()])).get(eventId)!;
  expect(terms).toMatchObject({ eventId, organiserId, artist: 'Zé do Pandeiro', status: 'published', currency: 'BRL', sessionTicketLimit: 2, claimSeconds: 120, capacity: 500, lineRequired: true });
  expect((await catalog.seating(eventId)).sections).toMatchObject([{ key: 'standing/Pista', capacity: 500 }]);
  await catalog.mayMaintain(people.ana, eventId);
  await catalog.mayMaintain(people.admin, eventId);
  await expect(catalog.mayMaintain(people.bia, eventId)).rejects.toMatchObject({ code: 'catalog.event_not_found' });
  await must('POST', `/events/${eventId}/postpone`, 'ana');
  expect((await catalog.saleTerms([eventId])).get(eventId)!.status).toBe('postponed');
});
