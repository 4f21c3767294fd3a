import type { BooksCheck } from './books.ts';
import type { BotFindings } from './bots.ts';
import { type Order, type SlowAgainstFast, STALE_MS } from './fairness.ts';
import type { Percentiles, Shed, Step } from './figures.ts';
import type { Failover } from './gateway-death.ts';
import type { Facts } from './organiser.ts';
import type { Thresholds } from './scenario.ts';
import { isInsignificant } from './score-interval.ts';
import { leftOpen } from './settling.ts';
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
  /** Why it did not come to its end; null: it did. */
  failure: string | null;
  fans: number;
  /** Tickets that those fans wanted who went the whole way: who neither left nor had no money. */
  wanted: number;
  endings: Partial<Record<Ending, number>>;
  orders: OrderSeen[];
  facts: Facts;
  /** The box office came to rest in time. */
  settled: boolean;
  /** The most that was ever sold, held and promised together. */
  committedMax: number;
  books: BooksCheck | null;
  verified: { holds: boolean; said: string } | null;
  order: Order;
  slowAgainstFast: SlowAgainstFast;
  draw: { holds: boolean; said: string } | null;
  bots: BotFindings;
  purchase: Percentiles | undefined;
  purchasesPerSecond: number;
  shed: Shed[];
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

/** The last places come back from payments that ran out, when those who waited for them may have gone home; so much of what could be sold is sold in any honest sale. */
const SOLD_SHARE = 0.95;
/** The steps of somebody who was called: the promise is that the box office has room for these, whoever else has to wait. */
const CALLED: Step[] = ['claim', 'hold', 'order', 'pay again', 'order state'];

function invariants(evidence: Evidence): Check[] {
  const { endings, orders, facts, committedMax, verified, deadlocks, troubles, shed } = evidence;
  const group = 'invariants';
  const { capacity, blocked, sold } = facts.stock ?? { capacity: 0, blocked: 0, sold: 0 };
  const confirmed = orders.filter(({ state }) => state === 'confirmed');
  const tickets = confirmed.reduce((sum, order) => sum + order.tickets, 0);
  const twice = countTwice(confirmed.flatMap(({ unique }) => unique));
  const open = orders.filter(({ state }) => state === 'awaiting_payment' || state === 'payment_failed').length;
  const { found_nothing: nothing = 0, refused = 0 } = endings;
  const met = troubles.reduce((sum, { count }) => sum + count, 0);
  const later = shed.filter(({ step }) => CALLED.includes(step));
  return [
    ...(evidence.failure === null ? [] : [{ group, rule: 'The rehearsal comes to its end', holds: false, says: evidence.failure } as const]),
    soldOf(evidence, capacity - blocked, sold),
    { group, rule: 'sold + held + promised ≤ capacity, always', holds: capacity > 0 && committedMax + blocked <= capacity, says: `at most ${n(committedMax)} of ${n(capacity - blocked)}` },
    { group, rule: 'Every ticket sold is in somebody’s hands, and none twice', holds: sold === tickets && twice === 0, says: `${n(sold)} sold, fans have ${n(tickets)}; ${n(twice)} seats, tickets or codes twice` },
    { group, rule: 'Whoever is called finds a place', holds: nothing === 0 ? (sold > 0 ? true : null) : false, says: nothing > 0 ? `${n(nothing)} found nothing` : sold > 0 ? 'all did' : 'nobody took one' },
    { group, rule: 'Every order is decided', holds: orders.length > 0 || open > 0 ? open === 0 : null, says: `${n(orders.length)} orders, ${n(open)} open` },
    restOf(evidence),
    ...moneyOf(evidence),
    { group, rule: 'npm run verify', holds: verified && verified.holds, says: verified ? (verified.said.split('\n').at(-1) ?? '') : 'needs the database' },
    { group, rule: 'No two transactions wait for each other', holds: deadlocks === null ? null : deadlocks === 0, says: deadlocks === null ? 'its metrics are not ours to read' : `${n(deadlocks)} deadlocks` },
    { group, rule: 'Nobody who was called is told to come again later', holds: later.length === 0, says: shedWords(later) },
    {
      group, rule: 'No fan meets an error that is nobody’s fault', holds: met + refused === 0,
      says: met + refused === 0 ? 'none did' : [...troubles.slice(0, 3).map(({ what, count }) => `${n(count)} × ${what}`), ...(refused > 0 ? [`${n(refused)} fans had to go home`] : [])].join('; '),
    },
  ];
}

