import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { PaymentCompleted, PaymentDisputed, PaymentFailed, PaymentPresented, PaymentRefunded, RefundRefused, RequestPayment } from '#wallet';
import { until } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, AttemptSettled, newRequest, RefundAttempt, VoidAttempt, WalletHouse } from '../../test/support/wallet-house.js';

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create());
});
afterEach(() => wallet.verify());

describe('an order paid by a gateway', () => {
  test('is asked of the processor with the amount, and completed by its capture', async () => {
    const { paymentId, purpose, payeeAccount } = await wallet.request({ token: 'tok_ok' });
    expect(await wallet.hear(AttemptPayment, paymentId)).toMatchObject({ amountCents: 10_000, method: 'card', token: 'tok_ok' });
    await wallet.say(wallet.captured(paymentId, 10_000));
    expect(await wallet.hear(PaymentCompleted, paymentId)).toMatchObject({ purpose, amountCents: 10_000, gateway: 'aurora', late: false });
    const balances = await wallet.database.query('select balance_cents from wallet.account_balance where owner = $1', [payeeAccount]);
    expect(balances).toEqual([{ balance_cents: 10_000 }]);
  });

  test('by PIX shows its code first', async () => {
    const { paymentId } = await wallet.request({ method: 'pix' });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.presented(paymentId), wallet.captured(paymentId, 10_000));
    expect(await wallet.hear(PaymentPresented, paymentId)).toMatchObject({ pix: { brCode: '000201' } });
    await wallet.hear(PaymentCompleted, paymentId);
    expect(wallet.about(paymentId)).toEqual(['payments.attempt_payment', 'wallet.payment_presented', 'wallet.payment_completed']);
  });

  test('that is declined may be tried again, and only the second payment counts', async () => {
    const first = await wallet.request();
    await wallet.hear(AttemptPayment, first.paymentId);
    await wallet.say(wallet.ended(first.paymentId, 'declined'));
    expect(await wallet.hear(PaymentFailed, first.paymentId)).toMatchObject({ reason: 'declined', retryable: true });
    const second = await wallet.request({ purpose: first.purpose });
    await wallet.hear(AttemptPayment, second.paymentId);
    await wallet.say(wallet.captured(second.paymentId, 10_000));
    await wallet.hear(PaymentCompleted, second.paymentId);
  });

  test('cannot be paid by a second payment while the first lives', async () => {
    const first = await wallet.request();
    const second = await wallet.request({ purpose: first.purpose });
    expect(await wallet.hear(PaymentFailed, second.paymentId)).toMatchObject({ reason: 'refused', detail: 'purpose_has_a_payment' });
    expect(wallet.about(second.paymentId)).toEqual(['wallet.payment_failed']);
  });

  test('that is asked for twice, under other message ids, is one payment', async () => {
    const request = await wallet.request();
    await wallet.request(request);
    await wallet.hear(AttemptPayment, request.paymentId);
    await wallet.say(wallet.captured(request.paymentId, 10_000));
    await wallet.hear(PaymentCompleted, request.paymentId);
    expect(wallet.about(request.paymentId)).toEqual(['payments.attempt_payment', 'wallet.payment_completed']);
  });

  test('whose outcome is told twice completes once', async () => {
    const { paymentId } = await wallet.request();
    await wallet.hear(AttemptPayment, paymentId);
    const attemptId = newId();
    await wallet.say(wallet.captured(paymentId, 10_000, attemptId), wallet.captured(paymentId, 10_000, attemptId));
    await wallet.hear(PaymentCompleted, paymentId);
    const { paymentId: next } = await wallet.request();
    await wallet.hear(AttemptPayment, next);
    expect(wallet.about(paymentId).filter((type) => type === 'wallet.payment_completed')).toHaveLength(1);
    expect(await wallet.database.query('select from wallet.transfer where payment_id = $1', [paymentId])).toHaveLength(1);
  });

  test('is not undone by a code or a void that arrive after the capture', async () => {
    const { paymentId } = await wallet.request({ method: 'pix' });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000), wallet.presented(paymentId), wallet.ended(paymentId, 'voided'));
    await wallet.hear(PaymentCompleted, paymentId);
    const later = await wallet.request({ paymentId: newId() });
    await wallet.hear(AttemptPayment, later.paymentId);
    expect(await wallet.state(paymentId)).toBe('completed');
  });
});

