import { beforeEach, describe, expect, test } from 'vitest';
import { PaperWallet, newPayment } from '../../test/support/wallet.js';
import { availableOf, balanceOf, frozenOf } from './ledger.js';
import type { Payment, RefundWish } from './payment.js';
import type { Settled } from './settlement-effects.js';

const captured = (payment: Payment, change: Partial<Settled> = {}): Settled => ({
  attemptId: `attempt of ${payment.id}`,
  gateway: 'aurora',
  outcome: 'captured',
  amountCents: payment.amountCents - payment.fromWalletCents,
  retryable: false,
  ...change,
});
const ended = (outcome: Settled['outcome'], retryable = true): Settled => ({
  attemptId: null,
  gateway: null,
  outcome,
  amountCents: 0,
  retryable,
});

let wallet: PaperWallet;
beforeEach(() => {
  wallet = new PaperWallet();
  wallet.give('ana', 5_000);
});
const kinds = (effects: { kind: string }[]) => effects.map(({ kind }) => kind);
const settle = (payment: Payment, settled: Settled) =>
  wallet.settle([payment.id], (settlement) => settlement.settle(payment.id, settled));
const moved = (payment: Payment) =>
  wallet.transfers
    .filter(({ paymentId }) => paymentId === payment.id)
    .map(({ flag, debitAccountId, creditAccountId, amountCents }) => [flag, debitAccountId, creditAccountId, amountCents]);
describe('by card', () => {
  test('the gateway is asked, and its money goes to the payee', () => {
    const payment = newPayment();
    expect(kinds(wallet.open(payment))).toEqual(['attempt']);
    expect(payment.state).toBe('awaiting_gateway');
    expect(kinds(settle(payment, captured(payment)))).toEqual(['completed']);
    expect(payment).toMatchObject({ state: 'completed', gateway: 'aurora', capturedCents: 10_000, late: false });
    expect(moved(payment)).toEqual([['posted', 'gateway:aurora:BRL', 'payee:theatre:BRL', 10_000]]);
  });

  test('a decline says whether another try may follow', () => {
    const payment = newPayment();
    wallet.open(payment);
    const [failed] = settle(payment, { ...ended('declined'), declineCode: 'insufficient_funds' });
    expect(failed).toMatchObject({
      kind: 'failed',
      failure: { reason: 'declined', retryable: true, detail: 'insufficient_funds' },
    });
    expect(moved(payment)).toEqual([]);
  });

  test('a card whose holder would have to confirm at the bank is told apart, since another card helps', () => {
    const payment = newPayment();
    wallet.open(payment);
    expect(settle(payment, { ...ended('declined'), declineCode: 'authentication_required' })).toMatchObject([{ kind: 'failed', failure: { reason: 'authentication_required' } }]);
  });

  test('that no gateway took is unavailable inside its window and expired after it', () => {
    const [early, late] = [newPayment(), newPayment()];
    wallet.open(early);
    wallet.open(late);
    expect(settle(early, ended('failed'))).toMatchObject([{ failure: { reason: 'unavailable', retryable: true } }]);
    wallet.now = 300_000;
    expect(settle(late, ended('failed', false))).toMatchObject([{ failure: { reason: 'expired', retryable: false } }]);
  });

  test('a capture told twice is one capture', () => {
    const payment = newPayment();
    wallet.open(payment);
    settle(payment, captured(payment));
    expect(settle(payment, captured(payment))).toEqual([]);
    expect(moved(payment)).toHaveLength(1);
  });

  test('two attempts that both captured are never passed over in silence', () => {
    const payment = newPayment();
    wallet.open(payment);
    settle(payment, captured(payment));
    expect(() => settle(payment, captured(payment, { attemptId: 'another' }))).toThrow('captured by two attempts');
  });

  test('nor is money for a payment that the balance has paid alone', () => {
    const payment = newPayment({ method: 'wallet', amountCents: 5_000 });
    wallet.open(payment);
    expect(() => settle(payment, captured(payment, { amountCents: 5_000 }))).toThrow('captured by two attempts');
  });

  test('a stale void or decline does not undo a paid order', () => {
    const payment = newPayment();
    wallet.open(payment);
    settle(payment, captured(payment));
    expect(settle(payment, ended('voided'))).toEqual([]);
    expect(settle(payment, ended('declined'))).toEqual([]);
    expect(payment.state).toBe('completed');
  });

  test('in another currency than the ledger\'s is refused with the reason', () => {
    const payment = newPayment({ currency: 'USD' });
    expect(wallet.open(payment)).toMatchObject([{ kind: 'failed', failure: { reason: 'refused', retryable: false, detail: 'currency_not_accepted' } }]);
    expect(moved(payment)).toEqual([]);
  });

  test('past its window the gateway is not asked at all', () => {
    wallet.now = 300_000;
    const payment = newPayment();
    expect(wallet.open(payment)).toMatchObject([{ kind: 'failed', failure: { reason: 'expired', retryable: false } }]);
  });

  test('another amount than ours is kept apart, and the purpose stays taken', () => {
    const payment = newPayment();
    wallet.open(payment);
    const effects = settle(payment, captured(payment, { outcome: 'conflicted', amountCents: 1 }));
    expect(effects).toMatchObject([{ kind: 'failed', failure: { reason: 'conflicted', retryable: false } }, { kind: 'conflict', conflict: { state: 'open', amountCents: 1, booked: true } }]);
    expect(payment.state).toBe('conflicted');
    expect(moved(payment)).toEqual([['posted', 'gateway:aurora:BRL', 'platform:suspense:BRL', 1]]);
  });

  test('a capture in another amount is a conflict, whatever it is called', () => {
    const payment = newPayment();
    wallet.open(payment);
    settle(payment, captured(payment, { amountCents: 9_999 }));
    expect(payment.state).toBe('conflicted');
  });
});

