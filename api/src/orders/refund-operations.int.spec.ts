import { afterEach, beforeAll, expect, test } from 'vitest';
import { Catalog, EventCancelled } from '#catalog';
import { newId, type Principal } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { eventually, until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { sellOut } from '../../test/support/sold-show.js';
import { statementsOf } from '../../test/support/statements.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { RefundPayment } from '#wallet';
import { RefundOperations } from './refund-operations.js';
import { Refunds } from './refunds.js';

const people: Record<string, Principal> = { organiser: newPrincipal({ role: 'organiser' }), rival: newPrincipal({ role: 'organiser' }), admin: newPrincipal({ role: 'administrator' }), fan: newPrincipal() };

let database: TestDatabase;
let orders: OrdersHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  orders = await OrdersHouse.start(database, [], {}, people);
});
afterEach(async () => {
  await delivered(database);
  await expectInvariants(database, 'I1', "the stock's part", 'I4', 'I6');
  expect(await orders.deadLetters()).toEqual([]);
});

const get = async (path: string, who?: string) => {
  const response = await fetch(`${orders.house.url}/api/v1/${path}`, { headers: who ? { authorization: `Bearer ${who}` } : {} });
  return { status: response.status, body: (await response.json()) as any };
};
const standing = async (eventId: string) => (await get(`events/${eventId}/refund-operation`, 'organiser')).body;

async function show(places: number) {
  const stock = await orders.stock({ sections: [{ name: 'Pitch', standing: places }] });
  await database.query('insert into catalog.organiser_member (organiser_id, user_id) values ($1, $2)', [stock.organiserId, people['organiser']!.userId]);
  const ticketTypeId = stock.types['Pitch']!.full;
  return { ...stock, ticketTypeId, sell: (count: number) => sellOut(database, { eventId: stock.eventId, ticketTypeId }, count) };
}

async function cancel(eventId: string): Promise<void> {
  await database.query(`update catalog.event set state = 'cancelled' where id = $1`, [eventId]);
  orders.house.app.get(Catalog).forget(eventId);
  await orders.say(EventCancelled.message({ eventId }), EventCancelled.message({ eventId }));
}

const answered = new Set<string>();
/** What the wallet was asked for since the last time, with the order of each. */
async function asked() {
  const news = orders.told.filter((message) => RefundPayment.is(message)).map(({ payload }) => payload).filter(({ refundId }) => !answered.has(refundId) && answered.add(refundId));
  const rows = await database.query<{ id: string; order_id: string }>('select id, order_id from orders.payment where id = any($1::uuid[])', [news.map(({ paymentId }) => paymentId)]);
  const orderOf = new Map(rows.map(({ id, order_id }) => [id, order_id]));
  return news.map((payload) => ({ payload, orderId: orderOf.get(payload.paymentId)! }));
}

/** The first thing that it is asked for next. */
const nextAsked = async () => (await until(async () => {
  const news = await asked();
  return news.length > 0 && news;
}))[0]!;

/** The wallet gives back whatever it is asked for, until nothing more comes. */
async function giveBackAll(eventId: string): Promise<void> {
  await until(async () => {
    const news = await asked();
    if (news.length > 0) await orders.say(...news.map(({ orderId, payload }) => orders.gaveBack(orderId, payload)));
    const { asked: all, done } = await standing(eventId);
    const [left] = await database.query(`select from orders."order" where event_id = $1 and state = 'confirmed' limit 1`, [eventId]);
    return left === undefined && all.refunds === done.refunds;
  }, 'everybody to be refunded');
}

