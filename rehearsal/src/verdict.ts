import type { BooksCheck } from './books.ts';
import type { BotFindings } from './bots.ts';
import type { Order, SlowAgainstFast } from './fairness.ts';
import type { Percentiles } from './figures.ts';
import type { Failover } from './gateway-death.ts';
import type { Facts } from './organiser.ts';
import type { Thresholds } from './scenario.ts';
import type { Ending, OrderSeen } from './story.ts';
import type { Trouble } from './visitor.ts';

export interface Check {
  group: 'invariants' | 'fairness' | 'thresholds';
  rule: string;
  /** Null: it could not be looked at here. */
  holds: boolean | null;
  says: string;
}

/** All that a verdict is made from. */
export interface Evidence {
  endings: Partial<Record<Ending, number>>;
  orders: OrderSeen[];
  facts: Facts;
  /** The most that was ever sold, held and promised together. */
  committedMax: number;
  books: BooksCheck | null;
  verified: { holds: boolean; said: string } | null;
  order: Order;
  slowAgainstFast: SlowAgainstFast;
  draw: { holds: boolean; said: string } | null;
  bots: BotFindings;
  purchase: Percentiles | undefined;
  shed: number;
  /** Null: no gateway died. */
  failover: Failover | null;
  /** Null: not told. */
  deadlocks: number | null;
  troubles: Trouble[];
  thresholds: Thresholds;
  sessionTicketLimit: number;
  /** Fans who set out to buy in the measured span, and how many of them did. */
  measured: { fans: number; bought: number } | null;
}

export interface Verdict {
  holds: boolean;
  checks: Check[];
}

/** What must hold, each with its numbers; what could not be checked breaks nothing and is said. */
export function judge(evidence: Evidence): Verdict {
  const checks = [...invariants(evidence), ...fairness(evidence), ...thresholds(evidence)];
  return { holds: checks.every(({ holds }) => holds !== false), checks };
}

function invariants({ endings, orders, facts, committedMax, books, verified, deadlocks, troubles, failover }: Evidence): Check[] {
  const group = 'invariants';
  const { capacity, blocked, sold } = facts.stock ?? { capacity: 0, blocked: 0, sold: 0 };
  const tickets = orders.filter(({ state }) => state === 'confirmed').reduce((sum, order) => sum + order.tickets, 0);
  const open = orders.filter(({ state }) => state === 'awaiting_payment').length;
  const nothing = endings.found_nothing ?? 0;
  const met = troubles.reduce((sum, { count }) => sum + count, 0);
  return [
    { group, rule: 'sold + held + promised ≤ capacity, always', holds: committedMax + blocked <= capacity, says: `at most ${n(committedMax)} of ${n(capacity - blocked)}` },
    { group, rule: 'Every ticket sold is in somebody’s hands, and none twice', holds: sold === tickets, says: `${n(sold)} sold, fans have ${n(tickets)}` },
    { group, rule: 'Whoever is called finds a place', holds: nothing === 0, says: nothing === 0 ? 'all did' : `${n(nothing)} found nothing` },
    { group, rule: 'Every order is decided', holds: open === 0, says: `${n(orders.length)} orders, ${n(open)} open` },
    {
      group, rule: 'No order is charged twice (the providers’ books)', holds: books && books.chargedTwice.length === 0,
      says: books ? `${n(books.captured)} captured, ${n(books.chargedTwice.length)} twice` : 'their books are not ours to read',
    },
    {
      group, rule: 'Nothing captured without a ticket or a refund', holds: books && books.withoutOrder.length + books.unpaid.length === 0,
      says: books ? `${n(books.refunded)} refunded, ${n(books.withoutOrder.length)} kept for nothing, ${n(books.unpaid.length)} tickets unpaid` : 'their books are not ours to read',
    },
    ...(failover
      ? [{
          group, rule: `While ${failover.provider} is gone others take its payments, and it takes some again when it is back`, holds: failover.elsewhere > 0 && failover.afterReturn !== 0,
          says: `gone for ${n(failover.forSeconds)} s: ${n(failover.elsewhere)} captured elsewhere meanwhile, ${failover.afterReturn === null ? 'nobody bought so late' : `${n(failover.afterReturn)} by it afterwards`}`,
        } as const]
      : []),
    { group, rule: 'npm run verify', holds: verified && verified.holds, says: verified ? (verified.said.split('\n').at(-1) ?? '') : 'needs the database' },
    { group, rule: 'No two transactions wait for each other', holds: deadlocks === null ? null : deadlocks === 0, says: deadlocks === null ? 'its metrics are not ours to read' : `${n(deadlocks)} deadlocks` },
    { group, rule: 'No fan meets an error that is nobody’s fault', holds: met === 0, says: met === 0 ? 'none did' : troubles.slice(0, 3).map(({ what, count }) => `${n(count)} × ${what}`).join('; ') },
  ];
}

