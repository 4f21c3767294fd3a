import { beforeEach, describe, expect, test } from 'vitest';
import { PaperWallet, newPayment } from '../../test/support/wallet.js';
import type { Payment } from './payment.js';

let wallet: PaperWallet;
beforeEach(() => {
  wallet = new PaperWallet();
  wallet.give('ana', 5_000);
});

const captured = (payment: Payment) => ({ attemptId: `attempt of ${payment.id}`, gateway: 'aurora', outcome: 'captured' as const, amountCents: payment.amountCents, retryable: false });
const ended = (outcome: 'voided') => ({ attemptId: null, gateway: null, outcome, amountCents: 0, retryable: true });
const settle = (payment: Payment, settled: ReturnType<typeof captured> | ReturnType<typeof ended>) => wallet.settle([payment.id], (settlement) => settlement.settle(payment.id, settled));
const completed = (change: Parameters<typeof newPayment>[0]): Payment => {
  const payment = newPayment(change);
  wallet.open(payment);
  settle(payment, captured(payment));
  return payment;
};
const refund = (payment: Payment, id: string, cents: number) => wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id, amountCents: cents, reason: 'asked' }));
const answer = (payment: Payment, id: string, outcome: 'refunded' | 'refused') => wallet.settle([payment.id], (settlement) => settlement.settleRefund(payment.id, id, outcome));
const moved = (payment: Payment) =>
  wallet.transfers.filter(({ paymentId }) => paymentId === payment.id).map(({ flag, debitAccountId, creditAccountId, amountCents }) => [flag, debitAccountId, creditAccountId, amountCents]);
/** What the platform took of a payment's money, what it gave back negative. */
const feesOf = (payment: Payment) =>
  wallet.transfers
    .filter(({ paymentId, code }) => paymentId === payment.id && code.startsWith('fee'))
    .map(({ creditAccountId, amountCents }) => (creditAccountId.includes('platform') ? amountCents : -amountCents));

describe('the platform\'s fee', () => {
  test('is taken from the payee with the completion, once', () => {
    const payment = newPayment({ feeCents: 300 });
    wallet.open(payment);
    expect(feesOf(payment)).toEqual([]);
    settle(payment, captured(payment));
    settle(payment, captured(payment));
    expect(moved(payment)).toEqual([
      ['posted', 'gateway:aurora:BRL', 'payee:theatre:BRL', 10_000],
      ['posted', 'payee:theatre:BRL', 'platform:fees:BRL', 300],
    ]);
  });

  test('of what the balance paid is taken, too', () => {
    const payment = newPayment({ method: 'wallet', amountCents: 5_000, feeCents: 5_000 });
    wallet.open(payment);
    expect(feesOf(payment)).toEqual([5_000]);
  });

  test('of play money is play money', () => {
    const payment = newPayment({ feeCents: 300, sandbox: true });
    wallet.open(payment);
    settle(payment, captured(payment));
    expect(moved(payment).at(-1)).toEqual(['posted', 'payee:sandbox:theatre:BRL', 'platform:sandbox:fees:BRL', 300]);
  });

  test('is not taken from money that goes straight back', () => {
    const first = newPayment({ feeCents: 300 });
    wallet.open(first);
    settle(first, ended('voided'));
    const second = newPayment({ purpose: first.purpose });
    wallet.open(second);
    settle(second, captured(second));
    settle(first, captured(first));
    const [refund] = wallet.refunds.values();
    wallet.settle([first.id], (settlement) => settlement.settleRefund(first.id, refund?.id ?? '', 'refunded'));
    expect(first.state).toBe('refunded');
    expect(feesOf(first)).toEqual([]);
  });

  test.each([
    ['a refund to the gateway', 'refunded' as const],
    ['a refund to the balance, because the gateway would not', 'refused' as const],
  ])('%s returns as much of it as it returns of the money', (_, outcome) => {
    const payment = completed({ feeCents: 333 });
    const kept = (cents: number, id: string) => {
      refund(payment, id, cents);
      answer(payment, id, outcome);
      return payment.feeTakenCents;
    };
    expect([kept(5_000, 'r1'), kept(4_999, 'r2'), kept(1, 'r3')]).toEqual([167, 0, 0]);
    expect(payment.state).toBe('refunded');
    expect(feesOf(payment)).toEqual([333, -166, -167]);
  });

  test('stays where it is while no gateway has done the refund', () => {
    const payment = completed({ feeCents: 300 });
    refund(payment, 'r1', 10_000);
    expect(payment.feeTakenCents).toBe(300);
  });
});
