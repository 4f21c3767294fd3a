import { Random } from '@catraca/simulator';
import type { ServiceName } from '#platform';

/** How the box office is spread over processes: everything in each of three, or a process per service. */
export type Spread = 'together' | 'apart';

/** The processes of an office, by their places; what is killed in one place is started again there. */
export const places: Record<Spread, readonly ServiceName[]> = {
  together: ['all', 'all', 'all'],
  apart: ['tickets', 'tickets', 'wallet', 'processor', 'notifications', 'sequence', 'reports'],
};

/** What a customer has come for. */
export type Wish =
  /** Pays with this card of the simulated providers; after a decline perhaps with a good one. */
  | { kind: 'card'; token: string; tryAgain: boolean }
  | { kind: 'pix'; paid: 'in time' | 'late' | 'never' }
  /** Holds places, gives them back, and buys fewer. */
  | { kind: 'release'; token: string }
  /** Holds places and is not seen again. */
  | { kind: 'abandon' };

export interface CustomerPlan {
  atMs: number;
  quantity: number;
  ticketType: number;
  /** Sends the order twice at the same time under the same key, as a double click does. */
  doubleClick: boolean;
  /** Says so when waiting has become too long; others just close the page. */
  leavesTheLine: boolean;
  wish: Wish;
}

/** What goes wrong; `place` is a number of {@link places}, `gateway` one of the two providers. */
export type Fault =
  | { kind: 'kill'; places: number[] }
  | { kind: 'stall'; place: number; forMs: number }
  | { kind: 'clock'; place: number; seconds: number }
  | { kind: 'full disk'; forMs: number }
  | { kind: 'cut' }
  | { kind: 'postgres'; how: 'restart' | 'immediate' | 'backend killed' }
  | { kind: 'gateway'; gateway: number; misconduct: { kind: string; operation: string; probability: number; delayMs?: number } }
  | { kind: 'webhooks'; gateway: number; habits: Record<string, number> }
  | { kind: 'refusal'; gateway: number; seconds: number };

export interface EventPlan {
  /** Seats per row of a seating plan, or one standing place of so many. */
  seating: { rows: number[] } | { standing: number };
  lineRequired: boolean;
  sessionTicketLimit: number;
  buyerTicketLimit: number;
  claimSeconds: number;
  admissionSeconds: number;
  holdSeconds: number;
  paymentWindowSeconds: number;
  graceSeconds: number;
}

/** One sale under faults, in all that is decided beforehand: the same seed gives the same plan. How the processes then race is theirs. */
export interface Plan {
  seed: number;
  spread: Spread;
  event: EventPlan;
  customers: CustomerPlan[];
  faults: (Fault & { atMs: number })[];
}

/** Customers arrive within this; faults fall into it and a little beyond, when the last ones pay. */
const ARRIVALS_MS = 2_000;
const FAULTS_MS = 3_000;

const tokens: [weight: number, token: string][] = [
  [60, 'tok_ok'], [8, 'tok_declined'], [4, 'tok_insufficient'], [8, 'tok_soft_declined'], [8, 'tok_slow'], [6, 'tok_timeout'], [6, 'tok_error'],
];

const misconducts = [
  'hang_before_commit', 'reset_before_commit', 'error_before_commit', 'in_flight', 'throttled', 'unavailable',
  'commit_then_hang', 'commit_then_reset', 'error_after_commit', 'hang_then_commit', 'soft_decline', 'paid_while_cancelled',
];

export function planOf(seed: number): Plan {
  const dice = new Dice(seed);
  const spread = seed % 2 === 0 ? 'together' : 'apart';
  return { seed, spread, event: eventOf(dice), customers: customersOf(dice), faults: faultsOf(dice, spread) };
}

/** The seeds of the office with this spread, from `first` on. */
export function* seedsOf(spread: Spread, first: number): Generator<number> {
  for (let seed = first; ; seed += 1) if (planOf(seed).spread === spread) yield seed;
}

function eventOf(dice: Dice): EventPlan {
  const sessionTicketLimit = dice.whole(1, 4);
  const seated = dice.happens(0.5);
  return {
    seating: seated ? { rows: Array.from({ length: dice.whole(2, 6) }, () => dice.whole(5, 10)) } : { standing: dice.whole(10, 60) },
    lineRequired: dice.happens(0.5),
    sessionTicketLimit,
    buyerTicketLimit: sessionTicketLimit + dice.whole(0, 3),
    // From windows that close in the middle of the sale to such that only the moved clock ends.
    claimSeconds: dice.whole(5, 20),
    admissionSeconds: dice.whole(5, 60),
    holdSeconds: dice.whole(5, 60),
    paymentWindowSeconds: dice.whole(5, 60),
    graceSeconds: dice.whole(2, 20),
  };
}

