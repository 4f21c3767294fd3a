import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Catalog } from '#catalog';
import { Database, newId, type Principal } from '#platform';
import { Client } from '../../test/support/client.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { Deadlines } from './deadline.job.js';
import { OrderPersonalData } from './personal-data.js';

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
const isTold = (paymentId: string, type: string) => eventually(async () => expect(orders.about(paymentId)).toContain(type));
const declined = { reason: 'declined' } as const;

describe('money', () => {
  test('that comes in time buys the places, once, though its message comes twice', async () => {
    const { stock, orderId, paymentId, buyer } = await ordered();
    const message = orders.completed(orderId, paymentId);
    await orders.say(message, message, orders.completed(orderId, paymentId));
    await becomes(orderId, 'confirmed');
    await orders.say(message, orders.completed(orderId, paymentId));
    await orders.say(orders.failed(orderId, paymentId, { reason: 'expired' }));
    await eventually(async () => expect(await database.query('select from platform.outbox')).toEqual([]));
    expect(await stock.stands()).toMatchObject({ sold: 1, held: 0 });
    expect((await orders.order(buyer, orderId)).tickets).toHaveLength(1);
    expect(orders.about(paymentId)).toEqual(['wallet.request_payment']);
  });

  test('of an older try that comes late, while the next one is on its way, buys the places and the next one is given up', async () => {
    const { buyer, orderId, paymentId: first, stock } = await ordered();
    await orders.say(orders.failed(orderId, first, { reason: 'unavailable' }));
    await becomes(orderId, 'payment_failed');
    await orders.pay(buyer, orderId);
    const second = await orders.lastPayment(orderId);
    await orders.say(orders.completed(orderId, first));
    await becomes(orderId, 'confirmed');
    await orders.say(orders.failed(orderId, second, { reason: 'refused', retryable: false }));
    await isTold(second, 'wallet.cancel_payment');
    expect(await orders.payments(orderId)).toEqual([{ id: first, state: 'completed' }, { id: second, state: 'failed' }]);
    expect(await orders.state(orderId)).toBe('confirmed');
    expect(await stock.stands()).toMatchObject({ sold: 1, held: 0 });
  });

  test('of the try that was given up goes back, and the order stands', async () => {
    const { buyer, orderId, paymentId: first } = await ordered();
    await orders.say(orders.failed(orderId, first, declined));
    await becomes(orderId, 'payment_failed');
    await orders.pay(buyer, orderId);
    const second = await orders.lastPayment(orderId);
    await orders.say(orders.completed(orderId, first), orders.completed(orderId, second));
    await becomes(orderId, 'confirmed');
    await eventually(async () => expect((await orders.payments(orderId)).map(({ state }) => state).sort()).toEqual(['completed', 'returned']));
    const returned = (await orders.payments(orderId)).find(({ state }) => state === 'returned')!.id;
    await isTold(returned, 'wallet.refund_payment');
    await orders.say(orders.refunded(orderId, returned));
    await eventually(async () => expect(await database.query('select from platform.outbox')).toEqual([]));
    expect(await orders.state(orderId)).toBe('confirmed');
  });

  test('that goes back while another try is on its way says nothing of the order', async () => {
    const { buyer, orderId, paymentId: first } = await ordered();
    await orders.say(orders.failed(orderId, first, declined));
    await becomes(orderId, 'payment_failed');
    await orders.pay(buyer, orderId);
    await orders.say(orders.refunded(orderId, first), orders.completed(orderId, await orders.lastPayment(orderId)));
    await becomes(orderId, 'confirmed');
    await eventually(async () => expect(await database.query('select from platform.outbox')).toEqual([]));
    expect(await database.query(`select type from platform.event_log where type = 'orders.order_refunded' and key = $1`, [orderId])).toEqual([]);
  });

  test('that comes after the hold is over buys the same kind of place where one is left, else it goes back', async () => {
    const one = await ordered({ standing: 1 });
    const two = await ordered({ standing: 1 });
    await database.advance(840);
    for (const { orderId } of [one, two]) await becomes(orderId, 'expired');
    const other = newPrincipal();
    await orders.hold(other, two.stock.eventId, two.want);
    await orders.say(orders.completed(one.orderId, one.paymentId), orders.completed(two.orderId, two.paymentId));
    await becomes(one.orderId, 'confirmed');
    // Whatever else is given back of it meanwhile, the wallet sees to the rest.
    expect(await orders.refundsAsked(two.paymentId)).toMatchObject([{ reason: 'late', boughtNothing: true }]);
    expect(await one.stock.stands()).toMatchObject({ sold: 1, held: 0 });
    expect(await two.stock.stands()).toMatchObject({ sold: 0, held: 1 });
    await orders.say(orders.completed(two.orderId, two.paymentId), orders.refunded(two.orderId, two.paymentId));
    await becomes(two.orderId, 'refunded');
    expect(orders.about(two.paymentId).filter((type) => type === 'wallet.refund_payment')).toHaveLength(1);
  });

  test('that is on its way while the show is cancelled goes back, and the order with it', async () => {
    const { stock, orderId, paymentId } = await ordered();
    await database.query(`update catalog.event set state = 'cancelled' where id = $1`, [stock.eventId]);
    orders.house.app.get(Catalog).forget(stock.eventId);
    await orders.say(orders.completed(orderId, paymentId));
    await becomes(orderId, 'expired');
    await isTold(paymentId, 'wallet.refund_payment');
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
    await orders.say(orders.refunded(orderId, paymentId));
    await becomes(orderId, 'refunded');
  });

  test('that comes after its hold and its show were given up goes back, though the place is free', async () => {
    const { stock, orderId, paymentId } = await ordered();
    await database.advance(840);
    await becomes(orderId, 'expired');
    await database.query(`update catalog.event set state = 'cancelled' where id = $1`, [stock.eventId]);
    orders.house.app.get(Catalog).forget(stock.eventId);
    await orders.say(orders.completed(orderId, paymentId));
    await isTold(paymentId, 'wallet.refund_payment');
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
    await orders.say(orders.refunded(orderId, paymentId));
    await becomes(orderId, 'refunded');
  });

  test('that comes, late or in time, after the account was deleted goes back, though the place is free', async () => {
    const [late, inTime] = [await ordered(), await ordered()];
    await orders.say(orders.failed(late.orderId, late.paymentId, { reason: 'expired', retryable: false }));
    await becomes(late.orderId, 'expired');
    for (const { buyer } of [late, inTime]) await new OrderPersonalData(orders.house.app.get(Database), orders.house.app.get(Catalog, { strict: false })).forget(buyer.userId);
    for (const { stock, orderId, paymentId } of [late, inTime]) {
      await orders.say(orders.completed(orderId, paymentId));
      await isTold(paymentId, 'wallet.refund_payment');
      await becomes(orderId, 'expired');
      expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
      await orders.say(orders.refunded(orderId, paymentId));
      await becomes(orderId, 'refunded');
    }
  });
});

