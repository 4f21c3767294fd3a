import { beforeEach, expect, test } from 'vitest';
import { PaperWallet, newPayment } from '../../test/support/wallet.js';
import { availableOf } from './ledger.js';
import type { Payment } from './payment.js';

let wallet: PaperWallet;
beforeEach(() => {
  wallet = new PaperWallet();
  wallet.give('ana', 5_000);
});

const moved = (payment: Payment) => wallet.transfers.filter(({ code, paymentId }) => code === 'chargeback' && paymentId === payment.id).map(({ flag, debitAccountId }) => `${flag} ${debitAccountId}`);

test('a dispute holds its amount back from the payee while it is open, and takes it when it is lost, once', () => {
  const payment = wallet.completed();
  expect(wallet.dispute(payment, 'opened')).toMatchObject([{ kind: 'disputed', state: 'opened' }]);
  expect(wallet.dispute(payment, 'opened')).toEqual([]);
  expect(moved(payment)).toEqual(['pending payee:theatre:BRL']);
  expect(wallet.dispute(payment, 'lost')).toMatchObject([{ state: 'lost' }]);
  for (const state of ['opened', 'won', 'lost'] as const) expect(wallet.dispute(payment, state)).toEqual([]);
  expect(moved(payment)).toEqual(['pending payee:theatre:BRL', 'post_pending payee:theatre:BRL']);
  expect(payment).toMatchObject({ state: 'completed', disputedCents: 10_000 });
});

test('a dispute that is won gives it back to the payee, and may be lost all the same', () => {
  const payment = wallet.completed();
  wallet.dispute(payment, 'opened');
  wallet.dispute(payment, 'won');
  expect(payment.disputedCents).toBe(0);
  wallet.dispute(payment, 'lost');
  expect(moved(payment).map((row) => row.split(' ')[0])).toEqual(['pending', 'void_pending', 'posted']);
  expect(payment.disputedCents).toBe(10_000);
});

test('a dispute leaves that much less to be refunded, and takes its own though everything went back already', () => {
  const [partly, wholly] = [wallet.completed(), wallet.completed()];
  const refund = (payment: Payment, id: string, amountCents: number) => wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id, amountCents, reason: 'asked' }));
  wallet.dispute(partly, 'lost', 6_000);
  expect(refund(partly, 'd1', 4_001)).toMatchObject([{ kind: 'refund_refused', reason: 'exceeds_captured' }]);
  expect(refund(partly, 'd2', 4_000)).toMatchObject([{ kind: 'refund_attempt' }]);
  refund(wholly, 'd3', 10_000);
  wallet.settle([wholly.id], (settlement) => settlement.settleRefund(wholly.id, 'd3', 'refunded'));
  expect(wallet.dispute(wholly, 'lost')).toMatchObject([{ state: 'lost' }]);
  expect(wholly).toMatchObject({ state: 'refunded', refundedCents: 10_000, disputedCents: 10_000 });
});

test('what the bank wants is not asked of the gateway as well: the balance has its part back', () => {
  const payment = wallet.completed({ fromWalletCents: 4_000 }, 6_000);
  wallet.dispute(payment, 'opened', 6_000);
  const effects = wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id: 'd4', amountCents: 4_000, reason: 'asked' }));
  expect(effects).toMatchObject([{ kind: 'refunded', refund: { toGatewayCents: 0, toWalletCents: 4_000 } }]);
  expect(availableOf(wallet.buyer())).toBe(5_000);
});

test('what the gateway refuses because the bank has its part is split anew where it is asked for once more', () => {
  const payment = wallet.completed({ amountCents: 20_000, fromWalletCents: 5_000 }, 15_000);
  const refund = (id: string) => wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id, amountCents: 12_000, reason: 'asked', creditIfRefused: false }));
  expect(refund('d5')).toMatchObject([{ kind: 'refund_attempt', refund: { toGatewayCents: 12_000, toWalletCents: 0 } }]);
  wallet.dispute(payment, 'lost', 5_000);
  expect(wallet.settle([payment.id], (settlement) => settlement.settleRefund(payment.id, 'd5', 'refused', true))).toMatchObject([{ kind: 'refund_refused', retryable: true }]);
  expect(refund('d6')).toMatchObject([{ kind: 'refund_attempt', refund: { toGatewayCents: 10_000, toWalletCents: 2_000 } }]);
});

test('a dispute of a top-up that was spent waits in suspense for a person', () => {
  const payment = wallet.completed({ purpose: { kind: 'top_up', id: 'top-up' }, payeeAccount: null });
  wallet.open(newPayment({ method: 'wallet', amountCents: 8_000 }));
  wallet.dispute(payment, 'lost');
  expect(moved(payment)).toEqual(['posted platform:suspense:BRL']);
  expect(availableOf(wallet.buyer())).toBe(7_000);
});
