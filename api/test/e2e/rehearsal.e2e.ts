import { beforeAll, describe, expect, test } from 'vitest';
import { Maintenance } from '../../src/identity/maintenance.job.js';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { signedInFans } from '../support/fans.js';
import { expectInvariants } from '../support/invariants.js';
import { TestDatabase } from '../support/test-database.js';

const CARD = { method: 'card', token: 'tok_ok' };
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const price = { amountCents: 10_000, currency: 'BRL' };

let database: TestDatabase;
let office: BoxOffice;
let organiser: Client;
let place: { organiserId: string; venueId: string };
beforeAll(async () => {
  database = await TestDatabase.create();
  // Live: its gateways are sandboxes, and nobody listens where its mail would go.
  office = await openBoxOffice(database, { CATRACA_MODE: 'live', JOINS_PER_ADDRESS_PER_MINUTE: '4', SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'https://tickets.example' });
  organiser = await newPerson('organiser');
  const administrator = await newPerson('administrator');
  const { body: organisation } = await administrator.expect(201, 'POST', 'organisers', { name: 'Produtora' });
  const { body: me } = await organiser.expect(200, 'GET', 'auth/session');
  await administrator.expect(204, 'POST', `organisers/${organisation.id}/members`, { userId: me.user.id });
  const { body: venue } = await organiser.expect(201, 'POST', 'venues', { organiserId: organisation.id, name: 'Casa', city: 'Natal', timezone: 'America/Fortaleza' });
  place = { organiserId: organisation.id, venueId: venue.id };
});

async function newPerson(role: string): Promise<Client> {
  const [person] = await signedInFans(database, 1);
  await database.query('update identity.user set role = $1 where id = $2', [role, person!.userId]);
  return clientOf(person!.token);
}

function clientOf(token: string): Client {
  const client = new Client(office.house.url);
  client.use(token);
  return client;
}

interface Sale {
  eventId: string;
  ticketTypeId: string;
}

async function newSale(given: object): Promise<Sale> {
  const { body: event } = await organiser.expect(201, 'POST', 'events', {
    ...place, title: 'Ensaio geral', artists: ['Banda Secreta'], standing: [{ name: 'Pista', capacity: 20 }], startsAt: inDays(30), saleStartsAt: inDays(-1), verifiedAccountRequired: true, ...given,
  });
  const { body: type } = await organiser.expect(201, 'POST', `events/${event.id}/ticket-types`, { name: 'Inteira', category: 'Pista', kind: 'standing', price });
  await organiser.expect(200, 'POST', `events/${event.id}/publish`);
  await eventually(async () => expect((await organiser.call('GET', `events/${event.id}/availability`)).status).toBe(200));
  return { eventId: event.id, ticketTypeId: type.id };
}

async function newFans({ eventId }: Sale, count: number): Promise<Client[]> {
  const { body } = await organiser.expect(201, 'POST', `events/${eventId}/rehearsal/fans`, { count });
  expect(new Set(body.items.map(({ userId }: { userId: string }) => userId)).size).toBe(count);
  return body.items.map(({ token }: { token: string }) => clientOf(token));
}

const hold = (fan: Client, { eventId, ticketTypeId }: Sale, admission?: string) =>
  fan.call('POST', `events/${eventId}/holds`, { ticketTypeId, quantity: 1 }, admission ? { 'x-admission': admission } : {});

async function buy(fan: Client, sale: Sale, admission?: string) {
  const { body } = await hold(fan, sale, admission);
  return fan.order(body.id, CARD);
}

const facts = async ({ eventId }: Sale) => (await organiser.expect(200, 'GET', `events/${eventId}/rehearsal`)).body;
const charges = (paymentId?: string) => Object.values(office.simulators).flatMap((simulator) => simulator.charges(paymentId));