describe('by PIX', () => {
  const pix = { brCode: '000201', expiresAt: new Date(300_000).toISOString() };

  test('the code is presented once, and not after the end', () => {
    const payment = newPayment({ method: 'pix' });
    wallet.open(payment);
    const present = () => wallet.settle([payment.id], (settlement) => settlement.present(payment.id, pix));
    expect(kinds(present())).toEqual(['presented']);
    expect(present()).toEqual([]);
    settle(payment, captured(payment));
    expect(present()).toEqual([]);
    expect(payment.state).toBe('completed');
  });

  test('a cancelled one that is voided fails as what it was cancelled for', () => {
    const payment = newPayment({ method: 'pix' });
    wallet.open(payment);
    const cancel = () => wallet.settle([payment.id], (settlement) => settlement.cancel(payment.id, 'cancelled'));
    expect(cancel()).toMatchObject([{ kind: 'void' }]);
    expect(cancel()).toEqual([]);
    expect(settle(payment, ended('voided'))).toMatchObject([{ failure: { reason: 'cancelled', retryable: true } }]);
    expect(payment.state).toBe('cancelled');
  });

  test('one that is paid while being cancelled is paid', () => {
    const payment = newPayment({ method: 'pix' });
    wallet.open(payment);
    wallet.settle([payment.id], (settlement) => settlement.cancel(payment.id, 'expired'));
    expect(kinds(settle(payment, captured(payment)))).toEqual(['completed']);
  });

  test('money after the end completes the payment late', () => {
    const payment = newPayment({ method: 'pix' });
    wallet.open(payment);
    settle(payment, ended('voided'));
    expect(settle(payment, captured(payment))).toMatchObject([{ kind: 'completed', payment: { late: true } }]);
    expect(payment).toMatchObject({ state: 'completed', failure: null });
  });

  test('one that was voided though nobody here cancelled it may be tried again while there is time', () => {
    const payment = newPayment({ method: 'pix' });
    wallet.open(payment);
    expect(settle(payment, ended('voided'))).toMatchObject([{ failure: { reason: 'unavailable', retryable: true } }]);
    expect(payment.state).toBe('failed');
    const late = newPayment({ method: 'pix' });
    wallet.open(late);
    wallet.now = 400_000;
    expect(settle(late, ended('voided'))).toMatchObject([{ failure: { reason: 'expired', retryable: false } }]);
  });

  test('money after the end of a purpose that was paid otherwise goes back by itself', () => {
    const first = newPayment({ method: 'pix' });
    wallet.open(first);
    settle(first, ended('voided'));
    const second = newPayment({ purpose: first.purpose });
    wallet.open(second);
    settle(second, captured(second));

    expect(kinds(settle(first, captured(first)))).toEqual(['refund_attempt']);
    expect(first.state).toBe('failed');
    const refund = [...wallet.refunds.values()][0];
    wallet.settle([first.id], (settlement) => settlement.settleRefund(first.id, refund?.id ?? '', 'refunded'));
    expect(first).toMatchObject({ state: 'refunded', refundedCents: 10_000 });
    expect(second.state).toBe('completed');
  });
});

