import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CatalogHouse, inDays, brl, type Who } from '../../test/support/catalog-house.js';
import { newId, openApiOf } from '#platform';
import { Catalog } from './catalog.js';
import { drawingAnswer, eventAnswer } from './programme.schemas.js';

let box: CatalogHouse;

beforeAll(async () => {
  box = await CatalogHouse.start();
});

describe('who may maintain', () => {
  test('another organiser\'s things do not exist, whatever is asked of them', async () => {
    const { organiserId, venueId, eventId, ticketTypeId } = await box.newDraft();
    const map = await box.must('POST', `/venues/${venueId}/seat-maps`, 'ana', { plan: plan() });
    const product = await box.must('POST', `/events/${eventId}/products`, 'ana', { name: 'Copo', price: brl(1_500) });
    const asks: [string, string, unknown?][] = [
      ['PATCH', `/organisers/${organiserId}`, { version: 1, name: 'Minha' }], ['GET', `/organisers/${organiserId}/members`],
      ['POST', `/organisers/${organiserId}/members`, { userId: box.people.bia.userId }], ['DELETE', `/organisers/${organiserId}/members/${box.people.ana.userId}`],
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
      const { status, body: problem } = await box.call(method, path, 'bia', body);
      expect({ method, path, status, code: problem.code }).toEqual({ method, path, status: 404, code: expect.stringMatching(/^catalog\.\w+_not_found$/) });
      expect((await box.call(method, path, 'fan', body)).status).toBe(403);
      expect((await box.call(method, path, undefined, body)).status).toBe(401);
    }
    expect(await snapshot()).toEqual(before);
  });

  test('an organiser sees its own, an administrator all', async () => {
    const { organiserId } = await box.newVenue('bia');
    const ids = async (who: Who): Promise<string[]> => (await box.must('GET', '/organisers', who)).items.map(({ id }: { id: string }) => id);
    expect(await ids('bia')).toContain(organiserId);
    expect(await ids('ana')).not.toContain(organiserId);
    expect(await ids('admin')).toContain(organiserId);
  });

  test('every act is on the audit trail, in the transaction that did it', async () => {
    const { ticketTypeId } = await box.newDraft();
    await box.must('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, price: brl(9_000) });
    const acts = await box.db.query<{ payload: any }>(`select payload from (select key, payload from platform.outbox union all select key, payload from platform.event_log) m where key = $1`, [`ticket_type:${ticketTypeId}`]);
    expect(acts.map(({ payload }) => `${payload.action} ${payload.actor}`).toSorted()).toEqual([
      `catalog.add_ticket_type ${box.people.ana.userId}`, `catalog.change_ticket_type ${box.people.ana.userId}`,
    ]);
  });
});

const snapshot = async () => box.db.query(`select (select jsonb_agg(e order by id) from catalog.event e) as events, (select jsonb_agg(t order by id) from catalog.ticket_type t) as types,
  (select jsonb_agg(p order by id) from catalog.product p) as products, (select jsonb_agg(v order by id) from catalog.venue v) as venues,
  (select jsonb_agg(m order by organiser_id, user_id) from catalog.organiser_member m) as members, (select count(*) from catalog.seat_map) as maps`);

function plan(): any {
  return JSON.parse(readFileSync(new URL('./fixtures/newer-draft.json', import.meta.url), 'utf8'));
}

describe('a seat map', () => {
  let venueId: string;
  beforeEach(async () => ({ venueId } = await box.newVenue()));

  test('made by another house\'s editor is imported and comes back as it was', async () => {
    const sheet = { wheelchair: ['0-0-0'], companions: [{ seat: '0-0-1', of: '0-0-0' }] };
    const map = await box.must('POST', `/venues/${venueId}/seat-maps`, 'ana', { plan: plan(), accessibility: sheet });
    expect(map).toMatchObject({ name: 'Kulturhaus, großer Saal', seatCount: 46 });
    expect(await box.must('GET', `/seat-maps/${map.id}`, 'ana')).toMatchObject({ plan: plan(), accessibility: sheet });
  });

  test('is imported from CSV', async () => {
    const csv = 'section;row;seat;x;y;category\nPlateia;A;1;0;0;Plateia\nPlateia;A;2;50;0;Plateia\n';
    const { status, body } = await box.call('POST', `/venues/${venueId}/seat-maps?name=Sala`, 'ana', csv, { 'content-type': 'text/csv; charset=utf-8' });
    expect({ status, name: body.name, seatCount: body.seatCount }).toEqual({ status: 201, name: 'Sala', seatCount: 2 });
  });

  test('with mistakes is refused with each of them, and nothing of it is kept', async () => {
    const broken = plan();
    broken.zones[0].rows[0].seats[0].category = 'x';
    broken.zones[0].rows[0].seats[1].seat_number = 7;
    broken.zones[0].rows[0].seats[2].row = 3;
    const json = await box.call('POST', `/venues/${venueId}/seat-maps`, 'ana', { plan: broken });
    expect(json.status).toBe(422);
    expect(json.body).toMatchObject({ code: 'catalog.seat_map_refused', mistakeCount: 3 });
    expect(json.body.mistakes.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '/zones/0/rows/0/seats/0/category', '/zones/0/rows/0/seats/1/seat_number', '/zones/0/rows/0/seats/2/row',
    ]);
    const csv = await box.call('POST', `/venues/${venueId}/seat-maps`, 'ana', 'section,row,seat,x,y,category\nP,A,1,0,0,P\nP,A,1,z,0,P\n', { 'content-type': 'text/csv' });
    expect(csv.body.mistakes.map(({ line, rule }: any) => `${line} ${rule}`)).toEqual(['3 wrong_type', '3 duplicate_guid', '3 duplicate_seat']);
    expect((await box.must('GET', `/venues/${venueId}/seat-maps`, 'ana')).items).toEqual([]);
  });

  test.each([['{"plan":', 'application/json', 400], ['{}', 'application/json', 400], ['[]', 'application/json', 400], ['x', 'text/plain', 415], ['', 'text/csv', 422]])(
    'that is %j as %s is refused', async (body, type, status) => {
      expect((await box.call('POST', `/venues/${venueId}/seat-maps`, 'ana', body, { 'content-type': type })).status).toBe(status);
    });
});

