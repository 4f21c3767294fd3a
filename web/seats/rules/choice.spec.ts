import { expect, test } from 'vitest';
import { keep, NOTHING, recall, retyped, toggled, totalOf, usualType, without, type TicketType } from './choice.ts';

const type = (id: string, amountCents: number, halfPrice = false, kind: TicketType['kind'] = 'seated'): TicketType =>
  ({ id, name: id, category: 'Stalls', kind, price: { amountCents, currency: 'BRL' }, halfPrice, proofRequired: halfPrice });
const types = [type('half', 5_000, true), type('full', 10_000), type('floor', 7_000, false, 'standing')];

test('a seat begins at the full price, whatever order the prices have', () => {
  expect(usualType(types, 'Stalls', 'seated')?.id).toBe('full');
  expect(usualType(types, 'Boxes', 'seated')).toBeUndefined();
});

test('a seat comes and goes, and one beyond the limit is refused', () => {
  const one = toggled(NOTHING, 4, 'full', 2)!;
  const two = toggled(one, 9, 'full', 2)!;
  expect(toggled(two, 11, 'full', 2)).toBeNull();
  expect(toggled(two, 4, 'full', 2)).toEqual({ kind: 'seats', seats: [{ seat: 9, ticketTypeId: 'full' }] });
});

test('a seat takes the place of places chosen by number', () => {
  expect(toggled({ kind: 'places', ticketTypeId: 'floor', quantity: 3 }, 4, 'full', 2)).toEqual({ kind: 'seats', seats: [{ seat: 4, ticketTypeId: 'full' }] });
});

test('the total is the sum of each seat at its own price', () => {
  const choice = retyped(toggled(toggled(NOTHING, 1, 'full', 4)!, 2, 'full', 4)!, 2, 'half');
  expect(totalOf(choice, types)).toEqual({ amountCents: 15_000, currency: 'BRL' });
  expect(totalOf({ kind: 'places', ticketTypeId: 'floor', quantity: 3 }, types)).toEqual({ amountCents: 21_000, currency: 'BRL' });
  expect(totalOf(NOTHING, types)).toBeNull();
});

test('lost seats leave the choice and the others stay', () => {
  const choice = toggled(toggled(NOTHING, 1, 'full', 4)!, 2, 'half', 4)!;
  expect(without(choice, [1, 7])).toEqual({ kind: 'seats', seats: [{ seat: 2, ticketTypeId: 'half' }] });
});

const now = { seatOf: (id: string) => (id.startsWith('seat-') ? Number(id.slice(5)) : undefined), isFree: (seat: number) => seat !== 3, types, limit: 2 };

test('what was kept comes back as it was', () => {
  const choice = toggled(toggled(NOTHING, 1, 'full', 4)!, 2, 'half', 4)!;
  expect(recall(JSON.parse(JSON.stringify(keep(choice, (seat) => `seat-${seat}`))), now)).toEqual(choice);
  const places = { kind: 'places', ticketTypeId: 'floor', quantity: 2 } as const;
  expect(recall(JSON.parse(JSON.stringify(keep(places, String))), now)).toEqual(places);
});

test('what no longer makes sense does not come back: taken seats, unknown prices, more than the limit, nonsense', () => {
  const seats = [{ seatId: 'seat-3', ticketTypeId: 'full' }, { seatId: 'other', ticketTypeId: 'full' }, { seatId: 'seat-5', ticketTypeId: 'full' }];
  expect(recall({ seats: seats.slice(0, 2) }, now)).toEqual(NOTHING);
  expect(recall({ seats: [{ seatId: 'seat-5', ticketTypeId: 'gone' }, null, 4] }, now)).toEqual(NOTHING);
  expect(recall({ ticketTypeId: 'floor', quantity: 9 }, now)).toEqual({ kind: 'places', ticketTypeId: 'floor', quantity: 2 });
  for (const nonsense of [null, 7, 'x', {}, { seats: 4 }, { ticketTypeId: 'floor', quantity: 0.5 }]) expect(recall(nonsense, now)).toEqual(NOTHING);
});
