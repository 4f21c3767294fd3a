import { numberIn } from '../support/number-in.js';

/** How much chaos is wanted. */
export interface Wishes {
  /** The first seed; the others follow it. */
  firstSeed: number;
  /** At least so many runs, however long they take … */
  runsMin: number;
  /** … and as many more as fit in this. */
  minutes: number;
  hardLimitMs: number;
  /** Says a word after every sale. */
  progress: boolean;
}

/** What `npm test` is good for: fifty, and what fits in five minutes. */
const RUNS = 50;
const MINUTES = 5;
/** A run on a machine that eight others share takes a minute; beyond that something hangs. */
const RUN_MS_MAX = 90_000;
const HOUR_MS = 3_600_000;

/** `CHAOS_SEED` replays one run, `CHAOS_RUNS` does so many and no more, `CHAOS_MINUTES` as many as fit; `CHAOS_PROGRESS=yes` tells of each. */
export function readWishes(environment: Record<string, string | undefined>, anySeed: number): Wishes {
  const number = (name: string): number | undefined => numberIn(environment, name);
  const [seed, runs, minutes] = [number('CHAOS_SEED'), number('CHAOS_RUNS'), number('CHAOS_MINUTES')];
  const runsMin = runs ?? (seed !== undefined || minutes !== undefined ? 1 : RUNS);
  const time = minutes ?? (seed !== undefined || runs !== undefined ? 0 : MINUTES);
  return { firstSeed: seed ?? anySeed, runsMin, minutes: time, progress: environment['CHAOS_PROGRESS'] === 'yes', hardLimitMs: HOUR_MS + runsMin * RUN_MS_MAX + time * 60_000 };
}
