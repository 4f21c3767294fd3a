import { Module } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Consumers, Database, type Message, newId, Outbox } from '#platform';
import { TestSimulator } from '../../test/support/simulators.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AttemptPayment, AttemptPresented, AttemptRefunded, AttemptSettled, PaymentsModule, RefundAttempt, VoidAttempt } from './index.js';
import { Attempts } from './attempts.js';
import { Gateways } from './gateways.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { RecoveryJob } from './recovery.job.js';

const heard: Message[] = [];

@Module({})
class Listener {
  constructor(consumers: Consumers) {
    consumers.events('payments-test', [AttemptPresented, AttemptSettled, AttemptRefunded], async (messages) => void heard.push(...messages));
  }
}

let database: TestDatabase;
let aurora: TestSimulator;
let bonanza: TestSimulator;
let house: TestHouse;

const open = async (): Promise<TestHouse> => {
  const started = await startHouse(database, [PaymentsModule, Listener, sessionsByDecree({})], { GATEWAYS: JSON.stringify([aurora.config, bonanza.config]) });
  await Promise.all([aurora, bonanza].map((simulator) => simulator.announceTo(started.url)));
  return started;
};

beforeAll(async () => {
  [database, aurora, bonanza] = await Promise.all([TestDatabase.create(), TestSimulator.start('aurora'), TestSimulator.start('bonanza')]);
  house = await open();
});
// Breakers remember the last test's failures: good payments before the next one make them forget.
beforeEach(async () => {
  await Promise.all([aurora.behave(), bonanza.behave()]);
  do {
    const good = (['aurora', 'bonanza'] as const).flatMap((gateway) => Array.from({ length: 12 }, () => paymentFor(gateway)));
    await send(...good.map((paymentId) => attemptMessage(paymentId)));
    await until(() => good.every((paymentId) => endings(paymentId)[0]));
  } while (house.app.get(Gateways).all.some(({ state }) => state !== 'closed'));
  await settled();
});

type Gateway = 'aurora' | 'bonanza';
const other = (gateway: Gateway): Gateway => (gateway === 'aurora' ? 'bonanza' : 'aurora');
const simulatorOf = (gateway: Gateway): TestSimulator => (gateway === 'aurora' ? aurora : bonanza);

/** A payment that routing sends to this gateway first: cards are spread by the last digits of the id. */
function paymentFor(gateway: Gateway): string {
  for (;;) {
    const id = newId();
    if (Number.parseInt(id.slice(-6), 16) % 2 === (gateway === 'aurora' ? 0 : 1)) return id;
  }
}

type Wish = Partial<AttemptPayment> & { seconds?: number };

const attemptMessage = (paymentId: string, { seconds = 300, ...wish }: Wish = {}) => {
  const method = wish.method ?? 'card';
  return AttemptPayment.message({
    paymentId, amountCents: 12_500, currency: 'BRL', method, description: 'Two tickets', buyer: {},
    ...(method === 'card' && { token: 'tok_ok' }),
    deadline: new Date(Date.now() + offsetSeconds * 1_000 + seconds * 1_000).toISOString(),
    ...wish,
  });
};

let offsetSeconds = 0;
async function advance(seconds: number): Promise<void> {
  offsetSeconds += seconds;
  await database.advance(seconds);
}

async function send(...messages: Parameters<Outbox['append']>[1]): Promise<void> {
  const outbox = house.app.get(Outbox);
  await house.app.get(Database).transaction((tx) => outbox.append(tx, messages));
}

async function pay(gateway: Gateway, wish: Wish = {}): Promise<string> {
  const paymentId = paymentFor(gateway);
  await send(attemptMessage(paymentId, wish));
  return paymentId;
}