test('a cancelled event refunds all of its 5,000 orders, so many at a time, in few statements a page, and money that went back before does not go back again', async () => {
  const { eventId, sell, stands } = await show(5_000);
  await sell(5_000);
  const admin = people['admin']!;
  // One order is refunded already, of another a part is.
  const early = await database.query<{ id: string }>(`select id from orders."order" where event_id = $1 order by id limit 2`, [eventId]);
  const ask = (orderId: string, amount?: { amountCents: number }) =>
    orders.house.app.get(Refunds).ask({ principal: admin, address: '203.0.113.7', requestId: null }, orderId, { tickets: [], products: [], amount, to: 'source', balanceIfRefused: false }, { key: newId(), bodyHash: Buffer.from('early') });
  await ask(early[0]!.id);
  await ask(early[1]!.id, { amountCents: 4_000 });
  await until(async () => {
    const news = await asked();
    if (news.length > 0) await orders.say(...news.map(({ orderId, payload }) => orders.gaveBack(orderId, payload)));
    return (await database.query(`select from orders.refund where state = 'done'`)).length === 2;
  });

  await cancel(eventId);
  await until(async () => (await get(`events/${eventId}/refund-operation`, 'organiser')).status === 200);
  // It rests when so many are on their way.
  await until(async () => (await standing(eventId)).open.refunds === 500);
  const { statements, result } = await statementsOf(() => orders.house.app.get(RefundOperations).page(eventId));
  expect({ result, asked: (await standing(eventId)).asked.refunds }).toEqual({ result: false, asked: 500 });
  expect(statements).toBeLessThan(8);

  await giveBackAll(eventId);
  expect(await standing(eventId)).toMatchObject({
    state: 'running', asked: { refunds: 4_999, amount: { amountCents: 49_986_000 } }, done: { refunds: 4_999, amount: { amountCents: 49_986_000, currency: 'BRL' } }, open: { refunds: 0 }, refused: { refunds: 0 },
  });
  expect(await database.query(`select state, sum(refunded_cents) as cents, count(*) as orders from orders."order" where event_id = $1 group by state`, [eventId]))
    .toEqual([{ state: 'refunded', cents: '50000000', orders: 5_000 }]);
  expect(await database.query(`select distinct state from tickets.ticket where event_id = $1`, [eventId])).toEqual([{ state: 'refunded' }]);
  // Nobody can want the places of a show that does not take place.
  expect(await stands()).toMatchObject({ sold: 4_999 });
  await database.advance(61);
  await until(async () => (await standing(eventId)).state === 'finished');
});

test('a page asks for 200 refunds in a bounded number of statements, and the next one goes on where it ended', async () => {
  const { eventId, sell } = await show(450);
  await sell(450);
  // Ten older ones stand before it, so that the job leaves it to this test.
  await database.query(`insert into orders.refund_operation (event_id, state) select gen_random_uuid(), 'running' from generate_series(1, 10)`);
  await database.query(`insert into orders.refund_operation (event_id, state, started_at) values ($1, 'running', platform.now() + interval '1 hour')`, [eventId]);
  const pages: { more: boolean; asked: number }[] = [];
  const statements: number[] = [];
  for (let page = 0; page < 3; page += 1) {
    const { statements: sent, result: more } = await statementsOf(() => orders.house.app.get(RefundOperations).page(eventId));
    statements.push(sent);
    pages.push({ more, asked: (await standing(eventId)).asked.refunds });
  }
  expect(pages).toEqual([{ more: true, asked: 200 }, { more: true, asked: 400 }, { more: false, asked: 450 }]);
  expect(Math.max(...statements)).toBeLessThan(25);
  await giveBackAll(eventId);
  await database.query('delete from orders.refund_operation where not exists (select from catalog.event where id = event_id)');
});

test('a process that dies between two pages leaves the rest to another one, and nobody is asked for twice', async () => {
  const { eventId, sell } = await show(700);
  await sell(700);
  const before = orders.told.length;
  const dying = await OrdersHouse.start(database, orders.told, {}, people);
  await cancel(eventId);
  await until(async () => (await database.query('select from orders.refund where operation_id = $1 limit 1', [eventId])).length > 0);
  await dying.house.close();
  await giveBackAll(eventId);
  const payments = orders.told.slice(before).filter((message) => RefundPayment.is(message)).map(({ payload }) => payload.paymentId);
  expect(payments).toHaveLength(700);
  expect(new Set(payments).size).toBe(700);
});

