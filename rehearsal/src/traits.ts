import type { Random } from '@catraca/simulator/random';
import type { Scenario } from './scenario.ts';

/** What kind of person a fan is; drawn before they come, so that a seed's fans are the same whatever the box office does. */
export interface Traits {
  slow: boolean;
  looksAtMap: boolean;
  quantity: number;
  reloads: boolean;
  doubleTaps: boolean;
  loses: boolean;
  declined: boolean;
  pix: boolean;
  paysLate: boolean;
  leavesAt: 'line' | 'call' | 'hold' | 'payment' | null;
  thinkMs: { claim: number; choose: number; pay: number };
  /** Where in a polling interval this fan's looks at the serving number fall, and where in a list their choice begins. */
  phase: number;
  /** When who goes home from the line has had enough. */
  patienceMs: number;
}

/** Nobody thinks forever: past this many times the average they would have gone home, and some do that anyway. */
const THINK_MAX = 4;
const PATIENCE_SECONDS_MAX = 60;

export function traitsOf({ shares, thinkSeconds }: Pick<Scenario, 'shares' | 'thinkSeconds'>, random: Random): Traits {
  const thinks = (meanSeconds: number): number => Math.min(THINK_MAX, -Math.log(1 - random.fraction())) * meanSeconds * 1_000;
  // Every draw happens for everybody: a changed share changes only those whom it concerns.
  const [slow, looksAtMap, pairs, reloads, doubleTaps, loses, declined, pix, late] = [
    shares.slow, shares.looksAtMap, shares.pairs, shares.reloads, shares.doubleTaps, shares.loses, shares.declined, shares.pix, shares.paysLate,
  ].map((share) => random.fraction() < share) as [boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean];
  const leavesAt = (['line', 'call', 'hold', 'payment'] as const).filter((step) => random.fraction() < shares.leaves[step])[0] ?? null;
  return {
    slow, looksAtMap, reloads, doubleTaps, loses, declined, pix,
    quantity: pairs ? 2 : 1,
    paysLate: pix && late,
    leavesAt,
    thinkMs: { claim: thinks(thinkSeconds.claim), choose: thinks(thinkSeconds.choose), pay: thinks(thinkSeconds.pay) },
    phase: random.fraction(),
    patienceMs: random.fraction() * PATIENCE_SECONDS_MAX * 1_000,
  };
}