describe('publication', () => {
  test('names everything that is missing, then goes through once it is there', async () => {
    const place = await box.newVenue();
    const map = await box.must('POST', `/venues/${place.venueId}/seat-maps`, 'ana', { plan: plan() });
    const { id } = await box.must('POST', '/events', 'ana', { ...place, seatMapId: map.id, title: 'Kammermusik', startsAt: inDays(-2), doorsAt: inDays(-1) });
    await box.must('POST', `/events/${id}/ticket-types`, 'ana', { name: 'Voll', category: 'Parkett', kind: 'standing', price: brl(5_000) });
    await box.must('POST', `/events/${id}/ticket-types`, 'ana', { name: 'Halb', category: 'Loge', kind: 'seated', price: brl(2_501), halfPrice: true });
    const refused = await box.call('POST', `/events/${id}/publish`, 'ana');
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 422, code: 'catalog.publication_refused' });
    expect(refused.body.mistakes.map(({ field, rule }: any) => `${field} ${rule}`)).toEqual([
      'startsAt in_the_past', 'doorsAt out_of_order', 'saleStartsAt missing', 'ticketTypes category_without_ticket_type',
      'ticketTypes wrong_kind', 'ticketTypes unknown_category', 'ticketTypes half_price_without_full',
    ]);
    expect((await box.call('GET', `/events/${id}`)).status).toBe(404);

    const { ticketTypes } = await box.must('PATCH', `/events/${id}`, 'ana', { version: await box.version(id), startsAt: inDays(9), doorsAt: null, saleStartsAt: inDays(-1) });
    await box.must('PATCH', `/ticket-types/${ticketTypes[0].id}`, 'ana', { version: 1, kind: 'seated' });
    await box.must('PATCH', `/ticket-types/${ticketTypes[1].id}`, 'ana', { version: 1, category: 'Rang', halfPrice: false });
    const event = await box.must('POST', `/events/${id}/publish`, 'ana');
    expect(event).toMatchObject({ state: 'published', capacity: 46 });
    expect(await box.announced(id)).toEqual(['catalog.event_published']);

    const shown = await box.call('GET', `/events/${id}`);
    eventAnswer.parse(shown.body);
    expect(shown.body).toMatchObject({ saleState: 'open', remaining: null, priceFrom: brl(2_501), capacity: 46, city: 'São Luís' });
    const drawing = (await box.call('GET', `/events/${id}/seat-map`)).body;
    drawingAnswer.parse(drawing);
    expect(drawing.areas[0]).toMatchObject({ shape: 'rectangle', position: { x: 110.25, y: 10.5 } });
  });

  test('tells everybody the windows of its line and its sale, as each event has its own', async () => {
    const { eventId } = await box.newPublished({ claimSeconds: 30, admissionSeconds: 90, holdSeconds: 60, paymentWindowSeconds: 45 });
    expect((await box.call('GET', `/events/${eventId}`)).body).toMatchObject({ claimSeconds: 30, admissionSeconds: 90, holdSeconds: 60, paymentWindowSeconds: 45 });
  });

  test('tells buyers for how long they may withdraw: seven days and until 48 hours before, unless the organiser says otherwise beforehand', async () => {
    const usual = await box.newPublished();
    expect((await box.call('GET', `/events/${usual.eventId}`)).body).toMatchObject({ withdrawalDays: 7, withdrawalHoursBefore: 48 });
    const abroad = await box.newPublished({ withdrawalDays: 0, withdrawalHoursBefore: 0 });
    expect((await box.call('GET', `/events/${abroad.eventId}`)).body).toMatchObject({ withdrawalDays: 0, withdrawalHoursBefore: 0 });
    const fixed = await box.call('PATCH', `/events/${usual.eventId}`, 'ana', { version: await box.version(usual.eventId), withdrawalDays: 0 });
    expect({ status: fixed.status, fields: fixed.body.fields }).toEqual({ status: 409, fields: ['withdrawalDays'] });
  });

  test('fixes what stock and line stand on, and lets the rest be edited', async () => {
    const { eventId, ticketTypeId } = await box.newPublished();
    const seen = await box.version(eventId);
    const fixed = await box.call('PATCH', `/events/${eventId}`, 'ana', { version: seen, lineRequired: false, standing: [], saleStartsAt: inDays(1) });
    expect({ status: fixed.status, fields: fixed.body.fields }).toEqual({ status: 409, fields: ['standing', 'lineRequired', 'saleStartsAt'] });
    expect((await box.call('PATCH', `/events/${eventId}`, 'ana', { version: seen, startsAt: null })).body.code).toBe('catalog.publication_refused');
    expect((await box.call('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, category: 'Camarote' })).body.code).toBe('catalog.fixed_by_publication');
    expect((await box.call('DELETE', `/ticket-types/${ticketTypeId}`, 'ana')).body.mistakes).toMatchObject([{ rule: 'category_without_ticket_type' }]);
    const foreign = { name: 'x', category: 'Camarote', kind: 'seated', price: brl(1) };
    expect((await box.call('POST', `/events/${eventId}/ticket-types`, 'ana', foreign)).body.mistakes).toMatchObject([{ rule: 'unknown_category' }]);
    const half = { name: 'Meia', category: 'Pista', kind: 'standing', price: brl(4_001), halfPrice: true };
    expect((await box.call('POST', `/events/${eventId}/ticket-types`, 'ana', half)).body.mistakes).toMatchObject([{ rule: 'half_price_too_high' }]);
    expect(await box.must('POST', `/events/${eventId}/ticket-types`, 'ana', { ...half, price: brl(4_000) })).toMatchObject({ proofRequired: true, holderRequired: false });

    await box.must('PATCH', `/events/${eventId}`, 'ana', { version: seen, title: 'Noite do Samba', pictures: [{ url: 'https://example.com/a.png', alt: 'cartaz' }] });
    await box.must('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, price: brl(9_000) });
    const shown = (await box.call('GET', `/events/${eventId}`)).body;
    expect(shown).toMatchObject({ title: 'Noite do Samba', priceFrom: brl(4_000) });
    expect(await box.announced(eventId)).toEqual([
      'catalog.event_changed', 'catalog.event_published', 'catalog.prices_changed', 'catalog.prices_changed',
    ]);
  });

  test('of two who edit the same version the second is told, and changes nothing', async () => {
    const { eventId } = await box.newDraft();
    const seen = await box.version(eventId);
    const answers = await Promise.all(['A', 'B', 'C'].map((title) => box.call('PATCH', `/events/${eventId}`, 'ana', { version: seen, title })));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'catalog.edited_meanwhile', version: seen + 1 });
  });

  test('of two who publish at once one does, and it is announced once', async () => {
    const { eventId } = await box.newDraft();
    const answers = await Promise.all([1, 2, 3].map(() => box.call('POST', `/events/${eventId}/publish`, 'ana')));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
    expect(await box.announced(eventId)).toEqual(['catalog.event_published']);
  });

  test('an event lives by its states: postponed and back, cancelled for good', async () => {
    const { eventId } = await box.newPublished();
    const act = async (name: string) => (await box.call('POST', `/events/${eventId}/${name}`, 'ana')).status;
    expect(await act('postpone')).toBe(200);
    expect((await box.call('GET', `/events/${eventId}`)).body).toMatchObject({ state: 'postponed', saleState: 'paused' });
    expect(await act('postpone')).toBe(409);
    expect(await act('publish')).toBe(200);
    expect((await box.call('DELETE', `/events/${eventId}`, 'ana')).body).toMatchObject({ code: 'catalog.event_state_forbids', state: 'published' });
    expect(await act('cancel')).toBe(200);
    for (const name of ['publish', 'postpone', 'cancel', 'close']) expect(await act(name)).toBe(409);
    expect((await box.call('GET', `/events/${eventId}`)).body).toMatchObject({ state: 'cancelled', saleState: 'closed' });
  });

  test('a draft that is cancelled is announced to nobody, and stays unseen', async () => {
    const { eventId } = await box.newDraft();
    await box.must('POST', `/events/${eventId}/cancel`, 'ana');
    expect(await box.announced(eventId)).toEqual([]);
    expect((await box.call('GET', `/events/${eventId}`)).status).toBe(404);
  });

  test('terms that contradict each other are refused when they are written', async () => {
    const place = await box.newVenue();
    const refused = async (terms: object) => (await box.call('POST', '/events', 'ana', { ...place, title: 'x', ...terms })).body.rule;
    expect(await refused({ lineRequired: false, drawAtOpening: true })).toBe('draw_needs_a_line');
    expect(await refused({ publicDrawValueName: 'Loteria Federal' })).toBe('public_value_needs_a_draw');
    expect(await refused({ sessionTicketLimit: 6 })).toBe('buyer_ticket_limit_in_range');
    expect(await refused({ saleStartsAt: inDays(2), saleEndsAt: inDays(1) })).toBe('sale_ends_after_it_starts');
  });

  test('what an event that is not over uses cannot be retired', async () => {
    const { organiserId, venueId, eventId } = await box.newPublished();
    expect((await box.call('DELETE', `/venues/${venueId}`, 'ana')).body).toMatchObject({ code: 'catalog.still_in_use', eventIds: [eventId] });
    expect((await box.call('DELETE', `/organisers/${organiserId}`, 'admin')).status).toBe(409);
    await box.must('POST', `/events/${eventId}/close`, 'ana');
    expect((await box.call('DELETE', `/venues/${venueId}`, 'ana')).status).toBe(204);
  });
});