describe('the platform\'s fee', () => {
  test('is on its account when the order is paid, and back on the organiser\'s when all of it is refunded', async () => {
    const owned = (owner: string) => wallet.database.query<{ balance_cents: number }>('select balance_cents from wallet.account_balance where owner = $1', [owner]);
    const { paymentId, payeeAccount } = await wallet.request({ feeCents: 1_234 });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    expect([await owned(payeeAccount!), await owned('fees')]).toEqual([[{ balance_cents: 8_766 }], [{ balance_cents: 1_234 }]]);
    const [half, rest] = [newId(), newId()];
    await wallet.say(wallet.refund(paymentId, half, 5_000), wallet.refund(paymentId, rest, 5_000));
    await wallet.say(wallet.refunded(paymentId, half));
    await until(async () => (await owned('fees'))[0]?.balance_cents === 617, 'half of the fee');
    await wallet.verify();
    await wallet.say(wallet.refunded(paymentId, rest));
    await until(async () => (await wallet.state(paymentId)) === 'refunded');
    expect([await owned(payeeAccount!), await owned('fees')]).toEqual([[{ balance_cents: 0 }], [{ balance_cents: 0 }]]);
  });

  test('that was not given back with the money would be found (I4)', async () => {
    const { paymentId } = await wallet.request({ feeCents: 100 });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    await wallet.database.query('update wallet.payment set fee_taken_cents = 99 where id = $1', [paymentId]);
    await expect(wallet.verify()).rejects.toThrow('fee');
    await wallet.database.query('update wallet.payment set fee_taken_cents = 100 where id = $1', [paymentId]);
  });
});

describe('a rehearsal', () => {
  test('is asked of a sandbox, and stays off the books of real money to its last refund', async () => {
    const { paymentId, payeeAccount, payerUserId } = await wallet.request({ sandbox: true });
    expect(await wallet.hear(AttemptPayment, paymentId)).toMatchObject({ sandbox: true });
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    const refundId = newId();
    await wallet.say(wallet.refund(paymentId, refundId, 4_000));
    await wallet.hear(RefundAttempt, paymentId);
    // What a gateway will not take back is credited, here too.
    await wallet.say(wallet.refunded(paymentId, refundId, 'refused'));
    await wallet.hear(PaymentRefunded, paymentId);
    const balances = await wallet.database.query(
      `select kind, owner, balance_cents from wallet.account_balance where owner like any (array['%' || $1, '%' || $2, 'sandbox:aurora']) order by kind`, [payeeAccount, payerUserId]);
    expect(balances).toEqual([
      { kind: 'buyer', owner: `sandbox:${payerUserId}`, balance_cents: 4_000 },
      { kind: 'gateway', owner: 'sandbox:aurora', balance_cents: -10_000 },
      { kind: 'payee', owner: `sandbox:${payeeAccount}`, balance_cents: 6_000 },
    ]);
  });

  test('that would be paid from a balance fails: real balances are out of its reach', async () => {
    const payerUserId = newId();
    await wallet.give(payerUserId, 20_000);
    const { paymentId } = await wallet.request({ sandbox: true, payerUserId, method: 'wallet', fromWalletCents: 10_000 });
    expect(await wallet.hear(PaymentFailed, paymentId)).toMatchObject({ reason: 'insufficient_funds' });
    expect(await wallet.balance(payerUserId)).toEqual([20_000, 0]);
  });

  test('whose money met real money would be found (I5)', async () => {
    const { paymentId } = await wallet.request();
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    await wallet.database.query('update wallet.payment set sandbox = true where id = $1', [paymentId]);
    await expect(wallet.verify()).rejects.toThrow('play money and real money never meet');
    await wallet.database.query('update wallet.payment set sandbox = false where id = $1', [paymentId]);
  });
});

test('another amount than ours waits in suspense for a person, and the order cannot be paid again', async () => {
  const { paymentId, purpose } = await wallet.request();
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.say(AttemptSettled.message({ paymentId, attemptId: newId(), gateway: 'aurora', outcome: 'conflicted', amountCents: 9_999, retryable: false }));
  expect(await wallet.hear(PaymentFailed, paymentId)).toMatchObject({ reason: 'conflicted', retryable: false });
  expect(await wallet.database.query(`select balance_cents from wallet.account_balance where owner = 'suspense'`)).toEqual([{ balance_cents: 9_999 }]);
  const second = await wallet.request({ purpose });
  expect(await wallet.hear(PaymentFailed, second.paymentId)).toMatchObject({ detail: 'purpose_has_a_payment' });
});

