import { expect, test } from 'vitest';
import { type Drawer, forgetTold, keepTold, toldHolders } from './told-holders.ts';

function newDrawer(): Drawer {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const now = Date.parse('2026-12-01T12:00:00Z');
const day = 24 * 3_600_000;
const holders = [{ name: 'Ana Souza', document: '529.982.247-25' }];

test('what was told before signing in is there for whoever signs in here', () => {
  const drawer = newDrawer();
  keepTold(drawer, 'show', { holders, userId: null }, now);
  expect([toldHolders(drawer, 'show', null, now), toldHolders(drawer, 'show', 'ana', now), toldHolders(drawer, 'another', 'ana', now)]).toEqual([holders, holders, []]);
});

test('what was told before signing in is the first one’s who signs in, and no other’s after', () => {
  const drawer = newDrawer();
  keepTold(drawer, 'show', { holders, userId: null }, now);
  expect(['ana', 'bia', null, 'ana'].map((user) => toldHolders(drawer, 'show', user, now).length)).toEqual([1, 0, 0, 1]);
});

test('what cannot be made theirs is gone once it was read', () => {
  const drawer = newDrawer();
  keepTold(drawer, 'show', { holders, userId: null }, now);
  const full: Drawer = {
    ...drawer,
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(toldHolders(Object.defineProperty(full, 'length', { get: () => drawer.length }), 'show', 'ana', now)).toEqual(holders);
  expect(toldHolders(drawer, 'show', 'bia', now)).toEqual([]);
});

test('what one person told is not the next one’s', () => {
  const drawer = newDrawer();
  keepTold(drawer, 'show', { holders, userId: 'ana' }, now);
  expect([toldHolders(drawer, 'show', 'ana', now), toldHolders(drawer, 'show', 'bia', now), toldHolders(drawer, 'show', null, now)]).toEqual([holders, [], []]);
});

test('it goes after a day, of whatever event it was', () => {
  const drawer = newDrawer();
  keepTold(drawer, 'show', { holders, userId: null }, now);
  expect(toldHolders(drawer, 'show', null, now + day - 1)).toEqual(holders);
  expect(toldHolders(drawer, 'another', null, now + day)).toEqual([]);
  expect(drawer.length).toBe(0);
  keepTold(drawer, 'show', { holders, userId: null }, now);
  expect(toldHolders(drawer, 'show', null, now - 1), 'a clock that was set back').toEqual([]);
});

test('it is forgotten once it is bought with, and all of it at the way out', () => {
  const drawer = newDrawer();
  for (const event of ['a', 'b', 'c']) keepTold(drawer, event, { holders, userId: null }, now);
  drawer.setItem('catraca.line.a', 'not of these');
  forgetTold(drawer, 'a');
  expect(['a', 'b', 'c'].map((event) => toldHolders(drawer, event, null, now).length)).toEqual([0, 1, 1]);
  forgetTold(drawer);
  expect([drawer.length, drawer.getItem('catraca.line.a')]).toEqual([1, 'not of these']);
});

test.each(['', 'null', '{}', '[]', '7', '{"holders":"x","until":1e15}', `{"holders":[{"name":1}],"until":${now + 1}}`, `{"holders":[null],"until":${now + 1}}`])('what cannot be read is nothing: %s', (text) => {
  const drawer = newDrawer();
  drawer.setItem('catraca.holders.show', text);
  expect(toldHolders(drawer, 'show', null, now)).toEqual([]);
});
