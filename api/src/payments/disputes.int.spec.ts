import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Database, newId } from '#platform';
import { expectInvariants } from '../../test/support/invariants.js';
import { until } from '../../test/support/eventually.js';
import { PaymentsHouse } from '../../test/support/payments-house.js';
import { delivered } from '../../test/support/delivered.js';
import { DisputeListsJob } from './dispute-lists.job.js';
import { Payments } from './payments.js';
import { RefundAttempt } from './payments.commands.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { RefundRepository } from './refund.repository.js';
import { Refunds } from './refunds.js';

let payments: PaymentsHouse;
beforeAll(async () => {
  // What fails on purpose is asserted, not logged.
  payments = await PaymentsHouse.open({}, { LOG_LEVEL: 'fatal' });
});
afterEach(async () => {
  await Promise.all([payments.aurora.behave(), payments.bonanza.behave()]);
  await expectInvariants(payments.database, 'I4');
});

const states = (paymentId: string) => payments.disputes(paymentId).map(({ state }) => state);
const becomes = (paymentId: string, ...wanted: string[]) => until(() => states(paymentId).join() === wanted.join(), `${wanted.join()} of ${paymentId}`);

describe.each(['aurora', 'bonanza'] as const)('a dispute at %s', (gateway) => {
  test('is told as it goes, under one name, though its webhooks come twice; the attempt stays captured', async () => {
    await payments.simulator(gateway).webhooks({ duplicate: 1 });
    const paymentId = await payments.pay(gateway);
    await payments.ending(paymentId);
    await payments.simulator(gateway).dispute(paymentId, 'opened', 5_000);
    await becomes(paymentId, 'opened');
    await payments.simulator(gateway).dispute(paymentId, 'lost');
    await becomes(paymentId, 'opened', 'lost');
    await delivered(payments.database);
    expect(states(paymentId)).toEqual(['opened', 'lost']);
    expect(new Set(payments.disputes(paymentId).map(({ disputeId }) => disputeId)).size).toBe(1);
    expect(payments.disputes(paymentId)[1]).toMatchObject({ gateway, amountCents: 5_000 });
    expect(await payments.path(paymentId)).toEqual([`${gateway} captured`]);
  });
});

describe('news of a dispute', () => {
  const hear = (gateway: string, reference: string, state: 'opened' | 'won' | 'lost', disputeId: string, eventId = `${disputeId} ${state}`) =>
    payments.house.app.get(Payments).hear(gateway, [{ about: 'dispute', eventId, reference, disputeId, amountCents: 12_500, state }]);

  test('that comes out of order leaves it lost', async () => {
    const paymentId = await payments.pay('aurora');
    await payments.ending(paymentId);
    const [attempt] = await payments.attempts(paymentId);
    for (const state of ['lost', 'opened', 'won', 'lost'] as const) await hear('aurora', attempt!.reference, state, 'dp_order');
    await becomes(paymentId, 'lost');
    await delivered(payments.database);
    expect(states(paymentId)).toEqual(['lost']);
  });

  test('that comes before its charge is known to be captured waits for that', async () => {
    const paymentId = await payments.pay('aurora', { method: 'pix' });
    await payments.presented(paymentId);
    const [attempt] = await payments.attempts(paymentId);
    const simulator = payments.simulator(attempt!.gateway);
    await hear(attempt!.gateway, attempt!.reference, 'opened', 'dp_early');
    await delivered(payments.database);
    expect(states(paymentId)).toEqual([]);
    expect(await simulator.pay(paymentId)).toBe(true);
    await payments.ending(paymentId);
    await becomes(paymentId, 'opened');
  });

  test("counts for the gateway's own charges only", async () => {
    const paymentId = await payments.pay('aurora');
    await payments.ending(paymentId);
    const [attempt] = await payments.attempts(paymentId);
    await hear('bonanza', attempt!.reference, 'lost', 'dp_stranger');
    await hear('aurora', '0'.repeat(32), 'lost', 'dp_nobody');
    await delivered(payments.database);
    expect(states(paymentId)).toEqual([]);
    expect(await payments.database.query(`select from payments.dispute where gateway_dispute_id in ('dp_stranger', 'dp_nobody')`)).toEqual([]);
  });
});