describe('an admission', () => {
  /** A buyer whose order, by an admission, came to nothing while the admission's window is still open. */
  async function expiredByAdmission() {
    const stock = await orders.stock({ sections: [{ name: 'Pitch', standing: 10 }], lineRequired: true });
    await orders.openLine(stock.eventId);
    const admission = await new Client(orders.house.url).admitted(stock.eventId);
    const buyer = newPrincipal();
    const buy = async () => {
      const hold = await orders.hold(buyer, stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 }, admission);
      const orderId = await orders.place(buyer, hold.id);
      return { orderId, paymentId: await orders.lastPayment(orderId) };
    };
    const first = await buy();
    await orders.say(orders.failed(first.orderId, first.paymentId, { reason: 'expired', retryable: false }));
    await becomes(first.orderId, 'expired');
    return { stock, buy, first };
  }

  test('is for one session: late money goes back when its buyer has bought again meanwhile', async () => {
    const { stock, buy, first } = await expiredByAdmission();
    const second = await buy();
    await orders.say(orders.completed(second.orderId, second.paymentId));
    await becomes(second.orderId, 'confirmed');
    await orders.say(orders.completed(first.orderId, first.paymentId));
    await isTold(first.paymentId, 'wallet.refund_payment');
    expect(await stock.stands()).toMatchObject({ sold: 1, held: 0, promised: 0 });
  });

  test('ends with late money that found its place', async () => {
    const { stock, buy, first } = await expiredByAdmission();
    await orders.say(orders.completed(first.orderId, first.paymentId));
    await becomes(first.orderId, 'confirmed');
    await expect(buy()).rejects.toMatchObject({ code: 'line.admission_expired' });
    expect(await stock.stands()).toMatchObject({ sold: 1, held: 0, promised: 0 });
  });
});

