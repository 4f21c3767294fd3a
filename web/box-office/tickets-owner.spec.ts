import { expect, test } from 'vitest';
import { changesOwner } from './tickets-owner.ts';

test('tickets that are kept are one person’s: whoever comes next, however they signed in, does not find them', () => {
  const kept = new Map<string, string>();
  const drawer = () => ({ getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
  expect(['ana', 'ana', 'bia', 'bia', 'ana'].map((user) => changesOwner(drawer, user))).toEqual([true, false, true, false, true]);
});

test('where nothing can be remembered nobody’s tickets stay', () => {
  const forbidden = () => {
    throw new Error('forbidden');
  };
  expect(changesOwner(forbidden, 'ana')).toBe(true);
});
