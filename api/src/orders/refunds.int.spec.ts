import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Catalog } from '#catalog';
import { newId, type Principal } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { RefundTries } from './refund.job.js';
import { Refunds } from './refunds.js';

const people: Record<string, Principal> = {
  organiser: newPrincipal({ role: 'organiser' }),
  rival: newPrincipal({ role: 'organiser' }),
  admin: newPrincipal({ role: 'administrator' }),
  buyer: newPrincipal(),
  stranger: newPrincipal(),
};
type Who = keyof typeof people;

let database: TestDatabase;
let orders: OrdersHouse;
let other: OrdersHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  orders = await OrdersHouse.start(database, [], {}, people);
  other = await OrdersHouse.start(database, orders.told, {}, people);
});
afterEach(async () => {
  await delivered(database);
  await expectInvariants(database, 'I1', "the stock's part", 'I4', 'I6', 'I8');
  expect(await orders.deadLetters()).toEqual([]);
});

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any form
async function call(who: Who | null, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
  const response = await fetch(`${orders.house.url}/api/v1/${path}`, {
    method,
    headers: { ...(who && { authorization: `Bearer ${who}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const ask = (orderId: string, body: object = {}, key: string = newId(), who: Who = 'organiser') => call(who, 'POST', `orders/${orderId}/refunds`, body, { 'idempotency-key': key });
const listed = async (orderId: string) => (await call('organiser', 'GET', `orders/${orderId}/refunds`)).body.items;
const brl = (amountCents: number) => ({ amountCents, currency: 'BRL' });

/** A confirmed order of two tickets at 100.00 of the organiser's event, and of so many cups at 10.00. */
async function bought({ sections = [{ name: 'Pitch', standing: 4 }], products = 0 }: { sections?: Parameters<OrdersHouse['stock']>[0]['sections']; products?: number } = {}) {
  const stock = await orders.stock({ sections, sessionTicketLimit: 2 });
  await database.query('insert into catalog.organiser_member (organiser_id, user_id) values ($1, $2)', [stock.organiserId, people['organiser']!.userId]);
  const buyer = people['buyer']!;
  const hold = await orders.hold(buyer, stock.eventId, { ticketTypeId: Object.values(stock.types)[0]!.full, quantity: 2 });
  const productId = newId();
  if (products > 0) await database.query(`insert into catalog.product (id, event_id, name, price_cents, stock) values ($1, $2, 'Cup', 1000, 10)`, [productId, stock.eventId]);
  const orderId = await orders.place(buyer, hold.id, undefined, undefined, products > 0 ? [{ productId, quantity: products }] : []);
  const paymentId = await orders.lastPayment(orderId);
  await orders.say(orders.completed(orderId, paymentId, 20_000 + products * 1_000));
  await eventually(async () => expect(await orders.state(orderId)).toBe('confirmed'));
  const tickets = await database.query<{ id: string }>('select id from tickets.ticket where order_id = $1 order by item_no', [orderId]);
  return { stock, buyer, orderId, paymentId, productId, tickets: tickets.map(({ id }) => id) };
}

const ticketStates = async (orderId: string) =>
  (await database.query<{ state: string }>('select state from tickets.ticket where order_id = $1 order by item_no', [orderId])).map(({ state }) => state);

/** The wallet says that the latest of `count` refunds is back. */
async function giveBack(orderId: string, paymentId: string, count = 1) {
  const asked = await orders.refundsAsked(paymentId, count);
  await orders.say(orders.gaveBack(orderId, asked[count - 1]!));
  await delivered(database);
  return asked[count - 1]!;
}

describe('a refund', () => {
  test('of a whole order leaves its tickets good until the money is back; then they are void and their places on sale again', async () => {
    const { stock, orderId, paymentId } = await bought();
    expect(await ask(orderId)).toMatchObject({ status: 202, body: { state: 'requested', amount: brl(20_000), to: 'source', tickets: { length: 2 } } });
    const [asked] = await orders.refundsAsked(paymentId);
    expect(asked).toMatchObject({ amountCents: 20_000, to: 'source', creditIfRefused: false });
    expect(await ticketStates(orderId)).toEqual(['valid', 'valid']);
    expect(await stock.stands()).toMatchObject({ sold: 2 });
    await giveBack(orderId, paymentId);
    expect(await ticketStates(orderId)).toEqual(['refunded', 'refunded']);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).toMatchObject({ state: 'refunded', refunded: brl(20_000), items: [{ refunded: 1 }, { refunded: 1 }] });
    expect(await listed(orderId)).toMatchObject([{ state: 'done', toBalance: brl(0) }]);
  });

  test('of one ticket leaves the other one good, and the next refund takes what is left', async () => {
    const { stock, orderId, paymentId, tickets } = await bought({ sections: [{ rows: ['....'] }] });
    await ask(orderId, { tickets: [tickets[1]] });
    await giveBack(orderId, paymentId);
    expect(await ticketStates(orderId)).toEqual(['valid', 'refunded']);
    const { body: view } = await call('buyer', 'GET', `orders/${orderId}`);
    expect(view).toMatchObject({ state: 'confirmed', refunded: brl(10_000), tickets: [{ id: tickets[0] }] });
    expect(view.items.map((item: { refunded?: number }) => item.refunded)).toEqual([undefined, 1]);
    expect([...(await stock.states())].toSorted().join('')).toBe('fffs');
    expect(await ask(orderId, { tickets: [tickets[1]] })).toMatchObject({ status: 422, body: { code: 'orders.nothing_to_refund' } });
    expect(await ask(orderId)).toMatchObject({ status: 202, body: { amount: brl(10_000), tickets: [tickets[0]] } });
    await giveBack(orderId, paymentId, 2);
    expect(await orders.state(orderId)).toBe('refunded');
    expect(await stock.states()).toBe('ffff');
    expect(await ask(orderId)).toMatchObject({ status: 409, body: { code: 'orders.not_refundable', state: 'refunded' } });
  });

  test('of an amount leaves every ticket good', async () => {
    const { stock, orderId, paymentId } = await bought();
    await ask(orderId, { amount: brl(5_000), to: 'balance' });
    expect((await giveBack(orderId, paymentId)).to).toBe('balance');
    expect(await ticketStates(orderId)).toEqual(['valid', 'valid']);
    expect(await stock.stands()).toMatchObject({ sold: 2 });
    expect(await listed(orderId)).toMatchObject([{ state: 'done', amount: brl(5_000), toBalance: brl(5_000) }]);
    expect(await ask(orderId, { amount: brl(15_001) })).toMatchObject({ status: 422, body: { code: 'orders.refund_exceeds', left: brl(15_000) } });
  });

  test('that is back, and another that a bank leaves nothing of, put their products in stock at once when they are told of together', async () => {
    const { orderId, paymentId, productId } = await bought({ products: 3 });
    await ask(orderId, { products: [{ productId, quantity: 1 }] });
    await ask(orderId);
    const [back, met] = (await orders.refundsAsked(paymentId, 2)).toSorted((a, b) => a.amountCents - b.amountCents);
    // Two statements would lock the products of several orders in whatever order these come.
    await database.query(`create table public.returned (times int); create function public.note_return() returns trigger language plpgsql as $$ begin insert into public.returned values (1); return null; end $$;
      create trigger note_return after update on catalog.product for each statement execute function public.note_return()`);
    await orders.say(orders.gaveBack(orderId, back!), orders.wouldNot(orderId, met!, true), orders.disputed(orderId, paymentId, newId(), 'lost', 22_000));
    await delivered(database);
    const returns = await database.query('select from public.returned');
    await database.query('drop trigger note_return on catalog.product; drop function public.note_return; drop table public.returned');
    expect(returns).toHaveLength(1);
    expect(await database.query('select taken from catalog.product where id = $1', [productId])).toEqual([{ taken: 0 }]);
  });

  test('of products puts them in stock again', async () => {
    const { orderId, paymentId, productId } = await bought({ products: 3 });
    const taken = async () => (await database.query<{ taken: number }>('select taken from catalog.product where id = $1', [productId]))[0]!.taken;
    await ask(orderId, { products: [{ productId, quantity: 2 }] });
    await giveBack(orderId, paymentId);
    expect(await taken()).toBe(1);
    expect(await ask(orderId, { products: [{ productId, quantity: 2 }] })).toMatchObject({ status: 422 });
    expect((await ask(orderId)).body).toMatchObject({ amount: brl(21_000), products: [{ productId, quantity: 1 }] });
    await giveBack(orderId, paymentId, 2);
    expect(await taken()).toBe(0);
  });

  test('under the same key and body is one, under the same key with another body it is refused', async () => {
    const { orderId, paymentId } = await bought();
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(orderId, { amount: brl(1_000) }, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await ask(orderId, { amount: brl(2_000) }, key)).toMatchObject({ status: 422, body: { code: 'orders.idempotency_key_reused' } });
    expect(await call('organiser', 'POST', `orders/${orderId}/refunds`, {})).toMatchObject({ status: 400, body: { code: 'orders.idempotency_key_required' } });
    await giveBack(orderId, paymentId);
    expect(await ask(orderId, { amount: brl(1_000) }, key)).toMatchObject({ status: 201, body: { state: 'done' } });
    expect(await orders.refundsAsked(paymentId)).toHaveLength(1);
  });

  test('never takes more than was captured, though two processes are asked for parts at once', async () => {
    const { orderId, paymentId } = await bought();
    const asker = { principal: people['admin']!, address: '203.0.113.7', requestId: null };
    const part = (house: OrdersHouse) => house.house.app.get(Refunds).ask(asker, orderId, { tickets: [], products: [], amount: brl(3_000), to: 'source', balanceIfRefused: false }, { key: newId(), bodyHash: Buffer.from('part') });
    const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => part(index % 2 === 0 ? orders : other)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    const sums = (await orders.refundsAsked(paymentId, 6)).map(({ amountCents }) => amountCents);
    expect(sums.reduce((sum, cents) => sum + cents, 0)).toBe(18_000);
  });

  test('that is told twice, in one batch and after it, brings capacity back exactly once (Hi.Events#466, #790)', async () => {
    const { stock, orderId, paymentId } = await bought();
    await ask(orderId);
    const [asked] = await orders.refundsAsked(paymentId);
    const answer = orders.gaveBack(orderId, asked!);
    await orders.say(answer, orders.gaveBack(orderId, asked!), answer);
    await delivered(database);
    await orders.say(orders.gaveBack(orderId, asked!));
    await delivered(database);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0, promised: 0 });
    const again = await orders.hold(newPrincipal(), stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 2 });
    expect(again.items).toHaveLength(2);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 2 });
  });

  test('of a part that is told twice in one batch counts once', async () => {
    const { stock, orderId, paymentId, tickets } = await bought();
    await ask(orderId, { tickets: [tickets[0]] });
    const [asked] = await orders.refundsAsked(paymentId);
    await orders.say(orders.gaveBack(orderId, asked!), orders.gaveBack(orderId, asked!), orders.wouldNot(orderId, asked!, true));
    await delivered(database);
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body).toMatchObject({ state: 'confirmed', refunded: brl(10_000), tickets: { length: 1 } });
    expect(await stock.stands()).toMatchObject({ sold: 1 });
  });

  test('of one of two charges never voids the ticket that the other paid (pretix#343)', async () => {
    const { stock, orderId, paymentId: first } = await bought();
    // A second tab's charge for the same order: it goes back by itself.
    const second = newId();
    await database.query(`insert into orders.payment (id, order_id, method, amount_cents, state) values ($1, $2, 'card', 20000, 'failed')`, [second, orderId]);
    await orders.say(orders.completed(orderId, second, 20_000));
    const [asked] = await orders.refundsAsked(second);
    await orders.say(orders.gaveBack(orderId, asked!));
    await delivered(database);
    expect(await orders.state(orderId)).toBe('confirmed');
    expect(await ticketStates(orderId)).toEqual(['valid', 'valid']);
    expect(await stock.stands()).toMatchObject({ sold: 2 });
    expect((await call('buyer', 'GET', `orders/${orderId}`)).body.refunded).toBeUndefined();
    // And what is left to refund is all of what the first one paid.
    expect(await ask(orderId)).toMatchObject({ status: 202, body: { amount: brl(20_000) } });
    expect(await orders.refundsAsked(first)).toMatchObject([{ paymentId: first, amountCents: 20_000 }]);
  });

  test.each([
    ['was cancelled', `state = 'cancelled'`],
    ['has begun', `starts_at = platform.now() - interval '1 minute'`],
  ])('of a show that %s voids the tickets and puts nothing on sale', async (_, change) => {
    const { stock, orderId, paymentId } = await bought();
    await database.query(`update catalog.event set ${change} where id = $1`, [stock.eventId]);
    for (const { house } of [orders, other]) house.app.get(Catalog).forget(stock.eventId);
    await ask(orderId);
    await giveBack(orderId, paymentId);
    expect(await ticketStates(orderId)).toEqual(['refunded', 'refunded']);
    expect(await stock.stands()).toMatchObject({ sold: 2 });
    expect(await orders.state(orderId)).toBe('refunded');
  });

  test('lets its buyer buy again up to the limit', async () => {
    const { stock, buyer, orderId, paymentId, tickets } = await bought();
    await ask(orderId, { tickets: [tickets[0]] });
    await giveBack(orderId, paymentId);
    const one = { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 };
    await orders.hold(buyer, stock.eventId, one);
    await expect(orders.hold(buyer, stock.eventId, one)).rejects.toMatchObject({ code: 'inventory.limit_exceeded' });
  });
});

describe('a refund that the gateway will not do', () => {
  const refused = async (orderId: string, paymentId: string, count: number, retryable: boolean) => {
    const asked = await orders.refundsAsked(paymentId, count);
    await orders.say(orders.wouldNot(orderId, asked[count - 1]!, retryable));
    await delivered(database);
  };
  const told = (orderId: string) => database.query(`select type, payload ->> 'final' as final from platform.event_log where key = $1 and type like 'orders.refund%' order by position`, [orderId]);

  test('is tried again under another name when its time has come, and the buyer is told once', async () => {
    const { orderId, paymentId } = await bought();
    await ask(orderId);
    await refused(orderId, paymentId, 1, true);
    expect(await listed(orderId)).toMatchObject([{ state: 'waiting', refusedBecause: 'gateway_refused' }]);
    expect(await ticketStates(orderId)).toEqual(['valid', 'valid']);
    await orders.house.app.get(RefundTries).run();
    expect(await orders.refundsAsked(paymentId)).toHaveLength(1);
    await database.advance(301);
    await refused(orderId, paymentId, 2, true);
    await database.advance(1_801);
    await giveBack(orderId, paymentId, 3);
    const names = (await orders.refundsAsked(paymentId, 3)).map(({ refundId }) => refundId);
    expect(new Set(names).size).toBe(3);
    expect(await orders.state(orderId)).toBe('refunded');
    expect((await told(orderId)).map(({ type }) => type)).toEqual(['orders.refund_requested', 'orders.refund_delayed']);
  });

  test('goes to the balance where the organiser agreed to that', async () => {
    const { orderId, paymentId } = await bought();
    await ask(orderId, { balanceIfRefused: true });
    await refused(orderId, paymentId, 1, false);
    expect(await giveBack(orderId, paymentId, 2)).toMatchObject({ to: 'balance', amountCents: 20_000 });
    expect(await listed(orderId)).toMatchObject([{ state: 'done', to: 'balance', toBalance: brl(20_000) }]);
    expect(await ticketStates(orderId)).toEqual(['refunded', 'refunded']);
  });

  test('is shown to administrators, who try it again or send it elsewhere', async () => {
    const { orderId, paymentId, tickets } = await bought();
    const { body: refund } = await ask(orderId, { tickets: [tickets[0]] });
    await refused(orderId, paymentId, 1, false);
    expect((await call('admin', 'GET', 'refunds/refused?limit=100')).body.items).toContainEqual(expect.objectContaining({ id: refund.id, state: 'refused' }));
    const waiting = async () => /^catraca_refunds_refused (\d+)$/m.exec(await (await fetch(`${orders.house.url}/metrics`)).text())?.[1];
    expect(await waiting()).toBe('1');
    expect(await told(orderId)).toMatchObject([{}, { type: 'orders.refund_delayed', final: 'true' }]);
    // It is spoken for all the same.
    expect(await ask(orderId, { tickets: [tickets[0]] })).toMatchObject({ status: 422 });
    expect(await call('admin', 'POST', `refunds/${refund.id}/tries`, { to: 'balance' }, { 'idempotency-key': newId() })).toMatchObject({ status: 202, body: { state: 'requested', to: 'balance' } });
    expect(await call('admin', 'POST', `refunds/${refund.id}/tries`, {}, { 'idempotency-key': newId() })).toMatchObject({ status: 409, body: { code: 'orders.refund_not_stopped' } });
    await giveBack(orderId, paymentId, 2);
    expect(await ticketStates(orderId)).toEqual(['refunded', 'valid']);
    expect((await call('admin', 'GET', 'refunds/refused?limit=100')).body.items).toEqual([]);
    expect(await waiting()).toBe('0');
  });

  test('is tried again once under one key, however often that is asked, also after that try was refused as well', async () => {
    const { orderId, paymentId, tickets } = await bought();
    const { body: refund } = await ask(orderId, { tickets: [tickets[0]] });
    const tryAgain = (key: string, body: object = {}) => call('admin', 'POST', `refunds/${refund.id}/tries`, body, { 'idempotency-key': key });
    const key = newId();
    const early = newId();
    // Nothing to try yet: what was said of that is said again.
    expect(await tryAgain(early)).toMatchObject({ status: 409, body: { code: 'orders.refund_not_stopped', state: 'requested' } });
    await refused(orderId, paymentId, 1, false);
    expect(await tryAgain(early)).toMatchObject({ status: 409, body: { code: 'orders.refund_not_stopped', state: 'requested' } });
    expect(await tryAgain(early, { to: 'balance' })).toMatchObject({ status: 422, body: { code: 'orders.idempotency_key_reused' } });
    const answers = await Promise.all([tryAgain(key), tryAgain(key), tryAgain(key)]);
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual([[202, 'requested'], [202, 'requested'], [202, 'requested']]);
    await refused(orderId, paymentId, 2, false);
    expect(await tryAgain(key)).toMatchObject({ status: 202, body: { state: 'refused' } });
    expect(await tryAgain(key, { to: 'balance' })).toMatchObject({ status: 422, body: { code: 'orders.idempotency_key_reused' } });
    for (const without of [{}, { 'idempotency-key': '' }]) expect(await call('admin', 'POST', `refunds/${refund.id}/tries`, {}, without)).toMatchObject({ status: 400, body: { code: 'orders.idempotency_key_required' } });
    expect(await orders.refundsAsked(paymentId, 2)).toHaveLength(2);
    expect(await tryAgain(newId())).toMatchObject({ status: 202, body: { state: 'requested' } });
    await giveBack(orderId, paymentId, 3);
  });
});

describe('who may', () => {
  test('ask for a refund, and see it', async () => {
    const { orderId } = await bought();
    expect(await call(null, 'POST', `orders/${orderId}/refunds`, {})).toMatchObject({ status: 401 });
    expect(await ask(orderId, {}, newId(), 'buyer')).toMatchObject({ status: 403, body: { code: 'platform.not_allowed' } });
    expect(await ask(orderId, {}, newId(), 'rival')).toMatchObject({ status: 404, body: { code: 'orders.order_not_found' } });
    expect(await ask(newId(), {}, newId(), 'admin')).toMatchObject({ status: 404 });
    const { body: refund } = await ask(orderId, { amount: brl(100) }, newId(), 'admin');
    for (const who of ['buyer', 'organiser', 'admin']) expect((await call(who, 'GET', `orders/${orderId}/refunds`)).body.items).toMatchObject([{ id: refund.id }]);
    for (const who of ['stranger', 'rival']) expect(await call(who, 'GET', `orders/${orderId}/refunds`)).toMatchObject({ status: 404 });
    expect(await call('rival', 'POST', `refunds/${refund.id}/tries`, {}, { 'idempotency-key': newId() })).toMatchObject({ status: 404, body: { code: 'orders.refund_not_found' } });
    expect(await call('organiser', 'GET', 'refunds/refused')).toMatchObject({ status: 403 });
  });

  test('ask in a form that is understood', async () => {
    const { orderId, tickets } = await bought();
    for (const body of [{ amount: brl(0) }, { amount: brl(100), tickets }, { to: 'moon' }]) expect(await ask(orderId, body)).toMatchObject({ status: 400, body: { code: 'platform.invalid_request' } });
    expect(await ask(orderId, { tickets: [newId()] })).toMatchObject({ status: 422, body: { code: 'orders.nothing_to_refund' } });
  });

  test('not refund what was not paid', async () => {
    const stock = await orders.stock({ sections: [{ name: 'Pitch', standing: 4 }] });
    const hold = await orders.hold(people['buyer']!, stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 });
    const orderId = await orders.place(people['buyer']!, hold.id);
    expect(await ask(orderId, {}, newId(), 'admin')).toMatchObject({ status: 409, body: { code: 'orders.not_refundable', state: 'awaiting_payment' } });
  });
});

describe('a withdrawal', () => {
  const withdraw = (orderId: string, who: Who = 'buyer', key: string = newId()) => call(who, 'POST', `orders/${orderId}/withdrawal`, undefined, { 'idempotency-key': key });
  const change = async (eventId: string, columns: string) => {
    await database.query(`update catalog.event set ${columns} where id = $1`, [eventId]);
    for (const { house } of [orders, other]) house.app.get(Catalog).forget(eventId);
  };

  test('within its days gives everything back to the source, once', async () => {
    const { orderId, paymentId } = await bought({ products: 1 });
    const key = newId();
    expect(await withdraw(orderId, 'buyer', key)).toMatchObject({ status: 202, body: { reason: 'withdrawal', amount: brl(21_000), to: 'source', tickets: { length: 2 }, products: { length: 1 } } });
    expect(await withdraw(orderId)).toMatchObject({ status: 422, body: { code: 'orders.nothing_to_refund' } });
    await giveBack(orderId, paymentId);
    expect(await withdraw(orderId, 'buyer', key)).toMatchObject({ status: 201, body: { state: 'done' } });
    expect(await orders.refundsAsked(paymentId)).toHaveLength(1);
    expect(await orders.state(orderId)).toBe('refunded');
  });

  test('ends with the seventh day after that of the purchase, by the calendar of the venue', async () => {
    const { orderId, stock } = await bought();
    // Natal's day ends at three in the morning, UTC.
    await database.query(`update orders."order" set closed_at = '2026-03-01T02:30:00Z' where id = $1`, [orderId]);
    expect(await withdraw(orderId)).toMatchObject({ status: 409, body: { code: 'orders.withdrawal_over', until: '2026-03-08T03:00:00.000Z' } });
    await database.query(`update orders."order" set closed_at = '2026-03-01T03:30:00Z' where id = $1`, [orderId]);
    expect(await withdraw(orderId)).toMatchObject({ status: 409, body: { until: '2026-03-09T03:00:00.000Z' } });
    await change(stock.eventId, 'withdrawal_days = 0');
    expect(await withdraw(orderId)).toMatchObject({ status: 409, body: { code: 'orders.no_withdrawal', eventId: stock.eventId } });
  });

  test('is over 48 hours before the show, though it was bought yesterday', async () => {
    const { orderId, stock } = await bought();
    await change(stock.eventId, `starts_at = platform.now() + interval '47 hours'`);
    expect(await withdraw(orderId)).toMatchObject({ status: 409, body: { code: 'orders.withdrawal_over' } });
    await change(stock.eventId, 'withdrawal_hours_before = 24');
    expect(await withdraw(orderId)).toMatchObject({ status: 202 });
  });

  test('is nobody else’s to declare, not even the organiser’s', async () => {
    const { orderId } = await bought();
    for (const who of ['stranger', 'organiser', 'admin']) expect(await withdraw(orderId, who)).toMatchObject({ status: 404, body: { code: 'orders.order_not_found' } });
    expect(await call(null, 'POST', `orders/${orderId}/withdrawal`)).toMatchObject({ status: 401 });
  });
});
