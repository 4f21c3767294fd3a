import { afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform';
import { Catalog } from '#catalog';
import { Client } from '../../test/support/client.js';
import { eventually } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { Deadlines } from './deadline.job.js';

let database: TestDatabase;
let houses: [OrdersHouse, OrdersHouse];
beforeAll(async () => {
  database = await TestDatabase.create();
  houses = [await OrdersHouse.start(database), await OrdersHouse.start(database)];
});
afterEach(() => expectInvariants(database, "the stock's part"));

/** A buyer who may have one ticket of a new event. */
async function visit({ lineRequired = true, standing = 10 } = {}) {
  const stock = await houses[0].stock({ sections: [{ name: 'Pitch', standing }], lineRequired });
  if (lineRequired) await houses[0].openLine(stock.eventId);
  const admission = lineRequired ? await new Client(houses[0].house.url).admitted(stock.eventId) : undefined;
  const buyer = newPrincipal();
  const wish = { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 };
  return { stock, buyer, hold: (key: string, more: Partial<typeof wish> & { accessible?: boolean } = {}, at = 0) => houses[at]!.hold(buyer, stock.eventId, { ...wish, ...more }, admission, key) };
}

test('a hold whose answer got lost is told again, and the promise is spent once', async () => {
  const { hold, stock } = await visit();
  const first = await hold('a');
  expect(await hold('a')).toMatchObject(first);
  await expect(hold('b')).rejects.toMatchObject({ code: 'inventory.limit_exceeded' });
  expect(await stock.stands()).toMatchObject({ held: 1, promised: 0 });
});

test('ten requests with one key, in two processes at once, are one hold', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { hold, stock } = await visit();
    const holds = await Promise.all(Array.from({ length: 10 }, (_, at) => hold('a', {}, at % 2)));
    expect(new Set(holds.map(({ id }) => id)).size).toBe(1);
    expect(await stock.stands()).toMatchObject({ held: 1, promised: 0 });
  }
});

test('a twin in the same batch that wants something else is refused', async () => {
  const { hold } = await visit({ lineRequired: false });
  const [first, twin] = await Promise.allSettled([hold('a'), hold('a', { accessible: false })]);
  expect(first.status).toBe('fulfilled');
  expect(twin).toMatchObject({ reason: { code: 'orders.idempotency_key_reused' } });
});

test('a refused request may be made again with its key', async () => {
  const { hold, stock, buyer } = await visit({ lineRequired: false, standing: 1 });
  const other = newPrincipal();
  const taken = await houses[1].hold(other, stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 });
  await expect(hold('a')).rejects.toMatchObject({ code: 'inventory.sold_out' });
  await houses[1].release(other, taken.id);
  expect(await hold('a')).toMatchObject({ userId: buyer.userId, state: 'held' });
});

test('what a hold became is told even when the sale has stopped; a new one is not made', async () => {
  const { hold, stock } = await visit({ lineRequired: false });
  const { id } = await hold('a');
  await database.query(`update catalog.event set state = 'cancelled' where id = $1`, [stock.eventId]);
  houses[0].house.app.get(Catalog).forget(stock.eventId);
  await expect(hold('b')).rejects.toMatchObject({ code: 'orders.not_on_sale' });
  expect(await hold('a')).toMatchObject({ id, state: 'held' });
  await database.advance(425);
  await eventually(async () => expect(await hold('a')).toMatchObject({ id, state: 'expired' }));
  await expect(houses[0].hold(newPrincipal(), newId(), { ticketTypeId: newId(), quantity: 1 }, undefined, 'a')).rejects.toMatchObject({ code: 'orders.not_on_sale' });
});

test('keys are forgotten when no hold of theirs can live any more', async () => {
  const { hold } = await visit({ lineRequired: false });
  await hold('a');
  const keys = () => database.query('select key from orders.hold_key');
  expect(await keys()).not.toEqual([]);
  await database.advance(2 * 86_400 + 3_600);
  await eventually(() => expectInvariants(database, "the stock's part"));
  await houses[0].house.app.get(Deadlines).forgetKeys();
  expect(await keys()).not.toEqual([]);
  await database.advance(86_400);
  await houses[0].house.app.get(Deadlines).forgetKeys();
  expect(await keys()).toEqual([]);
});