test('the face gives terms and seating to the rest of the house', async () => {
  const catalog = box.house.app.get(Catalog);
  const { eventId, organiserId } = await box.newPublished();
  const terms = (await catalog.saleTerms([eventId, newId()])).get(eventId)!;
  expect(terms).toMatchObject({ eventId, organiserId, artist: 'Zé do Pandeiro', status: 'published', currency: 'BRL', sessionTicketLimit: 2, claimSeconds: 120, capacity: 500, lineRequired: true });
  expect((await catalog.seating(eventId)).sections).toMatchObject([{ key: 'standing/Pista', capacity: 500 }]);
  await catalog.mayMaintain(box.people.ana, eventId);
  await catalog.mayMaintain(box.people.admin, eventId);
  await expect(catalog.mayMaintain(box.people.bia, eventId)).rejects.toMatchObject({ code: 'catalog.event_not_found' });
  await box.must('POST', `/events/${eventId}/postpone`, 'ana');
  expect((await catalog.saleTerms([eventId])).get(eventId)!.status).toBe('postponed');
});

test('edits that cross each other\'s paths all end', async () => {
  const { venueId, organiserId, eventId } = await box.newPublished();
  const other = await box.must('POST', '/venues', 'ana', { organiserId, name: 'Outra', city: 'Belém', timezone: 'America/Belem' });
  const statuses = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
    if (i % 4 === 0) return (await box.call('PATCH', `/venues/${venueId}`, 'ana', { version: 1 + i / 4, name: `Casa ${i}` })).status;
    if (i % 4 === 1) return (await box.call('PATCH', `/events/${eventId}`, 'ana', { version: 2 + (i - 1) / 4, title: `Noite ${i}` })).status;
    if (i % 4 === 2) return (await box.call('POST', '/events', 'ana', { organiserId, venueId, title: `Sessão ${i}` })).status;
    return (await box.call('DELETE', `/venues/${other.id}`, 'ana')).status;
  }));
  expect(statuses.every((status) => status < 500)).toBe(true);
});

test('everything of the catalog is in the API\'s document', () => {
  const { paths } = openApiOf(box.house.app);
  const ours = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  for (const route of ['get /api/v1/events', 'get /api/v1/events/{eventId}', 'post /api/v1/venues/{venueId}/seat-maps', 'patch /api/v1/ticket-types/{ticketTypeId}']) {
    expect(ours).toContain(route);
  }
  const body = JSON.stringify(paths['/api/v1/events']?.post?.requestBody);
  expect(body).toContain('saleStartsAt');
  expect(JSON.stringify(paths['/api/v1/venues/{venueId}/seat-maps']?.post?.requestBody)).toContain('"required":["plan"]');
  expect(JSON.stringify(paths['/api/v1/events']?.get?.parameters)).toContain('search');
});
