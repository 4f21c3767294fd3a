import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feeCentsOf, type FeeRule, noFee } from './fee.js';

const rule = (change: Partial<FeeRule>): FeeRule => ({ ...noFee, ...change });
const order = (totalCents: number, tickets = 1) => ({ totalCents, tickets });

describe('the platform\'s fee of an order', () => {
  test('is nothing where nobody set a rule', () => {
    expect(feeCentsOf(noFee, order(123_456))).toBe(0);
  });

  test.each([
    ['a tenth', rule({ basisPoints: 1_000 }), order(10_000), 1_000],
    ['half a cent, which goes up', rule({ basisPoints: 50 }), order(100), 1],
    ['less than half a cent, which goes down', rule({ basisPoints: 49 }), order(100), 0],
    ['so much a ticket', rule({ centsPerTicket: 250 }), order(10_000, 3), 750],
    ['both', rule({ basisPoints: 1_000, centsPerTicket: 250 }), order(10_000, 2), 1_500],
    ['its lower bound', rule({ basisPoints: 100, minCents: 300 }), order(10_000), 300],
    ['its upper bound', rule({ basisPoints: 5_000, maxCents: 2_000 }), order(10_000), 2_000],
    ['no more than the order', rule({ minCents: 300 }), order(200), 200],
    ['nothing of what is free', rule({ centsPerTicket: 250, minCents: 300 }), order(0, 2), 0],
  ])('is %s', (_, given, of, cents) => {
    expect(feeCentsOf(given, of)).toBe(cents);
  });

  test('is a whole number of cents between nothing and the order, and never falls when the order grows', () => {
    const rules = fc.record({ basisPoints: fc.nat(10_000), centsPerTicket: fc.nat(100_000), minCents: fc.nat(1_000), maxCents: fc.option(fc.integer({ min: 1_000, max: 1_000_000 })) });
    fc.assert(fc.property(rules, fc.nat(100_000_000), fc.nat(1_000_000), fc.nat(10), (given, totalCents, more, tickets) => {
      const fee = feeCentsOf(given, { totalCents, tickets });
      expect(Number.isSafeInteger(fee) && fee >= 0 && fee <= totalCents).toBe(true);
      expect(feeCentsOf(given, { totalCents: totalCents + more, tickets })).toBeGreaterThanOrEqual(fee);
    }));
  });
});
