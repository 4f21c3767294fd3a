import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../src/demo.js';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { delivered } from '../support/delivered.js';
import { demoIsLaidOut } from '../support/demo.js';
import { until } from '../support/eventually.js';
import { signedInAdministrator } from '../support/fans.js';
import { expectInvariants } from '../support/invariants.js';
import { TestDatabase } from '../support/test-database.js';

const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const PRICE = 22_000;

let database: TestDatabase;
let office: BoxOffice;
let administrator: Client;
beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
  await loadDemo(office.house.app);
  await demoIsLaidOut(database);
  administrator = new Client(office.house.url);
  administrator.use((await signedInAdministrator(database)).token);
});
afterEach(async () => {
  for (const simulator of Object.values(office.simulators)) simulator.clearFaults();
  await delivered(database);
  await expectInvariants(database);
});

const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });
const sold = async () => (await database.query<{ sold: number }>('select sold from inventory.stock where event_id = $1', [FESTIVAL]))[0]!.sold;

/** A fan with two tickets, paid by card. */
async function buyer() {
  const fan = new Client(office.house.url);
  const userId = await fan.signUp();
  const { body: hold } = await fan.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 2 });
  const { body: order } = await fan.order(hold.id, { method: 'card', token: 'tok_ok' });
  expect(order).toMatchObject({ state: 'confirmed', tickets: { length: 2 } });
  const orderId = order.id as string;
  const [user] = await database.query<{ email: string }>('select email from identity.user where id = $1', [userId]);
  return {
    fan, orderId, tickets: order.tickets.map(({ id }: { id: string }) => id) as string[], email: user!.email,
    available: async () => (await fan.expect(200, 'GET', 'wallet')).body.available.amountCents as number,
    /** What the providers' own books have given back. */
    returned: () => Object.values(office.simulators).flatMap((simulator) => simulator.charges(order.payment.id)).flatMap(({ refunds }) => refunds).filter(({ state }) => state === 'done').map(({ amountCents }) => amountCents),
  };
}

const refund = (orderId: string, body: object) => administrator.call('POST', `orders/${orderId}/refunds`, body, { 'idempotency-key': randomUUID(), prefer: 'wait=30' });
const isDone = (orderId: string, refundId: string) =>
  until(async () => (await administrator.expect(200, 'GET', `orders/${orderId}/refunds`)).body.items.find(({ id, state }: { id: string; state: string }) => id === refundId && state === 'done'), 'the refund to be done');

test('one of two tickets goes back to the card, the other one to the balance, and the letters say so', async () => {
  const { fan, orderId, tickets, email, available, returned } = await buyer();
  const before = await sold();
  const { body: first } = await refund(orderId, { tickets: [tickets[0]] });
  await isDone(orderId, first.id);
  expect(returned()).toEqual([PRICE]);
  expect((await fan.call('GET', `tickets/${tickets[0]}.pdf`)).status).toBe(410);
  expect((await fan.call('GET', `tickets/${tickets[1]}.pdf`)).status).toBe(200);
  expect((await fan.call('GET', `orders/${orderId}`)).body).toMatchObject({ state: 'confirmed', refunded: real(PRICE), tickets: [{ id: tickets[1] }] });
  expect(await sold()).toBe(before - 1);

  const second = await refund(orderId, { to: 'balance' });
  expect(second).toMatchObject({ status: 201, body: { state: 'done', amount: real(PRICE), toBalance: real(PRICE) } });
  expect(returned()).toEqual([PRICE]);
  expect(await available()).toBe(PRICE);
  expect((await fan.call('GET', `orders/${orderId}`)).body.state).toBe('refunded');
  expect(await sold()).toBe(before - 2);
  await until(async () => {
    const { body } = await fan.expect<{ items: { subject: string }[] }>(200, 'GET', `/mailbox?format=json&to=${encodeURIComponent(email)}`);
    // Asked for and done, each of the two.
    return body.items.filter(({ subject }) => /^(Refund|Reembolso)/.test(subject)).length === 4;
  }, 'four letters');
});