function customersOf(dice: Dice): CustomerPlan[] {
  return Array.from({ length: dice.whole(10, 40) }, () => ({
    atMs: dice.whole(0, ARRIVALS_MS),
    quantity: dice.whole(1, 4),
    ticketType: dice.whole(0, 1),
    doubleClick: dice.happens(0.15),
    leavesTheLine: dice.happens(0.7),
    wish: wishOf(dice),
  })).sort((a, b) => a.atMs - b.atMs);
}

function wishOf(dice: Dice): Wish {
  const kind = dice.weighted([[62, 'card'], [24, 'pix'], [8, 'release'], [6, 'abandon']] as const);
  switch (kind) {
    case 'card':
      return { kind, token: dice.weighted(tokens), tryAgain: dice.happens(0.5) };
    case 'pix':
      return { kind, paid: dice.weighted([[60, 'in time'], [25, 'late'], [15, 'never']] as const) };
    case 'release':
      return { kind, token: dice.weighted(tokens) };
    case 'abandon':
      return { kind };
  }
}

/** Two to five; the first always kills, so that in enough runs every kind of process is killed at every moment of a sale. */
function faultsOf(dice: Dice, spread: Spread): Plan['faults'] {
  const faults = Array.from({ length: dice.whole(2, 5) }, (_, nth) => ({ atMs: dice.whole(100, FAULTS_MS), ...faultOf(dice, spread, nth === 0) }));
  return faults.sort((a, b) => a.atMs - b.atMs);
}

function faultOf(dice: Dice, spread: Spread, kill: boolean): Fault {
  const place = dice.whole(0, places[spread].length - 1);
  const gateway = dice.whole(0, 1);
  const kind = kill ? 'kill' : dice.weighted([
    [16, 'kill'], [8, 'stall'], [12, 'clock'], [10, 'full disk'], [8, 'cut'], [16, 'postgres'], [18, 'gateway'], [8, 'webhooks'], [4, 'refusal'],
  ] as const);
  switch (kind) {
    case 'kill':
      // Now and then two at the same time.
      return { kind, places: dice.happens(0.2) ? [...new Set([place, dice.whole(0, places[spread].length - 1)])] : [place] };
    case 'stall':
      // Around the time after which others follow a silent process: it may wake up with or without its leases.
      return { kind, place, forMs: dice.whole(2_000, 6_000) };
    case 'clock':
      return { kind, place, seconds: dice.happens(0.5) ? 60 : -60 };
    case 'full disk':
      return { kind, forMs: dice.whole(1_000, 3_000) };
    case 'cut':
      return { kind };
    case 'postgres':
      return { kind, how: dice.weighted([[30, 'restart'], [35, 'immediate'], [35, 'backend killed']] as const) };
    case 'gateway':
      return { kind, gateway, misconduct: misconductOf(dice) };
    case 'webhooks':
      return { kind, gateway, habits: { duplicate: dice.tenths(), lose: dice.tenths(), reorder: dice.tenths(), delayMs: dice.whole(0, 1_500) } };
    case 'refusal':
      return { kind, gateway, seconds: dice.whole(1, 3) };
  }
}

function misconductOf(dice: Dice) {
  const kind = dice.weighted(misconducts.map((each) => [1, each] as const));
  const operation = kind === 'paid_while_cancelled' ? 'void' : kind === 'soft_decline' ? 'charge' : dice.weighted([[6, 'charge'], [2, 'find'], [1, 'void'], [1, 'refund']] as const);
  // What is executed behind a caller's back is executed before the test moves the clock: it would look as if the provider had slept for minutes.
  const delayMs = kind === 'hang_then_commit' ? dice.whole(500, 4_000) : dice.whole(500, 8_000);
  return { kind, operation, probability: Math.max(0.1, dice.tenths()), ...(kind.includes('hang') && { delayMs }) };
}

/** A seed's own dice. */
class Dice {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(`chaos ${seed}`);
  }

  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + (this.random.word() % (high - low + 1));
  }

  happens(probability: number): boolean {
    return this.random.happens(probability);
  }

  /** 0, 0.1 … 0.9. */
  tenths(): number {
    return this.whole(0, 9) / 10;
  }

  weighted<Choice>(choices: readonly (readonly [weight: number, choice: Choice])[]): Choice {
    let left = this.random.fraction() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    return choices.at(-1)![1];
  }
}
