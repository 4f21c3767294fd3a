import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId, type Principal } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';

const people = { organiser: newPrincipal({ role: 'organiser' }), rival: newPrincipal({ role: 'organiser' }), admin: newPrincipal({ role: 'administrator' }), buyer: newPrincipal() } satisfies Record<string, Principal>;
type Who = keyof typeof people;

let database: TestDatabase;
let orders: OrdersHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  orders = await OrdersHouse.start(database, [], {}, people);
});
afterEach(async () => {
  await delivered(database);
  await expectInvariants(database, 'I1', "the stock's part", 'I4', 'I6', 'I8');
  expect(await orders.deadLetters()).toEqual([]);
});

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any form
async function call(who: Who, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
  const response = await fetch(`${orders.house.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${who}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const ask = (orderId: string, body: object = {}, key: string = newId()) => call('organiser', 'POST', `orders/${orderId}/refunds`, body, { 'idempotency-key': key });
const listed = async (orderId: string) => (await call('organiser', 'GET', `orders/${orderId}/refunds`)).body.items;
const brl = (amountCents: number) => ({ amountCents, currency: 'BRL' });

/** A confirmed order of two tickets at 100.00 of the organiser's event. */
async function bought({ sections = [{ name: 'Pitch', standing: 4 }] }: { sections?: Parameters<OrdersHouse['stock']>[0]['sections'] } = {}) {
  const stock = await orders.stock({ sections, sessionTicketLimit: 2 });
  await database.query('insert into catalog.organiser_member (organiser_id, user_id) values ($1, $2)', [stock.organiserId, people.organiser.userId]);
  const hold = await orders.hold(people.buyer, stock.eventId, { ticketTypeId: Object.values(stock.types)[0]!.full, quantity: 2 });
  const orderId = await orders.place(people.buyer, hold.id);
  const paymentId = await orders.lastPayment(orderId);
  await orders.say(orders.completed(orderId, paymentId, 20_000));
  await eventually(async () => expect(await orders.state(orderId)).toBe('confirmed'));
  const tickets = await database.query<{ id: string }>('select id from tickets.ticket where order_id = $1 order by item_no', [orderId]);
  return { stock, orderId, paymentId, tickets: tickets.map(({ id }) => id) };
}

const ticketStates = async (orderId: string) =>
  (await database.query<{ state: string }>('select state from tickets.ticket where order_id = $1 order by item_no', [orderId])).map(({ state }) => state);

describe('a dispute', () => {
  const disputes = async (eventId: string, who: Who = 'organiser') => call(who, 'GET', `events/${eventId}/disputes`);

  test('that is open is seen and changes nothing; when it is lost the tickets are void, and their places are not sold again by themselves', async () => {
    const { stock, orderId, paymentId, tickets } = await bought();
    const disputeId = newId();
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened'));
    await delivered(database);
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).toMatchObject({ dispute: 'opened', tickets: { length: 2 } });
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'lost'), orders.disputed(orderId, paymentId, disputeId, 'opened'));
    await delivered(database);
    expect(await ticketStates(orderId)).toEqual(['revoked', 'revoked']);
    expect(await stock.stands()).toMatchObject({ sold: 2 });
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).toMatchObject({ state: 'confirmed', dispute: 'lost', tickets: [] });
    expect(await database.query(`select state from tickets.code where id in (select code_id from tickets.ticket where id = any($1::uuid[]))`, [tickets])).toEqual([{ state: 'void' }, { state: 'void' }]);
    for (const who of ['organiser', 'admin'] as const) expect((await disputes(stock.eventId, who)).body.items).toMatchObject([{ id: disputeId, orderId, state: 'lost', amount: brl(20_000) }]);
    expect(await disputes(stock.eventId, 'rival')).toMatchObject({ status: 404 });
    expect(await disputes(stock.eventId, 'buyer')).toMatchObject({ status: 403 });
    // What the bank has taken cannot be refunded as well.
    expect(await ask(orderId)).toMatchObject({ status: 422, body: { code: 'orders.nothing_to_refund' } });
  });

  test('that was lost leaves its places to the organiser, who names the tickets and puts them on sale again for nothing, once', async () => {
    const { stock, orderId, paymentId, tickets } = await bought({ sections: [{ rows: ['..'] }] });
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost'));
    await delivered(database);
    expect(await ask(orderId, { tickets })).toMatchObject({ status: 201, body: { state: 'done', amount: brl(0), tickets } });
    await delivered(database);
    expect(await stock.states()).toBe('ff');
    expect(await ticketStates(orderId)).toEqual(['revoked', 'revoked']);
    expect(await ask(orderId, { tickets })).toMatchObject({ status: 422, body: { code: 'orders.nothing_to_refund' } });
    // The buyer hears of no refund, for there was none.
    expect(await database.query(`select type from platform.event_log where type = 'orders.order_refunded' and key = $1`, [orderId])).toEqual([]);
  });

  test('of a second charge never voids the tickets that the first one paid', async () => {
    const { orderId } = await bought();
    const second = newId();
    await database.query(`insert into orders.payment (id, order_id, method, amount_cents, state) values ($1, $2, 'card', 20000, 'returned')`, [second, orderId]);
    await orders.say(orders.disputed(orderId, second, newId(), 'lost'));
    await delivered(database);
    expect(await ticketStates(orderId)).toEqual(['valid', 'valid']);
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).toMatchObject({ state: 'confirmed', tickets: { length: 2 } });
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).not.toHaveProperty('dispute');
    expect(await ask(orderId)).toMatchObject({ status: 202, body: { amount: brl(20_000) } });
  });

  test('that is won is over, and its order can be refunded again', async () => {
    const { orderId, paymentId } = await bought();
    const disputeId = newId();
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened', 5_000));
    await delivered(database);
    expect(await ask(orderId, { amount: brl(15_001) })).toMatchObject({ status: 422, body: { code: 'orders.refund_exceeds', left: brl(15_000) } });
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'won', 5_000));
    await delivered(database);
    expect(await ask(orderId)).toMatchObject({ status: 202, body: { amount: brl(20_000) } });
  });

  test('that is won has the refund tried again that met it and was refused', async () => {
    const { orderId, paymentId } = await bought();
    const disputeId = newId();
    await ask(orderId);
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened'), orders.wouldNot(orderId, met!, false));
    await delivered(database);
    expect(await listed(orderId)).toMatchObject([{ state: 'refused' }]);
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'won'));
    await delivered(database);
    expect(await listed(orderId)).toMatchObject([{ state: 'requested' }]);
    const [, again] = await orders.refundsAsked(paymentId, 2);
    await orders.say(orders.gaveBack(orderId, again!));
    await delivered(database);
    expect(await orders.state(orderId)).toBe('refunded');
  });
});

test('a refused refund of money that bought nothing alarms nobody, for the wallet gives it back by itself', async () => {
  const { orderId, paymentId } = await bought();
  const alarms = async () => Number(/^catraca_orders_settled_total\{outcome="refund_refused"\} (\d+)$/m.exec(await (await fetch(`${orders.house.url}/metrics`)).text())?.[1] ?? 0);
  const before = await alarms();
  const second = newId();
  await database.query(`insert into orders.payment (id, order_id, method, amount_cents, state) values ($1, $2, 'card', 20000, 'failed')`, [second, orderId]);
  await orders.say(orders.completed(orderId, second, 20_000));
  const [back] = await orders.refundsAsked(second);
  expect(back).toMatchObject({ boughtNothing: true });
  await orders.say(orders.wouldNot(orderId, back!, false));
  await delivered(database);
  expect(await alarms()).toBe(before);
  // Of what nobody gives back by itself a person must know.
  await orders.say(orders.wouldNot(orderId, { paymentId, refundId: newId(), amountCents: 1_000, reason: 'asked' }, false));
  await delivered(database);
  expect(await alarms()).toBe(before + 1);
});
