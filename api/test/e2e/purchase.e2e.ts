import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDemo } from '../../src/demo.js';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { expectInvariants } from '../support/invariants.js';
import { demoIsLaidOut } from '../support/demo.js';
import { until } from '../support/eventually.js';
import { TestDatabase } from '../support/test-database.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const TABLE = '019aa000-0000-7000-8000-000000000201';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const CUP = '019aa000-0000-7000-8000-000000000323';

let database: TestDatabase;
let office: BoxOffice;

beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
  await loadDemo(office.house.app);
  await demoIsLaidOut(database);
});

afterAll(() => expectInvariants(database));

async function fan(): Promise<Client> {
  const client = new Client(office.house.url);
  await client.signUp();
  return client;
}

async function festivalHold(client: Client, quantity = 1): Promise<string> {
  const { body } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity });
  return body.id as string;
}

/** What the providers have taken for an order's payments, refunds subtracted; their book is the oracle. */
function captured(paymentIds: string[]): number {
  const charges = Object.values(office.simulators).flatMap((simulator) => simulator.charges());
  return charges.filter(({ purchase, state }) => paymentIds.includes(purchase) && state === 'captured').length;
}

const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });

async function paymentsOf(orderId: string): Promise<string[]> {
  return (await database.query<{ id: string }>('select id from orders.payment where order_id = $1', [orderId])).map(({ id }) => id);
}

