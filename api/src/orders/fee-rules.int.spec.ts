import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { eventually } from '../../test/support/eventually.js';
import { OrdersHouse } from '../../test/support/orders-house.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';

let database: TestDatabase;
let orders: OrdersHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  orders = await OrdersHouse.start(database, [], {}, { rosa: newPrincipal({ role: 'administrator' }), olga: newPrincipal({ role: 'organiser' }) });
});

const none = { basisPoints: 0, centsPerTicket: 0, minCents: 0, maxCents: null };
const tenth = { ...none, basisPoints: 1_000 };

async function call(method: string, path: string, body?: unknown, user = 'rosa') {
  const response = await fetch(`${orders.house.url}/api/v1/fees${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  return { status: response.status, body: (response.status === 204 ? null : await response.json()) as any };
}

/** An order of two tickets at 10,000 cents each is placed, once the rules are as they should be; what was asked of the wallet for it. */
async function ordered(setUp: (organiserId: string) => Promise<unknown> = async () => {}) {
  const stock = await orders.stock({ sections: [{ name: 'Pitch', standing: 10 }], sessionTicketLimit: 2 });
  await setUp(stock.organiserId);
  const buyer = newPrincipal();
  const hold = await orders.hold(buyer, stock.eventId, { ticketTypeId: stock.types['Pitch']!.full, quantity: 2 });
  const orderId = await orders.place(buyer, hold.id);
  return { ...stock, buyer, orderId, asked: await asked(orderId) };
}

async function asked(orderId: string) {
  const paymentId = await orders.lastPayment(orderId);
  await eventually(async () => expect(orders.about(paymentId)).toContain('wallet.request_payment'));
  return orders.told.find(({ key }) => key === paymentId)!.payload as { feeCents?: number; amountCents: number };
}

describe('the fee of an order', () => {
  test('is nothing until somebody sets a rule', async () => {
    expect((await ordered()).asked).not.toHaveProperty('feeCents');
  });

  test('follows the rule of its organiser, else the one for all', async () => {
    expect(await call('PUT', '/default', { basisPoints: 500 })).toMatchObject({ status: 200, body: { organiserId: null, ...none, basisPoints: 500 } });
    expect((await ordered()).asked).toMatchObject({ amountCents: 20_000, feeCents: 1_000 });
    const own = await ordered((id) => call('PUT', `/organisers/${id}`, { ...tenth, centsPerTicket: 150 }));
    expect(own.asked.feeCents).toBe(2_300);
    const free = await ordered((id) => call('PUT', `/organisers/${id}`, none));
    expect(free.asked).not.toHaveProperty('feeCents');
    const again = await ordered(async (id) => {
      await call('PUT', `/organisers/${id}`, tenth);
      expect((await call('DELETE', `/organisers/${id}`)).status).toBe(204);
    });
    expect(again.asked.feeCents).toBe(1_000);
  });

  test('of another try is that of the moment of the try', async () => {
    const { buyer, orderId, organiserId } = await ordered((id) => call('PUT', `/organisers/${id}`, tenth));
    await call('PUT', `/organisers/${organiserId}`, { ...tenth, centsPerTicket: 500 });
    await orders.say(orders.failed(orderId, await orders.lastPayment(orderId), { reason: 'declined' }));
    await eventually(async () => expect(await orders.state(orderId)).toBe('payment_failed'));
    await orders.pay(buyer, orderId);
    expect((await asked(orderId)).feeCents).toBe(3_000);
  });
});

describe('the rules', () => {
  test('are listed page by page, the one for all last', async () => {
    for (const id of [newId(), newId()]) await call('PUT', `/organisers/${id}`, tenth);
    await call('PUT', '/default', none);
    const all = (await call('GET', '?limit=100')).body.items as { organiserId: string | null }[];
    expect(all.at(-1)).toEqual({ organiserId: null, ...none });
    const paged: unknown[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { body } = await call('GET', `?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  test('are set and removed by administrators only, and each time it is written down who did', async () => {
    const id = newId();
    for (const user of ['olga', 'nobody']) {
      expect([401, 403]).toContain((await call('PUT', `/organisers/${id}`, tenth, user)).status);
      expect([401, 403]).toContain((await call('GET', '', undefined, user)).status);
    }
    await call('PUT', `/organisers/${id}`, tenth);
    await call('DELETE', `/organisers/${id}`);
    await eventually(async () => {
      const acts = await database.query<{ payload: { action: string; data: object } }>(
        `select payload from platform.event_log where type = 'audit.act_recorded' and key = $1 order by position`, [`organiser:${id}`]);
      expect(acts.map(({ payload }) => [payload.action, payload.data])).toEqual([['orders.set_fee', tenth], ['orders.remove_fee', {}]]);
    });
  });

  test.each([
    ['more than the whole order', { basisPoints: 10_001 }],
    ['a fraction of a cent', { basisPoints: 1, centsPerTicket: 0.5 }],
    ['a negative fee', { basisPoints: -1 }],
    ['bounds that contradict each other', { basisPoints: 1, minCents: 2, maxCents: 1 }],
  ])('do not hold %s', async (_, rule) => {
    expect(await call('PUT', '/default', rule)).toMatchObject({ status: 400, body: { code: 'platform.invalid_request' } });
  });
});