/** Honest is a sale that sells its places, or as many as there was somebody for; where nobody came nothing was rehearsed. */
function soldOf({ fans, wanted }: Evidence, places: number, sold: number): Check {
  const could = Math.min(places, wanted);
  return {
    group: 'invariants', rule: 'What could be sold was sold', holds: fans > 0 && could > 0 && sold >= Math.floor(SOLD_SHARE * could),
    says: fans === 0 ? 'nobody came' : `${n(sold)} of ${n(places)} places; ${n(wanted)} were wanted by fans who went the whole way`,
  };
}

function restOf({ facts, settled }: Evidence): Check {
  const { orders, payments, stock } = facts;
  const left = [[(orders['awaiting_payment'] ?? 0) + (orders['payment_failed'] ?? 0), 'orders'], [payments.open, 'payments'], [stock?.held ?? 0, 'places held']] as const;
  const says = left.filter(([count]) => count > 0).map(([count, what]) => `${n(count)} ${what}`).join(', ');
  return { group: 'invariants', rule: 'When the dust has settled nothing is left in between', holds: settled && leftOpen(facts) === 0, says: says === '' ? 'nothing is' : `still open: ${says}` };
}

function moneyOf({ books, failover }: Evidence): Check[] {
  const group = 'invariants';
  const wrong = books ? books.withoutOrder.length + books.unpaid.length + books.otherAmount.length + books.undecided.length : 0;
  return [
    {
      group, rule: 'No order is charged twice (the providers’ books)', holds: looked(books && books.captured, books?.chargedTwice.length === 0),
      says: books ? `${n(books.captured)} captured, ${n(books.chargedTwice.length)} twice` : 'their books are not ours to read',
    },
    {
      group, rule: 'Nothing captured without a ticket or a refund, every order its own amount, and no charge left open', holds: wrong > 0 ? false : looked(books && books.captured, true),
      says: books
        ? `${n(books.refunded)} refunded, ${n(books.withoutOrder.length)} kept for nothing, ${n(books.unpaid.length)} tickets unpaid, ${n(books.otherAmount.length)} of another amount, ${n(books.undecided.length)} open`
        : 'their books are not ours to read',
    },
    ...(failover
      ? [{
          group, rule: `While ${failover.provider} is gone others take its payments, and it takes some again when it is back`, holds: failover.elsewhere > 0 && failover.afterReturn !== 0,
          says: `gone for ${n(failover.forSeconds)} s: ${n(failover.elsewhere)} captured elsewhere meanwhile, ${failover.afterReturn === null ? 'nobody bought so late' : `${n(failover.afterReturn)} by it afterwards`}`,
        } as const]
      : []),
  ];
}

function shedWords(shed: readonly Shed[]): string {
  return shed.length === 0 ? 'nobody was' : shed.map(({ step, code, count }) => `${n(count)} at ${step} (${code})`).join(', ');
}

function countTwice(ids: readonly string[]): number {
  return ids.length - new Set(ids).size;
}

/** What holds of none of nothing holds nowhere. */
function looked(count: number | null, holds: boolean): boolean | null {
  return count === null || count === 0 ? null : holds;
}

