import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Catalog, EventCancelled, EventChanged } from '#catalog';
import { BlobStore, Database, Heat, Metrics, newId, Outbox, type Principal } from '#platform';
import { until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { pictureKey } from './code-maker.js';
import { CodePoolJob } from './code-pool.job.js';
import { CodeRepository } from './code.repository.js';
import { publishedEvent } from './fixtures/published-event.js';
import { checkTicketCode, SequenceModule, type Ticket, TicketDocuments, type TicketKeyJwk, Tickets, TicketDeskModule, verifyingKeys } from './index.js';

const [ana, bia] = [newPrincipal(), newPrincipal({ language: 'en' })];

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  const marks = { CODE_POOL_LOW: '20', CODE_POOL_HIGH: '60' };
  house = await startHouse(database, [TicketDeskModule, SequenceModule, sessionsByDecree({ ana, bia })], marks);
});
afterEach(() => vi.restoreAllMocks());

async function codesOf(eventId: string, condition = 'true'): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*) from tickets.code where event_id = $1 and ${condition}`, [eventId]);
  return row!.count;
}

async function issueTo(principal: Principal, { eventId, ticketTypeId }: { eventId: string; ticketTypeId: string }, quantity = 1): Promise<Ticket[]> {
  const items = Array.from({ length: quantity }, (_, index) => ({ itemNo: index + 1, label: `Plateia · C · ${index + 1}`, ticketTypeId, ticketTypeName: 'Meia-entrada', holder: { name: 'Ana Luísa', cpf: '52998224725' } }));
  const { app } = house;
  const orderId = newId();
  await app.get(Database).transaction((tx) => app.get(Tickets).issue(tx, [{ orderId, userId: principal.userId, eventId, items }]));
  return (await app.get(Tickets).ofOrders([orderId])).get(orderId)!;
}

const get = (path: string, who?: string) => fetch(`${house.url}/api/v1${path}`, { headers: who ? { authorization: `Bearer ${who}` } : {} });

describe('the pool', () => {
  test('of a published event is filled ahead of the sale, each code with its picture in the bucket', async () => {
    const event = await publishedEvent(database, house, { capacity: 1_000 });
    await until(async () => (await codesOf(event.eventId)) === 60);
    const rows = await database.query<{ id: string; text: string }>('select id, text from tickets.code where event_id = $1 and pictured', [event.eventId]);
    expect(rows).toHaveLength(60);
    for (const { id } of rows) expect((await house.app.get(BlobStore).get(pictureKey(event.eventId, id)))?.toString()).toContain('<svg');
  });

  test('of a small house holds a code for each place, and no more after some were sold', async () => {
    const event = await publishedEvent(database, house, { capacity: 30 });
    await until(async () => (await codesOf(event.eventId)) === 30);
    await issueTo(ana, event, 25);
    await house.app.get(CodePoolJob, { strict: false }).fill();
    expect(await codesOf(event.eventId)).toBe(30);
  });

  test('is refilled when it falls below its low-water mark', async () => {
    const event = await publishedEvent(database, house, { capacity: 1_000 });
    await until(async () => (await codesOf(event.eventId)) === 60);
    await issueTo(ana, event, 45);
    await until(async () => (await codesOf(event.eventId, `state = 'free'`)) === 60);
  });

  test('is left alone while the sale is hot until it is nearly dry, then gets codes whose pictures follow', async () => {
    const event = await publishedEvent(database, house, { capacity: 1_000 });
    await until(async () => (await codesOf(event.eventId)) === 60);
    const hot = vi.spyOn(house.app.get(Heat), 'hot', 'get').mockReturnValue(true);
    await issueTo(ana, event, 45);
    await house.app.get(CodePoolJob, { strict: false }).fill();
    expect(await codesOf(event.eventId, `state = 'free'`)).toBe(15);
    await issueTo(ana, event, 12);
    await until(async () => (await codesOf(event.eventId, `state = 'free'`)) === 60);
    expect(await codesOf(event.eventId, 'not pictured')).toBe(57);
    hot.mockReturnValue(false);
    await until(async () => (await codesOf(event.eventId, 'not pictured')) === 0);
  });

  test('is counted only while it may be low: neither where nobody buys nor where every place has its code', async () => {
    const [large, small] = [await publishedEvent(database, house, { capacity: 1_000 }), await publishedEvent(database, house, { capacity: 30 })];
    await until(async () => (await codesOf(large.eventId)) === 60 && (await codesOf(small.eventId)) === 30);
    await issueTo(ana, small, 25);
    const job = house.app.get(CodePoolJob, { strict: false });
    const codes = house.app.get(CodeRepository, { strict: false });
    await job.fill();
    const counted = [vi.spyOn(codes, 'levels'), vi.spyOn(codes, 'given')];
    await job.fill();
    const asked = () => counted.flatMap(({ mock }) => mock.calls.flatMap(([, eventIds]) => eventIds));
    expect(asked()).not.toContain(large.eventId);
    expect(asked()).not.toContain(small.eventId);
    await issueTo(ana, large, 45);
    await job.fill();
    expect(asked()).toContain(large.eventId);
    await until(async () => (await codesOf(large.eventId, `state = 'free'`)) === 60);
  });

  test('of a cancelled event is given up, and its level is no longer told', async () => {
    const event = await publishedEvent(database, house, { capacity: 1_000 });
    await until(async () => (await codesOf(event.eventId)) === 60);
    const metrics = () => house.app.get(Metrics).registry.getSingleMetricAsString('catraca_code_pool_level');
    expect(await metrics()).toContain(`catraca_code_pool_level{event_id="${event.eventId}"} 60`);
    await house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, [EventCancelled.message({ eventId: event.eventId })]));
    await until(async () => !(await metrics()).includes(event.eventId));
  });
});

test('the pool of a show that is over is given up, and served again when the show gets a new date', async () => {
  const event = await publishedEvent(database, house);
  await until(async () => (await codesOf(event.eventId)) === 40);
  const served = async () => (await database.query('select from tickets.pool where event_id = $1 and ended_at is null', [event.eventId])).length === 1;
  const job = house.app.get(CodePoolJob, { strict: false });
  await job.endPast();
  expect(await served()).toBe(true);
  const setDate = async (date: string) => {
    await database.query(`update catalog.event set starts_at = ${date}, sale_starts_at = '2020-01-01' where id = $1`, [event.eventId]);
    house.app.get(Catalog, { strict: false }).forget(event.eventId);
  };
  await setDate(`platform.now() - interval '49 hours'`);
  await job.endPast();
  expect(await served()).toBe(false);
  await setDate(`platform.now() + interval '1 day'`);
  await house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, [EventChanged.message({ eventId: event.eventId })]));
  await until(served);
});

describe('a ticket over HTTP', () => {
  test('is its holder’s: as JSON, to print, and as a picture', async () => {
    const [ticket] = await issueTo(ana, await publishedEvent(database, house));
    const json = await get(`/tickets/${ticket!.id}`, 'ana');
    expect(json.status).toBe(200);
    expect(await json.json()).toMatchObject({ id: ticket!.id, section: 'Plateia', row: 'C', seat: '1', state: 'valid', code: ticket!.code, holder: { name: 'Ana Luísa', document: '***.982.247-**' } });
    expect(await (await get(`/tickets/${ticket!.id}`, 'ana')).json()).toMatchObject({ event: { title: 'Noite de Coração', artist: 'Mônica Ávila', startsAt: '2027-03-14T00:00:00.000Z', venueName: 'Cassino da Urca' } });

    const pdf = await get(`/tickets/${ticket!.id}.pdf`, 'ana');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toMatch(/^inline; filename="ingresso-[0-9A-F]{4}-[0-9A-F]{4}\.pdf"$/);
    const bytes = Buffer.from(await pdf.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.equals(Buffer.from(await (await get(`/tickets/${ticket!.id}.pdf`, 'ana')).arrayBuffer()))).toBe(true);
    expect((await get(`/tickets/${ticket!.id}.pdf?language=es`, 'ana')).headers.get('content-disposition')).toContain('entrada-');

    const svg = await get(`/tickets/${ticket!.id}.svg`, 'ana');
    expect(svg.headers.get('content-type')).toBe('image/svg+xml');
    expect(await svg.text()).toContain('viewBox="0 0 49 49"');
  });

  test('is nobody else’s business', async () => {
    const [ticket] = await issueTo(ana, await publishedEvent(database, house));
    for (const form of ['', '.pdf', '.svg']) {
      expect((await get(`/tickets/${ticket!.id}${form}`)).status).toBe(401);
      const asBia = await get(`/tickets/${ticket!.id}${form}`, 'bia');
      expect(asBia.status).toBe(404);
      expect(await asBia.json()).toMatchObject({ code: 'tickets.ticket_not_found' });
      expect((await get(`/tickets/${newId()}${form}`, 'bia')).status).toBe(404);
      expect((await get(`/tickets/none${form}`, 'bia')).status).toBe(400);
    }
  });

  test('that was refunded is still listed, but can no longer be shown or printed', async () => {
    const [ticket] = await issueTo(ana, await publishedEvent(database, house));
    await house.app.get(Database).transaction((tx) => house.app.get(Tickets).refund(tx, [ticket!]));
    expect(await (await get(`/tickets/${ticket!.id}`, 'ana')).json()).toMatchObject({ state: 'refunded' });
    for (const form of ['.pdf', '.svg']) {
      const answer = await get(`/tickets/${ticket!.id}${form}`, 'ana');
      expect(answer.status).toBe(410);
      expect(await answer.json()).toMatchObject({ code: 'tickets.ticket_refunded', title: 'This ticket was refunded and opens no door.' });
    }
  });

  test('stands in its holder’s list, which comes in pages, the newest first', async () => {
    const carla = 'bia';
    const event = await publishedEvent(database, house);
    const tickets = [...(await issueTo(bia, event, 3)), ...(await issueTo(bia, event, 2))];
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await (await get(`/tickets?limit=2${cursor ? `&cursor=${cursor}` : ''}`, carla)).json()) as { items: { id: string }[]; nextCursor?: string };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(tickets.map(({ id }) => id).reverse());
    expect((await get('/tickets?limit=0', carla)).status).toBe(400);
    expect((await get('/tickets?order=asc', carla)).status).toBe(400);
  });

  test('is checked with nothing but the published keys', async () => {
    const event = await publishedEvent(database, house);
    const [ticket] = await issueTo(ana, event);
    const { keys } = (await (await get('/tickets/keys')).json()) as { keys: TicketKeyJwk[] };
    expect(checkTicketCode(verifyingKeys(keys), ticket!.code)).toMatchObject({ ok: true, eventId: event.eventId });
  });

  test('asks the catalog for the proof when its order did not tell', async () => {
    const [ticket] = await issueTo(ana, await publishedEvent(database, house));
    const documents = house.app.get(TicketDocuments);
    const [half] = await documents.pdfs([ticket!.id], 'en');
    await database.query('update tickets.ticket set proof_required = false where id = $1', [ticket!.id]);
    const [full] = await documents.pdfs([ticket!.id], 'en');
    expect(half!.pdf.equals(full!.pdf)).toBe(false);
  });
});
