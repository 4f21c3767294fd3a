import { expect, it } from 'vitest';
import { together } from './lines.ts';

const price = (amountCents: number) => ({ amountCents, currency: 'BRL' });

it('counts what is alike and keeps apart what is not', () => {
  const items = [
    { label: 'Pista', name: 'Pista · inteira', quantity: 1, price: price(200) },
    { label: 'Pista', name: 'Pista · meia-entrada', quantity: 1, price: price(100) },
    { label: 'Pista', name: 'Pista · inteira', quantity: 1, price: price(200), refunded: 1 },
    { label: 'Plateia · C · 12', name: 'Plateia', quantity: 1, price: price(300) },
  ];
  expect(together(items)).toEqual([
    { label: 'Pista', name: 'Pista · inteira', quantity: 2, price: price(200), refunded: 1 },
    { label: 'Pista', name: 'Pista · meia-entrada', quantity: 1, price: price(100) },
    { label: 'Plateia · C · 12', name: 'Plateia', quantity: 1, price: price(300) },
  ]);
});