test('an order that was confirmed behind its back, by a process that had not heard yet, is refunded as well', async () => {
  const { eventId, sell, ticketTypeId } = await show(20);
  await sell(3);
  const buyer = people['fan']!;
  const hold = await orders.hold(buyer, eventId, { ticketTypeId, quantity: 1 });
  const orderId = await orders.place(buyer, hold.id);
  await database.query(`insert into orders.refund_operation (event_id, state) values ($1, 'running')`, [eventId]);
  await until(async () => (await standing(eventId)).asked.refunds === 3);
  // Its id lies before the operation's place.
  await database.query(`update orders.refund_operation set asked_up_to = 'ffffffff-ffff-7fff-bfff-ffffffffffff' where event_id = $1`, [eventId]);
  await orders.say(orders.completed(orderId, await orders.lastPayment(orderId)));
  await eventually(async () => expect(await orders.state(orderId)).toBe('confirmed'));
  await cancel(eventId);
  await giveBackAll(eventId);
  expect(await orders.state(orderId)).toBe('refunded');
});

test('a gateway that answers nothing for a minute keeps nobody of another from being asked for', async () => {
  const { eventId, sell } = await show(600);
  await sell(600);
  await cancel(eventId);
  await until(async () => (await get(`events/${eventId}/refund-operation`, 'organiser')).status === 200);
  await until(async () => (await standing(eventId)).open.refunds === 500);
  await database.advance(61);
  await until(async () => (await standing(eventId)).open.refunds === 600, 'the rest to be asked for');
  // It ends when all have an answer, however long that takes.
  await database.advance(61);
  await orders.house.app.get(RefundOperations).page(eventId);
  expect(await standing(eventId)).toMatchObject({ state: 'running' });
  await giveBackAll(eventId);
});

/** A show of one confirmed order, with the payment that bought it. */
async function soldOnce() {
  const { eventId, sell } = await show(1);
  await sell(1);
  const [sold] = await database.query<{ order_id: string; payment_id: string }>(`select order_id, payment.id as payment_id from orders.payment join orders."order" o on o.id = order_id where event_id = $1`, [eventId]);
  return { eventId, orderId: sold!.order_id, paymentId: sold!.payment_id };
}

async function finished(eventId: string): Promise<void> {
  await database.advance(61);
  await until(async () => (await standing(eventId)).state === 'finished', 'the operation to finish');
}

/** A cancelled event's one refund, of 100.00, refused because a bank wants 40.00 of it, so that the operation has finished without it; `lost`: the bank has them. */
async function stoppedByBank() {
  const { eventId, orderId, paymentId } = await soldOnce();
  const disputeId = newId();
  await cancel(eventId);
  const met = await nextAsked();
  await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened', 4_000), orders.wouldNot(orderId, met.payload, false));
  await finished(eventId);
  return { eventId, orderId, lost: orders.disputed(orderId, paymentId, disputeId, 'lost', 4_000) };
}

test('what was disputed when the rest went back goes back as well once it is won, and the operation ends', async () => {
  const { eventId, orderId, paymentId } = await soldOnce();
  const disputeId = newId();
  await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened', 6_000));
  await delivered(database);
  await cancel(eventId);
  const rest = await nextAsked();
  expect(rest.payload.amountCents).toBe(4_000);
  await orders.say(orders.gaveBack(orderId, rest.payload));
  await finished(eventId);
  await orders.say(orders.disputed(orderId, paymentId, disputeId, 'won', 6_000));
  await giveBackAll(eventId);
  expect(await standing(eventId)).toMatchObject({ done: { refunds: 2, amount: { amountCents: 10_000 } } });
  await finished(eventId);
});