async function until<T>(what: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 12_000;
  for (;;) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

const told = <Payload extends { paymentId: string }>(type: { is(message: Message): boolean }, paymentId: string): Payload[] =>
  heard.filter((message) => type.is(message)).map(({ payload }) => payload as Payload).filter((payload) => payload.paymentId === paymentId);
const endings = (paymentId: string) => told<AttemptSettled>(AttemptSettled, paymentId);
const ending = (paymentId: string): Promise<AttemptSettled> => until(() => endings(paymentId)[0]);

interface Row {
  id: string;
  gateway: Gateway;
  state: string;
  reference: string;
  charge_id: string | null;
  token: string | null;
}
const attemptsOf = (paymentId: string): Promise<Row[]> =>
  database.query<Row>('select id, gateway, state, reference, charge_id, token from payments.attempt where payment_id = $1 order by ordinal', [paymentId]);
const path = async (paymentId: string): Promise<string[]> => (await attemptsOf(paymentId)).map(({ gateway, state }) => `${gateway} ${state}`);

/** Captured charges of a payment at both gateways, by their own books. */
const captures = async (paymentId: string): Promise<number> => {
  const all = await Promise.all([aurora.charges(paymentId), bonanza.charges(paymentId)]);
  return all.flat().filter(({ state }) => state === 'captured').length;
};

/** Makes everything that waits for its next look due now, and lets it be looked at. */
async function lookNow(): Promise<void> {
  await database.query('update payments.attempt set next_look_at = platform.now() where next_look_at is not null');
  await database.query('update payments.refund set next_look_at = platform.now() where next_look_at is not null');
  await house.app.get(RecoveryJob).recover();
}

const settled = (): Promise<boolean> => until(() => house.app.get(Attempts).underway === 0);

describe.each<Gateway>(['aurora', 'bonanza'])('at %s', (gateway) => {
  const simulator = () => simulatorOf(gateway);

  test('a good card is captured once, and its token forgotten', async () => {
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway, amountCents: 12_500, retryable: false });
    expect(await attemptsOf(paymentId)).toMatchObject([{ state: 'captured', token: null }]);
    expect(await captures(paymentId)).toBe(1);
  });

  test('a hard decline ends the payment and no other gateway is tried', async () => {
    const paymentId = await pay(gateway, { token: 'tok_declined' });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'declined', retryable: true });
    expect(await path(paymentId)).toEqual([`${gateway} declined`]);
  });

  test('a soft decline goes to the other gateway', async () => {
    await simulator().fault({ kind: 'soft_decline' });
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: other(gateway) });
    expect(await path(paymentId)).toEqual([`${gateway} declined`, `${other(gateway)} captured`]);
  });

  test('soft declines everywhere end the payment after one try each', async () => {
    const paymentId = await pay(gateway, { token: 'tok_soft_declined' });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'declined' });
    expect(await path(paymentId)).toEqual([`${gateway} declined`, `${other(gateway)} declined`]);
  });

  test('a refused connection was not sent: the other gateway takes over', async () => {
    await simulator().refuse(2);
    await until(async () => (await fetch(simulator().url).catch(() => undefined)) === undefined || undefined);
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: other(gateway) });
    expect(await path(paymentId)).toEqual([`${gateway} not_sent`, `${other(gateway)} captured`]);
    await until(async () => (await fetch(`${simulator().url}/_control`).catch(() => undefined))?.ok);
  });

  test.each(['throttled', 'unavailable'])('%s was not executed: the other gateway takes over', async (kind) => {
    await simulator().fault({ kind });
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: other(gateway) });
    expect(await path(paymentId)).toEqual([`${gateway} throttled`, `${other(gateway)} captured`]);
  });

  test('when both are throttled for a moment, the call is made again under the same key', async () => {
    await Promise.all([aurora, bonanza].map((each) => each.fault({ kind: 'throttled', count: 1 })));
    const paymentId = await pay(gateway);
    await until(async () => (await path(paymentId))[1] === `${other(gateway)} pending`);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: other(gateway) });
    expect(await captures(paymentId)).toBe(1);
  });

  test('when both stay throttled, the payment fails and may be tried again', async () => {
    await Promise.all([aurora, bonanza].map((each) => each.fault({ kind: 'throttled' })));
    const paymentId = await pay(gateway);
    await until(async () => (await lookNow(), endings(paymentId)[0]));
    expect(endings(paymentId)).toMatchObject([{ outcome: 'failed', retryable: true }]);
    expect(await captures(paymentId)).toBe(0);
  });

  test('a configuration error goes to the other gateway', async () => {
    await simulator().fault({ kind: 'rejected' });
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: other(gateway) });
    expect(await path(paymentId)).toEqual([`${gateway} rejected`, `${other(gateway)} captured`]);
  });

  test('a request that is wrong in itself fails and is not repeated elsewhere', async () => {
    const paymentId = await pay(gateway, { token: 'tok_unheard_of' });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'failed', retryable: false });
    expect(await path(paymentId)).toEqual([`${gateway} rejected`]);
  });

  test('a key being worked on is asked about later, and no other gateway is tried', async () => {
    await simulator().fault({ kind: 'in_flight', count: 1 });
    const paymentId = await pay(gateway);
    await until(async () => (await path(paymentId))[0] === `${gateway} in_flight`);
    await until(async () => (await lookNow(), endings(paymentId)[0]));
    expect(await path(paymentId)).toEqual([`${gateway} captured`]);
    expect(await captures(paymentId)).toBe(1);
  });

  test.each(['commit_then_hang', 'commit_then_reset', 'error_after_commit'])('%s is unknown until the gateway is asked, and captured once', async (kind) => {
    await simulator().webhooks({ lose: 1 });
    await simulator().fault({ kind, count: 1, delayMs: 200 });
    const paymentId = await pay(gateway);
    await until(async () => (await path(paymentId))[0] === `${gateway} unknown`);
    expect(endings(paymentId)).toEqual([]);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await path(paymentId)).toEqual([`${gateway} captured`]);
    expect(await captures(paymentId)).toBe(1);
  });

  test.each(['hang_before_commit', 'reset_before_commit', 'error_before_commit'])('%s is unknown, replayed under its key at the same gateway, and captured once', async (kind) => {
    await simulator().fault({ kind, count: 1, delayMs: 200 });
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await path(paymentId)).toEqual([`${gateway} captured`]);
    expect(await captures(paymentId)).toBe(1);
  });

  test('an unknown attempt is resolved by the webhook when that comes first', async () => {
    await simulator().fault({ kind: 'error_before_commit', operation: 'find' });
    const paymentId = await pay(gateway, { token: 'tok_error' });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await captures(paymentId)).toBe(1);
  });

  test('an unknown attempt is given to the other gateway only when its own cannot execute it any more', async () => {
    await simulator().fault({ kind: 'reset_before_commit' });
    const paymentId = await pay(gateway);
    await until(async () => (await path(paymentId))[0] === `${gateway} unknown`);
    for (let look = 0; look < 5; look++) {
      await lookNow();
      await settled();
    }
    expect(await path(paymentId)).toEqual([`${gateway} unknown`]);
    await advance(31);
    await lookNow();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: other(gateway) });
    expect(await path(paymentId)).toEqual([`${gateway} not_sent`, `${other(gateway)} captured`]);
  });

  test('another amount than ours is for a person: told as conflicted, and nothing else is tried', async () => {
    await simulator().fault({ kind: 'other_amount', amountCents: 99 });
    const paymentId = await pay(gateway);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'conflicted', amountCents: 99, retryable: false });
    expect(await path(paymentId)).toEqual([`${gateway} conflicted`]);
  });

  test('a slow card is waited for', async () => {
    const paymentId = await pay(gateway, { token: 'tok_slow' });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
  });

  test('a command past its deadline is never sent', async () => {
    const paymentId = await pay(gateway, { seconds: -1 });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'failed', retryable: false });
    expect(await path(paymentId)).toEqual([`${gateway} not_sent`]);
    expect(await simulator().charges(paymentId)).toEqual([]);
  });

  test('a crash after the attempt was written is found: it is asked about, sent under the same key, and charged once', async () => {
    const paymentId = paymentFor(gateway);
    house.app.get(Attempts).send = () => undefined;
    await send(attemptMessage(paymentId));
    await until(async () => (await path(paymentId))[0] === `${gateway} pending`);
    await house.close();
    house = await open();
    await advance(16);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await captures(paymentId)).toBe(1);
  });

  test('a crash after sending is found: the charge is recognised and not made again', async () => {
    await simulator().webhooks({ lose: 1 });
    const attempts = house.app.get(Attempts);
    const charge = attempts.send.bind(attempts);
    // The call is made, and the process forgets it before anything is written.
    attempts.send = (attempt, via) => void (Reflect.set(attempts, 'settle', async () => undefined), charge(attempt, via));
    const paymentId = await pay(gateway);
    await until(async () => (await simulator().charges(paymentId))[0]);
    await house.close();
    expect(await path(paymentId)).toEqual([`${gateway} pending`]);
    house = await open();
    await advance(16);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await simulator().charges(paymentId)).toHaveLength(1);
  });

  test('the same command delivered again, or again under another message, charges once', async () => {
    const paymentId = paymentFor(gateway);
    const message = attemptMessage(paymentId);
    await send(message, { ...message }, attemptMessage(paymentId));
    await ending(paymentId);
    await send(message, attemptMessage(paymentId));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await attemptsOf(paymentId)).toHaveLength(1);
    expect(endings(paymentId)).toHaveLength(1);
    expect(await captures(paymentId)).toBe(1);
  });

  test('refunds go back in parts, once each, and never more than was captured', async () => {
    const paymentId = await pay(gateway);
    await ending(paymentId);
    const [first, second, tooMuch] = [newId(), newId(), newId()];
    const part = RefundAttempt.message({ paymentId, refundId: first, amountCents: 5_000 });
    await send(part, { ...part });
    await send(RefundAttempt.message({ paymentId, refundId: second, amountCents: 7_500 }), RefundAttempt.message({ paymentId, refundId: tooMuch, amountCents: 1 }));
    const outcomes = await until(async () => (await lookNow(), told<AttemptRefunded>(AttemptRefunded, paymentId).length === 3 ? told<AttemptRefunded>(AttemptRefunded, paymentId) : undefined));
    expect(Object.fromEntries(outcomes.map(({ refundId, outcome }) => [refundId, outcome]))).toEqual({ [first]: 'refunded', [second]: 'refunded', [tooMuch]: 'refused' });
    const [charge] = await simulator().charges(paymentId);
    expect(charge?.refunds.map(({ amountCents, state }) => [amountCents, state])).toEqual([[5_000, 'done'], [7_500, 'done']]);
  });

  test('a refund whose answer is lost is asked about and made once', async () => {
    const paymentId = await pay(gateway);
    await ending(paymentId);
    await simulator().fault({ kind: 'commit_then_reset', operation: 'refund', count: 1 });
    await send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    await until(async () => (await lookNow(), told(AttemptRefunded, paymentId)[0]));
    expect((await simulator().charges(paymentId))[0]?.refunds).toHaveLength(1);
  });

  test('a refund that is not done is told as refused', async () => {
    await simulator().fault({ kind: 'refund_not_done' });
    const paymentId = await pay(gateway);
    await ending(paymentId);
    await send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    expect(await until(async () => (await lookNow(), told<AttemptRefunded>(AttemptRefunded, paymentId)[0]))).toMatchObject({ outcome: 'refused' });
  });
});