describe('from the balance', () => {
  test('pays at once, without a gateway', () => {
    const payment = newPayment({ method: 'wallet', amountCents: 5_000 });
    expect(kinds(wallet.open(payment))).toEqual(['completed']);
    expect(availableOf(wallet.buyer())).toBe(0);
    expect(moved(payment)).toEqual([['posted', 'buyer:ana:BRL', 'payee:theatre:BRL', 5_000]]);
  });

  test('too little is refused, and nothing moves', () => {
    const payment = newPayment({ method: 'wallet', amountCents: 5_001 });
    expect(wallet.open(payment)).toMatchObject([{ failure: { reason: 'insufficient_funds', retryable: true } }]);
    expect(balanceOf(wallet.buyer())).toBe(5_000);
  });

  test('nothing to pay is paid', () => {
    const payment = newPayment({ method: 'wallet', amountCents: 0 });
    expect(kinds(wallet.open(payment))).toEqual(['completed']);
    expect(moved(payment)).toEqual([]);
  });

  test('a part is frozen while the gateway has the rest, and posted with it', () => {
    const payment = newPayment({ fromWalletCents: 4_000 });
    wallet.open(payment);
    expect(frozenOf(wallet.buyer())).toBe(4_000);
    settle(payment, captured(payment));
    expect([balanceOf(wallet.buyer()), frozenOf(wallet.buyer())]).toEqual([1_000, 0]);
    expect(moved(payment)).toEqual([
      ['pending', 'buyer:ana:BRL', 'payee:theatre:BRL', 4_000],
      ['posted', 'gateway:aurora:BRL', 'payee:theatre:BRL', 6_000],
      ['post_pending', 'buyer:ana:BRL', 'payee:theatre:BRL', 4_000],
    ]);
  });

  test('a decline releases the frozen part, and the next try freezes it again', () => {
    const first = newPayment({ fromWalletCents: 4_000 });
    wallet.open(first);
    settle(first, ended('declined'));
    expect([balanceOf(wallet.buyer()), frozenOf(wallet.buyer())]).toEqual([5_000, 0]);
    const second = newPayment({ fromWalletCents: 4_000, purpose: first.purpose });
    wallet.open(second);
    settle(second, captured(second));
    expect(balanceOf(wallet.buyer())).toBe(1_000);
  });

  test('the frozen part goes back a grace after the window, though the outcome is unknown', () => {
    const payment = newPayment({ fromWalletCents: 4_000 });
    wallet.open(payment);
    const unfreeze = () => wallet.settle([payment.id], (settlement) => settlement.unfreeze(payment.id));
    wallet.now = 359_999;
    unfreeze();
    expect(frozenOf(wallet.buyer())).toBe(4_000);
    wallet.now = 360_000;
    unfreeze();
    expect(frozenOf(wallet.buyer())).toBe(0);
    expect(payment.state).toBe('awaiting_gateway');
  });

  test.each(['frozen part lapsed unnoticed', 'frozen part went back'])('late money takes it again: %s', (how) => {
    const payment = newPayment({ fromWalletCents: 4_000 });
    wallet.open(payment);
    wallet.now = 400_000;
    if (how === 'frozen part went back') wallet.settle([payment.id], (s) => s.unfreeze(payment.id));
    expect(kinds(settle(payment, captured(payment)))).toEqual(['completed']);
    expect([balanceOf(wallet.buyer()), frozenOf(wallet.buyer())]).toEqual([1_000, 0]);
  });

  test('late money whose other part is spent goes back by itself', () => {
    const payment = newPayment({ fromWalletCents: 4_000 });
    wallet.open(payment);
    settle(payment, ended('voided'));
    wallet.open(newPayment({ method: 'wallet', amountCents: 5_000 }));
    expect(settle(payment, captured(payment))).toMatchObject([
      { kind: 'refund_attempt', refund: { amountCents: 6_000, toGatewayCents: 6_000, toWalletCents: 0 } },
    ]);
    expect(payment.state).toBe('failed');
  });
});

