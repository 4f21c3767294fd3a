import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type Message, newId } from '#platform';
import { newChance } from '../../test/support/chance.js';
import { deadlocksIn } from '../../test/support/deadlocks.js';
import { delivered } from '../../test/support/delivered.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { RefundPayment } from '#wallet';
import { type RefundAsked, Refunds } from './refunds.js';

let database: TestDatabase;
let houses: OrdersHouse[];
const told: Message[] = [];
beforeAll(async () => {
  database = await TestDatabase.create();
  houses = [await OrdersHouse.start(database, told), await OrdersHouse.start(database, told)];
});

const chance = newChance(23);
const any = () => houses[chance(2)]!;
const soon = () => delay(chance(60));
const administrator = { principal: newPrincipal({ role: 'administrator' }), address: '203.0.113.7', requestId: null };

/** Refused with a code of the house's, or done; nothing else. */
async function allowed<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: Error & { code?: string }) => {
    expect(error.code, error.message).toMatch(/^(orders|inventory|catalog|platform)\./);
    return undefined;
  });
}

async function buy(eventId: string, ticketTypeId: string, productId: string): Promise<string | undefined> {
  const buyer = newPrincipal();
  const hold = await allowed(any().hold(buyer, eventId, { ticketTypeId, quantity: 2 }));
  const orderId = hold && (await allowed(any().place(buyer, hold.id, undefined, undefined, [{ productId, quantity: 1 }])));
  if (!hold || !orderId) return undefined;
  const paymentId = await any().lastPayment(orderId);
  await any().say(any().completed(orderId, paymentId, hold.items.reduce((sum, { priceCents }) => sum + priceCents, 1_000)));
  return orderId;
}

/** Whatever an organiser may think of, one after the other. */
async function refundInSomeWay(orderId: string, productId: string): Promise<void> {
  const tickets = await database.query<{ id: string }>('select id from tickets.ticket where order_id = $1', [orderId]);
  const ask = (wish: Partial<RefundAsked>) =>
    allowed(any().house.app.get(Refunds).ask(administrator, orderId, { tickets: [], products: [], to: chance(2) === 0 ? 'source' : 'balance', balanceIfRefused: chance(2) === 0, ...wish }, { key: newId(), bodyHash: Buffer.from('any') }));
  const ways: (() => Promise<unknown>)[] = [
    () => ask({}),
    () => Promise.all([ask({ tickets: [tickets[0]!.id] }), ask({ tickets: [tickets[1]!.id] })]),
    () => Promise.all([ask({ tickets: [tickets[0]!.id] }), ask({ tickets: [tickets[0]!.id], products: [{ productId, quantity: 1 }] })]),
    () => Promise.all([ask({}), ask({})]),
    () => ask({ products: [{ productId, quantity: 1 }] }).then(() => ask({})),
    () => ask({ amount: { amountCents: 1_234 } }).then(soon).then(() => ask({})),
  ];
  await ways[chance(ways.length)]!();
}

/** A wallet that gives back what it is asked for: late, twice, or not at first. Ends when `over` says so and nothing is left to answer. */
async function answer(orderOf: ReadonlyMap<string, string>, over: () => boolean): Promise<void> {
  const answered = new Set<string>();
  for (;;) {
    const asked = told.filter((message) => RefundPayment.is(message)).map(({ payload }) => payload).filter(({ refundId, paymentId }) => orderOf.has(paymentId) && !answered.has(refundId));
    if (asked.length === 0 && over()) return;
    for (const each of asked) {
      answered.add(each.refundId);
      const orderId = orderOf.get(each.paymentId)!;
      const back = any().gaveBack(orderId, each);
      if (each.to !== 'balance' && chance(5) === 0) await any().say(any().wouldNot(orderId, each, false));
      else await Promise.all([any().say(back), ...(chance(3) === 0 ? [any().say(any().gaveBack(orderId, each), back)] : [])]);
    }
    await delay(10);
  }
}

test('refunds and purchases of the same places in two processes never wait for each other in a circle, and every place is somebody’s once', async () => {
  const stock = await any().stock({ sections: [{ name: 'Stalls', category: 'Stalls', rows: ['............', '............'] }, { name: 'Balcony', category: 'Balcony', rows: ['............'] }, { name: 'Pitch', standing: 40 }], sessionTicketLimit: 2 });
  const productId = newId();
  await database.query(`insert into catalog.product (id, event_id, name, price_cents, stock) values ($1, $2, 'Cup', 1000, 200)`, [productId, stock.eventId]);
  const types = ['Stalls', 'Balcony', 'Pitch'].map((category) => stock.types[category]!.full);
  const anybody = () => buy(stock.eventId, types[chance(types.length)]!, productId);
  const first = (await Promise.all(Array.from({ length: 30 }, anybody))).filter((id) => id !== undefined);
  await eventually(async () => expect(await database.query(`select from orders."order" where event_id = $1 and state = 'confirmed'`, [stock.eventId])).toHaveLength(first.length));

  const payments = await database.query<{ id: string; order_id: string }>('select id, order_id from orders.payment where order_id = any($1::uuid[])', [first]);
  const orderOf = new Map(payments.map(({ id, order_id }) => [id, order_id]));
  let asking = true;
  const deadlocks = await deadlocksIn(async () => {
    const wallet = answer(orderOf, () => !asking);
    await Promise.all([
      ...first.map((orderId) => soon().then(() => refundInSomeWay(orderId, productId))),
      ...Array.from({ length: 60 }, () => soon().then(anybody)),
    ]);
    await delivered(database);
    asking = false;
    await wallet;
    await delivered(database);
  });
  expect(deadlocks).toBe(0);
  await expectInvariants(database);
  expect(await any().deadLetters()).toEqual([]);
  const [count] = await database.query<{ good: number; refunded: number }>(
    `select count(*) filter (where state = 'valid')::int as good, count(*) filter (where state = 'refunded')::int as refunded from tickets.ticket where event_id = $1`, [stock.eventId]);
  expect((await stock.stands()).sold).toBe(count!.good);
  expect(count!.refunded).toBeGreaterThan(20);
});
