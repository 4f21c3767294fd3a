import { describe, expect, test } from 'vitest';
import { type Evidence, judge } from './verdict.ts';

const same = { difference: 0, low: -0.02, high: 0.02, slow: 50, fast: 450, slowShare: 0.5, fastShare: 0.5 };
const percentiles = { count: 90, p50: 80, p90: 150, p99: 400, p999: 600, max: 700 };

/** A rehearsal in which everything went well. */
const good: Evidence = {
  endings: { bought: 2 },
  orders: [{ id: 'a', state: 'confirmed', tickets: 2, payments: ['p'] }, { id: 'b', state: 'confirmed', tickets: 1, payments: ['q'] }],
  facts: { stock: { capacity: 10, sold: 3, held: 0, promised: 0, blocked: 1 }, orders: { confirmed: 2 }, payments: { open: 0 }, codes: { free: 7 }, fans: 20 },
  committedMax: 9,
  books: { captured: 2, refunded: 0, chargedTwice: [], withoutOrder: [], unpaid: [] },
  verified: { holds: true, said: '✓ a rule\n\n17 rules hold.' },
  order: { falls: 0, early: 0, passedOver: 0, admissions: 2 },
  slowAgainstFast: { admitted: same, bought: same },
  draw: { holds: true, said: 'The draw is what was published.' },
  bots: {
    jumpers: { bots: 1, claims: 9 }, replayers: { pairs: 1, tries: 4, succeeded: 0 }, tamperers: { bots: 1, tries: 6, succeeded: 0 },
    greedy: { bots: 1, tries: 4, ticketsMax: 2, overLimit: 0 }, tabs: { tabs: 50, places: 1 }, devices: { devices: 9, places: 0, refusals: { 'platform.not_signed_in': 9 } },
  },
  purchase: percentiles,
  shed: 0,
  failover: { provider: 'aurora', atSecond: 30, forSeconds: 20, elsewhere: 400, afterReturn: 90 },
  troubles: [],
  thresholds: { purchaseP99MsMax: 1_000, shedMax: 0, everybodyBuys: true },
  sessionTicketLimit: 2,
  deadlocks: 0,
  measured: { fans: 2, bought: 2 },
};

const broken = (change: Partial<Evidence>): string[] => judge({ ...good, ...change }).checks.filter(({ holds }) => holds === false).map(({ rule }) => rule);

test('what went well is well, every check of it', () => {
  const verdict = judge(good);
  expect(verdict.holds).toBe(true);
  expect(verdict.checks.filter(({ holds }) => holds !== true)).toEqual([]);
});

describe('one thing that went wrong breaks the verdict, and names itself', () => {
  test.each<[string, Partial<Evidence>, string]>([
    ['more committed than there is', { committedMax: 10 }, 'sold + held + promised'],
    ['a ticket that no fan has', { facts: { ...good.facts, stock: { ...good.facts.stock!, sold: 4 } } }, 'Every ticket sold'],
    ['somebody called for nothing', { endings: { found_nothing: 1 } }, 'Whoever is called'],
    ['an order without an end', { orders: [...good.orders, { id: 'c', state: 'awaiting_payment', tickets: 0, payments: [] }] }, 'Every order is decided'],
    ['a second charge', { books: { ...good.books!, chargedTwice: ['a'] } }, 'No order is charged twice'],
    ['money kept for nothing', { books: { ...good.books!, withoutOrder: ['x'] } }, 'Nothing captured'],
    ['a broken invariant', { verified: { holds: false, said: '1 of 17 rules are broken' } }, 'npm run verify'],
    ['payments that nobody took while a gateway was gone', { failover: { ...good.failover!, elsewhere: 0 } }, 'While aurora is gone'],
    ['a gateway that is never tried again', { failover: { ...good.failover!, afterReturn: 0 } }, 'While aurora is gone'],
    ['a deadlock', { deadlocks: 1 }, 'No two transactions'],
    ['a 500', { troubles: [{ what: 'hold: 500', count: 1 }] }, 'No fan meets'],
    ['a falling number', { order: { ...good.order, falls: 1 } }, 'Positions are called'],
    ['slow lines at a disadvantage', { slowAgainstFast: { admitted: same, bought: { ...same, difference: -0.1, low: -0.15, high: -0.05 } } }, 'Fans on slow lines buy'],
    ['another draw', { draw: { holds: false, said: 'The draw is NOT what was published.' } }, 'The draw'],
    ['a stolen admission', { bots: { ...good.bots, replayers: { pairs: 1, tries: 4, succeeded: 1 } } }, 'No admission'],
    ['a forged token', { bots: { ...good.bots, tamperers: { bots: 1, tries: 6, succeeded: 1 } } }, 'Altered tokens'],
    ['too many tickets', { bots: { ...good.bots, greedy: { bots: 1, tries: 4, ticketsMax: 3, overLimit: 1 } } }, 'At most 2 tickets'],
    ['a second place', { bots: { ...good.bots, tabs: { tabs: 50, places: 2 } } }, 'One account'],
    ['a place for a device', { bots: { ...good.bots, devices: { devices: 9, places: 1, refusals: {} } } }, 'Devices without'],
    ['slowness', { purchase: { ...percentiles, p99: 1_000 } }, 'p99 from the order'],
    ['shedding', { shed: 1 }, 'Nobody is told'],
    ['a buyer without a ticket', { measured: { fans: 2, bought: 1 } }, 'Everybody of the measured span'],
  ])('%s', (_what, change, rule) => {
    expect(broken(change)).toHaveLength(1);
    expect(broken(change)[0]).toContain(rule);
    expect(judge({ ...good, ...change }).holds).toBe(false);
  });
});

test('what cannot be looked at on somebody else’s box office breaks nothing, and is said', () => {
  const verdict = judge({ ...good, books: null, verified: null, draw: null });
  expect(verdict.holds).toBe(true);
  expect(verdict.checks.filter(({ holds }) => holds === null)).toHaveLength(4);
});