function fairness({ order, slowAgainstFast, draw, bots, sessionTicketLimit }: Evidence): Check[] {
  const group = 'fairness';
  const inversions = order.falls + order.early + order.passedOver;
  const { jumpers, replayers, tamperers, greedy, tabs, devices } = bots;
  const heldOff = Object.entries(devices.refusals).map(([code, count]) => `${n(count)} ${code}`).join(', ');
  return [
    {
      group, rule: 'Positions are called in their order', holds: inversions > 0 ? false : looked(order.admissions, true),
      says: `${n(order.admissions)} admissions: ${n(order.early)} early by more than ${STALE_MS / 1_000} s, ${n(order.passedOver)} passed over, the number fell ${n(order.falls)} times${order.unseen > 0 ? `; of ${n(order.unseen)} more nothing can be said` : ''}`,
    },
    ...(['admitted', 'bought'] as const).map((what): Check => {
      const verb = what === 'admitted' ? 'are admitted' : 'buy';
      const { difference, low, high, slow, fast, slowShare, fastShare } = slowAgainstFast[what];
      const compared = slow > 0 && fast > 0;
      return {
        group, rule: `Fans on slow lines ${verb} as often as those on fast ones who joined at the same time`, holds: compared ? isInsignificant(slowAgainstFast[what]) : null,
        says: compared
          ? `${percent(slowShare)} of ${n(slow)} slow, ${percent(fastShare)} of ${n(fast)} fast; difference ${points(difference)}, 99 % interval ${points(low)} to ${points(high)}`
          : 'nobody to compare',
      };
    }),
    { group, rule: 'The draw is what was published, computed again', holds: draw && draw.holds, says: draw ? (draw.said.split('\n').at(-1) ?? '') : 'there was none, or nobody could look' },
    { group, rule: 'Asking early and often brings nobody in early', holds: looked(jumpers.claims, order.early === 0), says: `${n(jumpers.claims)} claims by ${n(jumpers.bots)} bots` },
    { group, rule: 'No admission is used by two', holds: looked(replayers.tries, replayers.succeeded === 0), says: `${n(replayers.tries)} tries by ${n(replayers.pairs)} thieves, ${n(replayers.succeeded)} got in` },
    { group, rule: 'Altered tokens open nothing', holds: looked(tamperers.tries, tamperers.succeeded === 0), says: `${n(tamperers.tries)} tries, ${n(tamperers.succeeded)} let in` },
    { group, rule: `At most ${sessionTicketLimit} tickets in a session`, holds: looked(greedy.tries, greedy.overLimit === 0), says: `${n(greedy.bots)} bots in ${n(greedy.tries)} tries: ${n(greedy.ticketsMax)} at most` },
    { group, rule: 'One account is one place, in however many tabs', holds: looked(tabs.tabs, tabs.places === 1), says: `${n(tabs.tabs)} tabs, ${n(tabs.places)} places` },
    { group, rule: 'Devices without accounts get no place here', holds: looked(devices.devices, devices.places === 0), says: `${n(devices.devices)} devices, ${n(devices.places)} places; ${heldOff || 'none refused'}${devices.unanswered > 0 ? `; ${n(devices.unanswered)} more were not answered` : ''}` },
  ];
}

function thresholds({ purchase, purchasesPerSecond, shed, thresholds: limits, measured }: Evidence): Check[] {
  const group = 'thresholds';
  const checks: Check[] = [];
  if (limits.purchaseP99MsMax !== undefined) {
    checks.push({
      group, rule: `p99 from the order to the confirmed answer, on good lines, under ${n(limits.purchaseP99MsMax)} ms`, holds: purchase ? purchase.p99 < limits.purchaseP99MsMax : false,
      says: purchase ? `p50 ${n(purchase.p50)} ms, p99 ${n(purchase.p99)} ms of ${n(purchase.count)}` : 'nobody bought',
    });
  }
  const told = shed.reduce((sum, { count }) => sum + count, 0);
  if (limits.shedMax !== undefined) checks.push({ group, rule: 'Nobody is told to come again later', holds: told <= limits.shedMax, says: shedWords(shed) });
  if (limits.perSecondMin !== undefined) {
    checks.push({ group, rule: 'As many buy as come', holds: purchasesPerSecond >= limits.perSecondMin, says: `${n(purchasesPerSecond)} a second; ${n(limits.perSecondMin)} at least` });
  }
  if (limits.everybodyBuys && measured) {
    checks.push({ group, rule: 'Everybody of the measured span bought', holds: measured.fans > 0 && measured.bought === measured.fans, says: `${n(measured.bought)} of ${n(measured.fans)}` });
  }
  return checks;
}

const n = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString('en-US');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const points = (difference: number): string => (difference * 100).toFixed(1);
