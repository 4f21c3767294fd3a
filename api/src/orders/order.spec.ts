import { expect, test } from 'vitest';
import { endsTheOrder, totalCents, whenMoneyArrives } from './order.js';

const open = { state: 'awaiting_payment', wonBy: null, holdLives: true, showCancelled: false, buyerForgotten: false } as const;

test('money that comes in time buys the places', () => {
  expect(whenMoneyArrives(open, 'p1')).toBe('confirm');
});

test('money after a decline of another try still buys the places while they are held', () => {
  expect(whenMoneyArrives({ ...open, state: 'payment_failed' }, 'p1')).toBe('confirm');
});

test('late money takes the places again only if they are free', () => {
  expect(whenMoneyArrives({ ...open, state: 'expired', holdLives: false }, 'p1')).toBe('retake');
});

test('nobody is sold a show that will not be, in time or late', () => {
  expect(whenMoneyArrives({ ...open, showCancelled: true }, 'p1')).toBe('give_back');
  expect(whenMoneyArrives({ ...open, state: 'expired', holdLives: false, showCancelled: true }, 'p1')).toBe('give_back');
});

test('nobody buys once the account is deleted, in time or late', () => {
  expect(whenMoneyArrives({ ...open, buyerForgotten: true }, 'p1')).toBe('give_back');
  expect(whenMoneyArrives({ ...open, state: 'expired', holdLives: false, buyerForgotten: true }, 'p1')).toBe('give_back');
});

test('two tabs, both paid: the second payment goes back and the first stays', () => {
  const won = { ...open, state: 'confirmed', wonBy: 'p1', holdLives: false } as const;
  expect(whenMoneyArrives(won, 'p2')).toBe('give_back');
  expect(whenMoneyArrives(won, 'p1')).toBe('already_won');
});

test('a decline can be tried again, the end of the window cannot', () => {
  expect(endsTheOrder('declined')).toBe(false);
  expect(endsTheOrder('insufficient_funds')).toBe(false);
  expect(endsTheOrder('expired')).toBe(true);
});

test('an order costs its items', () => {
  expect(totalCents([{ priceCents: 12_500, quantity: 1 }, { priceCents: 4_000, quantity: 3 }])).toBe(24_500);
});
