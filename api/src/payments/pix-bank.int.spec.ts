import { Module } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Consumers, Database, type Message, newId, Outbox, type OutgoingMessage } from '#platform';
import { AttemptDisputed, AttemptPayment, AttemptPresented, AttemptRefunded, AttemptSettled, PaymentsModule, RefundAttempt, VoidAttempt } from '#payments';
import { until } from '../../test/support/eventually.js';
import { TestSimulator } from '../../test/support/simulators.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { RecoveryJob } from './recovery.job.js';

const heard: Message[] = [];

@Module({})
class Listener {
  constructor(consumers: Consumers) {
    consumers.events('pix-bank-test', [AttemptPresented, AttemptSettled, AttemptRefunded, AttemptDisputed], async (messages) => void heard.push(...messages));
  }
}

let database: TestDatabase;
let bank: TestSimulator;
let house: TestHouse;
// payment-processor alone, with a bank as its only gateway.
beforeAll(async () => {
  [database, bank] = await Promise.all([TestDatabase.create(), TestSimulator.start('pix')]);
  house = await startHouse(database, [PaymentsModule, Listener, sessionsByDecree({})], { GATEWAYS: JSON.stringify([bank.pixConfig]), LOG_LEVEL: 'fatal' });
  await bank.announceTo(house.url);
});
beforeEach(() => bank.behave());

const send = (...messages: OutgoingMessage[]) => house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, messages));

async function asked(): Promise<string> {
  const paymentId = newId();
  await send(AttemptPayment.message({ paymentId, amountCents: 12_500, currency: 'BRL', method: 'pix', description: 'Two tickets', buyer: {}, deadline: new Date(Date.now() + 300_000).toISOString() }));
  return paymentId;
}

function told<Payload>(type: { is: (message: Message) => boolean }, paymentId: string): Payload[] {
  return heard.filter((message) => type.is(message) && message.key === paymentId).map(({ payload }) => payload as Payload);
}

const presented = (paymentId: string) => until(() => told<AttemptPresented>(AttemptPresented, paymentId)[0]);
const settled = (paymentId: string) => until(() => told<AttemptSettled>(AttemptSettled, paymentId)[0]);
const attemptOf = async (paymentId: string) => (await database.query<{ state: string; charge_id: string; reference: string }>('select state, charge_id, reference from payments.attempt where payment_id = $1', [paymentId]))[0]!;

/** Everything that waits for its next look is looked at. */
async function look(): Promise<void> {
  await database.query('update payments.attempt set next_look_at = platform.now() where next_look_at is not null');
  await database.query('update payments.refund set next_look_at = platform.now() where next_look_at is not null');
  await house.app.get(RecoveryJob).recover();
}

async function paid(): Promise<string> {
  const paymentId = await asked();
  await presented(paymentId);
  await bank.pay(paymentId);
  expect(await settled(paymentId)).toMatchObject({ outcome: 'captured', amountCents: 12_500 });
  return paymentId;
}