describe('at the end', () => {
  test('a cancelled payment is voided, and fails once the gateway says so', async () => {
    const { paymentId } = await wallet.request({ method: 'pix' });
    await wallet.say(wallet.cancel(paymentId, 'cancelled'));
    expect(await wallet.hear(VoidAttempt, paymentId)).toEqual({ paymentId, reason: 'cancelled' });
    await wallet.say(wallet.ended(paymentId, 'voided'));
    expect(await wallet.hear(PaymentFailed, paymentId)).toMatchObject({ reason: 'cancelled', retryable: true });
  });

  test('one that is requested and cancelled in the same breath keeps the reason', async () => {
    const request = newRequest({ method: 'pix' });
    await wallet.say(RequestPayment.message(request), wallet.cancel(request.paymentId, 'cancelled'));
    await wallet.hear(VoidAttempt, request.paymentId);
    await wallet.say(wallet.ended(request.paymentId, 'voided'));
    expect(await wallet.hear(PaymentFailed, request.paymentId)).toMatchObject({ reason: 'cancelled', retryable: true });
  });

  test('money that arrives after it is announced as late', async () => {
    const { paymentId } = await wallet.request({ method: 'pix' });
    await wallet.say(wallet.cancel(paymentId));
    await wallet.hear(VoidAttempt, paymentId);
    await wallet.say(wallet.ended(paymentId, 'voided'));
    await wallet.hear(PaymentFailed, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    expect(await wallet.hear(PaymentCompleted, paymentId)).toMatchObject({ late: true });
  });

  test('money for an order that was paid otherwise in the meantime goes back by itself', async () => {
    const first = await wallet.request({ method: 'pix' });
    await wallet.say(wallet.cancel(first.paymentId, 'cancelled'));
    await wallet.hear(VoidAttempt, first.paymentId);
    await wallet.say(wallet.ended(first.paymentId, 'voided'));
    await wallet.hear(PaymentFailed, first.paymentId);
    const second = await wallet.request({ purpose: first.purpose });
    await wallet.hear(AttemptPayment, second.paymentId);
    await wallet.say(wallet.captured(second.paymentId, 10_000), wallet.captured(first.paymentId, 10_000));
    const { refundId } = await wallet.hear<{ refundId: string }>(RefundAttempt, first.paymentId);
    await wallet.say(wallet.refunded(first.paymentId, refundId));
    expect(await wallet.hear(PaymentRefunded, first.paymentId)).toMatchObject({ amountCents: 10_000, reason: 'paid_twice' });
    expect(await wallet.state(first.paymentId)).toBe('refunded');
    expect(await wallet.state(second.paymentId)).toBe('completed');
  });
});

describe('from the balance', () => {
  test('a payment completes at once', async () => {
    const payerUserId = newId();
    await wallet.give(payerUserId, 15_000);
    const { paymentId } = await wallet.request({ payerUserId, method: 'wallet' });
    expect(await wallet.hear(PaymentCompleted, paymentId)).toMatchObject({ gateway: null, method: 'wallet' });
    expect(await wallet.balance(payerUserId)).toEqual([5_000, 0]);
    expect(wallet.about(paymentId)).toEqual(['wallet.payment_completed']);
  });

  test('too little is a failure that may be retried, also for somebody who never had an account', async () => {
    const { paymentId } = await wallet.request({ method: 'wallet' });
    expect(await wallet.hear(PaymentFailed, paymentId)).toMatchObject({ reason: 'insufficient_funds', retryable: true });
  });

  test('a frozen part is released by a decline, frozen again by the retry, and posted', async () => {
    const payerUserId = newId();
    await wallet.give(payerUserId, 5_000);
    const first = await wallet.request({ payerUserId, fromWalletCents: 4_000 });
    expect(await wallet.hear(AttemptPayment, first.paymentId)).toMatchObject({ amountCents: 6_000 });
    expect(await wallet.balance(payerUserId)).toEqual([5_000, 4_000]);
    await wallet.say(wallet.ended(first.paymentId, 'declined'));
    await wallet.hear(PaymentFailed, first.paymentId);
    expect(await wallet.balance(payerUserId)).toEqual([5_000, 0]);
    const second = await wallet.request({ payerUserId, fromWalletCents: 4_000, purpose: first.purpose });
    await wallet.hear(AttemptPayment, second.paymentId);
    await wallet.say(wallet.captured(second.paymentId, 6_000));
    await wallet.hear(PaymentCompleted, second.paymentId);
    expect(await wallet.balance(payerUserId)).toEqual([1_000, 0]);
  });
});

test('ids in upper case are those in lower case: the payee, the buyer and the purpose', async () => {
  const payerUserId = newId();
  await wallet.give(payerUserId, 5_000);
  const lower = { payerUserId, payeeAccount: newId(), purpose: { kind: 'order' as const, id: newId() } };
  const upper = { payerUserId: payerUserId.toUpperCase(), payeeAccount: lower.payeeAccount.toUpperCase(), purpose: { kind: 'order' as const, id: lower.purpose.id.toUpperCase() } };
  const { paymentId } = await wallet.request({ ...upper, fromWalletCents: 4_000 });
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.say(wallet.captured(paymentId, 6_000));
  await wallet.hear(PaymentCompleted, paymentId);
  expect(await wallet.balance(payerUserId)).toEqual([1_000, 0]);
  expect(await wallet.database.query('select balance_cents from wallet.account_balance where owner = $1', [lower.payeeAccount])).toEqual([{ balance_cents: 10_000 }]);
  const second = await wallet.request({ ...upper, method: 'wallet', amountCents: 1 });
  expect(await wallet.hear(PaymentFailed, second.paymentId)).toMatchObject({ detail: 'purpose_has_a_payment' });
});

describe('a refund', () => {
  test('goes through the gateway and its answer, and is asked for once however often', async () => {
    const { paymentId } = await wallet.request();
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    const refundId = newId();
    await wallet.say(wallet.refund(paymentId, refundId, 10_000), wallet.refund(paymentId, refundId, 10_000));
    expect(await wallet.hear(RefundAttempt, paymentId)).toEqual({ paymentId, refundId, amountCents: 10_000 });
    await wallet.say(wallet.refunded(paymentId, refundId), wallet.refunded(paymentId, refundId));
    expect(await wallet.hear(PaymentRefunded, paymentId)).toMatchObject({ refundId, amountCents: 10_000, toBalanceCents: 0 });
    expect(await wallet.state(paymentId)).toBe('refunded');
    expect(wallet.about(paymentId).filter((type) => type === 'payments.refund_attempt')).toHaveLength(1);
  });

  test('that the gateway refuses lands on the balance of a buyer who had none', async () => {
    const { paymentId, payerUserId } = await wallet.request();
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    const refundId = newId();
    await wallet.say(wallet.refund(paymentId, refundId, 10_000));
    await wallet.hear(RefundAttempt, paymentId);
    await wallet.say(wallet.refunded(paymentId, refundId, 'refused'));
    expect(await wallet.hear(PaymentRefunded, paymentId)).toMatchObject({ toBalanceCents: 10_000 });
    expect(await wallet.balance(payerUserId)).toEqual([10_000, 0]);
  });

  test('of the rest goes to where the rest is, though what went before is of another message', async () => {
    const payerUserId = newId();
    await wallet.give(payerUserId, 5_000);
    const { paymentId } = await wallet.request({ payerUserId, fromWalletCents: 4_000 });
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 6_000));
    await wallet.hear(PaymentCompleted, paymentId);
    const [first, second] = [newId(), newId()];
    await wallet.say(wallet.refund(paymentId, first, 6_000));
    await wallet.hear(RefundAttempt, paymentId);
    await wallet.say(wallet.refunded(paymentId, first));
    await wallet.hear(PaymentRefunded, paymentId);
    await wallet.say(wallet.refund(paymentId, second, 4_000));
    await until(async () => (await wallet.state(paymentId)) === 'refunded');
    expect(await wallet.balance(payerUserId)).toEqual([5_000, 0]);
  });

  test('of more than was captured is refused with the reason', async () => {
    const { paymentId } = await wallet.request();
    await wallet.hear(AttemptPayment, paymentId);
    await wallet.say(wallet.captured(paymentId, 10_000));
    await wallet.hear(PaymentCompleted, paymentId);
    await wallet.say(wallet.refund(paymentId, newId(), 10_001));
    expect(await wallet.hear(RefundRefused, paymentId)).toMatchObject({ reason: 'exceeds_captured' });
  });
});

