import { expect, test } from 'vitest';
import { readMemory } from './memory.ts';

const now = 1_000_000_000;
const memory = { place: { lineToken: 'token', entry: 7, position: null }, userId: null, seenAt: now };

test('a place is believed for ten minutes', () => {
  expect(readMemory(JSON.stringify(memory), now + 599_000)).toEqual(memory);
  expect(readMemory(JSON.stringify(memory), now + 601_000)).toBeNull();
  expect(readMemory(JSON.stringify(memory), now + 601_000, 3_600_000), 'a page beside the line believes it for longer').toEqual(memory);
});

test('that a place has ended is believed for as long as the browser keeps it', () => {
  expect(readMemory(JSON.stringify({ ...memory, place: null, ended: 'left' }), now + 86_400_000)).toMatchObject({ ended: 'left', place: null });
});

test.each(['', 'null', '{', '[]', '{"seenAt":1}', JSON.stringify({ ...memory, place: { entry: '7' } })])('%s is no memory', (text) => {
  expect(readMemory(text, now)).toBeNull();
});
