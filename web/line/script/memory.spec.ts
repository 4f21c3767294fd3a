import { expect, test } from 'vitest';
import { readMemory } from './memory.ts';

const now = 1_000_000_000;
const memory = { place: { lineToken: 'token', entry: 7, position: null }, userId: null, seenAt: now };

test('a place is kept for a day', () => {
  expect(readMemory(JSON.stringify(memory), now + 86_400_000)).toEqual(memory);
  expect(readMemory(JSON.stringify(memory), now + 86_401_000)).toBeNull();
});

test('that a place has ended is believed for as long as the browser keeps it', () => {
  for (const ended of ['left', 'missed', 'lost']) expect(readMemory(JSON.stringify({ ...memory, place: null, ended }), now + 100_000_000)).toMatchObject({ ended, place: null });
});

test.each(['', 'null', '{', '[]', '{"seenAt":1}', JSON.stringify({ ...memory, place: { entry: '7' } })])('%s is no memory', (text) => {
  expect(readMemory(text, now)).toBeNull();
});
