// What went wrong in other box offices and shops, each with the thread that tells of it. Here it must not.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signature } from '@catraca/simulator';
import { Database, newId } from '#platform';
import { type BoxOffice, openBoxOffice, WEBHOOK_SECRET } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { until } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { newStock } from '../support/stock.js';
import { TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let office: BoxOffice;
beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
});
afterEach(() => {
  for (const simulator of simulators()) {
    simulator.clearFaults();
    simulator.habits({ lose: 0, duplicate: 0 });
  }
});
afterAll(() => expectInvariants(database));

const simulators = () => Object.values(office.simulators);
const loseWebhooks = () => simulators().forEach((simulator) => simulator.habits({ lose: 1 }));

/** A show with so many standing places. */
async function newShow(places: number) {
  const { eventId, types } = await newStock(database, office.house, { sections: [{ name: 'Pista', standing: places }] });
  return { eventId, ticketTypeId: types['Pista']!.full };
}

async function fan(): Promise<Client> {
  const client = new Client(office.house.url);
  await client.signUp();
  return client;
}

/** A fan orders one place; the answer and the payment that it began. */
async function ordered(show: { eventId: string; ticketTypeId: string }, payment: object, client?: Client) {
  const buyer = client ?? (await fan());
  const { body: hold } = await buyer.expect(201, 'POST', `events/${show.eventId}/holds`, { ticketTypeId: show.ticketTypeId, quantity: 1 });
  const { body: order } = await buyer.order(hold.id, payment);
  return { buyer, orderId: order.id as string, order, paymentId: (await paymentsOf(order.id)).at(-1)! };
}

const card = { method: 'card', token: 'tok_ok' };
const payAgain = (buyer: Client, orderId: string, payment: object = card) => buyer.call('POST', `orders/${orderId}/payments`, payment, { 'idempotency-key': newId(), prefer: 'wait=30' });
const stateOf = async (buyer: Client, orderId: string): Promise<string> => (await buyer.expect(200, 'GET', `orders/${orderId}`)).body.state;
const becomes = (buyer: Client, orderId: string, state: string) => until(async () => (await stateOf(buyer, orderId)) === state, `the order to be ${state}`);

async function paymentsOf(orderId: string): Promise<string[]> {
  return (await database.query<{ id: string }>('select id from orders.payment where order_id = $1 order by id', [orderId])).map(({ id }) => id);
}

const chargesOf = (paymentIds: string[]) => simulators().flatMap((simulator) => simulator.charges()).filter(({ purchase }) => paymentIds.includes(purchase));
/** Charges that the providers captured and have not given back. */
const kept = (paymentIds: string[]) => chargesOf(paymentIds).filter(({ state, refunds }) => state === 'captured' && !refunds.some((refund) => refund.state === 'done'));
const pays = (paymentId: string, how?: { late: boolean }) => expect(simulators().some((simulator) => simulator.pay(paymentId, how))).toBe(true);

/** Aurora's word about a charge, signed as it signs. */
async function auroraSays(paymentId: string, status: 'succeeded' | 'expired', id = `evt_${newId()}`): Promise<number> {
  const charge = chargesOf([paymentId])[0]!;
  const body = JSON.stringify({
    id, object: 'event', type: `charge.${status}`, created: Math.floor(Date.now() / 1_000),
    data: { object: { id: charge.id, object: 'charge', reference: charge.reference, amount: charge.amountCents, currency: 'brl', status, created: Math.floor(charge.createdAt / 1_000), pix: null } },
  });
  const headers = { 'content-type': 'application/json', 'aurora-signature': signature(WEBHOOK_SECRET, Math.floor(Date.now() / 1_000), body) };
  return (await fetch(`${office.house.url}/api/v1/gateways/aurora/webhooks`, { method: 'POST', headers, body })).status;
}

/** A Pix whose time is over at the provider while its order may still be paid, and a card that pays it. */
async function expiredThenPaid() {
  const { buyer, orderId, paymentId } = await ordered(await newShow(5), { method: 'pix' });
  office.simulators.aurora.advance(301_000);
  await becomes(buyer, orderId, 'payment_failed');
  expect((await payAgain(buyer, orderId)).body.state).toBe('confirmed');
  return { buyer, orderId, paymentId };
}

