import { afterEach, beforeAll, expect, test } from 'vitest';
import { Database, newId, type Principal } from '#platform';
import { Catalog } from '#catalog';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';

const POOL_MAX = 4;

let database: TestDatabase;
let orders: OrdersHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  orders = await start();
});
afterEach(async () => {
  await expectInvariants(database, "the stock's part", 'I4');
  expect(await orders.deadLetters()).toEqual([]);
});

const start = () => OrdersHouse.start(database, orders?.told, { DATABASE_POOL_MAX: String(POOL_MAX) });

/** Others have all connections but one while `work` is done; whoever wants two at a time gets no second one. */
async function withOneConnection<T>({ house }: OrdersHouse, work: () => Promise<T>): Promise<T> {
  const done = Promise.withResolvers<void>();
  const begun = Array.from({ length: POOL_MAX - 1 }, () => Promise.withResolvers<void>());
  const others = begun.map(({ resolve }) => house.app.get(Database).transaction(async () => {
    resolve();
    await done.promise;
  }));
  await Promise.all(begun.map(({ promise }) => promise));
  try {
    return await work();
  } finally {
    done.resolve();
    await Promise.all(others);
  }
}

/** Buyers of several events, each with a hold. */
async function holdersOf(events: number): Promise<{ buyer: Principal; eventId: string; holdId: string }[]> {
  return Promise.all(Array.from({ length: events }, async () => {
    const stock = await orders.stock({ sections: [{ rows: ['......'] }] });
    const buyer = newPrincipal();
    const hold = await orders.hold(buyer, stock.eventId, { ticketTypeId: stock.types['Stalls']!.full, quantity: 1 });
    return { buyer, eventId: stock.eventId, holdId: hold.id };
  }));
}

const forget = (eventIds: string[]) => eventIds.forEach((id) => orders.house.app.get(Catalog).forget(id));
const becomes = (orderId: string, state: string) => eventually(async () => expect(await orders.state(orderId)).toBe(state));

test('orders of several events are placed, refused, paid again and confirmed over one connection, with nothing in memory', async () => {
  const holders = await holdersOf(5);
  const eventIds = holders.map(({ eventId }) => eventId);
  await withOneConnection(orders, async () => {
    forget(eventIds);
    const ids = await Promise.all(holders.map(({ buyer, holdId }) => orders.place(buyer, holdId)));
    for (const id of ids) await orders.say(orders.failed(id, await orders.lastPayment(id), { reason: 'declined' }));
    for (const id of ids) await becomes(id, 'payment_failed');
    forget(eventIds);
    await Promise.all(holders.map(({ buyer }, at) => orders.pay(buyer, ids[at]!)));
    forget(eventIds);
    for (const id of ids) await orders.say(orders.completed(id, await orders.lastPayment(id)));
    for (const id of ids) await becomes(id, 'confirmed');
    for (const id of ids) expect((await orders.payments(id)).map(({ state }) => state)).toEqual(['failed', 'completed']);
  });
});

test('late money is served over one connection by a process that has just started', async () => {
  const [holder] = await holdersOf(1);
  const id = await orders.place(holder!.buyer, holder!.holdId);
  const payment = await orders.lastPayment(id);
  await orders.say(orders.failed(id, payment, { reason: 'expired', retryable: false }));
  await becomes(id, 'expired');
  await orders.house.close();
  orders = await start();
  await withOneConnection(orders, async () => {
    await orders.say(orders.completed(id, payment));
    await becomes(id, 'confirmed');
    expect((await orders.order(holder!.buyer, id)).tickets).toHaveLength(1);
  });
});

test('hundreds of orders of several events share a small pool', async () => {
  const stocks = await Promise.all(Array.from({ length: 6 }, () => orders.stock({ sections: [{ name: 'Pitch', standing: 100 }] })));
  const ids = await Promise.all(Array.from({ length: 300 }, async (_, at) => {
    const stock = stocks[at % stocks.length]!;
    const buyer = newPrincipal();
    if (at % 30 === 0) forget([stock.eventId]);
    const hold = await orders.hold(buyer, stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 }, undefined, newId());
    return orders.place(buyer, hold.id);
  }));
  await orders.say(...(await Promise.all(ids.map(async (id) => orders.completed(id, await orders.lastPayment(id))))));
  await eventually(async () => {
    const rows = await database.query(`select from orders."order" where state = 'confirmed' and id = any($1)`, [ids]);
    expect(rows).toHaveLength(300);
  });
});
