import type { Sighting } from './board.ts';
import { type Difference, pooledDifference, type Stratum } from './score-interval.ts';
import type { Story } from './story.ts';

/** A number that was read a moment before is shown that long at most, by the box office's own board and a cache together: who is early by less is not found out. */
export const STALE_MS = 2_500;

export interface Order {
  /** The serving number fell. */
  falls: number;
  /** Admissions of positions that the number had not passed even afterwards. */
  early: number;
  /** People whom the number had passed and who were told "not yet". */
  passedOver: number;
  admissions: number;
  /** Admissions of which nothing can be said: the number was not seen any more afterwards, or the position is not known. */
  unseen: number;
}

/**
 * Whether positions were called in their order, from what fans saw. The number is a promise to everybody below it and to nobody else: an inversion
 * is somebody who got in above it, or somebody who was sent back below it while others behind them were let in.
 */
export function callingOrder(stories: readonly Story[], sightings: readonly Sighting[], falls: number, claimSeconds: number): Order {
  const order: Order = { falls, early: 0, passedOver: 0, admissions: 0, unseen: 0 };
  for (const { position, admittedMs, notYetSentMs } of stories) {
    if (admittedMs !== undefined) {
      const afterwards = sightings.find(({ sentMs }) => sentMs >= admittedMs + STALE_MS);
      if (position === undefined || !afterwards) order.unseen += 1;
      else {
        order.admissions += 1;
        if (afterwards.serving <= position) order.early += 1;
      }
    }
    if (position === undefined) continue;
    if (notYetSentMs !== undefined) {
      const passed = sightings.find(({ serving }) => serving > position);
      // A call that was not claimed in time lapses: after that "not yet" is right, for a while. The call may be older than its sighting.
      if (passed && notYetSentMs > passed.atMs + STALE_MS && notYetSentMs < passed.sentMs - STALE_MS + claimSeconds * 1_000) order.passedOver += 1;
    }
  }
  return order;
}

/**
 * How near to each other two joins are to be compared. Places go by arrival, and where the stock ends within a second, its first half gets in and the second does
 * not: whatever makes slow lines come later within it would look like unfairness.
 */
const TOGETHER_MS = 100;

/** Fans who joined within the same tenth of a second by the box office's own stamp, slow lines and fast. */
export interface Cohort {
  /** The tenth; -1 is the draw. */
  tenth: number;
  fans: { slow: boolean; admitted: boolean; bought: boolean }[];
}

/**
 * Entry numbers are given in the order of arrival by the box office's clock, which fans cannot see. The fast fans' answers tell it to within milliseconds, so
 * slow fans joined, evenly, between the fast ones whose entry numbers are next to theirs; after the last fast one nobody knows when, and they are compared with nobody.
 * All who were drawn arrived at the same time, by the rules.
 */
export function cohorts(stories: readonly Story[], drawSize: number, calledLast: { from: number; to: number }): Cohort[] {
  const joined = stories.filter((story): story is Story & { entry: number; joinedMs: number } => story.entry !== undefined && story.joinedMs !== undefined);
  const inOrder = joined.toSorted((a, b) => a.entry - b.entry);
  const stamps = stampsOf(inOrder);
  const byTenth = new Map<number, Cohort>();
  for (const [at, story] of inOrder.entries()) {
    // By their own choice, not by their line, some do not get as far.
    if (!story.plain) continue;
    // Whose turn came last of all may not have used it when the rehearsal ended; a slow line needs longer for that, and would have had the time.
    if (story.admittedMs === undefined && story.ending === 'over' && isWithin(calledLast, story.position)) continue;
    const tenth = story.entry < drawSize ? -1 : Math.floor(stamps[at]! / TOGETHER_MS);
    if (Number.isNaN(tenth)) continue;
    const cohort = byTenth.get(tenth) ?? { tenth, fans: [] };
    byTenth.set(tenth, cohort);
    cohort.fans.push({ slow: story.slow, admitted: story.admittedMs !== undefined, bought: story.ending === 'bought' });
  }
  return [...byTenth.values()];
}

/** When each of these joined, who stand in the order of their entry numbers; NaN where it cannot be told. */
function stampsOf(inOrder: readonly { slow: boolean; joinedMs: number }[]): number[] {
  const stamps: number[] = inOrder.map(() => Number.NaN);
  let last: number | null = null;
  for (const [at, { slow, joinedMs }] of inOrder.entries()) {
    if (slow) continue;
    const before: number = last === null ? joinedMs : stamps[last]!;
    // Answers may overtake each other by a little; entry numbers do not.
    stamps[at] = Math.max(before, joinedMs);
    for (let between = (last ?? at) + 1; between < at; between += 1) stamps[between] = before + ((stamps[at] - before) * (between - last!)) / (at - last!);
    last = at;
  }
  return stamps;
}

function isWithin({ from, to }: { from: number; to: number }, position: number | undefined): boolean {
  return position !== undefined && position >= from && position < to;
}

export interface SlowAgainstFast {
  admitted: Difference & Shares;
  bought: Difference & Shares;
}
interface Shares {
  slowShare: number;
  fastShare: number;
}

/** Of fans who joined at the same time: how much more often the slow ones were admitted, and bought, than the fast ones; so many standard deviations wide, else as 99 % are. */
export function slowAgainstFast(pool: readonly Cohort[], z?: number): SlowAgainstFast {
  return { admitted: compare(pool, 'admitted', z), bought: compare(pool, 'bought', z) };
}

function compare(pool: readonly Cohort[], what: 'admitted' | 'bought', z: number | undefined): Difference & Shares {
  const strata = pool.map(({ fans }): Stratum => ({ slow: tally(fans, true, what), fast: tally(fans, false, what) }));
  const all = pool.flatMap(({ fans }) => fans);
  const share = (slow: boolean): number => {
    const { successes, all: count } = tally(all, slow, what);
    return count === 0 ? 0 : successes / count;
  };
  return { ...pooledDifference(strata, z), slowShare: share(true), fastShare: share(false) };
}

function tally(fans: Cohort['fans'], slow: boolean, what: 'admitted' | 'bought'): { successes: number; all: number } {
  const group = fans.filter((fan) => fan.slow === slow);
  return { successes: group.filter((fan) => fan[what]).length, all: group.length };
}