describe('a rehearsal on a live box office', () => {
  test('is bought out by its own accounts, from the line to the ticket, and the facts say so', async () => {
    const sale = await newSale({ rehearsal: true });
    const fans = await newFans(sale, 3);
    const orders = await Promise.all(fans.map(async (fan) => buy(fan, sale, await fan.admitted(sale.eventId))));
    expect(orders.map(({ body }) => body.state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(orders.flatMap(({ body }) => body.tickets)).toHaveLength(3);
    await eventually(async () => expect(await facts(sale)).toMatchObject({
      stock: { capacity: 20, sold: 3, held: 0, blocked: 0 }, orders: { confirmed: 3, awaiting_payment: 0 }, payments: { open: 0 }, fans: 3,
    }));
    await expectInvariants(database, 'I4', 'I5');
  });

  test('writes its letters and hands them to nobody', async () => {
    const sale = await newSale({ rehearsal: true, lineRequired: false });
    const [fan] = await newFans(sale, 1);
    const { body: order } = await buy(fan!, sale);
    // The mail server refuses connections: what is sent was handed to nobody.
    await eventually(async () => expect(await database.query('select state, address from notifications.mail where subject_id = $1', [order.id])).toMatchObject([{ state: 'sent', address: expect.stringMatching(/@rehearsal\.invalid$/) }]));
  });

  test('keeps its money on accounts of its own', async () => {
    const sale = await newSale({ rehearsal: true, lineRequired: false });
    const [fan] = await newFans(sale, 1);
    const { body: order } = await buy(fan!, sale);
    const owners = await database.query<{ kind: string; owner: string }>(
      `select account.kind, account.owner from wallet.account join wallet.entry on entry.account_id = account.id where entry.payment_id = $1 order by kind`, [order.payment.id]);
    expect(owners).toEqual([{ kind: 'gateway', owner: expect.stringMatching(/^sandbox:(aurora|bonanza)$/) }, { kind: 'payee', owner: `sandbox:${place.organiserId}` }]);
    expect(await database.query('select distinct sandbox from payments.attempt where payment_id = $1', [order.payment.id])).toEqual([{ sandbox: true }]);
  });

  test('is not in the programme, nor among the artists, and found by its id', async () => {
    const { eventId } = await newSale({ rehearsal: true });
    const real = await newSale({ title: 'Show de verdade' });
    const listed = async (query: string) => (await organiser.expect(200, 'GET', `events?${query}`)).body.items.map(({ id }: { id: string }) => id);
    await eventually(async () => expect(await listed('search=verdade')).toEqual([real.eventId]));
    expect(await listed('search=ensaio')).toEqual([]);
    expect(await listed('limit=100')).not.toContain(eventId);
    const { body: artists } = await organiser.expect(200, 'GET', 'artists?search=banda');
    expect(artists.items).toEqual([{ name: 'Banda Secreta', events: 1 }]);
    expect((await organiser.expect(200, 'GET', `events/${eventId}`)).body).toMatchObject({ id: eventId, rehearsal: true });
    expect((await organiser.expect(200, 'GET', `events/${eventId}/maintenance`)).body.rehearsal).toBe(true);
    expect((await organiser.call('PATCH', `events/${eventId}`, { version: 1, rehearsal: false })).status).toBe(400);
  });

  test('sells nothing to anybody else', async () => {
    const sale = await newSale({ rehearsal: true, lineRequired: false });
    const stranger = await newPerson('fan');
    const refused = await hold(stranger, sale);
    expect([refused.status, refused.body.code]).toEqual([403, 'orders.only_a_rehearsal']);
    expect((await hold(await newPerson('administrator'), sale)).body.code).toBe('orders.only_a_rehearsal');
  });

  test('an account of it buys nothing elsewhere and pays from no balance', async () => {
    const sale = await newSale({ rehearsal: true, lineRequired: false });
    const other = await newSale({ rehearsal: true, lineRequired: false });
    const real = await newSale({ lineRequired: false });
    const [fan] = await newFans(sale, 1);
    for (const elsewhere of [other, real]) expect((await hold(fan!, elsewhere)).body.code).toBe('platform.not_allowed');
    expect((await fan!.call('POST', `events/${real.eventId}/line`, {})).body.code).toBe('platform.not_allowed');
    const { body: held } = await hold(fan!, sale);
    for (const payment of [{ method: 'wallet' }, { ...CARD, fromWallet: { amountCents: 1, currency: 'BRL' } }]) {
      expect(await fan!.order(held.id, payment)).toMatchObject({ status: 422, body: { code: 'orders.payment_refused', reason: 'rehearsal_without_balance' } });
    }
    expect((await fan!.order(held.id, CARD)).body.state).toBe('confirmed');
  });

  test('a real purchase never goes to a sandbox, though there is no other gateway', async () => {
    const sale = await newSale({ lineRequired: false });
    const before = charges().length;
    const { body: order } = await buy(await newPerson('fan'), sale);
    expect(order).toMatchObject({ state: 'payment_failed', payment: { failureReason: 'unavailable' } });
    expect([charges(order.payment.id), charges().length]).toEqual([[], before]);
  });

  test('ends for good: its event closes, its accounts are nobody, and their rows go', async () => {
    const sale = await newSale({ rehearsal: true, lineRequired: false });
    const [fan] = await newFans(sale, 2);
    expect((await buy(fan!, sale)).body.state).toBe('confirmed');
    await organiser.expect(204, 'DELETE', `events/${sale.eventId}/rehearsal`);
    await organiser.expect(204, 'DELETE', `events/${sale.eventId}/rehearsal`);
    expect((await fan!.call('GET', 'auth/session')).status).toBe(401);
    expect((await organiser.expect(200, 'GET', `events/${sale.eventId}/maintenance`)).body.state).toBe('closed');
    expect((await organiser.call('POST', `events/${sale.eventId}/rehearsal/fans`, { count: 1 })).body.code).toBe('identity.rehearsal_ended');
    await office.house.app.get(Maintenance).forget();
    expect(await database.query('select from identity.user where rehearsal_event_id = $1', [sale.eventId])).toEqual([]);
    expect((await facts(sale)).orders.confirmed).toBe(1);
  });

  test('ends as a draft too', async () => {
    const { body: draft } = await organiser.expect(201, 'POST', 'events', { ...place, title: 'Ensaio', rehearsal: true });
    expect((await organiser.expect(200, 'GET', `events/${draft.id}/rehearsal`)).body.stock).toBeNull();
    await organiser.expect(204, 'DELETE', `events/${draft.id}/rehearsal`);
    expect((await organiser.expect(200, 'GET', `events/${draft.id}/maintenance`)).body.state).toBe('cancelled');
  });

  test('has 200,000 accounts and no more', async () => {
    const sale = await newSale({ rehearsal: true });
    await newFans(sale, 1_000);
    expect((await organiser.call('POST', `events/${sale.eventId}/rehearsal/fans`, { count: 1_001 })).status).toBe(400);
    await database.query('update identity.rehearsal set fans = 199999 where event_id = $1', [sale.eventId]);
    expect(await organiser.call('POST', `events/${sale.eventId}/rehearsal/fans`, { count: 2 })).toMatchObject({ status: 409, body: { code: 'identity.rehearsal_full' } });
    expect((await facts(sale)).fans).toBe(199_999);
    await newFans(sale, 1);
  });

  test('is its organiser\'s and the administrators\' alone, and only a rehearsal is one', async () => {
    const sale = await newSale({ rehearsal: true });
    const routes = [['POST', 'rehearsal/fans', { count: 1 }], ['GET', 'rehearsal'], ['DELETE', 'rehearsal']] as const;
    const stranger = await newPerson('organiser');
    for (const [method, path, body] of routes) expect((await stranger.call(method, `events/${sale.eventId}/${path}`, body)).body.code).toBe('catalog.event_not_found');
    const real = await newSale({});
    for (const [method, path, body] of routes) expect((await organiser.call(method, `events/${real.eventId}/${path}`, body)).body.code).toBe('rehearsal.not_a_rehearsal');
    expect((await (await newPerson('administrator')).call('POST', `events/${sale.eventId}/rehearsal/fans`, { count: 1 })).status).toBe(201);
  });

  test('its acts are on the audit trail', async () => {
    const sale = await newSale({ rehearsal: true });
    await newFans(sale, 2);
    await organiser.expect(204, 'DELETE', `events/${sale.eventId}/rehearsal`);
    const acts = () => database.query('select action from audit.entry where target = $1', [`event:${sale.eventId}`]);
    await eventually(async () => expect(await acts()).toEqual(expect.arrayContaining([{ action: 'rehearsal.make_fans' }, { action: 'rehearsal.end' }, { action: 'catalog.close_event' }])));
  });

  test('its crowd may come from one address', async () => {
    const sale = await newSale({ rehearsal: true });
    const fans = await newFans(sale, 5);
    const joined = await Promise.all(fans.map((fan) => fan.call('POST', `events/${sale.eventId}/line`, {})));
    expect(joined.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  });

  test('nobody signs in to an account of it', async () => {
    const sale = await newSale({ rehearsal: true });
    const { body } = await organiser.expect(201, 'POST', `events/${sale.eventId}/rehearsal/fans`, { count: 1 });
    const anybody = new Client(office.house.url);
    const { email } = body.items[0];
    const password = 'correct horse battery';
    for (const [path, more] of [['auth/sign-in', { password }], ['auth/sign-up', { password, name: 'Ana' }], ['auth/password-reset', {}]] as const) {
      const { status, body: problem } = await anybody.call('POST', path, { email, ...more });
      expect([path, status, JSON.stringify(problem).includes('is no e-mail address')]).toEqual([path, 400, true]);
    }
  });

  test('where no gateway is a sandbox, a rehearsal is not published', async () => {
    const { house } = await openBoxOffice(database, { CATRACA_MODE: 'live', GATEWAYS: '[]', SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'https://tickets.example' });
    const { body: draft } = await organiser.expect(201, 'POST', 'events', { ...place, title: 'Ensaio', rehearsal: true, standing: [{ name: 'Pista', capacity: 1 }], startsAt: inDays(30), saleStartsAt: inDays(1) });
    await organiser.expect(201, 'POST', `events/${draft.id}/ticket-types`, { name: 'Inteira', category: 'Pista', kind: 'standing', price });
    const elsewhere = new Client(house.url).like(organiser);
    const { status, body } = await elsewhere.call('POST', `events/${draft.id}/publish`);
    expect([status, body.mistakes.map(({ rule }: { rule: string }) => rule)]).toEqual([422, ['no_sandbox_gateway']]);
    await house.close();
  });
});
