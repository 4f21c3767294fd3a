import { expect, test } from 'vitest';
import { checkBooks, gatewayOutcomes } from './books.ts';
import type { BookedCharge } from './payer.ts';
import type { OrderSeen } from './story.ts';

let made = 0;
const charge = (purchase: string, state = 'captured', refunds: BookedCharge['refunds'] = []): BookedCharge => {
  made += 1;
  return { sequence: made, createdAt: 0, id: `charge ${made}`, purchase, method: 'card', amountCents: 100, state, refunds };
};
const order = (id: string, state: string, payments: string[]): OrderSeen => ({ id, state, payments, tickets: 1, unique: [], totalCents: 100 });
const refunded = [{ amountCents: 100, state: 'done' }];

test('a confirmed order with one charge is well, whatever else was declined or given back', () => {
  const check = checkBooks([charge('p1', 'declined'), charge('p2'), charge('p1', 'captured', refunded)], [order('o1', 'confirmed', ['p1', 'p2'])]);
  expect(check).toEqual({ captured: 2, refunded: 1, chargedTwice: [], withoutOrder: [], unpaid: [], otherAmount: [], undecided: [] });
});

test('two charges of one order are found, under whichever of its payments they stand', () => {
  expect(checkBooks([charge('p1'), charge('p2')], [order('o1', 'confirmed', ['p1', 'p2'])]).chargedTwice).toEqual(['o1']);
});

test('money that is kept for an expired order, or for none, is found; a refund that was not done gives nothing back', () => {
  const kept = [charge('p1'), charge('stranger'), charge('p1', 'captured', [{ amountCents: 100, state: 'not_done' }])];
  expect(checkBooks(kept, [order('o1', 'expired', ['p1'])]).withoutOrder).toEqual(kept.map(({ id }) => id));
});

test('a ticket that nobody paid is found', () => {
  expect(checkBooks([charge('p1', 'declined')], [order('o1', 'confirmed', ['p1'])]).unpaid).toEqual(['o1']);
});

test('an order that was paid with another sum than it costs is found, also where the rest was given back', () => {
  const [short, partly] = [charge('p1'), charge('p2', 'captured', [{ amountCents: 30, state: 'done' }])];
  const check = checkBooks([{ ...short, amountCents: 1 }, partly], [order('o1', 'confirmed', ['p1']), order('o2', 'confirmed', ['p2'])]);
  expect(check.otherAmount).toEqual(['o1', 'o2']);
});

test('a refund of a cent of what an expired order paid is no refund', () => {
  const kept = charge('p1', 'captured', [{ amountCents: 1, state: 'pending' }]);
  expect(checkBooks([kept], [order('o1', 'expired', ['p1'])])).toMatchObject({ refunded: 0, withoutOrder: [kept.id] });
});

test.each(['authorized', 'in_review', 'pending'])('a charge that is left %s is found', (state) => {
  const left = charge('p1', state);
  expect(checkBooks([left], [order('o1', 'expired', ['p1'])]).undecided).toEqual([left.id]);
});

test('outcomes are counted by provider and method, and a refund is one', () => {
  const books = [{ provider: 'aurora', charges: [charge('a'), charge('b'), charge('c', 'declined'), charge('d', 'captured', refunded)] }];
  expect(gatewayOutcomes(books).map(({ state, count }) => [state, count])).toEqual([['captured', 2], ['declined', 1], ['refunded', 1]]);
});