test('what the gateway would not do is tried again, and goes back once', async () => {
  const { orderId, returned } = await buyer();
  for (const simulator of Object.values(office.simulators)) simulator.fault({ kind: 'refund_not_done', count: 1 });
  const { body: asked } = await refund(orderId, {});
  await until(async () => (await administrator.expect(200, 'GET', `orders/${orderId}/refunds`)).body.items[0].state === 'waiting', 'the refusal');
  expect(returned()).toEqual([]);
  for (const simulator of Object.values(office.simulators)) simulator.clearFaults();
  await database.advance(301);
  await isDone(orderId, asked.id);
  expect(returned()).toEqual([2 * PRICE]);
});

test('a buyer who withdraws has everything back where it came from', async () => {
  const { fan, orderId, returned, available } = await buyer();
  const { body } = await fan.call('POST', `orders/${orderId}/withdrawal`, undefined, { 'idempotency-key': 'changed-my-mind', prefer: 'wait=30' });
  await isDone(orderId, body.id);
  expect(returned()).toEqual([2 * PRICE]);
  expect(await available()).toBe(0);
  expect((await fan.call('GET', `orders/${orderId}`)).body.state).toBe('refunded');
});

test('money that a bank takes back is held back from the organiser at first, and then its tickets open no door', async () => {
  const { fan, orderId, tickets } = await buyer();
  const { payment } = (await fan.call('GET', `orders/${orderId}`)).body;
  const dispute = (state: 'opened' | 'lost') => Object.values(office.simulators).some((simulator) => simulator.dispute(payment.id, state));
  const organiser = async () => (await database.query<{ balance: string; frozen: string }>(`select sum(balance_cents) as balance, sum(frozen_cents) as frozen from wallet.account_balance where kind = 'payee'`))[0]!;
  const becomes = (state: string) => until(async () => (await fan.call('GET', `orders/${orderId}`)).body.dispute === state, state);
  const before = await organiser();
  expect(dispute('opened')).toBe(true);
  await becomes('opened');
  expect(await organiser()).toEqual({ balance: before.balance, frozen: String(Number(before.frozen) + 2 * PRICE) });
  expect((await fan.call('GET', `tickets/${tickets[0]}.pdf`)).status).toBe(200);
  expect(dispute('lost')).toBe(true);
  await becomes('lost');
  expect(await organiser()).toEqual({ balance: String(Number(before.balance) - 2 * PRICE), frozen: before.frozen });
  expect(await fan.call('GET', `tickets/${tickets[0]}.pdf`)).toMatchObject({ status: 410, body: { code: 'tickets.ticket_revoked' } });
});

test('a cancelled event gives everybody their money back, whatever went back before', async () => {
  const buyers = [await buyer(), await buyer(), await buyer()];
  const [partly] = buyers;
  await isDone(partly!.orderId, (await refund(partly!.orderId, { tickets: [partly!.tickets[0]] })).body.id);
  await administrator.expect(200, 'POST', `events/${FESTIVAL}/cancel`);
  for (const { fan, orderId } of buyers) await until(async () => (await fan.call('GET', `orders/${orderId}`)).body.state === 'refunded', 'the refund');
  expect(buyers.map(({ returned }) => returned())).toEqual([[PRICE, PRICE], [2 * PRICE], [2 * PRICE]]);
  await database.advance(61);
  const finished = await until(async () => {
    const { body } = await administrator.expect(200, 'GET', `events/${FESTIVAL}/refund-operation`);
    return body.state === 'finished' && body;
  }, 'the operation to finish');
  expect(finished).toMatchObject({ asked: { refunds: 3 }, done: { refunds: 3, amount: real(5 * PRICE) }, refused: { refunds: 0 } });
});
