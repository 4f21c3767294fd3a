import { beforeEach, expect, test } from 'vitest';
import { hold, openWish, owedSeats } from './purchase.ts';

// There is no box office behind this test and no page around it: every question is one whose answer got lost.
const wish = { seats: [{ seatId: 'a', ticketTypeId: 'full' }, { seatId: 'b', ticketTypeId: 'half' }] };
const kept = () => JSON.parse(sessionStorage.getItem('catraca.attempt.event') ?? 'null') as { key: string } | null;

beforeEach(() => sessionStorage.clear());

test('while the answer is owed the same wish can be asked again under its key, and its seats may be one\'s own', async () => {
  expect(openWish('event')).toBeNull();
  expect((await hold('event', wish, undefined)).failure?.status).toBe(0);
  const first = kept();
  expect(openWish('event')).toEqual(wish);
  expect([...owedSeats('event')]).toEqual(['a', 'b']);
  expect([...owedSeats('another event')]).toEqual([]);
  await hold('event', openWish('event')!, undefined);
  expect(kept()).toEqual(first);
});

test('places by number owe no seats, and nonsense in the storage owes nothing', async () => {
  await hold('event', { ticketTypeId: 'floor', quantity: 2 }, undefined);
  expect([openWish('event'), owedSeats('event').size]).toEqual([{ ticketTypeId: 'floor', quantity: 2 }, 0]);
  for (const nonsense of ['{', '4', '{"wish":"{","key":"k"}', '{"wish":4}']) {
    sessionStorage.setItem('catraca.attempt.event', nonsense);
    expect([openWish('event'), owedSeats('event').size]).toEqual([null, 0]);
  }
});
