import { expect, test } from 'vitest';
import { type Drawer, PurchaseKeys } from '#checkout/purchase-key.ts';
import { keepPayment, keptPayment, openTopUp, outcomeOf, questionOf, type TopUpWish } from './top-up-question.ts';

function drawer(): Drawer {
  const kept = new Map<string, string>();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) };
}
const wish = (amountCents: number): TopUpWish => ({ amount: { amountCents, currency: 'BRL' }, payment: { method: 'card', token: 'tok_ok' } });

test('while a question has no answer no other is asked, after a reload neither', () => {
  const tab = drawer();
  const first = questionOf(new PurchaseKeys(tab), wish(5_000));
  const reloaded = new PurchaseKeys(tab);
  expect(openTopUp(reloaded)).toEqual(wish(5_000));
  expect(questionOf(reloaded, wish(7_000))).toEqual(first);
  reloaded.answered('top-up');
  expect(openTopUp(reloaded)).toBeNull();
  expect(questionOf(reloaded, wish(7_000))).toMatchObject({ body: wish(7_000) });
});

test('a payment is remembered until it is decided', () => {
  const tab = drawer();
  for (const state of ['awaiting_gateway', 'presented'] as const) {
    keepPayment(tab, { id: 'payment', state });
    expect(keptPayment(tab), state).toBe('payment');
  }
  for (const state of ['completed', 'failed', 'cancelled', 'refunded'] as const) {
    keepPayment(tab, { id: 'payment', state: 'awaiting_gateway' });
    keepPayment(tab, { id: 'payment', state });
    expect(keptPayment(tab), state).toBeNull();
  }
});

test('of which another amount was taken does not say that nothing was charged', () => {
  const failure = { reason: 'conflicted' as const, retryable: false };
  expect((['conflicted', 'failed', 'refunded'] as const).map((state) => outcomeOf({ state, failure }))).toEqual(['conflicted', 'conflicted', 'conflicted-back']);
  expect(outcomeOf({ state: 'failed', failure: { reason: 'declined', retryable: true } })).toBe('failed');
});

test('what somebody else left in the place of a question is none', () => {
  const tab = drawer();
  tab.setItem('catraca.key top-up', '{"key":"k","body":"{"}');
  expect(openTopUp(new PurchaseKeys(tab))).toBeNull();
});