describe('Pix', () => {
  const presented = (paymentId: string): Promise<AttemptPresented> => until(() => told<AttemptPresented>(AttemptPresented, paymentId)[0]);
  const openPix = async (seconds = 300): Promise<string> => {
    const paymentId = await pay('aurora', { method: 'pix', seconds });
    await presented(paymentId);
    return paymentId;
  };

  test('is presented with its code and captured when it is paid', async () => {
    const paymentId = await openPix();
    const { pix } = await presented(paymentId);
    expect(pix.brCode).toMatch(/^000201010212/);
    expect(endings(paymentId)).toEqual([]);
    expect(await aurora.pay(paymentId)).toBe(true);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect(told(AttemptPresented, paymentId)).toHaveLength(1);
  });

  test('goes to the gateway whose shortest validity fits our window, and to the other when that one fails', async () => {
    expect(await path(await openPix())).toEqual(['aurora in_flight']);
    await aurora.fault({ kind: 'unavailable' });
    const paymentId = await pay('aurora', { method: 'pix' });
    const { pix } = await presented(paymentId);
    expect(await path(paymentId)).toEqual(['aurora throttled', 'bonanza in_flight']);
    // Bonanza keeps it open for half an hour; the buyer is shown our window's end.
    expect(Date.parse(pix.expiresAt) - Date.now() - offsetSeconds * 1_000).toBeLessThan(301_000);
    await bonanza.pay(paymentId);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: 'bonanza' });
  });

  test('is found paid by asking when the webhook never comes', async () => {
    await aurora.webhooks({ lose: 1 });
    const paymentId = await openPix();
    await aurora.pay(paymentId);
    await lookNow();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
  });

  test('webhooks that come twice, or as old news after the end, change nothing', async () => {
    await aurora.webhooks({ duplicate: 1, reorder: 0.5, reorderMs: 150 });
    const paymentId = await openPix();
    await aurora.pay(paymentId);
    await ending(paymentId);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(endings(paymentId)).toHaveLength(1);
    expect(await path(paymentId)).toEqual(['aurora captured']);
  });

  test('is voided on command, and told once', async () => {
    const paymentId = await openPix();
    await send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided', retryable: false });
    await send(VoidAttempt.message({ paymentId, reason: 'again' }));
    await settled();
    expect((await aurora.charges(paymentId))[0]?.state).toBe('voided');
    expect(endings(paymentId)).toHaveLength(1);
  });

  test('paid while it is being cancelled: the money wins', async () => {
    await aurora.fault({ kind: 'paid_while_cancelled' });
    const paymentId = await openPix();
    await send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect(endings(paymentId)).toHaveLength(1);
  });

  test("is voided at the gateway by itself when the window has closed", async () => {
    const paymentId = await openPix(60);
    await advance(61);
    await lookNow();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided' });
    expect((await aurora.charges(paymentId))[0]?.state).toBe('voided');
  });

  test('money that comes after the end is told as captured again', async () => {
    const paymentId = await openPix();
    await send(VoidAttempt.message({ paymentId, reason: 'window closed' }));
    await ending(paymentId);
    await aurora.pay(paymentId, { late: true });
    await until(() => endings(paymentId)[1]);
    expect(endings(paymentId).map(({ outcome }) => outcome)).toEqual(['voided', 'captured']);
  });

  test('late money without a webhook is found by the looks that go on after the end', async () => {
    const paymentId = await openPix();
    await send(VoidAttempt.message({ paymentId, reason: 'window closed' }));
    await ending(paymentId);
    await aurora.webhooks({ lose: 1 });
    await aurora.pay(paymentId, { late: true });
    await advance(121);
    await until(() => endings(paymentId)[1]);
    expect(await path(paymentId)).toEqual(['aurora captured']);
  });

  test('a payment that was never tried is voided at once', async () => {
    const paymentId = newId();
    await send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided', attemptId: null });
  });
});