function fairness({ order, slowAgainstFast, draw, bots, sessionTicketLimit }: Evidence): Check[] {
  const group = 'fairness';
  const inversions = order.falls + order.early + order.passedOver;
  const { jumpers, replayers, tamperers, greedy, tabs, devices } = bots;
  const heldOff = Object.entries(devices.refusals).map(([code, count]) => `${n(count)} ${code}`).join(', ');
  return [
    {
      group, rule: 'Positions are called in their order', holds: inversions === 0,
      says: `${n(order.admissions)} admissions: ${n(order.early)} early, ${n(order.passedOver)} passed over, the number fell ${n(order.falls)} times`,
    },
    ...(['admitted', 'bought'] as const).map((what): Check => {
      const verb = what === 'admitted' ? 'are admitted' : 'buy';
      const { difference, low, high, slow, fast, slowShare, fastShare } = slowAgainstFast[what];
      const compared = slow > 0 && fast > 0;
      return {
        group, rule: `Fans on slow lines ${verb} as often as those on fast ones who joined at the same time`, holds: compared ? high >= 0 : null,
        says: compared
          ? `${percent(slowShare)} of ${n(slow)} slow, ${percent(fastShare)} of ${n(fast)} fast; difference ${points(difference)}, 99 % interval ${points(low)} to ${points(high)}`
          : 'nobody to compare',
      };
    }),
    { group, rule: 'The draw is what was published, computed again', holds: draw && draw.holds, says: draw ? (draw.said.split('\n').at(-1) ?? '') : 'there was no draw' },
    { group, rule: 'Asking early and often brings nobody in early', holds: jumpers.claims === 0 ? null : order.early === 0, says: `${n(jumpers.claims)} claims by ${n(jumpers.bots)} bots` },
    { group, rule: 'No admission is used by two', holds: replayers.tries === 0 ? null : replayers.succeeded === 0, says: `${n(replayers.tries)} tries by ${n(replayers.pairs)} thieves, ${n(replayers.succeeded)} got in` },
    { group, rule: 'Altered tokens open nothing', holds: tamperers.tries === 0 ? null : tamperers.succeeded === 0, says: `${n(tamperers.tries)} tries, ${n(tamperers.succeeded)} let in` },
    { group, rule: `At most ${sessionTicketLimit} tickets in a session`, holds: greedy.tries === 0 ? null : greedy.overLimit === 0, says: `${n(greedy.bots)} bots in ${n(greedy.tries)} tries: ${n(greedy.ticketsMax)} at most` },
    { group, rule: 'One account is one place, in however many tabs', holds: tabs.tabs === 0 ? null : tabs.places <= 1, says: `${n(tabs.tabs)} tabs, ${n(tabs.places)} places` },
    { group, rule: 'Devices without accounts get no place here', holds: devices.devices === 0 ? null : devices.places === 0, says: `${n(devices.devices)} devices, ${n(devices.places)} places; ${heldOff || 'none refused'}` },
  ];
}

function thresholds({ purchase, shed, thresholds: limits, measured }: Evidence): Check[] {
  const group = 'thresholds';
  const checks: Check[] = [];
  if (limits.purchaseP99MsMax !== undefined) {
    checks.push({
      group, rule: `p99 from the order to the confirmed answer, on good lines, under ${n(limits.purchaseP99MsMax)} ms`, holds: purchase ? purchase.p99 < limits.purchaseP99MsMax : null,
      says: purchase ? `p50 ${n(purchase.p50)} ms, p99 ${n(purchase.p99)} ms of ${n(purchase.count)}` : 'nobody bought',
    });
  }
  if (limits.shedMax !== undefined) checks.push({ group, rule: 'Nobody is told to come again later', holds: shed <= limits.shedMax, says: `${n(shed)} answers 503 or 429` });
  if (limits.everybodyBuys && measured) {
    checks.push({ group, rule: 'Everybody of the measured span bought', holds: measured.bought === measured.fans, says: `${n(measured.bought)} of ${n(measured.fans)}` });
  }
  return checks;
}

const n = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString('en-US');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const points = (difference: number): string => (difference * 100).toFixed(1);
