import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { PaymentCompleted, type ReceiptIssued, type RequestPayment } from '#wallet';
import { until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, muchLater, WalletHouse } from '../../test/support/wallet-house.js';
import { Receipts } from './receipts.js';

const [ana, bia, olga, rosa] = [newPrincipal(), newPrincipal(), newPrincipal({ role: 'organiser' }), newPrincipal({ role: 'administrator' })];
const theatre = newId();

let one: WalletHouse;
let two: WalletHouse;
beforeAll(async () => {
  const database = await TestDatabase.create();
  one = await WalletHouse.start(database, { ana, bia, olga, rosa }, [], { [olga.userId]: [theatre] });
  two = await WalletHouse.start(database, {}, one.heard);
});
afterEach(() => one.verify());

async function paid(change: Partial<RequestPayment> = {}): Promise<string> {
  const { paymentId, amountCents } = await one.request({ payeeAccount: theatre, payerUserId: ana.userId, buyer: { name: 'Ana', email: 'ana@example.com' }, deadline: muchLater(), ...change });
  await one.hear(AttemptPayment, paymentId);
  await one.say(one.captured(paymentId, amountCents));
  await one.hear(PaymentCompleted, paymentId);
  return paymentId;
}
const numberOf = async (paymentId: string) =>
  (await one.database.query<{ year: number; number: number }>('select receipt_year as year, receipt_number as number from wallet.payment where id = $1', [paymentId]))[0]!;
const issued = (paymentId: string) =>
  until(async () => (await one.database.query<{ payload: ReceiptIssued }>(`select payload from platform.event_log where type = 'wallet.receipt_issued' and key = $1`, [paymentId]))[0]?.payload);
const get = (paymentId: string, user: string) => fetch(`${one.house.url}/api/v1/payments/${paymentId}/receipt`, { headers: { authorization: `Bearer ${user}` } });

describe('a completed payment', () => {
  test('gets a receipt that says what was asked for, soon and by itself', async () => {
    const paymentId = await paid({ description: 'Noite de Gala', payeeName: 'Teatro', language: 'es', timezone: 'America/Manaus' });
    expect(await issued(paymentId)).toMatchObject({
      purpose: { kind: 'order' }, payeeName: 'Teatro', payerName: 'Ana', payerEmail: 'ana@example.com', description: 'Noite de Gala', amountCents: 10_000, method: 'card', language: 'es', timezone: 'America/Manaus',
    });
  });

  test('opens as a PDF for who paid, who was paid and administrators, and for nobody else', async () => {
    const paymentId = await paid();
    for (const user of ['ana', 'olga', 'rosa']) {
      const answer = await get(paymentId, user);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect([(await get(paymentId, 'bia')).status, (await get(newId(), 'ana')).status, (await get(paymentId, 'nobody')).status]).toEqual([404, 404, 401]);
    const elsewhere = await paid({ payeeAccount: newId() });
    expect((await get(elsewhere, 'olga')).status).toBe(404);
  });

  test('keeps its number when it is refunded, and its receipt says so', async () => {
    const paymentId = await paid();
    await issued(paymentId);
    const before = await numberOf(paymentId);
    expect(await one.house.app.get(Receipts).of(ana, paymentId)).toMatchObject({ amountCents: 10_000, refundedCents: 0 });
    const refundId = newId();
    await one.say(one.refund(paymentId, refundId, 10_000));
    await one.say(one.refunded(paymentId, refundId));
    await until(async () => (await one.state(paymentId)) === 'refunded');
    expect(await numberOf(paymentId)).toEqual(before);
    expect(await one.house.app.get(Receipts).of(ana, paymentId)).toMatchObject({ amountCents: 10_000, refundedCents: 10_000 });
    expect((await get(paymentId, 'ana')).status).toBe(200);
  });
});

test('what banks have taken of a payment for good is said by its receipt and wherever it is told, what they only want is not', async () => {
  const paymentId = await paid();
  const [lost, won] = [newId(), newId()];
  const told = async () => (await (await fetch(`${one.house.url}/api/v1/payments/${paymentId}`, { headers: { authorization: 'Bearer ana' } })).json()) as { takenBack?: object };
  const disputed = (cents: number) => until(async () => (await one.database.query('select from wallet.payment where id = $1 and disputed_cents = $2', [paymentId, cents])).length === 1);
  await one.say(one.disputed(paymentId, lost, 'opened', 3_000), one.disputed(paymentId, won, 'opened', 5_000));
  await disputed(8_000);
  expect(await one.house.app.get(Receipts).of(ana, paymentId)).not.toHaveProperty('takenBackCents');
  expect(await told()).not.toHaveProperty('takenBack');
  await one.say(one.disputed(paymentId, lost, 'lost', 3_000), one.disputed(paymentId, won, 'won', 5_000));
  await disputed(3_000);
  expect(await one.house.app.get(Receipts).of(ana, paymentId)).toMatchObject({ amountCents: 10_000, refundedCents: 0, takenBackCents: 3_000 });
  expect((await told()).takenBack).toEqual({ amountCents: 3_000, currency: 'BRL' });
});

test('what was not completed, was free, or was paid with play money has no receipt', async () => {
  const open = await one.request({ payerUserId: ana.userId });
  const free = await one.request({ payerUserId: ana.userId, amountCents: 0, method: 'wallet' });
  await one.hear(PaymentCompleted, free.paymentId);
  const play = await paid({ sandbox: true });
  for (const id of [open.paymentId, free.paymentId, play]) {
    const answer = await get(id, 'ana');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'wallet.no_receipt']);
    expect((await numberOf(id)).number).toBeNull();
  }
});