describe('two payments for one order', () => {
  test('of two tabs that both paid, the second money is not dropped in silence: it goes back (mollie/WooCommerce#1204)', async () => {
    const { buyer, orderId, paymentId } = await expiredThenPaid();
    pays(paymentId, { late: true });
    await until(() => chargesOf([paymentId])[0]!.refunds.some(({ state, amountCents }) => state === 'done' && amountCents === 10_000));
    expect(await stateOf(buyer, orderId)).toBe('confirmed');
    expect(kept(await paymentsOf(orderId))).toHaveLength(1);
  });

  test('a stale "expired" does not cancel an order that is paid, by this charge or another (mollie/WooCommerce#1159)', async () => {
    const other = await expiredThenPaid();
    const same = await ordered(await newShow(1), { method: 'pix' });
    pays(same.paymentId);
    await becomes(same.buyer, same.orderId, 'confirmed');
    for (const { buyer, orderId, paymentId } of [other, same]) {
      expect(await auroraSays(paymentId, 'expired')).toBe(204);
      expect((await buyer.expect(200, 'GET', `orders/${orderId}`)).body).toMatchObject({ state: 'confirmed', tickets: [expect.anything()] });
    }
  });

  test('no page says "failed" while the charge may have gone through, and nobody can pay again meanwhile (pretix#1233)', async () => {
    loseWebhooks();
    for (const simulator of simulators()) simulator.fault({ kind: 'commit_then_reset', count: 1 });
    // Nobody can be asked what became of it until the buyer has looked.
    for (const simulator of simulators()) simulator.fault({ kind: 'unavailable', operation: 'find' });
    const buyer = await fan();
    const show = await newShow(1);
    const { body: hold } = await buyer.expect(201, 'POST', `events/${show.eventId}/holds`, { ticketTypeId: show.ticketTypeId, quantity: 1 });
    const { body: order } = await buyer.expect(202, 'POST', 'orders', { holdId: hold.id, payment: card }, { 'idempotency-key': newId() });
    await until(async () => (await database.query(`select from payments.attempt where payment_id = any($1::uuid[]) and state = 'unknown'`, [await paymentsOf(order.id)])).length === 1);
    expect(await stateOf(buyer, order.id)).toBe('awaiting_payment');
    expect((await payAgain(buyer, order.id)).body.code).toBe('orders.not_payable');
    for (const simulator of simulators()) simulator.clearFaults();
    await becomes(buyer, order.id, 'confirmed');
    expect(kept(await paymentsOf(order.id))).toHaveLength(1);
  });

  test('a second try has a key of its own, so it is not answered with the first one’s decline (alf.io#1254)', async () => {
    const { buyer, orderId, order } = await ordered(await newShow(1), { method: 'card', token: 'tok_declined' });
    expect(order.state).toBe('payment_failed');
    expect((await payAgain(buyer, orderId)).body.state).toBe('confirmed');
    const charges = chargesOf(await paymentsOf(orderId));
    expect(charges.map(({ state }) => state).toSorted()).toEqual(['captured', 'declined']);
    expect(new Set(charges.map(({ reference }) => reference)).size).toBe(2);
  });
});

describe('money and time', () => {
  test('who has paid when the last place is gone gets the money back and is told (pretix#74)', async () => {
    const show = await newShow(1);
    const { buyer, orderId, paymentId } = await ordered(show, { method: 'pix' });
    await database.advance(305);
    await becomes(buyer, orderId, 'expired');
    expect((await ordered(show, card)).order.state).toBe('confirmed');
    pays(paymentId, { late: true });
    await becomes(buyer, orderId, 'refunded');
    await until(() => kept([paymentId]).length === 0);
    await until(async () => (await database.query(`select from notifications.mail where payload::text like '%' || $1 || '%' and kind = 'order_refunded'`, [orderId])).length > 0);
  });

  test('who has paid in time is not given the money back as "expired", however late we hear of it (Hi.Events#513)', async () => {
    loseWebhooks();
    const { buyer, orderId, paymentId } = await ordered(await newShow(1), { method: 'pix' });
    pays(paymentId);
    await database.advance(305);
    await becomes(buyer, orderId, 'confirmed');
    expect(kept([paymentId])).toHaveLength(1);
  });

  test('an order that was paid after its end is still there, with what became of it (alf.io#531)', async () => {
    const { buyer, orderId, paymentId } = await ordered(await newShow(1), { method: 'pix' });
    await database.advance(305);
    await becomes(buyer, orderId, 'expired');
    pays(paymentId, { late: true });
    await becomes(buyer, orderId, 'confirmed');
    const { body } = await buyer.expect(200, 'GET', 'orders');
    expect(body.items).toMatchObject([{ id: orderId, state: 'confirmed', tickets: [expect.anything()] }]);
  });
});

describe('webhooks', () => {
  test('one that failed the first time takes effect when it is sent again: it was not noted as done (Hi.Events#598)', async () => {
    loseWebhooks();
    const { buyer, orderId, paymentId } = await ordered(await newShow(1), { method: 'pix' });
    for (const simulator of simulators()) simulator.fault({ kind: 'unavailable', operation: 'find' });
    pays(paymentId);
    const house = office.house.app.get(Database);
    const transaction = house.transaction.bind(house);
    house.transaction = async () => Promise.reject(Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' }));
    const event = `evt_${newId()}`;
    expect(await auroraSays(paymentId, 'succeeded', event).finally(() => (house.transaction = transaction))).toBeGreaterThanOrEqual(500);
    expect(await stateOf(buyer, orderId)).toBe('awaiting_payment');
    expect(await auroraSays(paymentId, 'succeeded', event)).toBe(204);
    await becomes(buyer, orderId, 'confirmed');
  });

  test('one that races the buyer’s own call, and comes twice, leads to one confirmation by mail (pretix#1166)', async () => {
    for (const simulator of simulators()) simulator.habits({ duplicate: 1 });
    const { buyer, orderId, paymentId } = await ordered(await newShow(1), { method: 'pix' });
    pays(paymentId);
    await Promise.all([auroraSays(paymentId, 'succeeded'), auroraSays(paymentId, 'succeeded')]);
    await becomes(buyer, orderId, 'confirmed');
    const mails = () => database.query<{ state: string }>(`select state from notifications.mail where subject_id = $1 and kind = 'order_confirmed'`, [orderId]);
    await until(async () => (await mails()).some(({ state }) => state === 'sent'));
    expect(await mails()).toEqual([{ state: 'sent' }]);
  });
});
