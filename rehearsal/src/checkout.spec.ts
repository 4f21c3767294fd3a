import { expect, test } from 'vitest';
import { checkoutOf } from './checkout.ts';

const card = (...fields: { gateway: string; kind: string; cards?: { token: string; outcome: string }[] }[]) => [{ method: 'card', fields }, { method: 'pix' }];
const simulated = { gateway: 'bonanza', kind: 'sandbox', cards: [{ token: 'visa:tok_ok', outcome: 'approved' }, { token: 'visa:tok_declined', outcome: 'declined' }] };

test('a simulated provider is paid with the cards that it names, and its PIX codes are paid', () => {
  expect(checkoutOf(card(simulated))).toEqual({ card: { good: 'visa:tok_ok', declined: 'visa:tok_declined' }, pixIsPaid: true });
});

test('Stripe is paid with its test payment methods, and its PIX codes by nobody', () => {
  expect(checkoutOf(card({ gateway: 'stripe', kind: 'stripe' }, simulated))).toEqual({ card: { good: 'pm_card_visa', declined: 'pm_card_visa_chargeDeclined' }, pixIsPaid: false });
});

test('where only a page can make a token that is said, with what to do', () => {
  expect(() => checkoutOf(card({ gateway: 'mercado-pago', kind: 'mercado_pago' }))).toThrow('cannot be rehearsed through mercado-pago');
  expect(() => checkoutOf([{ method: 'pix' }])).toThrow('takes no cards');
});

test('a provider whose cards cannot be written down is passed over for one whose can', () => {
  expect(checkoutOf(card({ gateway: 'mercado-pago', kind: 'mercado_pago' }, simulated))).toMatchObject({ card: { good: 'visa:tok_ok' }, pixIsPaid: false });
});
