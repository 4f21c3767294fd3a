import { expect, test } from 'vitest';
import { offersOf, posterOf } from './offers.ts';
import type { TicketType } from './shown.ts';

const type = (category: string, name: string, amountCents: number): TicketType =>
  ({ id: name, name, category, kind: 'seated', price: { amountCents, currency: 'BRL' }, halfPrice: false, proofRequired: false, holderRequired: false });

test('ticket types stand under their category, the dearest first, and do not repeat its name', () => {
  const offers = offersOf([type('Balcão', 'Balcão · inteira', 9_000), type('Mesa', 'Mesa · inteira', 32_000), type('Mesa', 'Mesa · meia-entrada', 16_000), type('Balcão', 'Balcão', 4_500)]);
  expect(offers.map(({ category, types }) => [category, types.map(({ label }) => label)])).toEqual([['Mesa', ['inteira', 'meia-entrada']], ['Balcão', ['inteira', 'Balcão']]]);
});

test('a poster is a picture of this box office, never somebody else\'s', () => {
  const [own, other, sly] = ['/api/v1/pictures/a.svg', 'https://elsewhere.example/a.png', '//elsewhere.example/a.png'].map((url) => ({ url, alt: '' }));
  expect(posterOf({ pictures: [other!, sly!, own!] })).toBe(own);
  expect(posterOf({ pictures: [other!] })).toBe(undefined);
});