test('two processes and impatient readers number at once, and no number is missing or given twice', async () => {
  const payees = [newId(), newId()];
  const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => paid({ payeeAccount: payees[index % 2]! })));
  await Promise.all([
    ...[one, two, one, two].map(({ house }) => house.app.get(Receipts).issue()),
    ...ids.slice(0, 10).map(async (id) => expect((await get(id, 'ana')).status).toBe(200)),
  ]);
  await until(async () => (await Promise.all(ids.map(numberOf))).every(({ number }) => number !== null));
  const numbers = await Promise.all(ids.map(numberOf));
  for (const side of [0, 1]) {
    const mine = numbers.filter((_, index) => index % 2 === side).map(({ number }) => number);
    expect(mine.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  }
  for (const id of ids) await issued(id);
  const told = await one.database.query<{ count: number }>(`select count(*)::int from platform.event_log where type = 'wallet.receipt_issued' and key = any($1)`, [ids]);
  expect(told).toEqual([{ count: 40 }]);
});

test('numbers begin anew with the year, as it is where the show is', async () => {
  const payee = newId();
  const year = new Date().getUTCFullYear();
  const paymentId = await paid({ payeeAccount: payee });
  const seconds = (Date.UTC(year + 1, 0, 1, 1) - Date.now()) / 1_000;
  await one.database.advance(Math.ceil(seconds));
  // One in the morning of the new year in Greenwich: still the old one in Brazil.
  const old = await paid({ payeeAccount: payee, timezone: 'America/Sao_Paulo' });
  const young = await paid({ payeeAccount: payee, timezone: 'UTC' });
  for (const id of [paymentId, old, young]) await issued(id);
  expect([await numberOf(paymentId), await numberOf(old), await numberOf(young)]).toEqual([{ year, number: 1 }, { year, number: 2 }, { year: year + 1, number: 1 }]);
});

test('a gap would be found (I5)', async () => {
  const paymentId = await paid({ payeeAccount: newId() });
  await issued(paymentId);
  await one.database.query('update wallet.payment set receipt_number = 7 where id = $1', [paymentId]);
  await expect(one.verify()).rejects.toThrow('no gap');
  await one.database.query('update wallet.payment set receipt_number = 1 where id = $1', [paymentId]);
});
