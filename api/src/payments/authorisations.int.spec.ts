import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Database, newId, Outbox } from '#platform';
import { until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { TestSimulator } from '../../test/support/simulators.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { Attempts } from './attempts.js';
import { Gateways } from './gateways.js';
import { AttemptPayment, type AttemptSettled, PaymentsModule, VoidAttempt } from './index.js';
import { Reconciliation } from './reconciliation.js';

let database: TestDatabase;
let stripe: TestSimulator;
let house: TestHouse;
let elapsedSeconds = 0;

const open = async (): Promise<void> => {
  house = await startHouse(database, [PaymentsModule, sessionsByDecree({})], { GATEWAYS: JSON.stringify([stripe.config]) });
  await stripe.announceTo(house.url);
};
beforeAll(async () => {
  [database, stripe] = await Promise.all([TestDatabase.create(), TestSimulator.start('stripe')]);
  await open();
});
beforeEach(() => stripe.behave());
afterAll(() => expectInvariants(database, 'I4'));

const send = (...messages: Parameters<Outbox['append']>[1]): Promise<void> => house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, messages));
const advance = async (seconds: number): Promise<void> => {
  elapsedSeconds += seconds;
  await database.advance(seconds);
};

async function pay(token = 'tok_ok'): Promise<string> {
  const paymentId = newId();
  const deadline = new Date(Date.now() + (elapsedSeconds + 300) * 1_000).toISOString();
  await send(AttemptPayment.message({ paymentId, amountCents: 12_500, currency: 'BRL', method: 'card', description: 'Two tickets', buyer: {}, token, deadline }));
  return paymentId;
}
const endings = async (paymentId: string): Promise<AttemptSettled[]> =>
  (await database.query<{ payload: AttemptSettled }>(`select payload from platform.event_log where channel = 'payments' and payload ->> 'paymentId' = $1 and payload -> 'outcome' is not null order by position`, [paymentId])).map(({ payload }) => payload);
const ending = (paymentId: string): Promise<AttemptSettled> => until(async () => (await endings(paymentId))[0]);
const stateOf = async (paymentId: string): Promise<string | undefined> => (await database.query<{ state: string }>('select state from payments.attempt where payment_id = $1', [paymentId]))[0]?.state;
const comesTo = (paymentId: string, state: string): Promise<true> => until(async () => (await stateOf(paymentId)) === state, `an attempt that is ${state}`);
const bookedAs = (paymentId: string, state: string): Promise<true> => until(async () => (await stripe.charges(paymentId)).some((charge) => charge.state === state), `a charge that is ${state}`);

/** Authorised by a process that dies before it captures. */
async function authorized(): Promise<string> {
  house.app.get(Attempts).capture = () => undefined;
  const paymentId = await pay();
  await comesTo(paymentId, 'authorized');
  return paymentId;
}
async function anotherProcess(): Promise<void> {
  await house.close();
  await open();
}

