import { beforeEach, expect, test } from 'vitest';
import { newPayment, PaperWallet } from '../../test/support/wallet.js';
import { availableOf } from './ledger.js';
import type { Payment, RefundWish } from './payment.js';

let wallet: PaperWallet;
beforeEach(() => {
  wallet = new PaperWallet();
  wallet.give('ana', 5_000);
});

const refund = (payment: Payment, wish: Partial<RefundWish> & { id: string }) => wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { amountCents: 10_000, reason: 'asked', ...wish }));
const giveUp = (payment: Payment, id: string) => refund(payment, { id, reason: 'late', boughtNothing: true });
const answer = (payment: Payment, id: string, outcome: 'refunded' | 'refused') => wallet.settle([payment.id], (settlement) => settlement.settleRefund(payment.id, id, outcome));

test('money that bought nothing goes back whole', () => {
  const payment = wallet.completed();
  expect(giveUp(payment, 'b1')).toMatchObject([{ kind: 'refund_attempt', refund: { id: 'b1', toGatewayCents: 10_000, reason: 'late' } }]);
  expect(giveUp(payment, 'b1')).toEqual([]);
  answer(payment, 'b1', 'refunded');
  expect(payment).toMatchObject({ state: 'refunded', refundedCents: 10_000, boughtNothing: true });
});

test('a part that is on its way back already is not asked back once more, and the rest is', () => {
  const payment = wallet.completed();
  refund(payment, { id: 'b2', amountCents: 3_898 });
  expect(giveUp(payment, 'b3')).toMatchObject([{ kind: 'refund_attempt', refund: { id: 'b3', toGatewayCents: 6_102 } }]);
  answer(payment, 'b3', 'refunded');
  answer(payment, 'b2', 'refunded');
  expect(payment).toMatchObject({ state: 'refunded', refundedCents: 10_000, refundingCents: 0 });
});

test('a part that a gateway refuses to whoever asked for it is asked back all the same', () => {
  const payment = wallet.completed();
  refund(payment, { id: 'b4', amountCents: 3_000, creditIfRefused: false });
  giveUp(payment, 'b5');
  expect(answer(payment, 'b4', 'refused')).toMatchObject([{ kind: 'refund_refused', refundId: 'b4' }, { kind: 'refund_attempt', refund: { toGatewayCents: 3_000, reason: 'bought_nothing' } }]);
  expect(payment).toMatchObject({ refundingCents: 10_000, refundedCents: 0 });
});

test('what the gateway refuses of it is on the balance, and nothing is asked for a second time', () => {
  const payment = wallet.completed();
  giveUp(payment, 'b6');
  expect(answer(payment, 'b6', 'refused')).toMatchObject([{ kind: 'refunded', refund: { id: 'b6', state: 'credited' } }]);
  expect(availableOf(wallet.buyer())).toBe(15_000);
});

test('what a bank wants of it stays until the bank has decided, and goes back once it has lost', () => {
  const payment = wallet.completed();
  wallet.dispute(payment, 'opened', 4_000);
  expect(giveUp(payment, 'b7')).toMatchObject([{ kind: 'refund_attempt', refund: { toGatewayCents: 6_000 } }]);
  answer(payment, 'b7', 'refunded');
  expect(payment.state).toBe('completed');
  expect(wallet.dispute(payment, 'won', 4_000)).toMatchObject([{ kind: 'disputed' }, { kind: 'refund_attempt', refund: { toGatewayCents: 4_000 } }]);
});

test('what a bank has taken of it does not go back as well', () => {
  const payment = wallet.completed();
  wallet.dispute(payment, 'opened', 10_000);
  expect(giveUp(payment, 'b8')).toEqual([]);
  expect(wallet.dispute(payment, 'lost', 10_000)).toMatchObject([{ kind: 'disputed' }]);
  expect(payment).toMatchObject({ refundingCents: 0, refundedCents: 0, disputedCents: 10_000 });
});

test('the balance has its part back while a bank wants the gateway\'s', () => {
  const payment = wallet.completed({ fromWalletCents: 4_000 }, 6_000);
  wallet.dispute(payment, 'opened', 6_000);
  expect(giveUp(payment, 'b9')).toMatchObject([{ kind: 'refunded', refund: { toWalletCents: 4_000, toGatewayCents: 0 } }]);
  expect(wallet.dispute(payment, 'won', 6_000)).toMatchObject([{ kind: 'disputed' }, { kind: 'refund_attempt', refund: { toGatewayCents: 6_000 } }]);
});

test('what a gateway refuses because a bank wants it is on no balance; it goes back once the bank has lost', () => {
  const payment = wallet.completed();
  giveUp(payment, 'b10');
  wallet.dispute(payment, 'opened', 10_000);
  expect(answer(payment, 'b10', 'refused')).toMatchObject([{ kind: 'refund_refused', refundId: 'b10' }]);
  expect(availableOf(wallet.buyer())).toBe(5_000);
  expect(wallet.dispute(payment, 'won', 10_000)).toMatchObject([{ kind: 'disputed' }, { kind: 'refund_attempt', refund: { toGatewayCents: 10_000 } }]);
});

test('money for a purpose that is paid already has bought nothing either', () => {
  const purpose = { kind: 'order' as const, id: 'order' };
  const late = newPayment({ purpose });
  wallet.open(late);
  wallet.settle([late.id], (settlement) => settlement.settle(late.id, { attemptId: null, gateway: null, outcome: 'voided', amountCents: 0, retryable: false }));
  wallet.completed({ purpose });
  const effects = wallet.settle([late.id], (settlement) => settlement.settle(late.id, { attemptId: 'late attempt', gateway: 'aurora', outcome: 'captured', amountCents: 10_000, retryable: false }));
  expect(effects).toMatchObject([{ kind: 'refund_attempt', refund: { reason: 'paid_twice' } }]);
  wallet.dispute(late, 'opened', 10_000);
  answer(late, [...wallet.refunds.values()].find(({ paymentId }) => paymentId === late.id)!.id, 'refused');
  expect(late.refundingCents).toBe(0);
  expect(wallet.dispute(late, 'won', 10_000)).toMatchObject([{ kind: 'disputed' }, { kind: 'refund_attempt', refund: { toGatewayCents: 10_000 } }]);
});

test('a won dispute of money that bought something gives nothing back', () => {
  const payment = wallet.completed();
  wallet.dispute(payment, 'opened', 10_000);
  expect(wallet.dispute(payment, 'won', 10_000)).toMatchObject([{ kind: 'disputed' }]);
  expect(payment.refundingCents).toBe(0);
});
