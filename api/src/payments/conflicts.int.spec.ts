import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Database, newId } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { type GatewayName, PaymentsHouse } from '../../test/support/payments-house.js';
import { Attempts } from './attempts.js';
import { Books } from './books.js';
import { Payments } from './payments.js';
import { CompareBooks, RefundAttempt, SeeToAttempt, VoidAttempt } from './payments.commands.js';
import { ReconciliationJob } from './reconciliation.job.js';

let office: PaymentsHouse;
beforeAll(async () => {
  // Conflicts are what this is about, not worth an alarm.
  office = await PaymentsHouse.open({}, { LOG_LEVEL: 'fatal' });
});
beforeEach(() => office.calm());
afterEach(() => expectInvariants(office.database, 'I4'));

const attemptOf = async (paymentId: string) => (await until(async () => (await office.attempts(paymentId))[0]))!;
/** The gateway takes 0.99 for 125.00. */
async function conflicted(gateway: GatewayName = 'aurora') {
  await office.simulator(gateway).fault({ kind: 'other_amount', amountCents: 99 });
  const paymentId = await office.pay(gateway);
  expect(await office.ending(paymentId)).toMatchObject({ outcome: 'conflicted', amountCents: 99 });
  await office.simulator(gateway).behave();
  return { paymentId, ...(await attemptOf(paymentId)) };
}
const reconcile = async () => {
  await office.advance(31);
  await office.house.app.get(ReconciliationJob).reconcile();
};
const differences = (reference: string, kinds = 'charge%') => office.database.query<Record<string, unknown>>('select kind, state from payments.difference where reference = $1 and kind like $2', [reference, kinds]);
const refund = async (paymentId: string, amountCents: number) => {
  const refundId = newId();
  await office.send(RefundAttempt.message({ paymentId, refundId, amountCents }));
  return office.looking(() => office.refunds(paymentId).find((each) => each.refundId === refundId));
};

describe.each(['aurora', 'bonanza'] as const)('what %s took otherwise than asked', (gateway) => {
  test('goes back, as much as came and no more; then the books agree about it', async () => {
    const { paymentId, reference } = await conflicted(gateway);
    await reconcile();
    expect(await differences(reference)).toEqual([{ kind: 'charge_amount', state: 'open' }]);
    expect(await refund(paymentId, 100)).toMatchObject({ outcome: 'refused' });
    expect(await refund(paymentId, 99)).toMatchObject({ outcome: 'refunded' });
    expect(await refund(paymentId, 1)).toMatchObject({ outcome: 'refused' });
    const [charge] = await office.charges(paymentId);
    expect(charge!.refunds.map(({ amountCents, state }) => [amountCents, state])).toEqual([[99, 'done']]);
    await reconcile();
    expect(await differences(reference)).toEqual([{ kind: 'charge_amount', state: 'repaired' }]);
  });
});

test('what a person has seen to at the gateway is no difference any more', async () => {
  const { paymentId, id, reference } = await conflicted();
  await reconcile();
  await office.send(SeeToAttempt.message({ paymentId, attemptId: id }));
  await delivered(office.database);
  await reconcile();
  expect(await differences(reference)).toEqual([{ kind: 'charge_amount', state: 'repaired' }]);
});