test('money that two attempts took, or that belongs to no payment, stands among the dead letters', async () => {
  const { paymentId } = await wallet.request();
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.say(wallet.captured(paymentId, 10_000), wallet.captured(paymentId, 10_000, newId()), wallet.captured(newId(), 1));
  const letters = await until(async () => {
    const rows = await wallet.deadLetters();
    return rows.length >= 2 && rows;
  });
  expect(letters.map(({ type }) => type)).toEqual(['payments.attempt_settled', 'payments.attempt_settled']);
  expect(new Set(letters.map(({ error }) => /captured by two attempts|is not ours/.exec(error)?.[0]))).toEqual(
    new Set(['captured by two attempts', 'is not ours']),
  );
  await wallet.database.query('delete from platform.dead_letter');
});

test('what a bank wants back is held back from the payee, and gone when it is lost, though it is told twice and late', async () => {
  const { paymentId, payeeAccount } = await wallet.request();
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.say(wallet.captured(paymentId, 10_000));
  await wallet.hear(PaymentCompleted, paymentId);
  const disputeId = newId();
  const stands = async () => (await wallet.database.query('select balance_cents, frozen_cents from wallet.account_balance where owner = $1', [payeeAccount]))[0];
  const told = () => wallet.heard.filter((message) => PaymentDisputed.is(message) && message.key === paymentId).map(({ payload }) => (payload as PaymentDisputed).state);
  await wallet.say(wallet.disputed(paymentId, disputeId, 'opened', 10_000));
  await until(() => told().length === 1);
  expect(await stands()).toEqual({ balance_cents: 10_000, frozen_cents: 10_000 });
  await wallet.say(wallet.disputed(paymentId, disputeId, 'lost', 10_000), wallet.disputed(paymentId, disputeId, 'lost', 10_000), wallet.disputed(paymentId, disputeId, 'opened', 10_000));
  await until(() => told().length === 2);
  await wallet.say(wallet.refund(paymentId, newId(), 1));
  expect(await wallet.hear(RefundRefused, paymentId)).toMatchObject({ reason: 'exceeds_captured' });
  expect(told()).toEqual(['opened', 'lost']);
  expect(await stands()).toEqual({ balance_cents: 0, frozen_cents: 0 });
});