describe('a session, where there is no line,', () => {
  const many = { sections: [{ name: 'Pitch', standing: 10 }], sessionTicketLimit: 2 };
  const refused = { code: 'inventory.limit_exceeded', data: { limit: 2 } };

  test('has at most its limit over all its holds and purchases, gets back what ends, and begins anew with the next', async () => {
    const stock = await orders.stock(many);
    const buyer = newPrincipal();
    const one = { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 };
    const hold = () => orders.hold(buyer, stock.eventId, one);
    const [first] = [await hold(), await hold()];
    await expect(hold()).rejects.toMatchObject(refused);
    const orderId = await orders.place(buyer, first.id);
    await orders.say(orders.completed(orderId, await orders.lastPayment(orderId)));
    await becomes(orderId, 'confirmed');
    await expect(hold()).rejects.toMatchObject(refused);
    await database.advance(425);
    await eventually(hold);
    await expect(hold()).rejects.toMatchObject(refused);
    await orders.hold({ ...buyer, sessionId: newId() }, stock.eventId, { ...one, quantity: 2 });
  });

  test('gets late money back when it has bought up to its limit meanwhile', async () => {
    const stock = await orders.stock(many);
    const buyer = newPrincipal();
    const two = { ticketTypeId: stock.types['Pitch']!.full, quantity: 2 };
    const order = async () => orders.place(buyer, (await orders.hold(buyer, stock.eventId, two)).id);
    const late = await order();
    await orders.say(orders.failed(late, await orders.lastPayment(late), { reason: 'expired', retryable: false }));
    await becomes(late, 'expired');
    const second = await order();
    await orders.say(orders.completed(second, await orders.lastPayment(second), 20_000));
    await becomes(second, 'confirmed');
    await orders.say(orders.completed(late, await orders.lastPayment(late), 20_000));
    await isTold(await orders.lastPayment(late), 'wallet.refund_payment');
    expect(await stock.stands()).toMatchObject({ sold: 2, held: 0 });
  });

  test('that begins in two processes at once is counted once', async () => {
    const other = await OrdersHouse.start(database, orders.told);
    // In sections of their own, so that nothing but the tally brings them together.
    const stock = await orders.stock({ sections: [{ name: 'Pitch', standing: 200 }, { name: 'Lawn', standing: 200 }], sessionTicketLimit: 2 });
    const wish = (place: string) => ({ ticketTypeId: stock.types[place]!.full, quantity: 2 });
    for (const buyer of Array.from({ length: 60 }, () => newPrincipal())) {
      const holds = await Promise.allSettled([orders.hold(buyer, stock.eventId, wish('Pitch')), other.hold(buyer, stock.eventId, wish('Lawn'))]);
      expect(holds.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : 'held')).filter((each) => each !== 'held')).toEqual([expect.objectContaining(refused)]);
    }
  });
});

