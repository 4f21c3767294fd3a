import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { EventCancelled, EventPostponed } from '#catalog';
import { PaymentCompleted, PaymentRefunded } from '#wallet';
import { until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, muchLater, RefundAttempt, WalletHouse } from '../../test/support/wallet-house.js';
import { ClosingJob } from './closing.job.js';

const rosa = newPrincipal({ role: 'administrator' });
const olga = newPrincipal({ role: 'organiser' });
const theatre = newId();
const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { rosa, olga }, [], { [olga.userId]: [theatre] });
});
afterEach(() => wallet.verify());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, user = 'rosa') {
  const response = await fetch(`${wallet.house.url}/api/v1/organisers/${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  return { status: response.status, body: (await response.json()) as any };
}
const settle = (organiserId: string, amount: unknown = 'all_available', key = newId(), user = 'rosa') =>
  call('POST', `${organiserId}/settlements`, { amount, reference: 'TED 4711' }, { 'idempotency-key': key }, user);

/** Somebody bought from the organiser, and the gateway has the money. */
async function sold(payeeAccount: string, amountCents: number, more: { eventId?: string; feeCents?: number } = {}): Promise<string> {
  const { paymentId } = await wallet.request({ payeeAccount, amountCents, deadline: muchLater(), ...more });
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.say(wallet.captured(paymentId, amountCents));
  await wallet.hear(PaymentCompleted, paymentId);
  return paymentId;
}

async function refunded(paymentId: string, amountCents: number): Promise<void> {
  const refundId = newId();
  await wallet.say(wallet.refund(paymentId, refundId, amountCents));
  await wallet.say(wallet.refunded(paymentId, refundId));
  await until(() => wallet.heard.some((message) => PaymentRefunded.is(message) && message.payload.refundId === refundId));
}

/** A quarter of an hour and a minute go by, and the books are closed. */
async function quarterLater(): Promise<void> {
  await wallet.database.advance(960);
  await wallet.house.app.get(ClosingJob).run();
}

describe('an organiser', () => {
  test('is owed what was captured less fees and refunds, event by event, once the books are closed', async () => {
    const organiser = newId();
    const [first, second] = [newId(), newId()];
    const payment = await sold(organiser, 10_000, { eventId: first, feeCents: 1_000 });
    await sold(organiser, 500, { eventId: second });
    await refunded(payment, 5_000);
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({ balance: real(5_000), available: real(0) });
    await quarterLater();
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({
      balance: real(5_000), heldBack: real(0), available: real(5_000),
      lines: [
        { eventId: first, carried: real(0), captured: real(10_000), refunded: real(-5_000), fees: real(-500), other: real(0), outstanding: real(4_500) },
        { eventId: second, captured: real(500), outstanding: real(500) },
      ],
    });
  });

  test('is paid all that is available, and owed nothing then', async () => {
    const organiser = newId();
    const eventId = newId();
    await sold(organiser, 10_000, { eventId, feeCents: 300 });
    await quarterLater();
    const answer = await settle(organiser);
    expect(answer).toMatchObject({ status: 201, body: { number: 1, amount: real(9_700), reference: 'TED 4711', madeBy: rosa.userId, lines: [{ eventId, paid: real(9_700) }] } });
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({ balance: real(0), available: real(0), lines: [] });
    expect((await call('GET', `${organiser}/settlements/${answer.body.id}`)).body).toEqual(answer.body);
    const payouts = await wallet.database.query(`select amount_cents, code from wallet.transfer where id = $1`, [answer.body.id]);
    expect(payouts).toEqual([{ amount_cents: 9_700, code: 'settlement' }]);
  });

  test('that is paid a part is owed the rest, and what is sold meanwhile comes on top', async () => {
    const organiser = newId();
    const [first, second] = [newId(), newId()];
    await sold(organiser, 1_000, { eventId: first });
    await sold(organiser, 2_000, { eventId: second });
    await quarterLater();
    expect((await settle(organiser, real(1_500))).body.lines).toMatchObject([{ eventId: first, paid: real(1_000) }, { eventId: second, paid: real(500) }]);
    await sold(organiser, 70, { eventId: second });
    await quarterLater();
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({
      available: real(1_570), lines: [{ eventId: second, carried: real(1_500), captured: real(70), outstanding: real(1_570) }],
    });
    expect((await settle(organiser)).body).toMatchObject({ number: 2, amount: real(1_570) });
    const { items } = (await call('GET', `${organiser}/settlements?limit=1`)).body;
    expect(items).toMatchObject([{ number: 2 }]);
    expect((await call('GET', `${organiser}/settlements?limit=1&cursor=2`)).body).toMatchObject({ items: [{ number: 1, amount: real(1_500) }] });
  });

  test('that refunds more than it sold since the last payment is below zero, honestly, and gets nothing until that is made good', async () => {
    const organiser = newId();
    const payment = await sold(organiser, 1_000);
    await quarterLater();
    await settle(organiser);
    await refunded(payment, 400);
    await quarterLater();
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({ balance: real(-400), available: real(0), lines: [{ refunded: real(-400), outstanding: real(-400) }] });
    expect(await settle(organiser)).toMatchObject({ status: 409, body: { code: 'wallet.exceeds_available', availableCents: 0 } });
    await sold(organiser, 500);
    await quarterLater();
    expect((await settle(organiser)).body).toMatchObject({ amount: real(100) });
  });

  test('is never paid money that is on its way back to a buyer, though the books were closed before', async () => {
    const organiser = newId();
    const payment = await sold(organiser, 1_000);
    await quarterLater();
    await wallet.say(wallet.refund(payment, newId(), 300));
    await until(async () => (await call('GET', `${organiser}/balance`)).body.heldBack.amountCents === 300);
    expect(await settle(organiser, real(701))).toMatchObject({ status: 409, body: { availableCents: 700 } });
    expect((await settle(organiser)).body.amount).toEqual(real(700));
  });

  test('is not paid what waits for a gateway\'s answer to go back to a buyer\'s balance either', async () => {
    const organiser = newId();
    const payerUserId = newId();
    await wallet.give(payerUserId, 400);
    const { paymentId } = await wallet.request({ payerUserId, payeeAccount: organiser, amountCents: 1_000, fromWalletCents: 400, deadline: muchLater() });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 600));
    await wallet.hear(PaymentCompleted, paymentId);
    await quarterLater();
    const refundId = newId();
    await wallet.say(wallet.refund(paymentId, refundId, 900));
    await wallet.hear(RefundAttempt, paymentId);
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({ balance: real(1_000), heldBack: real(900), available: real(100) });
    await wallet.say(wallet.refunded(paymentId, refundId));
    await wallet.hear(PaymentRefunded, paymentId);
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({ balance: real(100), heldBack: real(0), available: real(100) });
  });

  test('is told its balance and what is held back of one moment, whatever begins while it is read', async () => {
    const organiser = newId();
    const payerUserId = newId();
    await wallet.give(payerUserId, 400);
    const { paymentId } = await wallet.request({ payerUserId, payeeAccount: organiser, amountCents: 1_000, fromWalletCents: 400, deadline: muchLater() });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 600));
    await wallet.hear(PaymentCompleted, paymentId);
    await quarterLater();
    const closer = new Client(wallet.database.url);
    await closer.connect();
    // Whoever reads a balance waits for the checkpoints, and whoever refunds does not.
    await closer.query('begin; lock table wallet.checkpoint');
    const paid = settle(organiser);
    await until(async () => (await wallet.database.query(`select from pg_locks where relation = 'wallet.checkpoint'::regclass and mode = 'AccessShareLock' and not granted`)).length > 0);
    await wallet.say(wallet.refund(paymentId, newId(), 900));
    await wallet.hear(RefundAttempt, paymentId);
    await closer.query('commit');
    await closer.end();
    expect((await paid).body.amount).toEqual(real(100));
    expect((await call('GET', `${organiser}/balance`)).body).toMatchObject({ heldBack: real(900), available: real(0) });
  });

  test('is not paid twice by two administrators at once, nor by one who asks again', async () => {
    const organiser = newId();
    await sold(organiser, 1_000);
    await quarterLater();
    const key = newId();
    const answers = await Promise.all([settle(organiser, real(600), key), settle(organiser, real(600), key), settle(organiser, real(600)), settle(organiser, real(600))]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThanOrEqual(2);
    expect((await call('GET', `${organiser}/balance`)).body.balance).toEqual(real(400));
    expect(await settle(organiser, real(1), key)).toMatchObject({ status: 422, body: { code: 'wallet.idempotency_key_reused' } });
  });

  test('is not paid with play money', async () => {
    const organiser = newId();
    const { paymentId } = await wallet.request({ payeeAccount: organiser, sandbox: true, deadline: muchLater() });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    await quarterLater();
    expect(await settle(organiser)).toMatchObject({ status: 409, body: { availableCents: 0 } });
  });

  test('is not paid in another currency, without a key, or nothing', async () => {
    const organiser = newId();
    expect(await settle(organiser, { amountCents: 1, currency: 'USD' })).toMatchObject({ status: 422, body: { code: 'wallet.currency_not_accepted' } });
    expect(await settle(organiser, real(0))).toMatchObject({ status: 400 });
    expect(await call('POST', `${organiser}/settlements`, { amount: 'all_available', reference: 'x' })).toMatchObject({ status: 400, body: { code: 'wallet.idempotency_key_required' } });
  });
});

describe('an organiser whose event is cancelled', () => {
  const cancelled = async (eventId: string) => {
    await wallet.say(EventCancelled.message({ eventId }));
    await until(async () => (await wallet.database.query('select from wallet.cancelled_event where event_id = $1', [eventId])).length === 1);
  };
  const balance = async (organiser: string) => (await call('GET', `${organiser}/balance`)).body;

  test('is paid for its other events only, and is owed the same when all of it has gone back', async () => {
    const organiser = newId();
    const [off, on] = [newId(), newId()];
    const payments = [await sold(organiser, 10_000, { eventId: off, feeCents: 1_000 }), await sold(organiser, 6_000, { eventId: off, feeCents: 600 })];
    await sold(organiser, 500, { eventId: on });
    await quarterLater();
    // Since the books were closed, and not in them yet.
    payments.push(await sold(organiser, 2_000, { eventId: off, feeCents: 200 }));
    await cancelled(off);
    expect(await balance(organiser)).toMatchObject({ balance: real(16_700), heldBack: real(16_200), available: real(500) });
    expect(await settle(organiser, real(501))).toMatchObject({ status: 409, body: { code: 'wallet.exceeds_available', availableCents: 500 } });
    // The cancelled event is the older one; nothing is paid for it all the same.
    expect((await settle(organiser)).body.lines).toMatchObject([{ eventId: off, paid: real(0) }, { eventId: on, paid: real(500) }]);
    for (const [index, amountCents] of [10_000, 6_000, 2_000].entries()) await refunded(payments[index] as string, amountCents);
    expect(await balance(organiser)).toMatchObject({ balance: real(0), heldBack: real(0), available: real(0) });
    await quarterLater();
    expect(await balance(organiser)).toMatchObject({ balance: real(0), heldBack: real(0), available: real(0), lines: [{ eventId: off, outstanding: real(0) }] });
  });

  test('and was paid out before has what its buyers are to get held back from all else', async () => {
    const organiser = newId();
    const [off, on] = [newId(), newId()];
    const payment = await sold(organiser, 10_000, { eventId: off });
    await quarterLater();
    await settle(organiser);
    await sold(organiser, 3_000, { eventId: on });
    await sold(organiser, 8_000, { eventId: on });
    await quarterLater();
    await cancelled(off);
    expect(await balance(organiser)).toMatchObject({ balance: real(11_000), heldBack: real(10_000), available: real(1_000) });
    await refunded(payment, 4_000);
    expect(await balance(organiser)).toMatchObject({ balance: real(7_000), heldBack: real(6_000), available: real(1_000) });
  });

  test('has nothing held back twice: neither what is on its way back nor what a bank disputes', async () => {
    const organiser = newId();
    const [off, on] = [newId(), newId()];
    const payment = await sold(organiser, 1_000, { eventId: off });
    const disputed = await sold(organiser, 2_000, { eventId: off });
    await sold(organiser, 50, { eventId: on });
    await quarterLater();
    await cancelled(off);
    await wallet.say(wallet.refund(payment, newId(), 600));
    await wallet.hear(RefundAttempt, payment);
    await wallet.say(wallet.disputed(disputed, newId(), 'opened', 2_000));
    await until(async () => (await wallet.database.query(`select from wallet.dispute where payment_id = $1`, [disputed])).length === 1);
    expect(await balance(organiser)).toMatchObject({ balance: real(3_050), heldBack: real(3_000), available: real(50) });
  });

  test('and only that: another organiser, and an event that is only postponed, are paid as before', async () => {
    const [organiser, other] = [newId(), newId()];
    const [off, later] = [newId(), newId()];
    await sold(organiser, 1_000, { eventId: off });
    await sold(organiser, 300, { eventId: later });
    await sold(other, 700, { eventId: newId() });
    await wallet.say(EventPostponed.message({ eventId: later }));
    await cancelled(off);
    await quarterLater();
    expect(await balance(organiser)).toMatchObject({ heldBack: real(1_000), available: real(300) });
    expect(await balance(other)).toMatchObject({ heldBack: real(0), available: real(700) });
  });
});

test('an organiser sees its own account only, and pays nothing out', async () => {
  const mine = await sold(theatre, 100);
  expect(mine).toBeTruthy();
  expect((await call('GET', `${theatre}/balance`, undefined, {}, 'olga')).body.balance).toEqual(real(100));
  expect((await call('GET', `${theatre}/settlements`, undefined, {}, 'olga')).status).toBe(200);
  expect(await call('GET', `${newId()}/balance`, undefined, {}, 'olga')).toMatchObject({ status: 404, body: { code: 'wallet.account_not_found' } });
  expect((await settle(theatre, 'all_available', newId(), 'olga')).status).toBe(403);
  await quarterLater();
  const { body } = await settle(theatre);
  expect((await call('GET', `${theatre}/settlements/${body.id}`, undefined, {}, 'olga')).body).toEqual(body);
  expect(await call('GET', `${newId()}/settlements/${body.id}`)).toMatchObject({ status: 404, body: { code: 'wallet.settlement_not_found' } });
  const [act] = await wallet.database.query<{ payload: object }>(`select payload from platform.event_log where type = 'audit.act_recorded' and key = $1`, [`organiser:${theatre}`]);
  expect(act?.payload).toMatchObject({ actor: rosa.userId, action: 'wallet.settle', data: { settlementId: body.id, amountCents: 100 } });
});