// From here on: they move the clock for the whole file.
test('the window and its grace end by themselves: the gateway is told to void, the frozen part goes back, and late money takes it again', async () => {
  const payerUserId = newId();
  await wallet.give(payerUserId, 5_000);
  const { paymentId } = await wallet.request({ payerUserId, fromWalletCents: 4_000, method: 'pix' });
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.database.advance(300);
  expect(await wallet.hear(VoidAttempt, paymentId)).toEqual({ paymentId, reason: 'expired' });
  expect(await wallet.balance(payerUserId)).toEqual([5_000, 4_000]);
  await wallet.database.advance(60);
  await until(async () => (await wallet.balance(payerUserId))[1] === 0, 'the frozen part');
  await wallet.say(wallet.captured(paymentId, 6_000));
  await wallet.hear(PaymentCompleted, paymentId);
  expect(await wallet.balance(payerUserId)).toEqual([1_000, 0]);

  const late = await wallet.request({ deadline: new Date(Date.now() + 300_000).toISOString() });
  expect(await wallet.hear(PaymentFailed, late.paymentId)).toMatchObject({ reason: 'expired', retryable: false });
  expect(await wallet.deadLetters()).toEqual([]);
});

test('a payment that cannot be ended keeps no other from ending, and ends once it can', async () => {
  const payerUserId = newId();
  await wallet.give(payerUserId, 5_000);
  // The clock stands 360 seconds ahead by now.
  const deadline = new Date(Date.now() + 660_000).toISOString();
  const [broken, ...others] = await Promise.all([1_000, 1_000, 1_000].map((fromWalletCents) => wallet.request({ payerUserId, fromWalletCents, deadline })));
  for (const { paymentId } of [broken!, ...others]) await wallet.hear(AttemptPayment, paymentId);
  const paidTo = (payeeId: string) => wallet.database.query('update wallet.payment set payee_id = $2 where id = $1', [broken!.paymentId, payeeId]);
  await paidTo(newId());
  await wallet.database.advance(361);
  await until(async () => (await wallet.balance(payerUserId))[1] === 1_000, 'the frozen parts of the others');
  await paidTo(broken!.payeeAccount!);
  await until(async () => (await wallet.balance(payerUserId))[1] === 0, 'the last frozen part');
});
