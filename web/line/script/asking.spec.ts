import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Asking } from './asking.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test('the first question is due at once, those after an unchanged answer ever more seldom, and after a change at once again', () => {
  const asking = new Asking();
  expect([asking.isDue, asking.isNew]).toEqual([true, true]);
  for (const restMs of [2_000, 4_000, 8_000, 10_000, 10_000]) {
    asking.rest();
    vi.advanceTimersByTime(restMs - 1);
    expect([asking.isDue, asking.isNew]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect(asking.isDue).toBe(true);
  }
  asking.rest();
  asking.begin();
  expect([asking.isDue, asking.isNew]).toEqual([true, true]);
});

test('a box office that asks for patience is asked again no earlier than it says, but before a call could be slept through', () => {
  const asking = new Asking();
  for (const [saidMs, restMs] of [[15_000, 15_000], [1_000, 4_000], [3_600_000, 60_000]] as const) {
    asking.rest(saidMs);
    vi.advanceTimersByTime(restMs - 1);
    expect(asking.isDue).toBe(false);
    vi.advanceTimersByTime(1);
    expect(asking.isDue).toBe(true);
  }
});
