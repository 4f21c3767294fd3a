import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectInvariants } from '../../test/support/invariants.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { Database, isViolation, newId } from '#platform';
import { CodeRepository } from './code.repository.js';
import { makeTicketCode } from './ticket-code.js';
import { TicketKeys } from './ticket-keys.js';
import { type TicketOrder, Tickets, TicketsModule } from './index.js';

let testDatabase: TestDatabase;
let houses: TestHouse[];
beforeAll(async () => {
  testDatabase = await TestDatabase.create();
  houses = [await startHouse(testDatabase, [TicketsModule, sessionsByDecree({})]), await startHouse(testDatabase, [TicketsModule, sessionsByDecree({})])];
});

afterAll(() => expectInvariants(testDatabase, 'I6'));

async function fillPool(eventId: string, count: number): Promise<void> {
  const app = houses[0]!.app;
  const codes = Array.from({ length: count }, () => ({ id: newId(), ...makeTicketCode(app.get(TicketKeys), eventId) }));
  await app.get(Database).transaction((tx) => app.get(CodeRepository).add(tx, codes, 'free', true));
}

function newOrder(eventId: string, quantity: number): TicketOrder {
  const items = Array.from({ length: quantity }, (_, itemNo) => ({ itemNo, label: `Plateia · A · ${itemNo + 1}`, ticketTypeId: newId(), ticketTypeName: 'Inteira' }));
  return { orderId: newId(), userId: newId(), eventId, items };
}

async function issue(process: number, orders: TicketOrder[]) {
  const app = houses[process % houses.length]!.app;
  return app.get(Database).transaction((tx) => app.get(Tickets).issue(tx, orders));
}

async function counts(eventId: string) {
  const [row] = await testDatabase.query<{ tickets: number; codes: number; free: number; given: number }>(
    `select (select count(*) from tickets.ticket where event_id = $1) as tickets, (select count(distinct code_id) from tickets.ticket where event_id = $1) as codes,
      (select count(*) from tickets.code where event_id = $1 and state = 'free') as free, (select count(*) from tickets.code where event_id = $1 and state = 'given') as given`,
    [eventId],
  );
  return row!;
}

describe('issuing tickets', () => {
  test('two processes in a hurry never give one code to two tickets, and nobody waits for the other', async () => {
    const eventId = newId();
    await fillPool(eventId, 1_000);
    const batches = Array.from({ length: 50 }, () => Array.from({ length: 10 }, () => newOrder(eventId, 2)));
    await Promise.all(batches.map((orders, index) => issue(index, orders)));
    expect(await counts(eventId)).toEqual({ tickets: 1_000, codes: 1_000, free: 0, given: 1_000 });
  });

  test('an empty pool delays nobody: the missing codes are made on the spot', async () => {
    const eventId = newId();
    await fillPool(eventId, 15);
    await Promise.all(Array.from({ length: 8 }, (_, index) => issue(index, [newOrder(eventId, 2), newOrder(eventId, 3)])));
    expect(await counts(eventId)).toEqual({ tickets: 40, codes: 40, free: 0, given: 40 });
  });

  test('a purchase that rolls back gives its codes back to the pool', async () => {
    const eventId = newId();
    await fillPool(eventId, 4);
    const { app } = houses[0]!;
    const rolledBack = app.get(Database).transaction(async (tx) => {
      await app.get(Tickets).issue(tx, [newOrder(eventId, 2)]);
      throw new Error('the rest of the purchase failed');
    });
    await expect(rolledBack).rejects.toThrow('the rest of the purchase failed');
    expect(await counts(eventId)).toEqual({ tickets: 0, codes: 0, free: 4, given: 0 });
  });

  test('one batch may hold many events, and each order gets its own tickets in the order of its items', async () => {
    const events = [newId(), newId(), newId()];
    const orders = events.flatMap((eventId) => [newOrder(eventId, 1), newOrder(eventId, 4)]);
    const issued = await issue(0, orders);
    expect(issued.map((tickets) => tickets.map(({ label }) => label))).toEqual(orders.map(({ items }) => items.map(({ label }) => label)));
    const found = await houses[1]!.app.get(Tickets).ofOrders(orders.map(({ orderId }) => orderId));
    for (const [index, { orderId, eventId, userId }] of orders.entries()) {
      expect(found.get(orderId)).toMatchObject(issued[index]!.map(({ ticketId, itemNo }) => ({ id: ticketId, itemNo, eventId, userId, state: 'valid' })));
    }
  });

  test('an order gets its tickets once, even when it is confirmed twice at the same time', async () => {
    const order = newOrder(newId(), 2);
    const results = await Promise.allSettled([issue(0, [order]), issue(1, [order])]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(isViolation(refused!.reason, 'ticket_issued_once')).toBe(true);
    expect((await counts(order.eventId)).tickets).toBe(2);
  });

  test('the database itself forbids a code to serve a second ticket', async () => {
    const order = newOrder(newId(), 2);
    await issue(0, [order]);
    const twice = testDatabase.query('update tickets.ticket set code_id = (select code_id from tickets.ticket where order_id = $1 and item_no = 0) where order_id = $1 and item_no = 1', [order.orderId]);
    await expect(twice).rejects.toThrow('code_serves_one_ticket');
  });

  test('what would break the rules of codes is found by the verification', async () => {
    const order = newOrder(newId(), 1);
    await issue(0, [order]);
    const states = [[`'given'`, `'void'`], [`'given'`, `'free'`]] as const;
    for (const [right, wrong] of states) {
      const setState = (state: string) => testDatabase.query(`update tickets.code set state = ${state} where event_id = $1`, [order.eventId]);
      await setState(wrong);
      await expect(expectInvariants(testDatabase, 'I6')).rejects.toThrow();
      await setState(right);
    }
    await expectInvariants(testDatabase, 'I6');
  });

  test('refunded tickets stay on record with void codes, and the others of their order stay good', async () => {
    const eventId = newId();
    const [kept, refunded] = [newOrder(eventId, 1), newOrder(eventId, 2)];
    await issue(0, [kept, refunded]);
    const { app } = houses[0]!;
    await app.get(Database).transaction((tx) => app.get(Tickets).refund(tx, [{ orderId: refunded.orderId, itemNo: 1 }, { orderId: newId(), itemNo: 1 }]));
    const rows = await testDatabase.query(
      'select ticket.state, code.state as code from tickets.ticket join tickets.code on code.id = code_id where order_id = any($1) order by order_id, item_no',
      [[kept.orderId, refunded.orderId]],
    );
    expect(rows).toEqual([{ state: 'valid', code: 'given' }, { state: 'valid', code: 'given' }, { state: 'refunded', code: 'void' }]);
  });
});
