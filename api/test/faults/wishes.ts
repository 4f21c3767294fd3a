import { numberIn } from '../support/number-in.js';

/** How many faults are wanted. */
export interface Wishes {
  /** The first seed; the others follow it. */
  firstSeed: number;
  /** At least so many orders are bought … */
  ordersMin: number;
  /** … and as many more as fit in this. */
  minutes: number;
  /** One run and no more: the seed's. */
  replay: boolean;
  /** A word after every run. */
  progress: boolean;
  hardLimitMs: number;
}

/** What `npm test` is good for. */
const ORDERS = 10_000;
const ORDER_MS_MAX = 200;
const HOUR_MS = 3_600_000;

/** `FAULTS_SEED` replays one run, `FAULTS_ORDERS` stops after so many orders, `FAULTS_MINUTES` goes on for so long; `FAULTS_PROGRESS=yes` tells of each run. */
export function readWishes(environment: Record<string, string | undefined>, anySeed: number): Wishes {
  const number = (name: string): number | undefined => numberIn(environment, name);
  const [seed, orders, minutes] = [number('FAULTS_SEED'), number('FAULTS_ORDERS'), number('FAULTS_MINUTES')];
  const ordersMin = orders ?? (minutes === undefined ? ORDERS : 0);
  return {
    firstSeed: seed ?? anySeed, ordersMin, minutes: minutes ?? 0, replay: seed !== undefined && orders === undefined && minutes === undefined,
    progress: environment['FAULTS_PROGRESS'] === 'yes', hardLimitMs: HOUR_MS + ordersMin * ORDER_MS_MAX + (minutes ?? 0) * 60_000,
  };
}
