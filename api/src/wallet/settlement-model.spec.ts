import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PaperWallet, newPayment } from '../../test/support/wallet.js';
import { isUndecided } from './conflict.js';
import { availableOf, balanceOf, frozenOf } from './ledger.js';
import { isOpen, type Payment } from './payment.js';
import type { Settlement } from './settlement.js';
import type { Settled } from './settlement-effects.js';

/** Orders paid again and again, with outcomes, cancellations, refunds, what people decide about other amounts, and the clock in any order, doubled and late. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), order: fc.nat({ max: 2 }), fromWallet: fc.constantFrom(0, 400, 1_000), fee: fc.constantFrom(0, 33, 1_000), topUp: fc.boolean() }),
  fc.record({ kind: fc.constant('settle' as const), payment: fc.nat(), outcome: fc.constantFrom('captured' as const, 'captured' as const, 'declined' as const, 'failed' as const, 'voided' as const, 'conflicted' as const) }),
  fc.record({ kind: fc.constant('present' as const), payment: fc.nat() }),
  fc.record({ kind: fc.constant('cancel' as const), payment: fc.nat() }),
  fc.record({ kind: fc.constant('unfreeze' as const), payment: fc.nat() }),
  fc.record({ kind: fc.constant('refund' as const), payment: fc.nat(), id: fc.nat({ max: 2 }), cents: fc.constantFrom(300, 1_000), to: fc.constantFrom('source' as const, 'balance' as const), creditIfRefused: fc.boolean(), boughtNothing: fc.boolean() }),
  fc.record({ kind: fc.constant('dispute' as const), payment: fc.nat(), id: fc.nat({ max: 1 }), state: fc.constantFrom('opened' as const, 'won' as const, 'lost' as const), cents: fc.constantFrom(300, 1_000) }),
  fc.record({ kind: fc.constant('settle_refund' as const), refund: fc.nat(), outcome: fc.constantFrom('refunded' as const, 'refused' as const) }),
  fc.record({ kind: fc.constant('decide' as const), payment: fc.nat(), how: fc.constantFrom('give back' as const, 'close' as const, 'refunded' as const, 'refused' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(100_000, 400_000) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('for any sequence of messages the money is all there, and no purpose is paid twice', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      const wallet = new PaperWallet();
      wallet.give('ana', 2_000);
      const payments: Payment[] = [];
      for (const each of steps) {
        take(wallet, payments, each);
        hold(wallet, payments);
      }
    }),
    { numRuns: 500 },
  );
});

function take(wallet: PaperWallet, payments: Payment[], each: Step): void {
  if (each.kind === 'wait') {
    wallet.now += each.ms;
    return;
  }
  if (each.kind === 'request') {
    const payment = newPayment({
      purpose: each.topUp ? { kind: 'top_up', id: `top-up-${payments.length}` } : { kind: 'order', id: `order-${each.order}` },
      payeeAccount: each.topUp ? null : 'theatre',
      amountCents: 1_000,
      feeCents: each.topUp ? 0 : each.fee,
      fromWalletCents: each.topUp ? 0 : each.fromWallet,
      deadline: new Date(wallet.now + 300_000).toISOString(),
    });
    wallet.open(payment);
    payments.push(payment);
    return;
  }
  if (each.kind === 'settle_refund') {
    const refund = [...wallet.refunds.values()][each.refund % wallet.refunds.size];
    if (refund) wallet.settle([refund.paymentId], (settlement) => settlement.settleRefund(refund.paymentId, refund.id, each.outcome));
    return;
  }
  const payment = payments[each.payment % payments.length];
  // Nothing comes back about a payment that was never sent to a gateway.
  if (!payment || payment.fromWalletCents === 1_000 || payment.failure?.reason === 'refused') return;
  wallet.settle([payment.id], (settlement) => {
    if (each.kind === 'settle') settlement.settle(payment.id, settledAs(payment, each.outcome));
    if (each.kind === 'present') settlement.present(payment.id, { brCode: '', expiresAt: '' });
    if (each.kind === 'cancel') settlement.cancel(payment.id, 'expired');
    if (each.kind === 'unfreeze') settlement.unfreeze(payment.id);
    if (each.kind === 'decide') decide(wallet, settlement, payment, each.how);
    if (each.kind === 'dispute' && (payment.capturedCents > 0 || wallet.conflicts.has(payment.id)) && payment.gateway) settlement.dispute(payment.id, { disputeId: `dispute ${each.id} of ${payment.id}`, amountCents: each.cents, state: each.state });
    if (each.kind === 'refund') settlement.refund(payment.id, { id: `refund ${each.id} of ${payment.id}`, amountCents: each.cents, reason: 'asked', to: each.to, creditIfRefused: each.creditIfRefused, boughtNothing: each.boughtNothing && payment.payeeId !== null });
  });
}

function decide(wallet: PaperWallet, settlement: Settlement, { id }: Payment, how: 'give back' | 'close' | 'refunded' | 'refused'): void {
  const conflict = wallet.conflicts.get(id);
  if (!conflict) return;
  if (how === 'give back' && isUndecided(conflict)) settlement.returnConflict(id, `return ${wallet.transfers.length} of ${id}`, 'rosa');
  if (how === 'close' && isUndecided(conflict)) settlement.closeConflict(id, 'by hand', 'rosa');
  if ((how === 'refunded' || how === 'refused') && conflict.refundId !== null) settlement.settleRefund(id, conflict.refundId, how);
}

const settledAs = (payment: Payment, outcome: Settled['outcome']): Settled => ({
  attemptId: `attempt of ${payment.id}`,
  gateway: 'aurora',
  outcome,
  amountCents: outcome === 'conflicted' ? 1 : 1_000 - payment.fromWalletCents,
  retryable: true,
});

const total = (rows: { amountCents: number }[]): number => rows.reduce((sum, { amountCents }) => sum + amountCents, 0);

function hold(wallet: PaperWallet, payments: Payment[]): void {
  const ana = wallet.buyer();
  expect(availableOf(ana)).toBeGreaterThanOrEqual(0);
  const posted = wallet.transfers.filter(({ flag }) => flag === 'posted' || flag === 'post_pending');
  const net = posted.reduce((sum, row) => sum + (row.creditAccountId === ana.id ? row.amountCents : 0) - (row.debitAccountId === ana.id ? row.amountCents : 0), 0);
  expect(balanceOf(ana)).toBe(2_000 + net);
  const resolved = new Set(wallet.transfers.map(({ pendingId }) => pendingId));
  for (const payment of payments) {
    const mine = wallet.transfers.filter(({ paymentId }) => paymentId === payment.id);
    const sum = (codes: string[], flags: string[]) =>
      total(mine.filter(({ code, flag }) => codes.includes(code) && flags.includes(flag)));
    expect(sum(['capture', 'payment', 'top_up'], ['posted', 'post_pending'])).toBe(payment.capturedCents);
    expect(sum(['refund'], ['posted', 'post_pending'])).toBe(payment.refundedCents);
    const fee = sum(['fee'], ['posted']) - sum(['fee_refund'], ['posted']);
    expect(fee).toBe(payment.feeTakenCents);
    const kept = payment.capturedCents - payment.refundedCents;
    const share = payment.state === 'completed' || payment.state === 'refunded' ? (payment.feeCents * kept) / Math.max(1, payment.capturedCents) : 0;
    // Half a cent at most: it is rounded, up or down, and what was given back before does not add up to more.
    if (fee > 0 || payment.state === 'completed') expect(Math.abs(fee - share)).toBeLessThanOrEqual(0.5);
    expect(payment.refundedCents + payment.refundingCents).toBeLessThanOrEqual(payment.capturedCents);
    const disputes = [...wallet.disputes.values()].filter(({ paymentId }) => paymentId === payment.id);
    expect(sum(['chargeback'], ['posted', 'post_pending'])).toBe(total(disputes.filter(({ state }) => state === 'lost')));
    expect(payment.disputedCents).toBe(total(disputes.filter(({ state }) => state !== 'won')));
    const conflict = wallet.conflicts.get(payment.id);
    const suspended = sum(['conflict'], ['posted']) - sum(['conflict_refund'], ['post_pending']) - sum(['conflict_closing'], ['posted']);
    // What a bank took is a chargeback.
    expect(suspended).toBe(!conflict || conflict.state === 'returned' || conflict.state === 'closed' ? 0 : conflict.amountCents);
    expect(mine.some(({ id, flag, code }) => flag === 'pending' && code === 'conflict_refund' && !resolved.has(id))).toBe(conflict?.state === 'returning');
    const frozen = mine.some(({ id, flag, code }) => flag === 'pending' && code === 'payment' && !resolved.has(id));
    expect(frozen).toBe(payment.unfreezeAt !== null);
    if (frozen) expect(isOpen(payment.state)).toBe(true);
    const gateway = 'gateway:aurora:BRL';
    const fromGateway = mine.filter(({ debitAccountId, flag }) => debitAccountId === gateway && flag === 'posted');
    const backToGateway = mine.filter(({ creditAccountId, flag, code }) => creditAccountId === gateway && flag === 'post_pending' && code === 'refund');
    expect(total(backToGateway)).toBeLessThanOrEqual(total(fromGateway));
    // Nobody is left with money that nobody wants, but for what a bank wants, or has.
    if (payment.boughtNothing || (payment.capturedCents > 0 && payment.state !== 'completed')) {
      expect(payment.refundedCents + payment.refundingCents + payment.disputedCents).toBeGreaterThanOrEqual(payment.capturedCents);
    }
  }
  const stillFrozen = wallet.transfers.filter(({ id, flag, debitAccountId }) => flag === 'pending' && debitAccountId === ana.id && !resolved.has(id));
  expect(frozenOf(ana)).toBe(total(stillFrozen));
  const paid = payments.filter(({ state }) => state === 'completed').map(({ purpose }) => `${purpose.kind} ${purpose.id}`);
  expect(new Set(paid).size).toBe(paid.length);
}