describe('a refund that meets a dispute of the same money before it is sent', () => {
  const met = async (amountCents: number) => {
    const paymentId = await payments.pay('aurora');
    await payments.ending(paymentId);
    const [attempt] = await payments.attempts(paymentId);
    const hear = (state: 'opened' | 'won' | 'lost') =>
      payments.house.app.get(Payments).hear('aurora', [{ about: 'dispute', eventId: `${paymentId} ${state}`, reference: attempt!.reference, disputeId: `dp_of_${paymentId}`, amountCents: 5_000, state }]);
    await hear('opened');
    await payments.send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents }));
    await until(async () => (await payments.database.query('select from payments.refund where payment_id = $1', [paymentId])).length === 1);
    await payments.settled();
    // No call that was made before the bank's word can be executed any more.
    const callsAreOver = () => payments.advance(66);
    const given = async () => (await payments.charges(paymentId)).flatMap(({ refunds }) => refunds.map((refund) => refund.amountCents));
    return { paymentId, hear, given, callsAreOver, answer: () => payments.looking(() => payments.refunds(paymentId)[0]) };
  };

  test('waits, and goes back once the bank has lost', async () => {
    const { paymentId, hear, given, answer } = await met(12_500);
    await payments.lookNow();
    await payments.settled();
    expect([await given(), payments.refunds(paymentId)]).toEqual([[], []]);
    await hear('won');
    expect(await answer()).toMatchObject({ outcome: 'refunded' });
    expect(await given()).toEqual([12_500]);
  });

  test('is refused once the bank has the money, and nothing goes back as well', async () => {
    const { hear, given, callsAreOver, answer } = await met(7_501);
    await hear('lost');
    await callsAreOver();
    expect(await answer()).toMatchObject({ outcome: 'refused', retryable: true });
    expect(await given()).toEqual([]);
  });

  test('waits for as many months as the bank takes', async () => {
    const { paymentId, hear, given, answer } = await met(12_500);
    await payments.database.query('update payments.refund set looks = 32767 where payment_id = $1', [paymentId]);
    await payments.lookNow();
    await payments.settled();
    await hear('won');
    expect(await answer()).toMatchObject({ outcome: 'refunded' });
    expect(await given()).toEqual([12_500]);
  });

  test('is refused no sooner than the wallet was told that the bank has the money: it would credit the payer', async () => {
    const { paymentId, callsAreOver, answer } = await met(12_500);
    await callsAreOver();
    // Heard at a moment when it could not be told yet; the job tells of it in some seconds.
    await payments.database.query(`update payments.dispute set state = 'lost' where gateway_dispute_id = $1`, [`dp_of_${paymentId}`]);
    expect(await answer()).toMatchObject({ outcome: 'refused', retryable: true });
    expect(payments.disputes(paymentId)).toMatchObject([{ state: 'opened' }, { state: 'lost' }]);
  });

  test('goes back at once where what came is enough for both', async () => {
    const { given, answer } = await met(7_500);
    expect(await answer()).toMatchObject({ outcome: 'refunded' });
    expect(await given()).toEqual([7_500]);
  });
});

describe('a refund whose call is under way when the first word of its dispute is that it is lost', () => {
  const underway = async (kind: string) => {
    const paymentId = await payments.pay('aurora');
    await payments.ending(paymentId);
    const [attempt] = await payments.attempts(paymentId);
    await payments.aurora.fault({ kind, operation: 'refund', count: 1, delayMs: 60_000 });
    await payments.send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    const refund = async () => (await payments.database.query<{ state: string; detail: string | null }>('select state, detail from payments.refund where payment_id = $1', [paymentId]))[0];
    await until(refund);
    await payments.house.app.get(Payments).hear('aurora', [{ about: 'dispute', eventId: `${paymentId} lost`, reference: attempt!.reference, disputeId: `dp_${paymentId}`, amountCents: 5_000, state: 'lost' }]);
    await becomes(paymentId, 'lost');
    await payments.lookNow();
    await until(async () => (await refund())?.detail === 'disputed', 'a look that met the dispute');
    return { paymentId, refund };
  };

  test('is no first call any more for whoever wrote it down and waited in a queue meanwhile', async () => {
    const { paymentId, refund } = await underway('hang_then_commit');
    const [row] = await payments.database.query<{ id: string }>('select id from payments.refund where payment_id = $1', [paymentId]);
    const written = (await payments.house.app.get(Database).transaction((tx) => payments.house.app.get(RefundRepository).lock(tx, [row!.id]))).get(row!.id)!;
    await payments.house.app.get(Refunds).send({ ...written, looks: 0 });
    expect(await refund()).toMatchObject({ state: 'pending', detail: 'disputed' });
    await payments.aurora.advance(61);
    expect(await payments.looking(() => payments.refunds(paymentId)[0])).toMatchObject({ outcome: 'refunded' });
  });

  test('waits for the gateway, and is through where that has made it', async () => {
    const { paymentId, refund } = await underway('hang_then_commit');
    expect(await refund()).toMatchObject({ state: 'pending' });
    await payments.aurora.advance(61);
    expect(await payments.looking(() => payments.refunds(paymentId)[0])).toMatchObject({ outcome: 'refunded' });
    expect((await payments.charges(paymentId)).flatMap(({ refunds }) => refunds)).toMatchObject([{ amountCents: 12_500, state: 'done' }]);
    expect(payments.refunds(paymentId)).toHaveLength(1);
  });

  test('is refused where the gateway has not made it, once it cannot any more', async () => {
    const { paymentId, refund } = await underway('hang_before_commit');
    expect(await refund()).toMatchObject({ state: 'pending' });
    await payments.aurora.advance(61);
    await payments.settled();
    await payments.lookNow();
    await payments.settled();
    expect(await refund()).toMatchObject({ state: 'pending' });
    await payments.advance(66);
    expect(await payments.looking(() => payments.refunds(paymentId)[0])).toMatchObject({ outcome: 'refused', retryable: true });
    expect((await payments.charges(paymentId)).flatMap(({ refunds }) => refunds)).toEqual([]);
  });
});

