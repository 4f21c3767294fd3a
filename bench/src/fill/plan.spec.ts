import { expect, test } from 'vitest';
import { planFor, salesUntil } from './plan.ts';

test('ten million tickets are a hundred sales to a million people, a tenth of them ten', () => {
  const plan = planFor(10_000_000);
  expect(plan).toEqual({ ticketsPerSale: 100_000 });
  expect(salesUntil(plan, 10_000_000)).toEqual({ sales: 100, people: 1_000_000 });
  expect(salesUntil(plan, 1_000_000)).toEqual({ sales: 10, people: 100_000 });
});

test('a small fill has ten small sales, each bought by different people', () => {
  const plan = planFor(1_999);
  expect(plan).toEqual({ ticketsPerSale: 198 });
  expect(salesUntil(plan, 1_999)).toEqual({ sales: 10, people: 198 });
  expect(salesUntil(plan, 199)).toEqual({ sales: 1, people: 99 });
});

test('nothing worth the name is refused', () => {
  expect(() => planFor(199)).toThrow('no sale to speak of');
});
