import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callable, callsAllowed, type Candidate, lapse, planCalls, promiseSizes, savedCalls } from './call.js';
import type { PlaceState } from './place.js';

const waiting = (position: number, state: PlaceState = 'waiting'): Candidate => ({ entry: 1000 - position, position, state });

describe('a promise', () => {
  it('is of the session limit, and the last one of what is left', () => {
    expect(promiseSizes(5, 2)).toEqual([2, 2, 1]);
    expect(promiseSizes(4, 2)).toEqual([2, 2]);
    expect(promiseSizes(1, 4)).toEqual([1]);
    expect(promiseSizes(0, 2)).toEqual([]);
  });

  it('never promises more or less than there is', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 10 }), (tickets, limit) => {
        const sizes = promiseSizes(tickets, limit);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(tickets);
        expect(sizes.every((size) => size >= 1 && size <= limit)).toBe(true);
      }),
    );
  });
});

describe('the limits of calling', () => {
  it('save calls for a few seconds only, so that a quiet hour brings no rush', () => {
    expect(savedCalls({ calls: 0, elapsedMs: 1_000 }, 60)).toBeCloseTo(1);
    expect(savedCalls({ calls: 0, elapsedMs: 3_600_000 }, 60)).toBeCloseTo(6);
    expect(savedCalls({ calls: 0, elapsedMs: 3_600_000 }, 12)).toBeCloseTo(2);
    expect(savedCalls({ calls: 3, elapsedMs: 60_000 }, 0)).toBe(0);
    expect(savedCalls({ calls: 0, elapsedMs: 0 }, null)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('keep to the rate over a minute however often the line is looked at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000 }), fc.integer({ min: 10, max: 2_000 }), (rate, everyMs) => {
        let saved = 0;
        let called = 0;
        for (let ms = 0; ms < 60_000; ms += everyMs) {
          saved = savedCalls({ calls: saved, elapsedMs: everyMs }, rate);
          const calls = callsAllowed({ ratePerMinuteMax: rate, admissionsMax: null }, saved, 0, 10_000);
          saved -= calls;
          called += calls;
        }
        expect(called).toBeLessThanOrEqual(rate + Math.ceil(rate / 30));
        expect(called).toBeGreaterThanOrEqual(Math.floor(rate * 0.9) - 1);
      }),
    );
  });

  it('count calls and admissions that stand', () => {
    expect(callsAllowed({ ratePerMinuteMax: null, admissionsMax: 10 }, 100, 7, 500)).toBe(3);
    expect(callsAllowed({ ratePerMinuteMax: null, admissionsMax: 10 }, 100, 12, 500)).toBe(0);
    expect(callsAllowed({ ratePerMinuteMax: null, admissionsMax: null }, 1_000, 12, 500)).toBe(500);
    expect(callsAllowed({ ratePerMinuteMax: 30, admissionsMax: null }, 2.9, 0, 500)).toBe(2);
  });
});

describe('whom to call', () => {
  it('gives the second chances first, then goes on in the order of positions', () => {
    const plan = planCalls(5, [2, 2, 1], [waiting(3, 'lapsed')], [waiting(5), waiting(6), waiting(7)]);
    expect(plan.calls.map(({ position, promised }) => [position, promised])).toEqual([
      [3, 2],
      [5, 2],
      [6, 1],
    ]);
    expect(plan.serving).toBe(7);
    expect(plan.passed.map(({ position }) => position)).toEqual([5, 6]);
  });

  it('passes whoever has left without spending a promise, also behind the last call', () => {
    const plan = planCalls(0, [2], [], [waiting(0, 'left'), waiting(1), waiting(2, 'merged'), waiting(3)]);
    expect(plan.calls.map(({ position }) => position)).toEqual([1]);
    expect(plan.serving).toBe(3);
  });

  it('calls nobody without a promise, and the serving number stays', () => {
    expect(planCalls(4, [], [waiting(1, 'lapsed')], [waiting(4)])).toEqual({ calls: [], passed: [], serving: 4 });
  });

  it('calls in order, once each, as many as there are promises', () => {
    const state = fc.constantFrom<PlaceState>('waiting', 'left', 'merged');
    fc.assert(
      fc.property(fc.nat(50), fc.array(state, { maxLength: 60 }), fc.nat(8), fc.nat(80), (serving, states, lapsedCount, tickets) => {
        const next = states.map((state, index) => waiting(serving + index, state));
        const lapsed = Array.from({ length: Math.min(lapsedCount, serving) }, (_, position) => waiting(position, 'lapsed'));
        const sizes = promiseSizes(tickets, 2);
        const plan = planCalls(serving, sizes, lapsed, next);
        const positions = plan.calls.map(({ position }) => position);
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
        expect(plan.calls.length).toBe(Math.min(sizes.length, callable(lapsed, next)));
        expect(plan.serving).toBe(serving + plan.passed.length);
        expect(plan.serving).toBeGreaterThanOrEqual(Math.max(serving, ...positions.map((position) => (position < serving ? 0 : position + 1))));
      }),
    );
  });
});

describe('an unclaimed call', () => {
  it('lapses once, is missed the second time, and a place that was left stays left', () => {
    expect(
      lapse([
        { entry: 1, calls: 1, promised: 2, state: 'called' },
        { entry: 2, calls: 2, promised: 2, state: 'called' },
        { entry: 3, calls: 1, promised: 2, state: 'left' },
      ]).map(({ state }) => state),
    ).toEqual(['lapsed', 'missed', 'left']);
  });
});
