import { expect, test } from 'vitest';
import { Book, type Charge } from './book.ts';

const charge = (sequence: number, parts: Partial<Charge> = {}): Charge => ({
  sequence,
  id: `c${sequence}`,
  reference: `r${sequence}`,
  purchase: `p${sequence}`,
  method: 'card',
  amountCents: 100,
  currency: 'BRL',
  manualCapture: false,
  state: 'captured',
  decline: undefined,
  createdAt: sequence * 10,
  expiresAt: undefined,
  pix: undefined,
  capturedAt: undefined,
  refunds: [], disputes: [],
  ...parts,
});

test('a book that is full forgets its oldest charges and stays bounded', () => {
  const book = new Book(20_000);
  for (let sequence = 0; sequence < 75_000; sequence++) book.add(charge(sequence));
  expect(book.summary().forgotten).toBe(50_000);
  expect(book.find('c49999')).toBeUndefined();
  expect(book.find('c50000')).toBeDefined();
  expect(book.withReference('r1')).toEqual([]);
  expect(book.summary().charges).toBe(75_000);
});

test('a list walks by cursor and neither skips nor repeats', () => {
  const book = new Book(1_000);
  for (let sequence = 0; sequence < 95; sequence++) book.add(charge(sequence));
  const seen: number[] = [];
  for (let cursor: number | undefined = 0; cursor !== undefined;) {
    const page = book.list({ from: 100, to: 900, cursor, limit: 7 });
    seen.push(...page.charges.map((item) => item.sequence));
    cursor = page.cursor;
  }
  expect(seen).toEqual(Array.from({ length: 80 }, (_, index) => index + 10));
});

test('the summary names what was captured twice, and only that', () => {
  const book = new Book(1_000);
  book.add(charge(0, { purchase: 'a', state: 'declined' }));
  book.add(charge(1, { purchase: 'a' }));
  book.add(charge(2, { purchase: 'b' }));
  book.add(charge(3, { purchase: 'b' }));
  expect(book.summary()).toMatchObject({ captured: 3, capturedCents: 300, capturedTwice: ['b'] });
});
