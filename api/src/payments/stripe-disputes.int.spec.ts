import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database, newId, Outbox } from '#platform';
import { until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { TestSimulator } from '../../test/support/simulators.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AttemptPayment, PaymentsModule } from './index.js';
import { RefundAttempt } from './payments.commands.js';
import { RecoveryJob } from './recovery.job.js';

let database: TestDatabase;
let stripe: TestSimulator;
let house: TestHouse;
beforeAll(async () => {
  [database, stripe] = await Promise.all([TestDatabase.create(), TestSimulator.start('stripe')]);
  // What fails on purpose is asserted, not logged.
  house = await startHouse(database, [PaymentsModule, sessionsByDecree({})], { GATEWAYS: JSON.stringify([stripe.config]), LOG_LEVEL: 'fatal' });
  await stripe.announceTo(house.url);
});
afterAll(() => expectInvariants(database, 'I4'));

const send = (...messages: Parameters<Outbox['append']>[1]): Promise<void> => house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, messages));

interface RefundRow {
  id: string;
  state: string;
  detail: string | null;
  looks: number;
}

/** A captured payment of 125.00, of which a bank wants 50.00 back. Whether that is heard of or not. */
async function disputed({ heard }: { heard: boolean }) {
  const paymentId = newId();
  await send(AttemptPayment.message({ paymentId, amountCents: 12_500, currency: 'BRL', method: 'card', description: 'Two tickets', buyer: {}, token: 'tok_ok', deadline: new Date(Date.now() + 300_000).toISOString() }));
  await until(async () => (await database.query(`select from payments.attempt where payment_id = $1 and state = 'captured'`, [paymentId])).length === 1);
  const disputeIs = (state: string) => until(async () => (await database.query('select from payments.dispute join payments.attempt on attempt.id = attempt_id where payment_id = $1 and dispute.state = $2', [paymentId, state])).length === 1, `a dispute ${state}`);
  if (!heard) await stripe.webhooks({ lose: 1 });
  await stripe.dispute(paymentId, 'opened', 5_000);
  if (heard) await disputeIs('opened');
  await stripe.webhooks({ lose: 0 });
  const ask = async (amountCents: number): Promise<string> => {
    const refundId = newId();
    await send(RefundAttempt.message({ paymentId, refundId, amountCents }));
    return refundId;
  };
  const refund = async (id: string) => (await database.query<RefundRow>('select id, state, detail, looks from payments.refund where id = $1', [id]))[0];
  const answers = () => database.query<{ outcome: string; retryable: boolean | null }>(`select payload ->> 'outcome' as outcome, (payload ->> 'retryable')::bool as retryable from platform.event_log where type = 'payments.attempt_refunded' and key = $1 order by position`, [paymentId]);
  const look = async () => {
    await database.query(`update payments.refund set next_look_at = platform.now() where state = 'pending'`);
    await house.app.get(RecoveryJob).recover();
  };
  const becomes = (id: string, state: string) => until(async () => {
    await look();
    return (await refund(id))?.state === state;
  }, `a refund ${state}`);
  const given = async () => (await stripe.charges(paymentId)).flatMap(({ refunds }) => refunds.map(({ amountCents, state }) => [amountCents, state]));
  return { paymentId, ask, refund, answers, look, becomes, given, disputeIs, isDisputed: (id: string) => until(async () => (await refund(id))?.detail === 'disputed', 'what Stripe said of the refund') };
}

test('a refund that Stripe refuses for a dispute of which nothing was heard yet waits for it, and goes out when the bank has lost', async () => {
  const { paymentId, ask, refund, answers, becomes, given, disputeIs, isDisputed } = await disputed({ heard: false });
  const id = await ask(12_500);
  await isDisputed(id);
  expect([await refund(id), await answers()]).toMatchObject([{ state: 'pending' }, []]);
  await stripe.dispute(paymentId, 'won');
  await disputeIs('won');
  // Until then Stripe tells its answer again under the refund's key.
  await stripe.advance(86_401);
  await becomes(id, 'refunded');
  expect(await answers()).toEqual([{ outcome: 'refunded', retryable: null }]);
  expect(await given()).toEqual([[12_500, 'done']]);
});

test('one that Stripe refused while the dispute was open, though there is enough for both, fares better under another name once that is lost', async () => {
  const { paymentId, ask, answers, becomes, given, disputeIs, isDisputed } = await disputed({ heard: true });
  const id = await ask(5_000);
  await isDisputed(id);
  await stripe.dispute(paymentId, 'lost');
  await disputeIs('lost');
  // No call that was made before can be executed any more.
  await database.query(`update payments.dispute set settled_at = settled_at - interval '1 hour' where state = 'lost'`);
  await becomes(id, 'refused');
  expect(await answers()).toEqual([{ outcome: 'refused', retryable: true }]);
  await becomes(await ask(5_000), 'refunded');
  expect(await given()).toEqual([[5_000, 'done']]);
});

test('one that Stripe refuses for a dispute that is never heard of waits as long as it takes: what was refused here the payer would get as well', async () => {
  const { ask, refund, answers, isDisputed, look } = await disputed({ heard: false });
  const id = await ask(12_500);
  await isDisputed(id);
  await database.query(`update payments.refund set created_at = created_at - interval '30 days' where id = $1`, [id]);
  const { looks } = (await refund(id))!;
  await look();
  await until(async () => (await refund(id))!.looks > looks, 'another look');
  expect([await refund(id), await answers()]).toMatchObject([{ state: 'pending', detail: 'disputed' }, []]);
});
