import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Message, type Principal } from '#platform';
import { newChance } from '../../test/support/chance.js';
import { Client } from '../../test/support/client.js';
import { deadlocksIn } from '../../test/support/deadlocks.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';

let database: TestDatabase;
let houses: OrdersHouse[];
const told: Message[] = [];
beforeAll(async () => {
  database = await TestDatabase.create();
  houses = [await OrdersHouse.start(database, told), await OrdersHouse.start(database, told)];
});
afterEach(async () => {
  await expectInvariants(database);
  expect(await houses[0]!.deadLetters()).toEqual([]);
});

const chance = newChance(11);
const any = () => houses[chance(2)]!;
const soon = () => delay(chance(120));

/** Whatever was asked for may be refused here, only not by accident: a refusal has a code of the house's. */
async function allowed<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: Error & { code?: string }) => {
    expect(error.code, error.message).toMatch(/^(orders|inventory|line|waiting_room|platform)\./);
    return undefined;
  });
}

/** A wallet that says everything it may say about a try, in any order, twice, late or never. */
async function payInSomeWay(buyer: Principal, orderId: string): Promise<void> {
  const first = await any().lastPayment(orderId);
  const [yes, no] = [any().completed(orderId, first), any().failed(orderId, first, { reason: 'declined' })];
  const over = any().failed(orderId, first, { reason: 'expired', retryable: false });
  const ways: (() => Promise<unknown>)[] = [
    () => any().say(yes),
    () => Promise.all([any().say(yes), any().say(yes, yes)]),
    () => any().say(over).then(soon).then(() => any().say(yes)),
    () => Promise.all([any().say(no), any().say(yes)]),
    () => payTwice(buyer, orderId, no, yes),
    () => delay(600).then(() => any().say(yes)),
    () => Promise.resolve(),
  ];
  await ways[chance(ways.length)]!();
}

async function payTwice(buyer: Principal, orderId: string, no: Parameters<OrdersHouse['say']>[0], yes: Parameters<OrdersHouse['say']>[0]): Promise<void> {
  await any().say(no);
  await soon();
  await Promise.all([allowed(any().pay(buyer, orderId)), allowed(any().pay(buyer, orderId))]);
  const second = await any().lastPayment(orderId);
  await Promise.all([any().say(yes), any().say(any().completed(orderId, second)), any().say(any().failed(orderId, second, { reason: 'refused' }))]);
}

async function buy(eventId: string, ticketTypeId: string, admissionToken?: string): Promise<string | undefined> {
  const buyer = newPrincipal();
  const hold = await allowed(any().hold(buyer, eventId, { ticketTypeId, quantity: 1 }, admissionToken));
  if (!hold) return undefined;
  await soon();
  const [orderId] = await Promise.all([allowed(any().place(buyer, hold.id)), chance(4) === 0 ? allowed(any().release(buyer, hold.id)) : undefined]);
  if (orderId) await payInSomeWay(buyer, orderId);
  if (chance(4) === 0) await allowed(any().release(buyer, hold.id));
  return orderId;
}

/** The wallet gives back what it is told to, and half a minute passes every moment, until `work` is done. */
async function whileTimePasses(work: Promise<unknown>): Promise<void> {
  let done = false;
  const end = work.finally(() => (done = true));
  while (!done) {
    await delay(50);
    await database.advance(30);
    await giveBackWhatIsAsked();
  }
  await end;
}

const answered = new Set<string>();
async function giveBackWhatIsAsked(): Promise<void> {
  const asked = told.filter(({ type, id }) => type === 'wallet.refund_payment' && !answered.has(id));
  for (const { id, key, payload } of asked) {
    answered.add(id);
    const [row] = await database.query<{ order_id: string }>('select order_id from orders.payment where id = $1', [key]);
    await any().say(any().refunded(row!.order_id, key, (payload as { amountCents: number }).amountCents));
  }
}

