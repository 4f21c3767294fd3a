import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let office: BoxOffice;
beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
});
afterEach(() => expectInvariants(database, 'I4', 'I5'));

const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });
const CARD = { method: 'card', token: 'tok_ok' };

async function newFan(balanceCents = 0): Promise<Client> {
  const fan = new Client(office.house.url);
  await fan.signUp();
  if (balanceCents > 0) expect((await pay(fan, 'wallet/top-ups', { amount: real(balanceCents), payment: CARD })).body.state).toBe('completed');
  return fan;
}
const pay = (fan: Client, path: string, body: object, key: string = randomUUID()) => fan.call('POST', path, body, { 'idempotency-key': key, prefer: 'wait=30' });
const available = async (fan: Client): Promise<number> => (await fan.call('GET', 'wallet')).body.available.amountCents;
const payeeId = async (fan: Client): Promise<string> => (await fan.call('GET', 'payees')).body.items[0].id;
const charges = (paymentId: string) => Object.values(office.simulators).flatMap((simulator) => simulator.charges(paymentId));
const inState = (fan: Client, paymentId: string, state: string) =>
  eventually(async () => expect((await fan.call('GET', `payments/${paymentId}`)).body.state).toBe(state));

test('a top-up by card is charged once at one provider and stands on the balance', async () => {
  const fan = await newFan();
  const key = randomUUID();
  const body = { amount: real(5_000), payment: CARD };
  const answers = await Promise.all([1, 2, 3].map(() => pay(fan, 'wallet/top-ups', body, key)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(await available(fan)).toBe(5_000);
  expect(charges(answers[0]?.body.id).map(({ state }) => state)).toEqual(['captured']);
});

test('a top-up by PIX shows a code, and the balance when it is paid', async () => {
  const fan = await newFan();
  const { status, body } = await pay(fan, 'wallet/top-ups', { amount: real(3_000), payment: { method: 'pix' } });
  expect({ status, state: body.state, brCode: body.pix?.brCode.slice(0, 6) }).toEqual({ status: 201, state: 'presented', brCode: '000201' });
  expect(await available(fan)).toBe(0);
  expect(Object.values(office.simulators).some((simulator) => simulator.pay(body.id))).toBe(true);
  await inState(fan, body.id, 'completed');
  expect(await available(fan)).toBe(3_000);
});

test('a declined card leaves the balance as it was, and says so', async () => {
  const fan = await newFan();
  const { body } = await pay(fan, 'wallet/top-ups', { amount: real(3_000), payment: { method: 'card', token: 'tok_declined' } });
  expect(body).toMatchObject({ state: 'failed', failure: { reason: 'declined' } });
  expect(await available(fan)).toBe(0);
});

test('a service is paid from the balance, in part from it, and not beyond it', async () => {
  const fan = await newFan(5_000);
  const payee = await payeeId(fan);
  expect((await pay(fan, 'payments', { payeeId: payee, amount: real(2_000), payment: { method: 'wallet' } })).body.state).toBe('completed');
  const mixed = await pay(fan, 'payments', { payeeId: payee, amount: real(4_000), payment: { ...CARD, fromWallet: real(1_000) } });
  expect(mixed.body.state).toBe('completed');
  expect(charges(mixed.body.id).map(({ amountCents }) => amountCents)).toEqual([3_000]);
  expect(await available(fan)).toBe(2_000);
  const beyond = await pay(fan, 'payments', { payeeId: payee, amount: real(2_001), payment: { method: 'wallet' } });
  expect(beyond.body).toMatchObject({ state: 'failed', failure: { reason: 'insufficient_funds' } });
});

test('a decline gives the frozen part back, and the next card takes it', async () => {
  const fan = await newFan(1_000);
  const body = { payeeId: await payeeId(fan), amount: real(4_000) };
  const declined = await pay(fan, 'payments', { ...body, payment: { method: 'card', token: 'tok_declined', fromWallet: real(1_000) } });
  expect(declined.body.state).toBe('failed');
  expect(await available(fan)).toBe(1_000);
  const paid = await pay(fan, 'payments', { ...body, payment: { ...CARD, fromWallet: real(1_000) } });
  expect(paid.body.state).toBe('completed');
  expect(await available(fan)).toBe(0);
});

// Last: it moves the clock.
test('a PIX that is paid after its window is credited all the same, and one that is not is over', async () => {
  const fan = await newFan();
  const [late, never] = await Promise.all([3_000, 4_000].map((amountCents) => pay(fan, 'wallet/top-ups', { amount: real(amountCents), payment: { method: 'pix' } })));
  await database.advance(301);
  await inState(fan, late?.body.id, 'cancelled');
  await inState(fan, never?.body.id, 'cancelled');
  expect(Object.values(office.simulators).some((simulator) => simulator.pay(late?.body.id, { late: true }))).toBe(true);
  await inState(fan, late?.body.id, 'completed');
  expect(await available(fan)).toBe(3_000);
});

test('a top-up and a service have receipts, and a statement that ends with the balance', async () => {
  const fan = await newFan(5_000);
  const { body } = await pay(fan, 'payments', { payeeId: await payeeId(fan), amount: real(1_200), payment: { method: 'wallet' } });
  const receipt = await fan.call('GET', `payments/${body.id}/receipt`);
  expect([receipt.status, receipt.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const day = (plus: number) => new Date(Date.now() + plus * 86_400_000).toISOString().slice(0, 10);
  const { body: statement } = await fan.expect(200, 'GET', `wallet/statement?from=${day(-1)}&to=${day(1)}&timezone=UTC`);
  expect(statement).toMatchObject({ opening: real(0), closing: real(3_800), items: [{ kind: 'top_up', direction: 'in' }, { kind: 'payment', direction: 'out', amount: real(1_200) }] });
  await eventually(async () => {
    const mails = await database.query<{ kind: string }>(`select kind from notifications.mail where payload ->> 'paymentId' = $1 and state = 'sent'`, [body.id]);
    expect(mails).toEqual([{ kind: 'receipt' }]);
  });
});
