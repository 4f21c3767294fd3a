import { afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform';
import { PaymentCompleted, PaymentDisputed, RefundPayment, RefundRefused } from '#wallet';
import { until } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { RefundAttempt, WalletHouse } from '../../test/support/wallet-house.js';

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create());
});
afterEach(async () => {
  await wallet.verify();
  expect(await wallet.deadLetters()).toEqual([]);
});

async function paid(): Promise<string> {
  const { paymentId } = await wallet.request();
  await wallet.say(wallet.captured(paymentId, 10_000));
  await wallet.hear(PaymentCompleted, paymentId);
  return paymentId;
}

const boughtNothing = (paymentId: string) => RefundPayment.message({ paymentId, refundId: newId(), amountCents: 10_000, reason: 'late', boughtNothing: true });

/** What the processor is asked to give back of a payment, once it is so many times. */
const asked = (paymentId: string, times: number) => until(() => {
  const asks = wallet.heard.filter((message) => RefundAttempt.is(message) && message.key === paymentId).map(({ payload }) => payload as RefundAttempt);
  return asks.length >= times && asks;
}, `${times} refunds of ${paymentId}`);
const done = (paymentId: string) => until(async () => (await wallet.state(paymentId)) === 'refunded', `${paymentId} refunded`);

test('money that bought nothing goes back whole, though a part of it was asked back before', async () => {
  const paymentId = await paid();
  await wallet.say(wallet.refund(paymentId, newId(), 3_898));
  await wallet.say(boughtNothing(paymentId));
  const asks = await asked(paymentId, 2);
  expect(asks.map(({ amountCents }) => amountCents)).toEqual([3_898, 6_102]);
  await wallet.say(...asks.map(({ refundId }) => wallet.refunded(paymentId, refundId)));
  await done(paymentId);
});

test('and what a bank wants of it once the bank has lost', async () => {
  const paymentId = await paid();
  const [partly, disputeId] = [newId(), newId()];
  await wallet.say(wallet.refund(paymentId, partly, 1_000));
  await wallet.say(wallet.disputed(paymentId, disputeId, 'opened', 4_000));
  await wallet.hear(PaymentDisputed, paymentId);
  await wallet.say(boughtNothing(paymentId));
  const [, rest] = await asked(paymentId, 2);
  expect(rest).toMatchObject({ amountCents: 5_000 });
  await wallet.say(wallet.refunded(paymentId, partly), wallet.refunded(paymentId, rest!.refundId));
  await wallet.say(wallet.disputed(paymentId, disputeId, 'won', 4_000));
  const [, , last] = await asked(paymentId, 3);
  expect(last).toMatchObject({ amountCents: 4_000 });
  await wallet.say(wallet.refunded(paymentId, last!.refundId));
  await done(paymentId);
});

test('whoever hears that it is refused hears as well that the wallet sees to it, and of no other money', async () => {
  const [bought, nothing] = [await paid(), await paid()];
  await wallet.say(wallet.refund(bought, newId(), 10_001));
  expect(await wallet.hear(RefundRefused, bought)).not.toHaveProperty('boughtNothing');
  await wallet.say(boughtNothing(nothing));
  const [ask] = await asked(nothing, 1);
  const disputeId = newId();
  await wallet.say(wallet.disputed(nothing, disputeId, 'opened', 4_000));
  await wallet.hear(PaymentDisputed, nothing);
  await wallet.say(wallet.refunded(nothing, ask!.refundId, 'refused'));
  expect(await wallet.hear(RefundRefused, nothing)).toMatchObject({ refundId: ask!.refundId, boughtNothing: true });
  const [, rest] = await asked(nothing, 2);
  expect(rest).toMatchObject({ amountCents: 6_000 });
  await wallet.say(wallet.disputed(nothing, disputeId, 'lost', 4_000), wallet.refunded(nothing, rest!.refundId));
  await until(async () => (await wallet.database.query('select from wallet.refund where id = $1 and state = $2', [rest!.refundId, 'refunded'])).length === 1);
});
