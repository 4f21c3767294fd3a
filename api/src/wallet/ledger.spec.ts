import { describe, expect, test } from 'vitest';
import { newAccount } from '../../test/support/wallet.js';
import { Ledger, type TransferDraft, availableOf, balanceOf, frozenOf } from './ledger.js';

const ana = () => newAccount('buyer', 'ana', 5_000);
const draft = (change: Partial<TransferDraft> = {}): TransferDraft => ({
  id: 't1',
  flag: 'posted',
  code: 'payment',
  paymentId: 'p1',
  debitAccountId: 'buyer:ana:BRL',
  creditAccountId: 'payee:theatre:BRL',
  amountCents: 2_000,
  ...change,
});
const open = (now = 0) => {
  const buyer = ana();
  const ledger = new Ledger([buyer, newAccount('payee', 'theatre'), newAccount('payee', 'opera', 0, 'EUR')], [], now);
  return { buyer, ledger };
};

describe('a transfer', () => {
  test('moves the amount at once and is recorded', () => {
    const { buyer, ledger } = open();
    expect(ledger.create(draft())).toBe('created');
    expect([balanceOf(buyer), frozenOf(buyer), availableOf(buyer)]).toEqual([3_000, 0, 3_000]);
    expect(ledger.recorded).toHaveLength(1);
    expect(ledger.touched).toEqual([buyer]);
  });

  test('that was made already is told apart from one that differs, and moves nothing', () => {
    const { buyer, ledger } = open();
    ledger.create(draft());
    expect(ledger.create(draft())).toBe('exists');
    expect(ledger.create(draft({ amountCents: 2_001 }))).toBe('exists_with_different_amount');
    expect(ledger.create(draft({ flag: 'pending' }))).toBe('exists_with_different_flag');
    expect(ledger.create(draft({ creditAccountId: 'payee:opera:EUR' }))).toBe('exists_with_different_credit_account');
    expect(ledger.create(draft({ code: 'refund' }))).toBe('exists_with_different_code');
    expect(balanceOf(buyer)).toBe(3_000);
  });

  test.each<[string, Partial<TransferDraft>]>([
    ['amount_must_be_positive', { amountCents: 0 }],
    ['amount_must_be_positive', { amountCents: -1, debitAccountId: 'nobody' }],
    ['timeout_reserved_for_pending_transfer', { timeoutAt: 1 }],
    ['accounts_must_be_different', { creditAccountId: 'buyer:ana:BRL' }],
    ['debit_account_not_found', { debitAccountId: 'nobody', amountCents: 9_999 }],
    ['credit_account_not_found', { creditAccountId: 'nobody', amountCents: 9_999 }],
    ['accounts_must_have_the_same_currency', { creditAccountId: 'payee:opera:EUR', amountCents: 9_999 }],
    ['exceeds_credits', { amountCents: 5_001 }],
  ])('is refused as %s', (result, change) => {
    const { buyer, ledger } = open();
    expect(ledger.create(draft(change))).toBe(result);
    expect(ledger.recorded).toEqual([]);
    expect(buyer).toEqual(ana());
  });

  test('may take a payee below zero, for a refund is owed whatever was paid out', () => {
    const { buyer, ledger } = open();
    const back = { debitAccountId: 'payee:theatre:BRL', creditAccountId: 'buyer:ana:BRL' };
    expect(ledger.create(draft(back))).toBe('created');
    expect(balanceOf(buyer)).toBe(7_000);
  });
});

describe('a pending transfer', () => {
  test('freezes, so that the same money is not spent twice', () => {
    const { buyer, ledger } = open();
    expect(ledger.create(draft({ flag: 'pending', amountCents: 4_000 }))).toBe('created');
    expect([balanceOf(buyer), frozenOf(buyer), availableOf(buyer)]).toEqual([5_000, 4_000, 1_000]);
    expect(ledger.create(draft({ id: 't2', amountCents: 1_001 }))).toBe('exceeds_credits');
  });

  test('is posted', () => {
    const { buyer, ledger } = open();
    ledger.create(draft({ flag: 'pending' }));
    expect(ledger.resolve('r1', 'post_pending', 't1')).toBe('created');
    expect([balanceOf(buyer), frozenOf(buyer)]).toEqual([3_000, 0]);
  });

  test('is voided', () => {
    const { buyer, ledger } = open();
    ledger.create(draft({ flag: 'pending' }));
    expect(ledger.resolve('r1', 'void_pending', 't1')).toBe('created');
    expect([balanceOf(buyer), frozenOf(buyer)]).toEqual([5_000, 0]);
  });

  test('is resolved once, and the answer says how', () => {
    const { ledger } = open();
    ledger.create(draft({ flag: 'pending' }));
    expect(ledger.resolve('r1', 'post_pending', 't1')).toBe('created');
    expect(ledger.resolve('r1', 'post_pending', 't1')).toBe('exists');
    expect(ledger.resolve('r1', 'void_pending', 't1')).toBe('exists_with_different_flag');
    expect(ledger.resolve('r2', 'void_pending', 't1')).toBe('pending_transfer_already_posted');
    expect(ledger.resolve('r2', 'post_pending', 'nothing')).toBe('pending_transfer_not_found');
    ledger.create(draft({ id: 't2' }));
    expect(ledger.resolve('r3', 'post_pending', 't2')).toBe('pending_transfer_not_pending');
  });

  test('past its timeout can no longer be posted, only expired or voided', () => {
    const { buyer, ledger } = open(1_000);
    ledger.create(draft({ flag: 'pending', timeoutAt: 1_000 }));
    ledger.create(draft({ id: 't2', flag: 'pending', timeoutAt: 1_001 }));
    expect(ledger.resolve('r1', 'post_pending', 't1')).toBe('pending_transfer_expired');
    expect(ledger.resolve('r1', 'expire_pending', 't1')).toBe('created');
    expect(ledger.resolve('r2', 'void_pending', 't1')).toBe('pending_transfer_expired');
    expect(ledger.resolve('r2', 'expire_pending', 't2')).toBe('pending_transfer_not_yet_expired');
    expect(frozenOf(buyer)).toBe(2_000);
  });
});
