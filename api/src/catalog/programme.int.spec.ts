import { beforeAll, describe, expect, test } from 'vitest';
import { CatalogHouse, inDays, brl } from '../../test/support/catalog-house.js';
import { eventsAnswer } from './programme.schemas.js';
import { SaleStates } from './sale-states.js';

let box: CatalogHouse;

beforeAll(async () => {
  box = await CatalogHouse.start();
});

describe('the programme', () => {
  test('is searched by beginnings of words, without accents, and filtered', async () => {
    const { eventId } = await box.newPublished({ title: 'Ópera na Praça', artists: ['Maestrina Clara'], kind: 'theatre' });
    const found = async (query: string) => (await box.call('GET', `/events?limit=100&${query}`)).body.items.some(({ id }: { id: string }) => id === eventId);
    for (const query of ['search=opera', 'search=praca%20clar', 'search=sao%20luis', 'city=s%C3%A3o%20lu%C3%ADs', 'kind=theatre', `from=${inDays(29)}&to=${inDays(31)}`]) {
      expect(await found(query), query).toBe(true);
    }
    for (const query of ['search=pera', 'search=opera%20rock', 'city=Natal', 'kind=sport', `to=${inDays(29)}`, "search='%20%26%20!:*()"]) {
      expect(await found(query), query).toBe(query.startsWith("search='"));
    }
  });

  test('finds an event by its venue\'s new name once that has changed', async () => {
    const { venueId, eventId } = await box.newPublished();
    await box.must('PATCH', `/venues/${venueId}`, 'ana', { version: 1, name: 'Armazém Zênite' });
    const { body } = await box.call('GET', '/events?search=zenite');
    expect(body.items).toMatchObject([{ id: eventId, venueName: 'Armazém Zênite' }]);
  });

  test('is filtered by venue and by artist, whose name must be whole', async () => {
    const here = await box.newPublished({ artists: ['Ária Norte', 'Coro Sul'] });
    const there = await box.newPublished({ artists: ['Coro Sul'] });
    const found = async (query: string) => (await box.call('GET', `/events?limit=100&${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await found(`venueId=${here.venueId}`)).toEqual([here.eventId]);
    expect(await found('artist=%C3%81ria%20Norte')).toEqual([here.eventId]);
    expect((await found('artist=Coro%20Sul')).toSorted()).toEqual([here.eventId, there.eventId].toSorted());
    expect(await found('artist=Coro')).toEqual([]);
  });

  test('names the cities where something is on, and not those of drafts', async () => {
    const { organiserId, venueId, eventId } = await box.newPublished();
    await box.must('PATCH', `/venues/${venueId}`, 'ana', { version: 1, city: 'Caruaru' });
    const other = await box.must('POST', '/venues', 'ana', { organiserId, name: 'Galpão', city: 'Mossoró', timezone: 'America/Fortaleza' });
    await box.newDraft({ venueId: other.id, organiserId });
    const cities = (await box.call('GET', '/cities')).body.items;
    expect(cities).toContainEqual({ name: 'Caruaru', events: 1 });
    expect(cities.map(({ name }: { name: string }) => name)).not.toContain('Mossoró');
    await box.must('POST', `/events/${eventId}/cancel`, 'ana');
    expect((await box.call('GET', '/cities')).body.items).not.toContainEqual({ name: 'Caruaru', events: 1 });
  });

  test('shows everybody a venue once something was announced there, and before that nobody', async () => {
    const draft = await box.newDraft();
    expect((await box.call('GET', `/venues/${draft.venueId}`)).body).toMatchObject({ status: 404, code: 'catalog.venue_not_found' });
    await box.must('POST', `/events/${draft.eventId}/publish`, 'ana');
    expect((await box.call('GET', `/venues/${draft.venueId}`)).body).toEqual({
      id: draft.venueId, name: 'Casa de Cultura', city: 'São Luís', address: '', timezone: 'America/Fortaleza', wheelchairPlaces: null,
    });
    const rehearsal = await box.newDraft({ rehearsal: true });
    expect((await box.call('GET', `/venues/${rehearsal.venueId}`)).status).toBe(404);
  });

  test('counts a venue\'s wheelchair places on the seat map that has most of them', async () => {
    const { venueId } = await box.newPublished();
    for (const wheelchair of ['yes', '']) {
      const csv = `section,row,seat,x,y,category,wheelchair\nPlateia,A,1,0,0,Plateia,${wheelchair}\nPlateia,A,2,50,0,Plateia,yes\n`;
      expect((await box.call('POST', `/venues/${venueId}/seat-maps?name=Sala`, 'ana', csv, { 'content-type': 'text/csv' })).status).toBe(201);
    }
    expect((await box.call('GET', `/venues/${venueId}`)).body.wheelchairPlaces).toBe(2);
  });

  test('reads times with any offset', async () => {
    const { eventId } = await box.newDraft({ startsAt: '2030-01-02T10:00:00.1234567+23:59' });
    expect((await box.must('GET', `/events/${eventId}/maintenance`, 'ana')).startsAt).toBe('2030-01-01T10:01:00.123Z');
    expect((await box.call('GET', '/events?from=2030-01-02T10:00:00-23:59')).status).toBe(200);
  });

  test('comes in pages that neither skip nor repeat, events at the same hour included', async () => {
    const startsAt = inDays(50);
    const { organiserId, venueId } = await box.newVenue();
    for (let i = 0; i < 7; i++) {
      const event = await box.must('POST', '/events', 'ana', { organiserId, venueId, title: `Sessão ${i}`, kind: 'dance', standing: [{ name: 'P', capacity: 1 }], startsAt, saleStartsAt: inDays(1) });
      await box.must('POST', `/events/${event.id}/ticket-types`, 'ana', { name: 'x', category: 'P', kind: 'standing', price: brl(100) });
      await box.must('POST', `/events/${event.id}/publish`, 'ana');
    }
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 9; pages++) {
      const { body } = await box.call('GET', `/events?kind=dance&limit=3${cursor && `&cursor=${cursor}`}`);
      eventsAnswer.parse(body);
      seen.push(...body.items.map(({ title }: { title: string }) => title));
      cursor = body.nextCursor ?? '';
      if (!cursor) break;
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `Sessão ${i}`));
  });

  test.each(['limit=0', 'limit=101', 'kind=opera', 'from=yesterday', 'from=0000-01-01T00:00:00Z', 'cursor=abc', `cursor=${Buffer.from('2026-01-01T00:00:00Z x').toString('base64url')}`, 'search=%00', 'unknown=1'])(
    'refuses %s', async (query) => {
      expect((await box.call('GET', `/events?${query}`)).status).toBe(400);
    });

  test('is tagged, so that an unchanged answer is not sent again', async () => {
    const { eventId, ticketTypeId } = await box.newPublished();
    for (const path of ['/events', `/events/${eventId}`]) {
      const first = await box.call('GET', path);
      expect(first.headers.get('cache-control')).toContain('max-age=1');
      const again = await box.call('GET', path, undefined, undefined, { 'if-none-match': `W/${first.headers.get('etag')}` });
      expect({ status: again.status, body: again.body }).toEqual({ status: 304, body: '' });
    }
    const before = (await box.call('GET', `/events/${eventId}`)).headers.get('etag')!;
    await box.must('PATCH', `/ticket-types/${ticketTypeId}`, 'ana', { version: 1, price: brl(8_500) });
    const after = await box.call('GET', `/events/${eventId}`, undefined, undefined, { 'if-none-match': before });
    expect({ status: after.status, price: after.body.ticketTypes?.[0].price }).toEqual({ status: 200, price: brl(8_500) });
  });

  test('tells by the clock how a sale stands until somebody knows better', async () => {
    const saleStates = box.house.app.get(SaleStates);
    const drawn = await box.newPublished({ saleStartsAt: inDays(2), saleEndsAt: inDays(3), drawAtOpening: true });
    const plain = await box.newPublished({ saleStartsAt: inDays(2) });
    const states = async () => [...(await saleStates.of([drawn.eventId, plain.eventId])).values()].map(({ state }) => state);
    expect(await states()).toEqual(['lottery', 'scheduled']);
    saleStates.provide({ of: async () => new Map([[drawn.eventId, { state: 'sold_out', remaining: 0 }]]) });
    expect(await states()).toEqual(['sold_out', 'scheduled']);
    saleStates.provide({ of: async () => new Map() });
  });
});
