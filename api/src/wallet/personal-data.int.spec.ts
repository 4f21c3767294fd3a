import { afterEach, beforeAll, expect, test } from 'vitest';
import { AttemptPersonalData } from '#payments';
import { Database, newId } from '#platform';
import { PaymentCompleted, PaymentFailed, PaymentRefunded } from '#wallet';
import { until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, AttemptSettled, RefundAttempt, WalletHouse } from '../../test/support/wallet-house.js';
import { WalletPersonalData } from './personal-data.js';
import { WalletDatabase } from './wallet-database.js';

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { rosa: newPrincipal({ role: 'administrator' }) });
});
afterEach(() => wallet.verify());

test('money may still move while a payment is open, on its way back, wanted back, of another amount, or so lately over that it may come late', async () => {
  const personal = new WalletPersonalData(wallet.house.app.get(WalletDatabase), new AttemptPersonalData(wallet.house.app.get(Database)));
  const underway = (payerUserId: string) => personal.underway(payerUserId);
  const pay = async (change: Parameters<WalletHouse['request']>[0] = {}) => {
    const request = await wallet.request({ payerUserId: newId(), ...change });
    await wallet.hear(AttemptPayment, request.paymentId);
    return request;
  };
  const paid = async () => {
    const request = await pay();
    await wallet.say(wallet.captured(request.paymentId, 10_000));
    await wallet.hear(PaymentCompleted, request.paymentId);
    expect(await underway(request.payerUserId)).toBe(0);
    return request;
  };

  expect(await underway((await pay()).payerUserId)).toBe(1);

  const [returning, refundId] = [await paid(), newId()];
  await wallet.say(wallet.refund(returning.paymentId, refundId, 4_000));
  await wallet.hear(RefundAttempt, returning.paymentId);
  expect(await underway(returning.payerUserId)).toBe(1);
  await wallet.say(wallet.refunded(returning.paymentId, refundId));
  await wallet.hear(PaymentRefunded, returning.paymentId);
  expect(await underway(returning.payerUserId)).toBe(0);

  const [disputed, disputeId] = [await paid(), newId()];
  await wallet.say(wallet.disputed(disputed.paymentId, disputeId, 'opened', 10_000));
  await until(async () => (await underway(disputed.payerUserId)) === 1);
  await wallet.say(wallet.disputed(disputed.paymentId, disputeId, 'lost', 10_000));
  await until(async () => (await underway(disputed.payerUserId)) === 0);

  const otherwise = await pay();
  await wallet.say(AttemptSettled.message({ paymentId: otherwise.paymentId, attemptId: newId(), gateway: 'aurora', outcome: 'conflicted', amountCents: 9_000, retryable: false }));
  await until(async () => (await wallet.state(otherwise.paymentId)) === 'conflicted');
  expect(await underway(otherwise.payerUserId)).toBe(1);
  const decide = async (path: string, body: unknown) => fetch(`${wallet.house.url}/api/v1/conflicts/${otherwise.paymentId}/${path}`, {
    method: 'POST', headers: { authorization: 'Bearer rosa', 'idempotency-key': newId(), ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await decide('refunds', undefined);
  expect(await underway(otherwise.payerUserId)).toBe(1);
  const { refundId: backId } = await wallet.hear<RefundAttempt>(RefundAttempt, otherwise.paymentId);
  await wallet.say(wallet.refunded(otherwise.paymentId, backId, 'refused'));
  await until(async () => (await decide('closing', { note: 'by hand' })).status === 200);
  expect(await underway(otherwise.payerUserId)).toBe(0);

  const declined = await pay();
  await wallet.say(wallet.ended(declined.paymentId, 'declined'));
  await wallet.hear(PaymentFailed, declined.paymentId);
  expect(await underway(declined.payerUserId)).toBe(1);
  await wallet.database.query(`update wallet.payment set deadline = platform.now() - interval '49 hours' where id = $1`, [declined.paymentId]);
  expect(await underway(declined.payerUserId)).toBe(0);

  const poor = await wallet.request({ payerUserId: newId(), method: 'wallet' });
  expect(await wallet.hear(PaymentFailed, poor.paymentId)).toMatchObject({ reason: 'insufficient_funds' });
  expect(await underway(poor.payerUserId)).toBe(0);
});
