import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId, type Principal } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { RefundTries } from './refund.job.js';

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

describe('a refund of which a bank has taken a part', () => {
  const told = (orderId: string, type: string) => database.query<{ payload: object }>(`select payload from platform.event_log where type = 'orders.' || $2 and key = $1`, [orderId, type]);
  const isBack = async (orderId: string, asked: Awaited<ReturnType<OrdersHouse['refundsAsked']>>[number]) => {
    await orders.say(orders.gaveBack(orderId, asked));
    await delivered(database);
  };

  test.each(['before the wallet has refused it', 'after that', 'in one breath'])('goes on with what is left where that is heard of %s', async (when) => {
    const { stock, orderId, paymentId } = await bought();
    const disputeId = newId();
    await ask(orderId);
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened', 5_000));
    await delivered(database);
    const news = [orders.disputed(orderId, paymentId, disputeId, 'lost', 5_000), orders.wouldNot(orderId, met!, false)];
    if (when === 'in one breath') await orders.say(...news);
    else for (const each of when === 'after that' ? news.toReversed() : news) {
      await orders.say(each);
      await delivered(database);
    }
    const [, rest] = await orders.refundsAsked(paymentId, 2);
    expect(rest).toMatchObject({ amountCents: 15_000, to: 'source' });
    await isBack(orderId, rest!);
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(15_000), takenBack: brl(5_000), tickets: { length: 2 } }]);
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).toMatchObject({ state: 'confirmed', dispute: 'lost', refunded: brl(15_000) });
    expect(await told(orderId, 'order_refunded')).toMatchObject([{ payload: { refundedCents: 15_000, takenBackCents: 5_000, refundedSoFarCents: 15_000, takenBackSoFarCents: 5_000, tickets: 2 } }]);
    // Who has heard of the bank's word by then need not be told that a person sees to it.
    expect(await told(orderId, 'refund_delayed')).toHaveLength(when === 'after that' ? 1 : 0);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
    expect(await ticketStates(orderId)).toEqual(['revoked', 'revoked']);
    expect(await ask(orderId)).toMatchObject({ status: 422, body: { code: 'orders.nothing_to_refund' } });
    expect((await orders.refundsAsked(paymentId)).length).toBe(2);
  });

  test('that waits for its next try does not wait any longer, and each of several gets what the ones before it leave', async () => {
    const { orderId, paymentId } = await bought();
    for (const cents of [8_000, 12_000]) await ask(orderId, { amount: brl(cents) });
    const [first, second] = await orders.refundsAsked(paymentId, 2);
    await orders.say(orders.wouldNot(orderId, first!, true), orders.wouldNot(orderId, second!, false));
    await delivered(database);
    expect((await listed(orderId)).map(({ state }: { state: string }) => state)).toEqual(['waiting', 'refused']);
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost', 9_000));
    await delivered(database);
    const again = (await orders.refundsAsked(paymentId, 4)).slice(2);
    expect(again.map(({ amountCents }) => amountCents).toSorted()).toEqual([3_000, 8_000]);
    for (const each of again) await isBack(orderId, each);
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(8_000) }, { state: 'done', amount: brl(3_000), takenBack: brl(9_000) }]);
    expect((await listed(orderId))[0]).not.toHaveProperty('takenBack');
  });

  test.each(['together', 'the older one first', 'the younger one first'])('and so does each of several that are refused after it, %s, once none of them is under way', async (how) => {
    const { orderId, paymentId } = await bought();
    for (const cents of [12_000, 8_000]) await ask(orderId, { amount: brl(cents) });
    const met = await orders.refundsAsked(paymentId, 2);
    const [older, younger] = met.toSorted((a, b) => b.amountCents - a.amountCents).map((each) => orders.wouldNot(orderId, each, true));
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost', 9_000));
    await delivered(database);
    for (const batch of how === 'together' ? [[older!, younger!]] : how === 'the older one first' ? [[older!], [younger!]] : [[younger!], [older!]]) {
      await orders.say(...batch);
      await delivered(database);
    }
    const [, , rest] = await orders.refundsAsked(paymentId, 3);
    await isBack(orderId, rest!);
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(11_000), takenBack: brl(1_000) }, { state: 'done', amount: brl(0), takenBack: brl(8_000) }]);
    expect((await orders.refundsAsked(paymentId)).length).toBe(3);
  });

  test('gets what another one leaves that was under way when it was refused, and needs no person', async () => {
    const { orderId, paymentId } = await bought();
    for (const cents of [12_000, 8_000]) await ask(orderId, { amount: brl(cents) });
    const [larger, smaller] = (await orders.refundsAsked(paymentId, 2)).toSorted((a, b) => b.amountCents - a.amountCents);
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost', 9_000), orders.wouldNot(orderId, larger!, false));
    await delivered(database);
    expect((await listed(orderId)).map(({ state }: { state: string }) => state)).toEqual(['waiting', 'requested']);
    await isBack(orderId, smaller!);
    const rest = (await orders.refundsAsked(paymentId, 3)).at(-1)!;
    expect(rest.amountCents).toBe(3_000);
    await isBack(orderId, rest);
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(3_000), takenBack: brl(9_000) }, { state: 'done', amount: brl(8_000) }]);
  });

  test('is tried again where there is enough for the bank and for it', async () => {
    const { orderId, paymentId } = await bought();
    await ask(orderId, { amount: brl(12_000) });
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost', 5_000), orders.wouldNot(orderId, met!, true));
    await delivered(database);
    expect(await listed(orderId)).toMatchObject([{ state: 'waiting', amount: brl(12_000) }]);
    await database.query('update orders.refund set next_try_at = platform.now() where order_id = $1', [orderId]);
    await orders.house.app.get(RefundTries).run();
    const [, again] = await orders.refundsAsked(paymentId, 2);
    expect(again).toMatchObject({ amountCents: 12_000 });
    await isBack(orderId, again!);
    expect((await listed(orderId))[0]).not.toHaveProperty('takenBack');
  });

  test('and is told together with the word that the bank has all of it leaves its tickets revoked, for they were', async () => {
    const { stock, orderId, paymentId } = await bought();
    await ask(orderId);
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.wouldNot(orderId, met!, true), orders.disputed(orderId, paymentId, newId(), 'lost'));
    await delivered(database);
    expect(await ticketStates(orderId)).toEqual(['revoked', 'revoked']);
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(0), takenBack: brl(20_000) }]);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
  });

  test('is done where the bank has taken all of it: its places are on sale, and the buyer hears of nothing', async () => {
    const { stock, orderId, paymentId } = await bought();
    const disputeId = newId();
    await ask(orderId);
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened'), orders.wouldNot(orderId, met!, false));
    await delivered(database);
    await orders.say(orders.disputed(orderId, paymentId, disputeId, 'lost'));
    await delivered(database);
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(0), takenBack: brl(20_000) }]);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
    expect(await told(orderId, 'order_refunded')).toEqual([]);
    expect((await orders.refundsAsked(paymentId)).length).toBe(1);
  });

  test('that the gateway will not do at all waits for a person as before, and asks for no more than what is left', async () => {
    const { orderId, paymentId } = await bought();
    await ask(orderId);
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost', 5_000), orders.wouldNot(orderId, met!, false));
    await delivered(database);
    const [, rest] = await orders.refundsAsked(paymentId, 2);
    await orders.say(orders.wouldNot(orderId, rest!, false));
    await delivered(database);
    expect(await listed(orderId)).toMatchObject([{ state: 'refused', amount: brl(15_000), refusedBecause: 'gateway_refused' }]);
    expect((await orders.refundsAsked(paymentId)).length).toBe(2);
  });

  test('leaves the refund as it is that the bank has left enough for', async () => {
    const { orderId, paymentId, tickets } = await bought();
    await ask(orderId, { tickets: [tickets[0]] });
    const [met] = await orders.refundsAsked(paymentId);
    await orders.say(orders.wouldNot(orderId, met!, false));
    await delivered(database);
    await orders.say(orders.disputed(orderId, paymentId, newId(), 'lost', 10_000));
    await delivered(database);
    expect(await listed(orderId)).toMatchObject([{ state: 'refused', amount: brl(10_000) }]);
    expect((await orders.refundsAsked(paymentId)).length).toBe(1);
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
