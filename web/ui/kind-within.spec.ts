import { expect, test } from 'vitest';
import { kindWithin } from './kind-within.ts';

test.each([
  ['Gramado', 'Gramado · inteira', 'inteira'],
  ['Plateia · C · 12', 'Plateia · inteira', 'Plateia · inteira'],
  ['Deck', 'Decks · inteira', 'Decks · inteira'],
  ['Balcão', 'Balcão', 'Balcão'],
  ['Pista', '', ''],
])('of %s, %s is %s', (place, kind, within) => {
  expect(kindWithin(place, kind)).toBe(within);
});