test('a refund of which a bank takes a part is of what is left, and the operation ends when that is back', async () => {
  const { eventId, orderId, lost } = await stoppedByBank();
  expect(await standing(eventId)).toMatchObject({ refused: { refunds: 1, amount: { amountCents: 10_000 } } });
  await orders.say(lost);
  await delivered(database);
  expect(await standing(eventId)).toMatchObject({ state: 'running', open: { refunds: 1, amount: { amountCents: 6_000 } }, refused: { refunds: 0 } });
  const rest = await nextAsked();
  await orders.say(orders.gaveBack(orderId, rest.payload));
  await finished(eventId);
  expect(await standing(eventId)).toMatchObject({ asked: { refunds: 1, amount: { amountCents: 6_000 } }, done: { refunds: 1, amount: { amountCents: 6_000 } } });
});

test('a dispute that is won while its operation finishes is not forgotten', async () => {
  const { eventId, orderId, paymentId } = await soldOnce();
  const disputeId = newId();
  await orders.say(orders.disputed(orderId, paymentId, disputeId, 'opened', 10_000));
  await delivered(database);
  await cancel(eventId);
  await until(async () => (await get(`events/${eventId}/refund-operation`, 'organiser')).status === 200);
  await finished(eventId);
  // As a transaction leaves it that began before the operation finished, and saw it running.
  await database.query(`update orders.dispute set state = 'won', settled_at = (select finished_at - interval '5 seconds' from orders.refund_operation where event_id = $2) where id = $1`, [disputeId, eventId]);
  await orders.house.app.get(RefundOperations).lookBack();
  await giveBackAll(eventId);
  expect(await orders.state(orderId)).toBe('refunded');
  // Once it finished long after that, it rests.
  await finished(eventId);
  await orders.house.app.get(RefundOperations).lookBack();
  expect(await standing(eventId)).toMatchObject({ state: 'finished' });
});

test('nor is one that is lost, and has a refund go on that was refused', async () => {
  const { eventId, orderId, lost } = await stoppedByBank();
  await orders.say(lost);
  const rest = await nextAsked();
  // As a transaction leaves it that began before the operation finished, and saw it running.
  await database.query(`update orders.refund_operation set state = 'finished', finished_at = platform.now() where event_id = $1`, [eventId]);
  await orders.house.app.get(RefundOperations).lookBack();
  expect(await standing(eventId)).toMatchObject({ state: 'running', open: { refunds: 1, amount: { amountCents: 6_000 } } });
  await orders.say(orders.gaveBack(orderId, rest.payload));
  await finished(eventId);
});

test('a disputed second charge hides no latecomer who is owed money', async () => {
  const { eventId, orderId } = await soldOnce();
  const second = newId();
  await database.query(`insert into orders.payment (id, order_id, method, amount_cents, state) values ($1, $2, 'card', 10000, 'returned')`, [second, orderId]);
  await orders.say(orders.disputed(orderId, second, newId(), 'opened', 10_000));
  await delivered(database);
  await database.query(`insert into orders.refund_operation (event_id, state, asked_up_to) values ($1, 'running', 'ffffffff-ffff-7fff-bfff-ffffffffffff')`, [eventId]);
  await cancel(eventId);
  await giveBackAll(eventId);
  expect(await orders.state(orderId)).toBe('refunded');
});

test('who maintains the event sees how far it is, and nobody else does', async () => {
  const { eventId } = await show(5);
  expect(await get(`events/${eventId}/refund-operation`)).toMatchObject({ status: 401 });
  expect(await get(`events/${eventId}/refund-operation`, 'fan')).toMatchObject({ status: 403 });
  expect(await get(`events/${eventId}/refund-operation`, 'rival')).toMatchObject({ status: 404, body: { code: 'catalog.event_not_found' } });
  expect(await get(`events/${eventId}/refund-operation`, 'organiser')).toMatchObject({ status: 404, body: { code: 'orders.no_refund_operation' } });
  await cancel(eventId);
  await until(async () => (await get(`events/${eventId}/refund-operation`, 'admin')).status === 200);
  await database.advance(61);
  await until(async () => (await standing(eventId)).state === 'finished');
  const metrics = await (await fetch(`${orders.house.url}/metrics`)).text();
  expect(metrics).toContain('catraca_refund_operation_refunds');
});