describe('what must never happen', () => {
  test('money that comes at the first gateway after the second was charged goes back by itself', async () => {
    await aurora.fault({ kind: 'hang_then_commit', count: 1, delayMs: 1_500 });
    await aurora.fault({ kind: 'reset_before_commit' });
    const paymentId = paymentFor('aurora');
    await send(attemptMessage(paymentId));
    await until(async () => (await path(paymentId))[0]);
    // The gateway promises that nothing is executed after 30 s, and breaks its promise.
    await database.query(`update payments.attempt set state = 'unknown', looks = 9, sent_at = platform.now() - interval '1 minute' where payment_id = $1`, [paymentId]);
    await lookNow();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: 'bonanza' });
    await until(async () => (await captures(paymentId)) === 2);
    await until(async () => (await lookNow(), (await path(paymentId))[0] === 'aurora surplus'));
    await until(async () => (await aurora.charges(paymentId))[0]?.refunds[0]?.state === 'done');
    expect(endings(paymentId)).toHaveLength(1);
    expect(told(AttemptRefunded, paymentId)).toEqual([]);
  });

  test('no second live attempt can be written, whoever tries', async () => {
    const paymentId = await pay('aurora', { method: 'pix' });
    await until(async () => (await path(paymentId))[0] === 'aurora in_flight');
    const insert = database.query(
      `insert into payments.attempt (id, payment_id, ordinal, gateway, method, state, amount_cents, currency, description, deadline)
       values ($1, $2, 2, 'bonanza', 'card', 'pending', 1, 'BRL', '', now())`,
      [newId(), paymentId],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'one_live_or_won_attempt' });
  });

  test('an open breaker sends nothing, and payments go to the other gateway', async () => {
    await aurora.fault({ kind: 'unavailable' });
    const paymentIds = Array.from({ length: 40 }, () => paymentFor('aurora'));
    for (const paymentId of paymentIds.slice(0, 20)) await send(attemptMessage(paymentId));
    await until(() => paymentIds.slice(0, 20).every((paymentId) => endings(paymentId)[0]));
    for (const paymentId of paymentIds.slice(20)) await send(attemptMessage(paymentId));
    await until(() => paymentIds.every((paymentId) => endings(paymentId)[0]?.outcome === 'captured'));
    const direct = await Promise.all(paymentIds.slice(20).map(path));
    expect(direct).toEqual(Array(20).fill(['bonanza captured']));
  });

  test('a charge nobody told us of is found by comparing lists', async () => {
    await aurora.webhooks({ lose: 1 });
    const paymentId = await pay('aurora', { token: 'tok_error' });
    await until(async () => (await path(paymentId))[0] === 'aurora unknown');
    await database.query('update payments.attempt set next_look_at = null where payment_id = $1', [paymentId]);
    await house.app.get(ReconciliationJob).reconcile();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
  });

  test('a batch of payments with one that cannot be written harms no other', async () => {
    const good = Array.from({ length: 20 }, () => paymentFor('aurora'));
    const bad = { ...attemptMessage(paymentFor('aurora')), payload: { ...attemptMessage(newId()).payload, amountCents: -5 } };
    await send(...good.slice(0, 10).map((paymentId) => attemptMessage(paymentId)), bad, ...good.slice(10).map((paymentId) => attemptMessage(paymentId)));
    await until(() => good.every((paymentId) => endings(paymentId)[0]?.outcome === 'captured'));
    expect((await aurora.summary()).capturedTwice).toEqual([]);
  });
});