describe('a purchase as api.md tells it', () => {
  test('from the line to the ticket: two seats together, paid by card, printed and mailed', async () => {
    const client = await fan();
    const admission = await client.admitted(CASINO);
    const { body: hold } = await client.expect(201, 'POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 2 }, { 'x-admission': admission });
    expect(hold.items).toHaveLength(2);
    const { status, body: order } = await client.order(hold.id, { method: 'card', token: 'tok_ok' });
    expect(status).toBe(201);
    expect(order).toMatchObject({ state: 'confirmed', total: { amountCents: 64_000, currency: 'BRL' }, payment: { state: 'completed', method: 'card' } });
    expect(order.tickets).toHaveLength(2);
    const pdf = await client.expect(200, 'GET', `tickets/${order.tickets[0].id}.pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const svg = await client.expect(200, 'GET', `tickets/${order.tickets[0].id}.svg`);
    expect(svg.body).toContain('<svg');
    expect(captured(await paymentsOf(order.id))).toBe(1);
  });

  test('a PIX order has its code at once and is confirmed when it is paid', async () => {
    const client = await fan();
    const { status, body: order } = await client.order(await festivalHold(client), { method: 'pix' });
    expect(status).toBe(201);
    expect(order.state).toBe('awaiting_payment');
    expect(order.payment.pix.brCode).toMatch(/^000201/);
    const [paymentId] = await paymentsOf(order.id);
    const paid = Object.values(office.simulators).some((simulator) => simulator.pay(paymentId as string));
    expect(paid).toBe(true);
    await until(async () => (await client.expect(200, 'GET', `orders/${order.id}`)).body.state === 'confirmed');
  });

  test('a declined card keeps the places, and another card buys them', async () => {
    const client = await fan();
    const { body: declined } = await client.order(await festivalHold(client), { method: 'card', token: 'tok_declined' });
    expect(declined).toMatchObject({ state: 'payment_failed', payment: { state: 'failed' } });
    const again = await client.call('POST', `orders/${declined.id}/payments`, { method: 'card', token: 'tok_ok' }, { 'idempotency-key': 'again', prefer: 'wait=30' });
    expect(again.body.state).toBe('confirmed');
    expect(captured(await paymentsOf(declined.id))).toBe(1);
  });

  test('a gateway that takes the money and never answers leads to one charge and a confirmed order', async () => {
    const client = await fan();
    const { body: order } = await client.order(await festivalHold(client), { method: 'card', token: 'tok_timeout' });
    await until(async () => (await client.expect(200, 'GET', `orders/${order.id}`)).body.state === 'confirmed');
    expect(captured(await paymentsOf(order.id))).toBe(1);
  });

  test('the balance pays an order alone, or in part with a card, and a decline gives its part back', async () => {
    const client = await fan();
    const available = async () => (await client.expect(200, 'GET', 'wallet')).body.available.amountCents as number;
    await client.expect(201, 'POST', 'wallet/top-ups', { amount: real(32_000), payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': 'top-up', prefer: 'wait=30' });
    const { body: alone } = await client.order(await festivalHold(client), { method: 'wallet' });
    expect(alone).toMatchObject({ state: 'confirmed', payment: { state: 'completed', method: 'wallet' } });
    expect(captured(await paymentsOf(alone.id))).toBe(0);
    expect(await available()).toBe(10_000);

    const { body: declined } = await client.order(await festivalHold(client), { method: 'card', token: 'tok_declined', fromWallet: real(10_000) });
    expect(declined.state).toBe('payment_failed');
    expect(await available()).toBe(10_000);
    const again = await client.call('POST', `orders/${declined.id}/payments`, { method: 'card', token: 'tok_ok', fromWallet: real(10_000) }, { 'idempotency-key': 'again', prefer: 'wait=30' });
    expect(again.body.state).toBe('confirmed');
    expect(await available()).toBe(0);
    const charges = (await paymentsOf(declined.id)).flatMap((id) => Object.values(office.simulators).flatMap((simulator) => simulator.charges(id)));
    expect(charges.filter(({ state }) => state === 'captured').map(({ amountCents }) => amountCents)).toEqual([12_000]);
  });

  test('products are bought with the tickets, and no more than an order may have', async () => {
    const client = await fan();
    const holdId = await festivalHold(client);
    const tooMany = await client.order(holdId, { method: 'card', token: 'tok_ok' }, { products: [{ productId: CUP, quantity: 7 }] });
    expect(tooMany.status).toBe(422);
    const { body: order } = await client.order(holdId, { method: 'card', token: 'tok_ok' }, { products: [{ productId: CUP, quantity: 2 }] });
    expect(order.total.amountCents).toBe(22_000 + 2 * 1_500);
    expect(order.state).toBe('confirmed');
  });
});

describe('repeating, doubling and guessing', () => {
  test('the same Idempotency-Key is the same order, with another body it is refused', async () => {
    const client = await fan();
    const holdId = await festivalHold(client);
    const first = await client.order(holdId, { method: 'card', token: 'tok_ok' }, {}, 'once');
    const second = await client.order(holdId, { method: 'card', token: 'tok_ok' }, {}, 'once');
    expect(second.body.id).toBe(first.body.id);
    const other = await client.order(holdId, { method: 'pix' }, {}, 'once');
    expect(other).toMatchObject({ status: 422, body: { code: 'orders.idempotency_key_reused' } });
  });

  test('two tabs that pay one hold make one order and one charge', async () => {
    const client = await fan();
    const holdId = await festivalHold(client);
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((key) => client.order(holdId, { method: 'card', token: 'tok_ok' }, {}, key)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status, body }) => status === 409 && body.code === 'orders.hold_already_ordered');
    expect(refused).toHaveLength(3);
    const orders = await database.query<{ id: string }>('select id from orders."order" where hold_id = $1', [holdId]);
    expect(orders).toHaveLength(1);
    expect(captured(await paymentsOf(orders[0]?.id as string))).toBe(1);
  });

  test("another's hold and another's order do not exist", async () => {
    const [owner, stranger] = [await fan(), await fan()];
    const holdId = await festivalHold(owner);
    expect((await stranger.call('GET', `holds/${holdId}`)).status).toBe(404);
    expect((await stranger.call('DELETE', `holds/${holdId}`)).status).toBe(404);
    expect((await stranger.order(holdId, { method: 'card', token: 'tok_ok' })).status).toBe(404);
    const { body: order } = await owner.order(holdId, { method: 'card', token: 'tok_ok' });
    expect((await stranger.call('GET', `orders/${order.id}`)).status).toBe(404);
    expect((await stranger.call('GET', `tickets/${order.tickets[0].id}`)).status).toBe(404);
  });

  test('a hold where there is a line needs an admission', async () => {
    const client = await fan();
    const answer = await client.call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 });
    expect(answer).toMatchObject({ status: 403, body: { code: 'orders.admission_required' } });
    const forged = await client.call('POST', `events/${CASINO}/holds`, { ticketTypeId: TABLE, quantity: 1 }, { 'x-admission': 'forged' });
    expect(forged).toMatchObject({ status: 401, body: { code: 'platform.token_refused' } });
  });

  test('without an Idempotency-Key nothing is ordered', async () => {
    const client = await fan();
    const answer = await client.call('POST', 'orders', { holdId: await festivalHold(client), payment: { method: 'card', token: 'tok_ok' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'orders.idempotency_key_required' } });
  });
});

describe('what time does', () => {
  test('a hold that nobody pays is on sale again', async () => {
    const client = await fan();
    const holdId = await festivalHold(client, 3);
    const before = await held();
    await database.advance(430);
    await until(async () => (await held()) <= before - 3);
    expect(await client.order(holdId, { method: 'card', token: 'tok_ok' })).toMatchObject({ status: 410, body: { code: 'orders.hold_expired' } });
  });

  test('a PIX that is not paid in its window ends the order and frees the places', async () => {
    const client = await fan();
    const { body: order } = await client.order(await festivalHold(client), { method: 'pix' });
    await database.advance(305);
    await until(async () => (await client.expect(200, 'GET', `orders/${order.id}`)).body.state === 'expired');
    const [hold] = await database.query<{ state: string }>('select h.state from inventory.hold h join orders."order" o on o.hold_id = h.id where o.id = $1', [order.id]);
    expect(hold?.state).toBe('expired');
  });

  test('a PIX that is paid after its window buys the places again, since they are free', async () => {
    const client = await fan();
    const { body: order } = await client.order(await festivalHold(client), { method: 'pix' });
    const [paymentId] = await paymentsOf(order.id);
    await database.advance(305);
    await until(async () => (await client.expect(200, 'GET', `orders/${order.id}`)).body.state === 'expired');
    expect(Object.values(office.simulators).some((simulator) => simulator.pay(paymentId as string, { late: true }))).toBe(true);
    await until(async () => (await client.expect(200, 'GET', `orders/${order.id}`)).body.state === 'confirmed');
  });
});

async function held(): Promise<number> {
  const [row] = await database.query<{ held: string }>('select held from inventory.stock where event_id = $1', [FESTIVAL]);
  return Number(row?.held);
}