describe('a top-up', () => {
  const topUp = () => newPayment({ purpose: { kind: 'top_up', id: 'top-up' }, payeeAccount: null, amountCents: 700 });

  test('credits the balance, also late', () => {
    const payment = topUp();
    wallet.open(payment);
    settle(payment, ended('voided'));
    expect(settle(payment, captured(payment))).toMatchObject([{ kind: 'completed', payment: { late: true } }]);
    expect(balanceOf(wallet.buyer())).toBe(5_700);
  });

  test('from the balance itself is refused', () => {
    const payment = { ...topUp(), fromWalletCents: 700, method: 'wallet' as const };
    expect(wallet.open(payment)).toMatchObject([
      { failure: { reason: 'refused', retryable: false, detail: 'accounts_must_be_different' } },
    ]);
  });

  test('is refunded only as far as the balance reaches', () => {
    const payment = topUp();
    wallet.open(payment);
    settle(payment, captured(payment));
    wallet.open(newPayment({ method: 'wallet', amountCents: 5_001 }));
    const effects = wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id: 'r1', amountCents: 700, reason: 'asked' }));
    expect(effects).toMatchObject([{ kind: 'refund_refused', reason: 'insufficient_funds' }]);
  });
});

describe('a refund', () => {
  const completed = (change = {}) => {
    const payment = newPayment(change);
    wallet.open(payment);
    if (payment.state !== 'completed') settle(payment, captured(payment));
    return payment;
  };
  const refund = (payment: Payment, id: string, cents: number) =>
    wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id, amountCents: cents, reason: 'asked' }));
  const ask = (payment: Payment, wish: Omit<RefundWish, 'id' | 'reason'>) =>
    wallet.settle([payment.id], (settlement) => settlement.refund(payment.id, { id: 'r1', reason: 'asked', ...wish }));
  const answer = (payment: Payment, id: string, outcome: 'refunded' | 'refused', retryable?: boolean) =>
    wallet.settle([payment.id], (settlement) => settlement.settleRefund(payment.id, id, outcome, retryable));

  test('waits for the gateway and is announced once', () => {
    const payment = completed();
    expect(kinds(refund(payment, 'r1', 10_000))).toEqual(['refund_attempt']);
    expect(refund(payment, 'r1', 10_000)).toEqual([]);
    expect(payment.state).toBe('completed');
    expect(kinds(answer(payment, 'r1', 'refunded'))).toEqual(['refunded']);
    expect(answer(payment, 'r1', 'refunded')).toEqual([]);
    expect(payment.state).toBe('refunded');
  });

  test('of what the balance paid is back at once', () => {
    const payment = completed({ method: 'wallet', amountCents: 5_000 });
    expect(kinds(refund(payment, 'r1', 2_000))).toEqual(['refunded']);
    expect(balanceOf(wallet.buyer())).toBe(2_000);
    expect(payment).toMatchObject({ state: 'completed', refundedCents: 2_000 });
  });

  test('in parts gives the gateway its part first', () => {
    const payment = completed({ fromWalletCents: 4_000 });
    expect(refund(payment, 'r1', 5_000)).toMatchObject([{ refund: { toGatewayCents: 5_000, toWalletCents: 0 } }]);
    expect(refund(payment, 'r2', 3_000)).toMatchObject([{ refund: { toGatewayCents: 1_000, toWalletCents: 2_000 } }]);
    expect(refund(payment, 'r3', 2_001)).toMatchObject([{ kind: 'refund_refused', reason: 'exceeds_captured' }]);
    expect(kinds(refund(payment, 'r4', 2_000))).toEqual(['refunded']);
    answer(payment, 'r1', 'refunded');
    answer(payment, 'r2', 'refunded');
    expect(payment).toMatchObject({ state: 'refunded', refundedCents: 10_000, refundingCents: 0 });
    expect(balanceOf(wallet.buyer())).toBe(5_000);
  });

  test('that the gateway would not do is credited to the balance', () => {
    const payment = completed();
    refund(payment, 'r1', 10_000);
    expect(answer(payment, 'r1', 'refused')).toMatchObject([{ kind: 'refunded', refund: { state: 'credited' } }]);
    expect(balanceOf(wallet.buyer())).toBe(15_000);
  });

  test('to the balance asks no gateway, whoever took the money', () => {
    const payment = completed();
    expect(ask(payment, { amountCents: 4_000, to: 'balance' })).toMatchObject([{ kind: 'refunded', refund: { toGatewayCents: 0, toWalletCents: 4_000 } }]);
    expect(balanceOf(wallet.buyer())).toBe(9_000);
    expect(refund(payment, 'r2', 6_000)).toMatchObject([{ refund: { toGatewayCents: 6_000, toWalletCents: 0 } }]);
    expect(refund(payment, 'r3', 1)).toMatchObject([{ kind: 'refund_refused', reason: 'exceeds_captured' }]);
  });

  test('that the gateway would not do stays with the payee where whoever asked wants to be told, and may be asked for again', () => {
    const payment = completed({ fromWalletCents: 4_000 });
    ask(payment, { amountCents: 8_000, creditIfRefused: false });
    expect(answer(payment, 'r1', 'refused', true)).toMatchObject([{ kind: 'refund_refused', amountCents: 8_000, reason: 'gateway_refused', retryable: true }]);
    expect(payment).toMatchObject({ state: 'completed', refundedCents: 0, refundingCents: 0 });
    expect(balanceOf(wallet.buyer())).toBe(1_000);
    refund(payment, 'r2', 10_000);
    expect(kinds(answer(payment, 'r2', 'refunded'))).toEqual(['refunded']);
    expect(balanceOf(wallet.buyer())).toBe(5_000);
  });

  test('that is asked for again after the gateway refused it goes to the gateway again, whatever went to the balance meanwhile', () => {
    const payment = completed({ fromWalletCents: 4_000 });
    ask(payment, { amountCents: 6_000, creditIfRefused: false });
    expect(refund(payment, 'r2', 4_000)).toMatchObject([{ refund: { toGatewayCents: 0, toWalletCents: 4_000 } }]);
    answer(payment, 'r1', 'refused', true);
    expect(refund(payment, 'r3', 6_000)).toMatchObject([{ refund: { toGatewayCents: 6_000, toWalletCents: 0 } }]);
    expect(kinds(answer(payment, 'r3', 'refunded'))).toEqual(['refunded']);
    expect(payment).toMatchObject({ state: 'refunded', refundedCents: 10_000 });
    expect(balanceOf(wallet.buyer())).toBe(5_000);
  });

  test('of a payment that took nothing is refused', () => {
    const payment = newPayment();
    wallet.open(payment);
    expect(refund(payment, 'r1', 1)).toMatchObject([{ kind: 'refund_refused', reason: 'not_captured' }]);
  });
});