describe('a card that is authorised first', () => {
  test('is captured at once, as long as the payment is wanted', async () => {
    const paymentId = await pay();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured', amountCents: 12_500 });
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'captured', amountCents: 12_500 }]);
  });

  test.each(['commit_then_reset', 'error_after_commit', 'reset_before_commit', 'error_before_commit', 'in_flight', 'throttled'])('is captured once though its capture meets %s and no webhook comes', async (kind) => {
    await stripe.webhooks({ lose: 1 });
    await stripe.fault({ kind, operation: 'capture', count: 1 });
    const paymentId = await pay();
    await advance(16);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'captured' }]);
    expect(await endings(paymentId)).toHaveLength(1);
  });

  test('is captured once though its webhooks come twice, late and in another order', async () => {
    await stripe.webhooks({ duplicate: 1, reorder: 0.5, reorderMs: 150 });
    const paymentIds = await Promise.all(Array.from({ length: 20 }, () => pay()));
    for (const paymentId of paymentIds) expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
    await until(async () => (await database.query('select from payments.webhook_event where gateway = $1', ['stripe'])).length >= 2 * paymentIds.length);
    for (const paymentId of paymentIds) {
      expect([await stateOf(paymentId), (await endings(paymentId)).length]).toEqual(['captured', 1]);
      expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'captured' }]);
    }
  });

  test('is captured though its bank takes so long that it is told as made, and looked for, meanwhile', async () => {
    const paymentId = await pay('tok_slow');
    // Made, authorised and captured are told one after the other.
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect([await stateOf(paymentId), (await endings(paymentId)).length]).toEqual(['captured', 1]);
  });

  test('and left so by a crash is found and captured', async () => {
    const paymentId = await authorized();
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'authorized' }]);
    await anotherProcess();
    await advance(16);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'captured' }]);
  });

  test('and cancelled before it is captured is voided: no refund, and nothing taken', async () => {
    const paymentId = await authorized();
    await send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided' });
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'voided', refunds: [] }]);
    await anotherProcess();
  });

  test('and not captured when the window closes is voided then, long before it would lapse', async () => {
    const paymentId = await authorized();
    await advance(301);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided' });
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'voided', refunds: [] }]);
    await anotherProcess();
  });

  test('over another amount is voided, and the buyer may try again', async () => {
    await stripe.fault({ kind: 'other_amount', count: 1 });
    const paymentId = await pay();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided' });
    expect(await stripe.charges(paymentId)).toMatchObject([{ state: 'voided' }]);
  });

  test('and captured over another amount is a conflict about the money that came', async () => {
    await stripe.fault({ kind: 'other_amount', operation: 'capture', count: 1, amountCents: 12_000 });
    const paymentId = await pay();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'conflicted', amountCents: 12_000 });
  });

  test('whose capture the issuer refuses is declined, and what was kept aside is let go', async () => {
    await stripe.fault({ kind: 'hard_decline', operation: 'capture', count: 1 });
    const paymentId = await pay();
    expect(await ending(paymentId)).toMatchObject({ outcome: 'declined', retryable: true });
    await bookedAs(paymentId, 'voided');
    expect([await stateOf(paymentId), (await endings(paymentId)).length]).toEqual(['declined', 1]);
  });

  test('after its payment has ended is let go, too', async () => {
    await stripe.fault({ kind: 'hang_then_commit', operation: 'charge', count: 1, delayMs: 600_000 });
    const paymentId = await pay();
    await comesTo(paymentId, 'pending');
    await send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    await advance(31);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'voided' });
    // What hung was executed after all, and is told by webhook.
    await stripe.advance(600);
    await bookedAs(paymentId, 'voided');
    expect(await endings(paymentId)).toHaveLength(1);
  });

  test('and declined by a word that came before is let go by whoever compares lists', async () => {
    const paymentId = await authorized();
    const [attempt] = await database.query<{ id: string }>('select id from payments.attempt where payment_id = $1', [paymentId]);
    await house.app.get(Attempts).hear({ attemptId: attempt!.id, observation: { kind: 'declined', code: 'x', hard: true }, via: 'notice' });
    expect(await ending(paymentId)).toMatchObject({ outcome: 'declined' });
    await advance(31);
    for (const line of house.app.get(Gateways).all) await house.app.get(Reconciliation).compare(line);
    await bookedAs(paymentId, 'voided');
    expect([await stateOf(paymentId), (await endings(paymentId)).length]).toEqual(['declined', 1]);
    await anotherProcess();
  });

  test('is no money to whoever compares lists', async () => {
    const paymentId = await authorized();
    await advance(31);
    for (const line of house.app.get(Gateways).all) await house.app.get(Reconciliation).compare(line);
    const [attempt] = await database.query<{ id: string }>('select id from payments.attempt where payment_id = $1', [paymentId]);
    expect(await database.query('select kind from payments.difference where reference = $1', [attempt!.id.replaceAll('-', '')])).toEqual([]);
    expect(await stateOf(paymentId)).toBe('authorized');
    await anotherProcess();
    await advance(16);
    expect(await ending(paymentId)).toMatchObject({ outcome: 'captured' });
  });
});
