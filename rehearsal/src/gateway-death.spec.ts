import { expect, test } from 'vitest';
import { failoverOf, readDeath } from './gateway-death.ts';

test('a death is a provider, a second and how long it lasts', () => {
  expect(readDeath('aurora@30')).toEqual({ provider: 'aurora', atSecond: 30, forSeconds: 20 });
  expect(readDeath('bonanza@0+5')).toEqual({ provider: 'bonanza', atSecond: 0, forSeconds: 5 });
  for (const nonsense of ['aurora', '@30', 'aurora@-1', 'aurora@30+0', 'aurora@30+9999', 'Aurora@3']) expect(readDeath(nonsense)).toBeNull();
});

test('while one is gone the others’ captures count, and its own once it is back', () => {
  const charge = (second: number, state = 'captured') => ({ sequence: 0, createdAt: 1_000_000 + second * 1_000, id: 'c', purchase: 'p', method: 'card' as const, amountCents: 1, state, refunds: [] });
  const books = [
    { provider: 'aurora', charges: [charge(5), charge(31), charge(55), charge(56, 'declined')] },
    { provider: 'bonanza', charges: [charge(5), charge(35), charge(36), charge(37, 'declined'), charge(60)] },
  ];
  const death = { provider: 'aurora', atSecond: 30, forSeconds: 20 };
  expect(failoverOf(death, 1_000_000, 70, books)).toEqual({ ...death, elsewhere: 2, afterReturn: 1 });
  expect(failoverOf(death, 1_000_000, 55, books)).toEqual({ ...death, elsewhere: 2, afterReturn: null });
});