describe('a dispute of which no webhook tells', () => {
  const list = () => payments.house.app.get(DisputeListsJob).listDue();
  const dayLater = () => payments.database.query(`update payments.reconciliation set disputes_listed_at = disputes_listed_at - interval '1 day'`);

  test('is found in the list, a day later at most, and so is what became of it', async () => {
    await Promise.all([payments.aurora, payments.bonanza].map((simulator) => simulator.webhooks({ lose: 1 })));
    const paymentId = await payments.pay('aurora');
    await payments.ending(paymentId);
    // Since the charge is seen in a list there is something to ask for.
    await payments.house.app.get(ReconciliationJob).reconcile();
    await payments.aurora.dispute(paymentId, 'opened', 5_000);
    await list();
    await becomes(paymentId, 'opened');
    expect(payments.disputes(paymentId)).toMatchObject([{ gateway: 'aurora', amountCents: 5_000 }]);
    await payments.aurora.dispute(paymentId, 'lost');
    await list();
    await delivered(payments.database);
    expect(states(paymentId)).toEqual(['opened']);
    await dayLater();
    await list();
    await becomes(paymentId, 'opened', 'lost');
    await dayLater();
    await list();
    await delivered(payments.database);
    expect(states(paymentId)).toEqual(['opened', 'lost']);
  });

  test('is looked for again soon where the list did not come', async () => {
    await dayLater();
    await payments.aurora.fault({ kind: 'error_before_commit', operation: 'list' });
    await list();
    const asked = () => payments.database.query<{ gateway: string; due: boolean }>(`select gateway, disputes_listed_at < platform.now() - interval '1 day' as due from payments.reconciliation order by gateway`);
    expect((await asked()).find(({ gateway }) => gateway === 'aurora')).toEqual({ gateway: 'aurora', due: true });
    await payments.aurora.behave();
    await list();
    expect((await asked()).find(({ gateway }) => gateway === 'aurora')).toEqual({ gateway: 'aurora', due: false });
  });

  test('is heard of one gateway though what another lists cannot be written down', async () => {
    await Promise.all([payments.aurora, payments.bonanza].map((simulator) => simulator.webhooks({ lose: 1 })));
    const [first, second] = [await payments.pay('aurora'), await payments.pay('bonanza')];
    await Promise.all([first, second].map((paymentId) => payments.ending(paymentId)));
    await payments.house.app.get(ReconciliationJob).reconcile();
    await Promise.all([payments.aurora.dispute(first, 'opened', 5_000), payments.bonanza.dispute(second, 'opened', 5_000)]);
    await dayLater();
    await payments.database.query(`alter table payments.dispute add constraint stuck check (gateway <> 'aurora') not valid`);
    await list();
    await becomes(second, 'opened');
    expect(states(first)).toEqual([]);
    await payments.database.query('alter table payments.dispute drop constraint stuck');
    await list();
    await becomes(first, 'opened');
  });
});
