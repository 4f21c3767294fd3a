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
  house = await startHouse(database, [PaymentsModule, sessionsByDecree({})], { GATEWAYS: JSON.stringify([stripe.config]) });
  await stripe.announceTo(house.url);
});
afterAll(() => expectInvariants(database, 'I4'));

const send = (...messages: Parameters<Outbox['append']>[1]): Promise<void> => house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, messages));

test('a refund that Stripe refuses for a dispute of which nothing was heard yet waits for it, and goes out when the bank has lost', async () => {
  const paymentId = newId();
  await send(AttemptPayment.message({ paymentId, amountCents: 12_500, currency: 'BRL', method: 'card', description: 'Two tickets', buyer: {}, token: 'tok_ok', deadline: new Date(Date.now() + 300_000).toISOString() }));
  await until(async () => (await database.query(`select from payments.attempt where payment_id = $1 and state = 'captured'`, [paymentId])).length === 1);
  await stripe.webhooks({ lose: 1 });
  await stripe.dispute(paymentId, 'opened', 5_000);
  await send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
  const refund = async () => (await database.query<{ state: string; detail: string | null }>('select state, detail from payments.refund where payment_id = $1', [paymentId]))[0];
  const answered = () => database.query<{ outcome: string }>(`select payload ->> 'outcome' as outcome from platform.event_log where type = 'payments.attempt_refunded' and key = $1`, [paymentId]);
  await until(async () => (await refund())?.detail === 'disputed', 'what Stripe said of the refund');
  expect([await refund(), await answered()]).toMatchObject([{ state: 'pending' }, []]);

  await stripe.webhooks({ lose: 0 });
  await stripe.dispute(paymentId, 'won');
  await until(async () => (await database.query(`select from payments.dispute where state = 'won'`)).length === 1);
  // Until then Stripe tells its answer again under the refund's key.
  await stripe.advance(86_401);
  await until(async () => {
    await database.query(`update payments.refund set next_look_at = platform.now() where state = 'pending'`);
    await house.app.get(RecoveryJob).recover();
    return (await refund())?.state === 'refunded';
  }, 'the refund to be through');
  expect(await answered()).toEqual([{ outcome: 'refunded' }]);
  expect((await stripe.charges(paymentId)).flatMap(({ refunds }) => refunds)).toMatchObject([{ amountCents: 12_500, state: 'done' }]);
});
