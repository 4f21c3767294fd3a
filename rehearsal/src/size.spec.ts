import { expect, test } from 'vitest';
import { holdersFor } from './holders.ts';
import { limit, presets } from './presets.ts';
import { accountsFor, checkPlaces } from './size.ts';

test('bots need accounts as fans do, and there are 200,000 at most', () => {
  const { bots } = presets['smoke']!;
  expect(accountsFor({ bots }, 100)).toBe(100 + 3 + 2 * 3 + 3 + 3 + 1);
  expect(accountsFor({ bots }, 200_000 - 16)).toBe(200_000);
  expect(() => accountsFor({ bots }, 200_000 - 15)).toThrow('200001 accounts');
});

test('a sale to which chance brings nobody is not begun', () => {
  expect(() => accountsFor(presets['smoke']!, 0)).toThrow('nobody comes');
});

test('who is to sell to everybody needs places for everybody; a show that sells out does not', () => {
  expect(() => checkPlaces(limit(500), 1_000, 1_500)).not.toThrow();
  expect(() => checkPlaces(limit(500), 1_001, 1_500)).toThrow('1502 tickets');
  expect(() => checkPlaces(presets['casino']!, 5_000, 1_200)).not.toThrow();
});

test('every ticket has its holder where one is asked for, and no other does', () => {
  const type = (holderRequired: boolean) => ({ id: 't', category: 'Floor', kind: 'standing' as const, holderRequired });
  expect(holdersFor({ ticketTypes: [type(false), type(true)] }, 2).holders).toHaveLength(2);
  expect(holdersFor({ ticketTypes: [type(false)] }, 2)).toEqual({});
});