describe('the webhook route', () => {
  const body = JSON.stringify({ id: 'evt_1', data: { object: { id: 'ch', reference: 'a'.repeat(32), amount: 1, currency: 'brl', status: 'succeeded', created: 1 } } });
  const sign = (text: string, { secret = aurora.webhookSecret, at = Date.now() } = {}): string => {
    const seconds = Math.floor(at / 1_000);
    return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex')}`;
  };
  const post = async (text: string, signature: string | undefined, gateway = 'aurora') => {
    const response = await fetch(`${house.url}/api/v1/gateways/${gateway}/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature !== undefined && { 'aurora-signature': signature }) },
      body: text,
    });
    return { status: response.status, problem: response.status === 204 ? undefined : ((await response.json()) as { code: string; reason?: string }) };
  };

  test('believes only what is signed over the very bytes, and recently', async () => {
    expect(await post(body, sign(body))).toEqual({ status: 204, problem: undefined });
    expect(await post(body, `v1=${'0'.repeat(64)},${sign(body)}`)).toMatchObject({ status: 204 });
    expect(await post(`${body} `, sign(body))).toMatchObject({ status: 400, problem: { code: 'payments.webhook_refused', reason: 'signature' } });
    expect(await post(body, sign(body, { secret: 'another-secret-of-length' }))).toMatchObject({ status: 400 });
    expect(await post(body, undefined)).toMatchObject({ status: 400 });
    expect(await post(body, sign(body, { at: Date.now() - 301_000 }))).toMatchObject({ status: 400, problem: { reason: 'age' } });
    expect(await post('{"id":1}', sign('{"id":1}'))).toMatchObject({ status: 400, problem: { reason: 'form' } });
    expect(await post(body, sign(body), 'nobody')).toMatchObject({ status: 404, problem: { code: 'payments.gateway_not_found' } });
    expect(await post('nonsense', sign('nonsense'))).toMatchObject({ status: 400 });
  });

  test('an event counts once, and its row is written with its effect', async () => {
    const paymentId = await pay('aurora', { method: 'pix' });
    const attempt = await until(async () => (await attemptsOf(paymentId)).find(({ state }) => state === 'in_flight'));
    const eventId = `evt_${newId()}`;
    const text = JSON.stringify({ id: eventId, data: { object: { id: attempt.charge_id, reference: attempt.reference, amount: 12_500, currency: 'brl', status: 'succeeded', created: 1 } } });
    await Promise.all([post(text, sign(text)), post(text, sign(text)), post(text, sign(text))]);
    await ending(paymentId);
    expect(await database.query('select from payments.webhook_event where event_id = $1', [eventId])).toHaveLength(1);
    expect(endings(paymentId)).toHaveLength(1);
  });
});
