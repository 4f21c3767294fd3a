import { beforeEach, describe, expect, test } from 'vitest';
import { newPayment, PaperWallet } from '../../test/support/wallet.js';
import { type Conflict, isUndecided, leftCents, standingOf } from './conflict.js';
import type { DisputeState, Payment } from './payment.js';
import type { Settled } from './settlement-effects.js';

let wallet: PaperWallet;
beforeEach(() => {
  wallet = new PaperWallet();
});

/** A payment of 100.00 of which the gateway took something else. */
function conflicted(taken: Partial<Settled> = { amountCents: 9_999 }, payment = newPayment()): Payment {
  wallet.open(payment);
  settle(payment, taken);
  return payment;
}

const settle = (payment: Payment, change: Partial<Settled>) =>
  wallet.settle([payment.id], (settlement) => settlement.settle(payment.id, { attemptId: `attempt of ${payment.id}`, gateway: 'aurora', outcome: 'conflicted', amountCents: 10_000, retryable: false, ...change }));
const giveBack = (payment: Payment, refundId = `refund of ${payment.id}`) => wallet.settle([payment.id], (settlement) => settlement.returnConflict(payment.id, refundId, 'rosa'));
const close = (payment: Payment) => wallet.settle([payment.id], (settlement) => settlement.closeConflict(payment.id, 'given back on its page', 'rosa'));
const answer = (payment: Payment, outcome: 'refunded' | 'refused', refundId = `refund of ${payment.id}`) => wallet.settle([payment.id], (settlement) => settlement.settleRefund(payment.id, refundId, outcome));
const dispute = (payment: Payment, state: DisputeState, amountCents = 9_999) => wallet.dispute(payment, state, amountCents);
const of = (payment: Payment): Conflict => wallet.conflicts.get(payment.id)!;
const moved = (payment: Payment) =>
  wallet.transfers.filter(({ paymentId }) => paymentId === payment.id).map(({ code, flag, debitAccountId, creditAccountId, amountCents }) => `${code} ${flag} ${debitAccountId.split(':')[0]} ${creditAccountId.split(':')[0]} ${amountCents}`);
/** What is in suspense, and what the gateway owes us. */
function standing(): [suspense: number, gateway: number] {
  const resolved = new Map(wallet.transfers.flatMap(({ pendingId, flag }) => (pendingId ? [[pendingId, flag] as const] : [])));
  const posted = wallet.transfers.filter(({ id, flag, pendingId }) => pendingId === null && (flag === 'posted' || resolved.get(id) === 'post_pending'));
  const balance = (account: string) => posted.reduce((sum, { debitAccountId, creditAccountId, amountCents }) => sum + (creditAccountId === account ? amountCents : 0) - (debitAccountId === account ? amountCents : 0), 0);
  return [balance('platform:suspense:BRL'), 0 - balance('gateway:aurora:BRL')];
}

describe('what was taken otherwise than asked', () => {
  test('goes back whole by the gateway, and is in no account any more', () => {
    const payment = conflicted();
    expect(giveBack(payment)).toMatchObject([{ kind: 'refund_attempt', refund: { toGatewayCents: 9_999 } }]);
    expect([of(payment).state, payment.state, standing()]).toEqual(['returning', 'conflicted', [9_999, 9_999]]);
    expect(answer(payment, 'refunded')).toMatchObject([{ kind: 'conflict', conflict: { state: 'returned', decidedBy: 'rosa' } }]);
    expect([payment.state, standing()]).toEqual(['refunded', [0, 0]]);
    expect(payment).toMatchObject({ capturedCents: 0, refundedCents: 0, refundingCents: 0 });
    expect(moved(payment)).toEqual(['conflict posted gateway platform 9999', 'conflict_refund pending platform gateway 9999', 'conflict_refund post_pending platform gateway 9999']);
  });

  test('stays for another try where the gateway refuses, and only the last try\'s answer counts', () => {
    const payment = conflicted();
    giveBack(payment);
    expect(answer(payment, 'refused')).toMatchObject([{ kind: 'refund_refused', amountCents: 9_999, reason: 'gateway_refused' }]);
    expect([of(payment).state, payment.state, standing(), isUndecided(of(payment))]).toEqual(['refused', 'conflicted', [9_999, 9_999], true]);
    giveBack(payment, 'the second try');
    expect(answer(payment, 'refunded')).toEqual([]);
    expect(answer(payment, 'refunded', 'the second try')).toMatchObject([{ kind: 'conflict' }]);
    expect(answer(payment, 'refunded', 'the second try')).toEqual([]);
    expect(standing()).toEqual([0, 0]);
  });

  test('that was seen to by hand leaves the books with the note, and the processor is told', () => {
    const payment = conflicted();
    expect(close(payment)).toMatchObject([{ kind: 'seen_to' }, { kind: 'conflict', conflict: { state: 'closed', note: 'given back on its page', decidedBy: 'rosa' } }]);
    expect([payment.state, standing()]).toEqual(['refunded', [0, 0]]);
    expect(moved(payment).at(-1)).toBe('conflict_closing posted platform gateway 9999');
  });

  test('in another currency is in no book of ours, and goes back in its own', () => {
    const payment = conflicted({ amountCents: 10_000, currency: 'USD' });
    expect([payment.state, of(payment).booked, standing()]).toEqual(['conflicted', false, [0, 0]]);
    expect(giveBack(payment)).toMatchObject([{ kind: 'refund_attempt', refund: { toGatewayCents: 10_000 } }]);
    expect(answer(payment, 'refunded')).toMatchObject([{ kind: 'conflict', conflict: { state: 'returned', currency: 'USD' } }]);
    const byHand = conflicted({ amountCents: 10_000, currency: 'USD' });
    close(byHand);
    expect([payment.state, byHand.state, wallet.transfers]).toEqual(['refunded', 'refunded', []]);
  });

  test('frees its purpose when it is settled, not before', () => {
    const payment = conflicted();
    const again = () => newPayment({ purpose: payment.purpose });
    expect(wallet.open(again())).toMatchObject([{ kind: 'failed', failure: { detail: 'purpose_has_a_payment' } }]);
    close(payment);
    expect(wallet.open(again())).toMatchObject([{ kind: 'attempt' }]);
  });

  test('late, beside another payment for the purpose, goes back like any other', () => {
    const late = newPayment();
    wallet.open(late);
    wallet.settle([late.id], (settlement) => settlement.settle(late.id, { attemptId: null, gateway: null, outcome: 'declined', amountCents: 0, retryable: true }));
    const second = newPayment({ purpose: late.purpose });
    wallet.open(second);
    expect(settle(late, { amountCents: 1 })).toMatchObject([{ kind: 'conflict' }]);
    expect([late.state, second.state]).toEqual(['failed', 'awaiting_gateway']);
    giveBack(late);
    answer(late, 'refunded');
    expect([late.state, second.state, standing()]).toEqual(['refunded', 'awaiting_gateway', [0, 0]]);
  });
});