describe('a hold', () => {
  test('cannot be kept for ever by being refused again and again', async () => {
    const { buyer, hold, orderId, stock } = await ordered({}, { method: 'wallet' });
    const bound = 420 + 300 + 60;
    let tries = 1;
    for (let refused = false; !refused && tries < 60; tries += 1) {
      await orders.say(orders.failed(orderId, await orders.lastPayment(orderId), { reason: 'insufficient_funds' }));
      await becomes(orderId, 'payment_failed');
      expect(await orders.keptSeconds(hold.id)).toBeLessThanOrEqual(bound + 0.001);
      await database.advance(50);
      refused = await orders.pay(buyer, orderId, { method: 'wallet' }).then(() => false, () => true);
      expect(await orders.keptSeconds(hold.id)).toBeLessThanOrEqual(bound + 0.001);
    }
    await becomes(orderId, 'expired');
    expect(tries).toBeLessThan(20);
    expect(await stock.stands()).toMatchObject({ sold: 0, held: 0 });
  });

  test('that cannot be ended keeps no other from ending', async () => {
    const [broken, sound] = [await ordered(), await ordered()];
    // A sum that is wrong, by somebody's hand: ending the hold would make it negative.
    await database.query('update inventory.section set held = 0 where event_id = $1', [broken.stock.eventId]);
    await database.advance(840);
    await becomes(sound.orderId, 'expired');
    expect(await orders.state(broken.orderId)).toBe('awaiting_payment');
    await database.query('update inventory.section set held = 1 where event_id = $1', [broken.stock.eventId]);
    await becomes(broken.orderId, 'expired');
  });
});

describe('an order', () => {
  test('is one, though its request is sent twenty times at once', async () => {
    const stock = await orders.stock({ sections: [{ name: 'Pitch', standing: 10 }] });
    const buyer = newPrincipal();
    const hold = await orders.hold(buyer, stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 });
    const key = newId();
    const ids = await Promise.all(Array.from({ length: 20 }, () => orders.place(buyer, hold.id, undefined, key)));
    expect(new Set(ids).size).toBe(1);
  });

  test('is paid again once, though that request is sent twenty times at once', async () => {
    const { buyer, orderId, paymentId } = await ordered();
    await orders.say(orders.failed(orderId, paymentId, declined));
    await becomes(orderId, 'payment_failed');
    const key = newId();
    const ids = await Promise.all(Array.from({ length: 20 }, () => orders.pay(buyer, orderId, undefined, key)));
    expect(new Set(ids)).toEqual(new Set([orderId]));
    expect(await orders.payments(orderId)).toHaveLength(2);
  });

  test('is neither placed nor paid again when its show was cancelled meanwhile', async () => {
    const { buyer, orderId, paymentId, stock, want } = await ordered();
    const later = newPrincipal();
    const hold = await orders.hold(later, stock.eventId, want);
    await orders.say(orders.failed(orderId, paymentId, declined));
    await becomes(orderId, 'payment_failed');
    await database.query(`update catalog.event set state = 'cancelled' where id = $1`, [stock.eventId]);
    const refused = (work: () => Promise<unknown>) => eventually(() => expect(work()).rejects.toMatchObject({ code: 'orders.not_on_sale' }));
    // The terms are remembered for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await refused(() => orders.place(later, hold.id));
    await refused(() => orders.pay(buyer, orderId));
  });

  test('somebody else cannot place, pay or release', async () => {
    const { orderId, paymentId, hold } = await ordered();
    const stranger: Principal = newPrincipal();
    await orders.say(orders.failed(orderId, paymentId, declined));
    await becomes(orderId, 'payment_failed');
    await expect(orders.pay(stranger, orderId)).rejects.toMatchObject({ code: 'orders.order_not_found' });
    await expect(orders.place(stranger, hold.id)).rejects.toMatchObject({ code: 'orders.hold_not_found' });
    await expect(orders.release(stranger, hold.id)).rejects.toMatchObject({ code: 'orders.hold_not_found' });
    expect(await orders.state(orderId)).toBe('payment_failed');
  });
});

