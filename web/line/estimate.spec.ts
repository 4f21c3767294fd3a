import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOf, estimateWait, type Pace, undecidedMinutes, withPace } from './estimate.ts';

const steady = (calledPerMinute: number, seconds = 300): Pace[] =>
  Array.from({ length: seconds / 10 + 1 }, (_, index) => ({ at: index * 10_000, calledPerMinute }));

test('a steady pace gives a narrow range around the truth', () => {
  expect(estimateWait(3_000, steady(100))).toEqual({ kind: 'range', fromMinutes: 20, toMinutes: 40 });
  expect(estimateWait(600, steady(100))).toEqual({ kind: 'range', fromMinutes: 5, toMinutes: 7 });
});

test('a pace that changes gives a wider one', () => {
  const changing = steady(100).map((pace, index) => ({ ...pace, calledPerMinute: index % 2 ? 60 : 140 }));
  const narrow = estimateWait(600, steady(100));
  const wide = estimateWait(600, changing);
  if (narrow.kind !== 'range' || wide.kind !== 'range') throw new Error('both can be told');
  expect(wide.toMinutes - wide.fromMinutes).toBeGreaterThan(narrow.toMinutes - narrow.fromMinutes);
});

test('the last few are told that it is soon', () => {
  expect(estimateWait(10, steady(100))).toEqual({ kind: 'soon' });
});

test('it says so when nothing can be told', () => {
  expect(estimateWait(10, [])).toEqual({ kind: 'unknown' });
  expect(estimateWait(10, steady(100, 10)), 'watched for ten seconds').toEqual({ kind: 'unknown' });
  expect(estimateWait(10, steady(0)), 'nobody is called').toEqual({ kind: 'unknown' });
  expect(estimateWait(10, [...steady(100), { at: 310_000, calledPerMinute: 0 }]), 'it stands now').toEqual({ kind: 'unknown' });
  expect(estimateWait(1_000_000, steady(10)), 'days').toEqual({ kind: 'unknown' });
});

test('the truth at any pace that was seen lies in the range, and the range is in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.integer({ min: 50, max: 100 }), { minLength: 5, maxLength: 30 }), (ahead, speeds) => {
      const estimate = estimateWait(ahead, speeds.map((calledPerMinute, index) => ({ at: index * 10_000, calledPerMinute })));
      if (estimate.kind !== 'range') return;
      const middle = ahead / [...speeds].sort((a, b) => a - b)[Math.round((speeds.length - 1) / 2)]!;
      expect(estimate.fromMinutes).toBeLessThanOrEqual(middle);
      expect(estimate.toMinutes).toBeGreaterThanOrEqual(middle);
    }),
  );
});

test('one pace is kept of ten seconds, five minutes of them, and none from before a clock that was set back', () => {
  let paces: Pace[] = [];
  for (let at = 0; at < 1_000_000; at += 1_000) paces = withPace(paces, { at, calledPerMinute: at });
  expect(paces.length).toBeLessThanOrEqual(31);
  expect(paces.at(-1)).toEqual({ at: 999_000, calledPerMinute: 999_000 });
  expect(paces[0]!.at).toBeGreaterThan(699_000);
  expect(withPace(paces, { at: 2_000_000, calledPerMinute: 1 }), 'after a long sleep').toEqual([{ at: 2_000_000, calledPerMinute: 1 }]);
  expect(withPace(paces, { at: 5, calledPerMinute: 1 })).toEqual([{ at: 5, calledPerMinute: 1 }]);
});

test('what the remaining tickets mean is told as it is', () => {
  const chance = (ahead: number, remaining: number, calledPerMinute = 1, serving = 5) => chanceOf(ahead, { serving, calledPerMinute, remaining }, 2, 17);
  expect(chance(0, 12), 'five were called and may take two each').toBe('enough');
  expect(chance(0, 11)).toBe('unclear');
  expect(chance(10, 22 + 34, 1, 1_000), 'of those called in a quarter of an hour').toBe('enough');
  expect(chance(10, 22 + 33, 1, 1_000)).toBe('unclear');
  expect(chance(3, 50, 0), 'a line that stands may have promised everything').toBe('unclear');
  expect(chance(10, 20), 'those who are ahead may take all of them').toBe('maybe');
  expect(chance(10, 21)).toBe('unclear');
  expect(chance(10, 10)).toBe('fewer');
});

test('who was called may still buy for as long as the event’s own windows say', () => {
  const short = { claimSeconds: 30, admissionSeconds: 120, holdSeconds: 60, paymentWindowSeconds: 90 };
  expect(undecidedMinutes(short)).toBe(5);
  const chance = (minutes: number) => chanceOf(10, { serving: 1_000, calledPerMinute: 1, remaining: 22 + 10 }, 2, minutes);
  expect([chance(undecidedMinutes(short)), chance(undecidedMinutes({ ...short, paymentWindowSeconds: 91 }))]).toEqual(['enough', 'unclear']);
});

test('nobody with fewer ahead than could take what is left is told that it may run out', () => {
  expect(chanceOf(0, { serving: 0, calledPerMinute: 0, remaining: 1_200 }, 6, 24), 'the next one, before anybody was called').toBe('unclear');
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(50_000), fc.nat(500), fc.nat(10_000), fc.integer({ min: 1, max: 10 }), (ahead, remaining, calledPerMinute, serving, limit) => {
      const chance = chanceOf(ahead, { serving, calledPerMinute, remaining }, limit, 24);
      if (chance === 'maybe') expect(ahead * limit).toBeGreaterThanOrEqual(remaining);
    }),
  );
});