describe('a bank that wants what was taken otherwise', () => {
  test('holds it back from going back, and takes it once: then nothing is left to decide', () => {
    const payment = conflicted();
    expect(dispute(payment, 'opened')).toMatchObject([{ kind: 'disputed', state: 'opened' }]);
    expect([standingOf(of(payment)), isUndecided(of(payment)), payment.disputedCents]).toEqual(['disputed', false, 9_999]);
    expect(dispute(payment, 'lost')).toMatchObject([{ kind: 'disputed', state: 'lost' }, { kind: 'conflict', conflict: { state: 'taken_back' } }]);
    expect(dispute(payment, 'lost')).toEqual([]);
    expect([payment.state, standing()]).toEqual(['refunded', [0, 0]]);
  });

  test('and gives up leaves it to be decided about', () => {
    const payment = conflicted();
    dispute(payment, 'opened');
    dispute(payment, 'won');
    expect([isUndecided(of(payment)), payment.disputedCents, standing()]).toEqual([true, 0, [9_999, 9_999]]);
    giveBack(payment);
    answer(payment, 'refunded');
    expect(standing()).toEqual([0, 0]);
  });

  test('and takes a part leaves the rest to go back', () => {
    const payment = conflicted();
    dispute(payment, 'lost', 4_000);
    expect([of(payment).state, leftCents(of(payment))]).toEqual(['open', 5_999]);
    expect(giveBack(payment)).toMatchObject([{ refund: { toGatewayCents: 5_999 } }]);
    answer(payment, 'refunded');
    expect([payment.state, standing()]).toEqual(['refunded', [0, 0]]);
  });

  test('while it is on its way back: what the gateway then refuses was taken, and is not lost twice', () => {
    const payment = conflicted();
    giveBack(payment);
    dispute(payment, 'opened');
    dispute(payment, 'lost');
    expect(of(payment).state).toBe('returning');
    expect(answer(payment, 'refused')).toMatchObject([{ kind: 'conflict', conflict: { state: 'taken_back' } }]);
    expect([payment.state, standing()]).toEqual(['refunded', [0, 0]]);
  });

  test('of what had gone back already is the platform\'s loss, which suspense shows', () => {
    const payment = conflicted();
    giveBack(payment);
    answer(payment, 'refunded');
    dispute(payment, 'opened');
    dispute(payment, 'lost');
    expect([payment.state, of(payment).state, standing()]).toEqual(['refunded', 'returned', [-9_999, -9_999]]);
  });

  test('in another currency moves nothing, and settles it all the same', () => {
    const payment = conflicted({ amountCents: 10_000, currency: 'USD' });
    dispute(payment, 'opened', 10_000);
    expect([standingOf(of(payment)), payment.disputedCents]).toEqual(['disputed', 0]);
    expect(dispute(payment, 'lost', 10_000)).toMatchObject([{ kind: 'conflict', conflict: { state: 'taken_back' } }]);
    expect([payment.state, wallet.transfers]).toEqual(['refunded', []]);
  });

  test('of money that came twice and had gone back is a loss beside the payment, which stands', () => {
    const payment = newPayment();
    wallet.open(payment);
    settle(payment, { outcome: 'captured' });
    wallet.settle([payment.id], (settlement) => settlement.dispute(payment.id, { disputeId: 'of the surplus', amountCents: 10_000, state: 'lost', surplus: 'bonanza' }));
    expect(payment).toMatchObject({ state: 'completed', disputedCents: 0 });
    expect(moved(payment).at(-1)).toBe('loss posted platform gateway 10000');
  });
});
