import type { Wave } from './arrivals.ts';
import type { LineQuality } from './shaping.ts';

/** How large a share of all fans does what; each is drawn on its own. */
export interface Shares {
  /** On a slow line. */
  slow: number;
  /** Loads the seat map and picks seats by name; everybody else takes the best available. */
  looksAtMap: number;
  /** Wants two tickets; everybody else one. */
  pairs: number;
  /** Reloads the page on the way: joins again, claims again. */
  reloads: number;
  /** Presses the order button twice at once. */
  doubleTaps: number;
  /** Loses the connection while ordering, and sends the same order again. */
  loses: number;
  /** The first card is declined. */
  declined: number;
  pix: number;
  /** Of those with PIX: pays when its window is over. */
  paysLate: number;
  /** Goes home: while waiting, when called, with seats in hand, with a PIX code in hand. */
  leaves: { line: number; call: number; hold: number; payment: number };
}

/** How many of each kind. They are among the first to come, so that some of them are called. */
export interface Bots {
  /** Ask for admission twice a second, from before the opening on. */
  jumpers: number;
  /** Pairs of accounts; the second shows up with the first one's admission. */
  replayers: number;
  /** Alter their tokens: another position, another signature. */
  tamperers: number;
  /** Want more than the limit, and then more again. */
  greedy: number;
  /** One account in so many tabs. */
  tabs: number;
  /** So many devices without an account. */
  devices: number;
}

/** What an event lets a fan take their time for. */
export interface Windows {
  claimSeconds: number;
  admissionSeconds: number;
  holdSeconds: number;
  paymentWindowSeconds: number;
  graceSeconds: number;
}

export interface Thresholds {
  /** From POST /orders to the confirmed answer, cards that pay at once. */
  purchaseP99MsMax?: number;
  /** Answers 503 and 429; none where the box office is to hold the load. */
  shedMax?: number;
  /** Purchases in a second of the measured span: a line that grows lets everybody buy in time, only later. */
  perSecondMin?: number;
  /** Every fan who asked for tickets in the measured span got them. */
  everybodyBuys?: boolean;
}

/** An on-sale: what is sold, who comes when, and how they behave. */
export interface Scenario {
  name: string;
  title: string;
  seats: { plan: 'casino' | 'stadium' | null; standing: { name: string; capacity: number }[] };
  drawAtOpening: boolean;
  waves: Wave[];
  shares: Shares;
  slowLine: LineQuality;
  /** How long fans take, on average, from being called to claiming, to choosing, to paying. */
  thinkSeconds: { claim: number; choose: number; pay: number };
  bots: Bots;
  windows: Windows;
  /** Where rates are measured: seconds from the opening. */
  measured: { fromSeconds: number; forSeconds: number } | null;
  /** After the last arrival: nobody is waited for longer. */
  drainSecondsMax: number;
  thresholds: Thresholds;
}

/** Seconds from the first wave's begin to the opening. */
export function leadSeconds({ waves }: Pick<Scenario, 'waves'>): number {
  return Math.max(0, ...waves.map(({ fromSeconds }) => -fromSeconds));
}

export function lastArrivalSeconds({ waves }: Pick<Scenario, 'waves'>): number {
  return Math.max(...waves.map(({ fromSeconds, forSeconds }) => fromSeconds + forSeconds));
}

export function expectedFans({ waves }: Pick<Scenario, 'waves'>): number {
  return waves.reduce((sum, { fans }) => sum + fans, 0);
}

/** Accounts that the bots need; devices without accounts are just that. */
export function botAccounts({ jumpers, replayers, tamperers, greedy, tabs }: Bots): number {
  return jumpers + 2 * replayers + tamperers + greedy + (tabs > 0 ? 1 : 0);
}
