import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apportion, owedCents, type OwedLine } from './apportionment.js';

const line = (carriedCents: number, change: Partial<OwedLine> = {}): OwedLine => ({ eventId: null, carriedCents, capturedCents: 0, refundedCents: 0, feeCents: 0, otherCents: 0, ...change });

describe('a payment to an organiser', () => {
  test('of all that is owed settles every event, also those below zero', () => {
    expect(apportion([line(300), line(-100), line(50)], 250)).toEqual([300, -100, 50]);
  });

  test('of a part pays the events in their order, after what is below zero was set off', () => {
    expect(apportion([line(300), line(-100), line(50)], 60)).toEqual([160, -100, 0]);
    expect(apportion([line(300), line(50)], 310)).toEqual([300, 10]);
  });

  test('counts what was sold, refunded and kept as a fee since the last one', () => {
    expect(owedCents(line(5, { capturedCents: 1_000, refundedCents: -200, feeCents: -30, otherCents: -7 }))).toBe(768);
  });

  test('is shared to the cent, and no event gets more than it is owed', () => {
    const owed = fc.array(fc.integer({ min: -10_000, max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(owed, fc.nat(10_000), (cents, share) => {
      const total = cents.reduce((sum, each) => sum + each, 0);
      fc.pre(total > 0);
      const amountCents = Math.max(1, Math.floor((total * share) / 10_000));
      const paid = apportion(cents.map((each) => line(each)), amountCents);
      expect(paid.reduce((sum, each) => sum + each, 0)).toBe(amountCents);
      for (const [index, each] of cents.entries()) {
        expect(paid[index]).toBeLessThanOrEqual(each);
        expect(paid[index]).toBeGreaterThanOrEqual(Math.min(each, 0));
      }
    }));
  });
});
