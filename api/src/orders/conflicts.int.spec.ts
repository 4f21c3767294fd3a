import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { TestDatabase } from '../../test/support/test-database.js';

let database: TestDatabase;
let orders: OrdersHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  orders = await OrdersHouse.start(database);
});
afterEach(async () => {
  await expectInvariants(database, "the stock's part", 'I4');
  expect(await orders.deadLetters()).toEqual([]);
});

const ordered: OrdersHouse['ordered'] = (...wish) => orders.ordered(...wish);

const becomes = (orderId: string, state: string) => eventually(async () => expect(await orders.state(orderId)).toBe(state));

describe('another amount than asked', () => {
  test('buys nothing: the order ends at once and says so, its places are on sale again, and it is refunded when the money is back', async () => {
    const { stock, buyer, orderId, paymentId } = await ordered();
    await orders.say(orders.failed(orderId, paymentId, { reason: 'conflicted', retryable: false }), orders.conflicted(orderId, paymentId, 'arisen'));
    await becomes(orderId, 'expired');
    expect((await orders.order(buyer, orderId)).payment).toMatchObject({ state: 'failed', failureReason: 'conflicted', retryable: false });
    expect(await stock.stands()).toMatchObject({ held: 0, sold: 0 });
    await orders.say(orders.conflicted(orderId, paymentId, 'returned'));
    await becomes(orderId, 'refunded');
    expect((await orders.order(buyer, orderId)).payment).toMatchObject({ state: 'returned', failureReason: 'conflicted' });
  });

  test('that comes late is said of an order that had ended before', async () => {
    const { buyer, orderId, paymentId } = await ordered();
    await orders.say(orders.failed(orderId, paymentId, { reason: 'expired', retryable: false }));
    await becomes(orderId, 'expired');
    await orders.say(orders.conflicted(orderId, paymentId, 'arisen'));
    await eventually(async () => expect((await orders.order(buyer, orderId)).payment).toMatchObject({ failureReason: 'conflicted' }));
    await orders.say(orders.conflicted(orderId, paymentId, 'closed'));
    await becomes(orderId, 'refunded');
  });

  test('that comes late ends an order that might have been tried again, and it is refunded when the money is back', async () => {
    const { stock, buyer, orderId, paymentId } = await ordered();
    await orders.say(orders.failed(orderId, paymentId, { reason: 'unavailable' }));
    await becomes(orderId, 'payment_failed');
    await orders.say(orders.conflicted(orderId, paymentId, 'arisen'));
    await becomes(orderId, 'expired');
    expect((await orders.order(buyer, orderId)).payment).toMatchObject({ state: 'failed', failureReason: 'conflicted', retryable: false });
    expect(await stock.stands()).toMatchObject({ held: 0, sold: 0 });
    await orders.say(orders.conflicted(orderId, paymentId, 'returned'));
    await becomes(orderId, 'refunded');
  });

  test('that travels with the failure of its try ends the order as well', async () => {
    const { stock, orderId, paymentId } = await ordered();
    await orders.say(orders.failed(orderId, paymentId, { reason: 'unavailable' }), orders.conflicted(orderId, paymentId, 'arisen'), orders.conflicted(orderId, paymentId, 'returned'));
    await becomes(orderId, 'refunded');
    expect(await stock.stands()).toMatchObject({ held: 0, sold: 0 });
  });

  test('of an older try lets nobody pay once more until it is settled', async () => {
    const { buyer, orderId, paymentId: first } = await ordered();
    await orders.say(orders.failed(orderId, first, { reason: 'unavailable' }));
    await becomes(orderId, 'payment_failed');
    await orders.pay(buyer, orderId);
    const second = await orders.lastPayment(orderId);
    await orders.say(orders.conflicted(orderId, first, 'arisen'), orders.failed(orderId, second, { reason: 'declined' }));
    await becomes(orderId, 'payment_failed');
    await expect(orders.pay(buyer, orderId)).rejects.toMatchObject({ code: 'orders.not_payable' });
    await orders.say(orders.conflicted(orderId, first, 'returned'));
    await eventually(async () => expect(await orders.payments(orderId)).toMatchObject([{ state: 'returned' }, { state: 'failed' }]));
    await orders.pay(buyer, orderId);
    await becomes(orderId, 'awaiting_payment');
  });

  test('of an older try leaves an order alone that another try has bought', async () => {
    const { buyer, orderId, paymentId: first } = await ordered();
    await orders.say(orders.failed(orderId, first, { reason: 'unavailable' }));
    await becomes(orderId, 'payment_failed');
    await orders.pay(buyer, orderId);
    const second = await orders.lastPayment(orderId);
    await orders.say(orders.completed(orderId, second));
    await becomes(orderId, 'confirmed');
    await orders.say(orders.conflicted(orderId, first, 'arisen'), orders.conflicted(orderId, first, 'returned'));
    await eventually(async () => expect(await database.query('select state, failure_reason from orders.payment where id = $1', [first])).toEqual([{ state: 'returned', failure_reason: 'conflicted' }]));
    expect(await orders.order(buyer, orderId)).toMatchObject({ state: 'confirmed', payment: { id: second, state: 'completed' } });
  });
});