test('is seen to in the order in which all attempts of a batch are locked', async () => {
  await office.simulator('aurora').webhooks({ lose: 1 });
  const older = await office.pay('aurora', { method: 'pix' });
  await office.presented(older);
  const before = await attemptOf(older);
  const { paymentId, id } = await conflicted();
  await office.settled();
  await office.house.app.get(Database).transaction(async (tx) => {
    await sql`select from payments.attempt where id = ${before.id} for update`.execute(tx);
    await office.send(SeeToAttempt.message({ paymentId, attemptId: id }), VoidAttempt.message({ paymentId: older, reason: 'cancelled' }));
    await until(async () => (await office.database.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%payments.attempt%'`)).length > 0);
    // Whoever waits for the older one has not taken the newer one before it.
    await sql`select from payments.attempt where id = ${id} for update nowait`.execute(tx);
  });
  expect(await office.ending(older)).toMatchObject({ outcome: 'voided' });
});

test('what was taken in another currency is told as such, and missed in no ledger; nor is its way back', async () => {
  const paymentId = await office.pay('aurora', { method: 'pix', seconds: 7_200 });
  await office.presented(paymentId);
  const { id, reference, gateway } = await attemptOf(paymentId);
  await office.simulator(gateway).webhooks({ lose: 1 });
  await office.simulator(gateway).pay(paymentId);
  // The simulated providers know one currency.
  await office.house.app.get(Attempts).hear({ attemptId: id, observation: { kind: 'captured', chargeId: (await office.attempts(paymentId))[0]!.charge_id!, amountCents: 12_500, currency: 'USD' }, via: 'notice' });
  expect(await office.ending(paymentId)).toMatchObject({ outcome: 'conflicted', amountCents: 12_500, currency: 'USD' });
  expect(await refund(paymentId, 12_500)).toMatchObject({ outcome: 'refunded' });
  const [row] = await office.database.query<{ until: Date }>(`select platform.now() + interval '3 hours' as until`);
  await office.send(CompareBooks.message({ until: row!.until.toISOString(), entries: [] }));
  await delivered(office.database);
  await office.house.app.get(Books).compare();
  const [back] = await office.database.query<{ reference: string }>('select reference from payments.refund where attempt_id = $1', [id]);
  expect([await differences(reference, 'ledger%'), await differences(back!.reference, 'ledger%')]).toEqual([[], []]);
});

describe('a dispute of what was taken otherwise than asked', () => {
  const hear = (reference: string, state: 'opened' | 'won' | 'lost', amountCents = 99) => office.house.app.get(Payments).hear('aurora', [{ about: 'dispute', eventId: `${reference} ${state}`, reference, disputeId: `dp_${reference}`, amountCents, state }]);

  test('is told as of any other, and when it is lost there is no difference any more', async () => {
    const { paymentId, reference } = await conflicted();
    await reconcile();
    await hear(reference, 'opened');
    await hear(reference, 'lost');
    await until(() => office.disputes(paymentId).length === 2);
    expect(office.disputes(paymentId)).toMatchObject([{ state: 'opened', amountCents: 99 }, { state: 'lost' }]);
    expect(office.disputes(paymentId).every(({ surplus }) => surplus === undefined)).toBe(true);
    await reconcile();
    expect(await differences(reference)).toEqual([{ kind: 'charge_amount', state: 'repaired' }]);
  });

  test('keeps it where it is until the bank has decided, and what the bank takes does not go back as well', async () => {
    const { paymentId, reference } = await conflicted();
    await hear(reference, 'opened');
    expect(await refund(paymentId, 99)).toMatchObject({ outcome: 'refused', retryable: true });
    await hear(reference, 'lost');
    expect(await refund(paymentId, 99)).toMatchObject({ outcome: 'refused', retryable: false });
    expect((await office.charges(paymentId))[0]!.refunds).toEqual([]);
  });

  test('that the bank gives up leaves it to be given back', async () => {
    const { paymentId, reference } = await conflicted();
    await hear(reference, 'opened');
    await hear(reference, 'won');
    expect(await refund(paymentId, 99)).toMatchObject({ outcome: 'refunded' });
  });

  test('over a part of it leaves the rest a difference, until that has gone back', async () => {
    const { paymentId, reference } = await conflicted();
    await hear(reference, 'lost', 9);
    await reconcile();
    expect(await differences(reference)).toEqual([{ kind: 'charge_amount', state: 'open' }]);
    expect(await refund(paymentId, 91)).toMatchObject({ outcome: 'refused' });
    expect(await refund(paymentId, 90)).toMatchObject({ outcome: 'refunded' });
    await reconcile();
    expect(await differences(reference)).toEqual([{ kind: 'charge_amount', state: 'repaired' }]);
  });
});