/** When all deadlines have passed and all messages were taken, nothing is open any more. */
async function settled(eventId: string): Promise<Record<string, number>> {
  await database.advance(3_600);
  return eventually(async () => {
    await giveBackWhatIsAsked();
    expect(await database.query(`select from orders."order" where event_id = $1 and state in ('awaiting_payment', 'payment_failed')`, [eventId])).toEqual([]);
    expect(await database.query(`select from inventory.hold where event_id = $1 and state = 'held'`, [eventId])).toEqual([]);
    expect(await database.query('select type from platform.outbox')).toEqual([]);
    expect(await database.query(`select from orders.payment where state = 'returned' and not id = any($1)`, [told.filter(({ type }) => type === 'wallet.refund_payment').map(({ key }) => key)])).toEqual([]);
    const rows = await database.query<{ state: string; count: number }>('select state, count(*)::int as count from orders."order" where event_id = $1 group by state', [eventId]);
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  });
}

describe('two processes, while money comes, comes twice, comes late or never, and holds end', () => {
  test('sell every place once and give back what bought nothing', async () => {
    const stock = await houses[0]!.stock({ sections: [{ rows: ['.'.repeat(25)] }] });
    // Between two rounds a hold's life passes, so that what was not paid comes back on sale and late money meets new buyers.
    const rounds = async () => {
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(Array.from({ length: 20 }, () => buy(stock.eventId, stock.types['Stalls']!.full)));
        await delay(1_000);
      }
    };
    await whileTimePasses(rounds());
    const ends = await settled(stock.eventId);
    expect(await stock.stands()).toMatchObject({ sold: ends['confirmed'], held: 0, promised: 0 });
    expect(ends['confirmed']).toBeGreaterThan(5);
    expect((ends['expired'] ?? 0) + (ends['refunded'] ?? 0)).toBeGreaterThan(0);
  });

  test('keep the promises of a line', async () => {
    const stock = await houses[0]!.stock({ sections: [{ name: 'Pitch', standing: 12 }], lineRequired: true });
    await houses[0]!.openLine(stock.eventId);
    const arrive = async () => {
      const token = await new Client(any().house.url).admitted(stock.eventId).catch(() => undefined);
      if (token !== undefined) await buy(stock.eventId, stock.types['Pitch']!.full, token);
    };
    await whileTimePasses(Promise.all(Array.from({ length: 30 }, arrive)));
    const ends = await settled(stock.eventId);
    await eventually(async () => expect(await stock.stands()).toMatchObject({ sold: ends['confirmed'], held: 0, promised: 0 }));
    expect(ends['confirmed']).toBeGreaterThan(3);
  });
});

test('money that comes late beside money in time, while others take places: nobody waits for whoever waits for them', async () => {
  const stock = await houses[0]!.stock({ sections: [{ name: 'Pitch', standing: 500 }, { name: 'Lawn', standing: 500 }] });
  const order = async (place: string) => {
    const buyer = newPrincipal();
    const hold = await any().hold(buyer, stock.eventId, { ticketTypeId: stock.types[place]!.full, quantity: 1 });
    return any().place(buyer, hold.id);
  };
  const deadlocks = await deadlocksIn(async () => {
    for (let round = 0; round < 8; round += 1) {
      const [late, inTime] = await Promise.all(['Pitch', 'Lawn'].map((place) => Promise.all(Array.from({ length: 6 }, () => order(place)))));
      await houses[0]!.say(...(await Promise.all(late!.map(async (id) => houses[0]!.failed(id, await houses[0]!.lastPayment(id), { reason: 'expired', retryable: false })))));
      await eventually(async () => expect(await Promise.all(late!.map((id) => houses[0]!.state(id)))).toEqual(late!.map(() => 'expired')));
      const both = late!.flatMap((id, at) => [id, inTime![at]!]);
      const money = await Promise.all(both.map(async (id) => houses[0]!.completed(id, await houses[0]!.lastPayment(id))));
      await Promise.all([houses[0]!.say(...money), ...Array.from({ length: 20 }, () => order('Lawn'))]);
      await eventually(async () => expect(await Promise.all(both.map((id) => houses[0]!.state(id)))).toEqual(both.map(() => 'confirmed')));
    }
  });
  expect(deadlocks).toBe(0);
});