describe('a Pix at a bank', () => {
  test('is presented once, captured by its callback, and known by the endToEndId that paid it', async () => {
    const paymentId = await paid();
    const { state, charge_id } = await attemptOf(paymentId);
    expect([state, charge_id]).toEqual(['captured', expect.stringMatching(/^E\w{31}$/)]);
    expect(await database.query('select from payments.webhook_event where event_id = $1', [charge_id])).toHaveLength(1);
    expect(told(AttemptPresented, paymentId)).toHaveLength(1);
  });

  test('whose callback comes twice, or never, is captured once', async () => {
    await bank.webhooks({ duplicate: 1 });
    const twice = await paid();
    await bank.webhooks({ lose: 1, duplicate: 0 });
    const never = await asked();
    await presented(never);
    await bank.pay(never);
    await look();
    await settled(never);
    for (const paymentId of [twice, never]) expect(told(AttemptSettled, paymentId)).toHaveLength(1);
  });

  test('whose opening was never answered is asked for, and presented', async () => {
    await bank.fault({ kind: 'commit_then_reset', count: 1 });
    const paymentId = await asked();
    await until(async () => (await attemptOf(paymentId))?.state === 'unknown');
    await look();
    await presented(paymentId);
    expect(await bank.charges(paymentId)).toHaveLength(1);
  });

  test('that was never opened, for all that was said, is opened by asking again', async () => {
    await bank.fault({ kind: 'reset_before_commit', count: 1 });
    const paymentId = await asked();
    await until(async () => (await attemptOf(paymentId))?.state === 'unknown');
    await look();
    await presented(paymentId);
  });

  test('of another amount than ours is shown to nobody, and one paid with another amount is for a person', async () => {
    await bank.fault({ kind: 'other_amount', count: 1 });
    const other = await asked();
    expect(await settled(other)).toMatchObject({ outcome: 'voided' });
    expect(told(AttemptPresented, other)).toEqual([]);
    const paymentId = await asked();
    await presented(paymentId);
    await bank.pay(paymentId, { amountCents: 12_499 });
    expect(await settled(paymentId)).toMatchObject({ outcome: 'conflicted', amountCents: 12_499 });
  });

  test('that nobody told us of is found by comparing lists', async () => {
    await bank.webhooks({ lose: 1 });
    const paymentId = await asked();
    await presented(paymentId);
    await bank.pay(paymentId);
    // Nobody asks about it by itself, and it is old enough to be believed missing: only the list can tell.
    await database.query(`update payments.attempt set next_look_at = null, created_at = created_at - interval '1 minute' where payment_id = $1`, [paymentId]);
    await house.app.get(ReconciliationJob).reconcile();
    expect(await settled(paymentId)).toMatchObject({ outcome: 'captured' });
  });

  test('that is listed beside the one that paid is for a person, and stays so until one has seen to it', async () => {
    const paymentId = await paid();
    const { reference } = await attemptOf(paymentId);
    const compare = async () => {
      await database.query(`update payments.attempt set created_at = created_at - interval '1 minute' where payment_id = $1`, [paymentId]);
      await house.app.get(ReconciliationJob).reconcile();
      return database.query('select kind, state, ours, theirs from payments.difference where reference = $1', [reference]);
    };
    expect(await compare()).toEqual([]);
    // To us it was paid by one Pix, and the bank lists another.
    await database.query(`update payments.attempt set charge_id = 'E12345678202601311200abcdefghijl' where payment_id = $1`, [paymentId]);
    const seen = [{ kind: 'charge_unknown', state: 'open', ours: { state: 'captured', amountCents: 12_500 }, theirs: { state: 'captured', amountCents: 12_500 } }];
    expect(await compare()).toEqual(seen);
    expect(await compare()).toEqual(seen);
  });

  test('is removed on command, and its late money is told as captured', async () => {
    const paymentId = await asked();
    await presented(paymentId);
    await send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await settled(paymentId)).toMatchObject({ outcome: 'voided' });
    await bank.pay(paymentId, { late: true });
    await until(() => told<AttemptSettled>(AttemptSettled, paymentId)[1]);
    expect(told<AttemptSettled>(AttemptSettled, paymentId).map(({ outcome }) => outcome)).toEqual(['voided', 'captured']);
  });
});

describe('a refund of a Pix', () => {
  const refunded = (paymentId: string) => until(() => told<AttemptRefunded>(AttemptRefunded, paymentId)[0]);

  test('goes to the Pix that paid, in parts, and the bank says when it is through', async () => {
    const paymentId = await paid();
    const [first, second] = [newId(), newId()];
    await send(RefundAttempt.message({ paymentId, refundId: first, amountCents: 2_500 }), RefundAttempt.message({ paymentId, refundId: second, amountCents: 10_000 }));
    await until(() => told(AttemptRefunded, paymentId).length === 2);
    expect(told<AttemptRefunded>(AttemptRefunded, paymentId).map(({ outcome }) => outcome)).toEqual(['refunded', 'refunded']);
    const [charge] = await bank.charges(paymentId);
    expect(charge?.refunds.map(({ amountCents, state }) => [amountCents, state]).toSorted()).toEqual([[10_000, 'done'], [2_500, 'done']]);
  });

  test('is found done by asking where no callback comes, and done once though its answer was lost', async () => {
    const paymentId = await paid();
    await bank.webhooks({ lose: 1 });
    await bank.fault({ kind: 'commit_then_reset', operation: 'refund', count: 1 });
    await send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    await until(async () => (await bank.charges(paymentId))[0]?.refunds[0]?.state === 'done');
    await until(async () => {
      await look();
      return told(AttemptRefunded, paymentId)[0];
    });
    expect(await refunded(paymentId)).toMatchObject({ outcome: 'refunded' });
    expect((await bank.charges(paymentId))[0]?.refunds).toHaveLength(1);
  });

  test('that the bank could not do is refused', async () => {
    const paymentId = await paid();
    await bank.fault({ kind: 'refund_not_done', count: 1 });
    await send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    expect(await refunded(paymentId)).toMatchObject({ outcome: 'refused' });
  });
});

describe('a Pix that banks take back among themselves', () => {
  const disputes = (paymentId: string) => told<AttemptDisputed>(AttemptDisputed, paymentId).map(({ state, amountCents }) => [state, amountCents]);

  test.each(['lost', 'won'] as const)('is a dispute, opened and then %s, told once each, and its attempt stays captured', async (end) => {
    await bank.webhooks({ duplicate: 1 });
    const paymentId = await paid();
    await bank.dispute(paymentId, 'opened', 5_000);
    await until(() => disputes(paymentId).length === 1);
    await bank.dispute(paymentId, end);
    await until(() => disputes(paymentId).length === 2);
    expect(disputes(paymentId)).toEqual([['opened', 5_000], [end, 5_000]]);
    expect((await attemptOf(paymentId)).state).toBe('captured');
    expect(told(AttemptRefunded, paymentId)).toEqual([]);
  });
});
