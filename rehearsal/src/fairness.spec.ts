import { describe, expect, test } from 'vitest';
import { callingOrder, cohorts, slowAgainstFast } from './fairness.ts';
import type { Story } from './story.ts';

const story = (what: Partial<Story>): Story => ({ number: 0, token: '', slow: false, plain: true, wants: 1, arrivedMs: 0, orders: [], ...what });
/** The number as it was read once a second: 0, 10, 20 … */
const rising = Array.from({ length: 30 }, (_, second) => ({ sentMs: second * 1_000, atMs: second * 1_000 + 5, serving: second * 10 }));
const CLAIM_SECONDS = 10;

describe('positions are called in their order', () => {
  const order = (stories: Story[]) => callingOrder(stories, rising, 0, CLAIM_SECONDS);

  test('where everybody is admitted after the number has passed them', () => {
    const stories = [0, 9, 50, 99].map((position) => story({ position, admittedMs: (position / 10 + 1) * 1_000 + 200 }));
    expect(order(stories)).toEqual({ falls: 0, early: 0, passedOver: 0, admissions: 4, unseen: 0 });
  });

  test('a number that was read a moment ago makes nobody early', () => {
    expect(order([story({ position: 42, admittedMs: 4_100 })]).early).toBe(0);
  });

  test('somebody admitted above the number is early', () => {
    expect(order([story({ position: 99, admittedMs: 4_000 })]).early).toBe(1);
  });

  test('somebody below the number who is told "not yet" is passed over; after the call has lapsed they are not', () => {
    expect(order([story({ position: 15, notYetSentMs: 6_000 })]).passedOver).toBe(1);
    expect(order([story({ position: 15, notYetSentMs: 1_500 })]).passedOver).toBe(0);
    expect(order([story({ position: 15, notYetSentMs: 15_000 })]).passedOver).toBe(0);
  });

  test('somebody whose position nobody knows, or after whom the number was not looked at any more, is not counted as in order', () => {
    expect(order([story({ admittedMs: 4_000 }), story({ position: 3, admittedMs: 40_000 })])).toMatchObject({ admissions: 0, unseen: 2 });
  });

  test('a fall of the number is told on', () => {
    expect(callingOrder([], rising, 2, CLAIM_SECONDS).falls).toBe(2);
  });
});

const nobody = { from: 0, to: 0 };

describe('fans who joined at the same time', () => {
  test('are told by their entry numbers, not by when a slow line brought the answer', () => {
    const found = cohorts(
      [
        story({ entry: 0, joinedMs: 1_100 }),
        story({ entry: 1, joinedMs: 5_200, slow: true, admittedMs: 1, ending: 'bought' }),
        story({ entry: 2, joinedMs: 1_190 }),
        story({ entry: 3, joinedMs: 1_210 }),
        story({ entry: 4, joinedMs: 6_000, slow: true }),
        story({ entry: 5, joinedMs: 1_230 }),
      ],
      0,
      nobody,
    );
    expect(found.map(({ tenth, fans }) => [tenth, fans.length])).toEqual([[11, 3], [12, 3]]);
    expect(found[0]!.fans[1]).toEqual({ slow: true, admitted: true, bought: true });
  });

  test('are compared with nobody where no fast fan joined after them: nobody knows when they did', () => {
    const found = cohorts([story({ entry: 0, joinedMs: 1_100 }), story({ entry: 1, joinedMs: 1_150, slow: true })], 0, nobody);
    expect(found.flatMap(({ fans }) => fans.map(({ slow }) => slow))).toEqual([false]);
  });

  test('are all who were drawn, whenever they came', () => {
    const found = cohorts([0, 1, 2, 3].map((entry) => story({ entry, joinedMs: entry * 10_000 })), 3, nobody);
    expect(found.map(({ fans }) => fans.length)).toEqual([3, 1]);
  });

  test('are compared without those who chose to leave', () => {
    expect(cohorts([story({ entry: 0, joinedMs: 0, plain: false })], 0, nobody)).toEqual([]);
  });

  test('are compared without those whose turn had just come when the rehearsal ended, and with those whom it had passed long before', () => {
    const over = { ending: 'over' as const, slow: true, joinedMs: 0 };
    const stories = [story({ entry: 0, joinedMs: 0, position: 0, admittedMs: 1, ending: 'bought' }), story({ entry: 1, position: 1, ...over }), story({ entry: 2, position: 2, ...over }), story({ entry: 3, position: 3, ...over }), story({ entry: 4, joinedMs: 3 })];
    expect(cohorts(stories, 0, { from: 2, to: 3 })[0]!.fans.map(({ admitted }) => admitted)).toEqual([true, false, false, false]);
  });

  test('differ by nothing where lines make no difference, and by their disadvantage where they do', () => {
    const fan = (slow: boolean, admitted: boolean) => ({ slow, admitted, bought: admitted });
    const together = (slowIn: number) => ({ tenth: 1, fans: [...Array.from({ length: 10 }, (_, at) => fan(true, at < slowIn)), ...Array.from({ length: 90 }, (_, at) => fan(false, at < 45))] });
    const equal = slowAgainstFast(Array.from({ length: 20 }, () => together(5)));
    expect(equal.admitted).toMatchObject({ difference: 0, slowShare: 0.5, fastShare: 0.5, slow: 200, fast: 1_800 });
    const unfair = slowAgainstFast(Array.from({ length: 20 }, () => together(3)));
    expect(unfair.bought.difference).toBeCloseTo(-0.2);
    expect(unfair.bought.high).toBeLessThan(0);
  });
});