describe('a key whose request was refused after the work began', () => {
  test('is told the same for paying again, whatever has changed since; a new key is heard anew', async () => {
    const { buyer, orderId, paymentId } = await ordered();
    const key = newId();
    const refused = { code: 'orders.not_payable', data: { orderId, state: 'awaiting_payment' } };
    await expect(orders.pay(buyer, orderId, undefined, key)).rejects.toMatchObject(refused);
    await orders.say(orders.failed(orderId, paymentId, declined));
    await becomes(orderId, 'payment_failed');
    await expect(orders.pay(buyer, orderId, undefined, key)).rejects.toMatchObject(refused);
    expect(await orders.pay(buyer, orderId)).toBe(orderId);
  });

  test('is told the same for placing, and refused for another body', async () => {
    const { buyer, hold, orderId, stock, want } = await ordered();
    const key = newId();
    const refused = { code: 'orders.hold_already_ordered', data: { holdId: hold.id, orderId } };
    const twice = await Promise.allSettled([orders.place(buyer, hold.id, undefined, key), orders.place(buyer, hold.id, undefined, key)]);
    expect(twice).toMatchObject([{ reason: refused }, { reason: refused }]);
    await database.advance(1_800);
    await becomes(orderId, 'expired');
    await expect(orders.place(buyer, hold.id, undefined, key)).rejects.toMatchObject(refused);
    await expect(orders.place(buyer, hold.id)).rejects.toMatchObject({ code: 'orders.hold_expired' });
    const another = await orders.hold(newPrincipal({ userId: buyer.userId }), stock.eventId, want);
    await expect(orders.place(buyer, another.id, undefined, key)).rejects.toMatchObject({ code: 'orders.idempotency_key_reused' });
  });

  test('is told of the order that has bought the hold, refunded or not, and never that its time is over', async () => {
    const { buyer, hold, orderId, paymentId } = await ordered();
    await orders.say(orders.completed(orderId, paymentId));
    await becomes(orderId, 'confirmed');
    const told = { code: 'orders.hold_already_ordered', data: { holdId: hold.id, orderId } };
    await expect(orders.place(buyer, hold.id)).rejects.toMatchObject(told);
    await database.query(`update orders."order" set state = 'refunded' where id = $1`, [orderId]);
    await expect(orders.place(buyer, hold.id)).rejects.toMatchObject(told);
    await database.query(`update orders."order" set state = 'confirmed' where id = $1`, [orderId]);
  });

  test('where nothing was found nothing began, and the key stays free', async () => {
    const { stock, want } = await ordered();
    const buyer = newPrincipal();
    const key = newId();
    await expect(orders.place(buyer, newId(), undefined, key)).rejects.toMatchObject({ code: 'orders.hold_not_found' });
    const hold = await orders.hold(buyer, stock.eventId, want);
    expect(await orders.place(buyer, hold.id, undefined, key)).toBeDefined();
  });
});

test('keys older than 30 days are forgotten in one turn, however many they are, and the younger ones are kept', async () => {
  const { buyer, hold, orderId } = await ordered();
  const again = newId();
  await database.query(`insert into orders.idempotency_key (user_id, key, body_hash, order_id, created_at)
    select gen_random_uuid(), 'old', '', gen_random_uuid(), platform.now() - interval '31 days' from generate_series(1, 4500)`);
  await database.query(`insert into orders.idempotency_key (user_id, key, body_hash, order_id, created_at) values ($1, $2, $3, $4, platform.now() - interval '29 days')`, [buyer.userId, again, Buffer.from(hold.id), orderId]);
  await orders.house.app.get(Deadlines).forgetKeys();
  expect(await database.query(`select from orders.idempotency_key where key = 'old'`)).toEqual([]);
  expect(await orders.place(buyer, hold.id, undefined, again)).toBe(orderId);
});
