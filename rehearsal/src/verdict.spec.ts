import { describe, expect, test } from 'vitest';
import type { Shed, Step } from './figures.ts';
import type { OrderSeen } from './story.ts';
import { type Evidence, judge } from './verdict.ts';

const same = { difference: 0, low: -0.02, high: 0.02, slow: 50, fast: 450, slowShare: 0.5, fastShare: 0.5 };
const percentiles = { count: 90, p50: 80, p90: 150, p99: 400, p999: 600, max: 700 };

/** A rehearsal in which everything went well. */
const order = (id: string, state: string, tickets: number, unique: string[] = []): OrderSeen => ({ id, state, tickets, unique, totalCents: 100, payments: [`p${id}`] });

const shed = (step: Step, count = 1): Shed => ({ step, code: 'platform.overloaded', count });

const good: Evidence = {
  failure: null,
  fans: 2,
  wanted: 3,
  settled: true,
  purchasesPerSecond: 10,
  endings: { bought: 2 },
  orders: [order('a', 'confirmed', 2, ['t1', 's1', 't2', 's2']), order('b', 'confirmed', 1, ['t3', 's3'])],
  facts: { stock: { capacity: 10, sold: 3, held: 0, promised: 0, blocked: 1 }, orders: { confirmed: 2 }, payments: { open: 0 }, codes: { free: 7 }, fans: 20 },
  committedMax: 9,
  books: { captured: 2, refunded: 0, chargedTwice: [], withoutOrder: [], unpaid: [], otherAmount: [], undecided: [] },
  verified: { holds: true, said: '✓ a rule\n\n17 rules hold.' },
  order: { falls: 0, early: 0, passedOver: 0, admissions: 2, unseen: 0 },
  slowAgainstFast: { admitted: same, bought: same },
  draw: { holds: true, said: 'The draw is what was published.' },
  bots: {
    jumpers: { bots: 1, claims: 9 }, replayers: { pairs: 1, tries: 4, succeeded: 0 }, tamperers: { bots: 1, tries: 6, succeeded: 0 },
    greedy: { bots: 1, tries: 4, ticketsMax: 2, overLimit: 0 }, tabs: { tabs: 50, places: 1 }, devices: { devices: 9, places: 0, unanswered: 0, refusals: { 'platform.not_signed_in': 9 } },
  },
  purchase: percentiles,
  shed: [],
  failover: { provider: 'aurora', atSecond: 30, forSeconds: 20, elsewhere: 400, afterReturn: 90 },
  troubles: [],
  thresholds: { purchaseP99MsMax: 1_000, shedMax: 0, everybodyBuys: true, perSecondMin: 9 },
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
    ['an end before its time', { failure: 'it was stopped' }, 'The rehearsal comes to its end'],
    ['places that nobody got though there was somebody for each', { wanted: 9 }, 'What could be sold'],
    ['a seat that two orders have', { orders: [good.orders[0]!, order('b', 'confirmed', 1, ['t3', 's1'])] }, 'Every ticket sold'],
    ['a box office that does not come to rest', { settled: false }, 'When the dust'],
    ['an order that nobody decides, though its fan has gone', { facts: { ...good.facts, orders: { confirmed: 2, awaiting_payment: 1 } } }, 'When the dust'],
    ['a payment left open', { facts: { ...good.facts, payments: { open: 1 } } }, 'When the dust'],
    ['places that stay held', { facts: { ...good.facts, stock: { ...good.facts.stock!, held: 1 } } }, 'When the dust'],
    ['a charge of another amount', { books: { ...good.books!, otherAmount: ['a'] } }, 'Nothing captured'],
    ['a charge left open', { books: { ...good.books!, undecided: ['a'] } }, 'Nothing captured'],
    ['fans who are refused', { endings: { bought: 2, refused: 1 } }, 'No fan meets'],
    ['a line that grows', { purchasesPerSecond: 8 }, 'As many buy'],
    ['a tab without any place', { bots: { ...good.bots, tabs: { tabs: 50, places: 0 } } }, 'One account'],
    ['somebody called for nothing', { endings: { found_nothing: 1 } }, 'Whoever is called'],
    ['an order without an end', { orders: [...good.orders, order('c', 'awaiting_payment', 0)] }, 'Every order is decided'],
    ['a second charge', { books: { ...good.books!, chargedTwice: ['a'] } }, 'No order is charged twice'],
    ['money kept for nothing', { books: { ...good.books!, withoutOrder: ['x'] } }, 'Nothing captured'],
    ['a broken invariant', { verified: { holds: false, said: '1 of 17 rules are broken' } }, 'npm run verify'],
    ['payments that nobody took while a gateway was gone', { failover: { ...good.failover!, elsewhere: 0 } }, 'While aurora is gone'],
    ['a gateway that is never tried again', { failover: { ...good.failover!, afterReturn: 0 } }, 'While aurora is gone'],
    ['a deadlock', { deadlocks: 1 }, 'No two transactions'],
    ['a 500', { troubles: [{ what: 'hold: 500', count: 1 }] }, 'No fan meets'],
    ['a falling number', { order: { ...good.order, falls: 1 } }, 'Positions are called'],
    ['slow lines at a disadvantage', { slowAgainstFast: { admitted: same, bought: { ...same, difference: -0.1, low: -0.15, high: -0.05 } } }, 'Fans on slow lines buy'],
    ['slow lines at an advantage', { slowAgainstFast: { admitted: { ...same, difference: 0.1, low: 0.05, high: 0.15 }, bought: same } }, 'Fans on slow lines are admitted'],
    ['another draw', { draw: { holds: false, said: 'The draw is NOT what was published.' } }, 'The draw'],
    ['a stolen admission', { bots: { ...good.bots, replayers: { pairs: 1, tries: 4, succeeded: 1 } } }, 'No admission'],
    ['a forged token', { bots: { ...good.bots, tamperers: { bots: 1, tries: 6, succeeded: 1 } } }, 'Altered tokens'],
    ['too many tickets', { bots: { ...good.bots, greedy: { bots: 1, tries: 4, ticketsMax: 3, overLimit: 1 } } }, 'At most 2 tickets'],
    ['a second place', { bots: { ...good.bots, tabs: { tabs: 50, places: 2 } } }, 'One account'],
    ['a place for a device', { bots: { ...good.bots, devices: { devices: 9, places: 1, unanswered: 0, refusals: {} } } }, 'Devices without'],
    ['slowness', { purchase: { ...percentiles, p99: 1_000 } }, 'p99 from the order'],
    ['shedding', { shed: [shed('map')] }, 'Nobody is told'],
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

test('a called buyer who is told to come again breaks it, whatever the scenario lets be shed; a map that is not served breaks only what promises it', () => {
  const lenient = { ...good, thresholds: {} };
  expect(judge({ ...lenient, shed: [shed('map', 500), shed('join', 3)] }).holds).toBe(true);
  for (const step of ['claim', 'hold', 'order', 'pay again', 'order state'] as const) expect(judge({ ...lenient, shed: [shed(step)] }).holds, step).toBe(false);
  expect(judge({ ...good, shed: [shed('map', 500), shed('join', 3)] }).checks.find(({ rule }) => rule === 'Nobody is told to come again later')?.says).toBe('500 at map (platform.overloaded), 3 at join (platform.overloaded)');
});

const empty = { slow: 0, fast: 0, slowShare: 0, fastShare: 0, difference: 0, low: -1, high: 1 };

test('a sale to which nobody came holds nowhere, whatever its bots did', () => {
  const { holds, checks } = judge({
    ...good, fans: 0, wanted: 0, endings: {}, orders: [], books: { ...good.books!, captured: 0 }, order: { ...good.order, admissions: 0 }, slowAgainstFast: { admitted: empty, bought: empty },
    facts: { ...good.facts, stock: { ...good.facts.stock!, sold: 0 }, orders: {} }, purchase: undefined, purchasesPerSecond: 0, measured: { fans: 0, bought: 0 },
  });
  expect(holds).toBe(false);
  const unlooked = ['Whoever is called', 'Every order is decided', 'No order is charged twice', 'Nothing captured', 'Positions are called'];
  for (const name of unlooked) expect(checks.find(({ rule }) => rule.startsWith(name))?.holds, name).toBeNull();
});

test('a sale in which every card is declined does not go well', () => {
  const orders = Array.from({ length: 2 }, (_, at) => order(String(at), 'expired', 0));
  const facts = { ...good.facts, stock: { ...good.facts.stock!, sold: 0 }, orders: { expired: 2 } };
  expect(judge({ ...good, endings: { declined: 2 }, orders, facts, books: null, verified: null, purchase: undefined, thresholds: {}, measured: null }).holds).toBe(false);
});

test('a bot that is let in early breaks the order and what is said of bots', () => {
  expect(broken({ order: { ...good.order, early: 1 } })).toEqual(['Positions are called in their order', 'Asking early and often brings nobody in early']);
});

test('devices that were not answered prove nothing', () => {
  const devices = { devices: 0, places: 0, unanswered: 100, refusals: {} };
  expect(judge({ ...good, bots: { ...good.bots, devices } }).checks.find(({ rule }) => rule.startsWith('Devices'))?.holds).toBeNull();
});
