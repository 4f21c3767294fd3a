import { describe, expect, it } from 'vitest';
import { partOfBalance, paymentWish, split, totalCents, waysToPay } from './ways-to-pay.ts';

const all = ['card', 'pix', 'wallet'] as const;

describe('ways to pay', () => {
  it('offer a balance alone only where it is enough', () => {
    expect(waysToPay(all, 10_000, 9_999)).toEqual(['card', 'pix']);
    expect(waysToPay(all, 10_000, 10_000)).toEqual(['card', 'pix', 'wallet']);
    expect(waysToPay(['pix'], 10_000, 0)).toEqual(['pix']);
    expect(waysToPay(all, 0, 0)).toEqual([]);
  });

  it('let a balance that is not enough pay a part', () => {
    expect(partOfBalance(10_000, 2_500)).toBe(2_500);
    expect(partOfBalance(10_000, 10_000)).toBe(0);
    expect(partOfBalance(10_000, 0)).toBe(0);
    expect(partOfBalance(10_000, -5)).toBe(0);
  });

  it('split a total without losing a cent', () => {
    for (const part of [0, 1, 4_999, 10_000, 12_000, -3]) {
      const { fromWalletCents, byGatewayCents } = split('card', 10_000, part);
      expect(fromWalletCents + byGatewayCents).toBe(10_000);
      expect(Math.min(fromWalletCents, byGatewayCents)).toBeGreaterThanOrEqual(0);
    }
  });

  it('are asked for as the box office wants it', () => {
    expect(paymentWish('card', 10_000, 'BRL', { token: 'tok_ok' })).toEqual({ method: 'card', token: 'tok_ok' });
    expect(paymentWish('pix', 10_000, 'BRL', { token: 'tok_ok', partCents: 2_500 })).toEqual({ method: 'pix', fromWallet: { amountCents: 2_500, currency: 'BRL' } });
    expect(paymentWish('wallet', 10_000, 'BRL', { partCents: 2_500 })).toEqual({ method: 'wallet' });
    expect(paymentWish(null, 0, 'BRL', {})).toEqual({ method: 'wallet' });
  });

  it('come to what the places and the products cost', () => {
    expect(totalCents(10_000, [{ priceCents: 1_250, quantity: 2 }, { priceCents: 999, quantity: 0 }])).toBe(12_500);
  });
});
