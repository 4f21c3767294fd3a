import { numberIn } from '../support/number-in.js';

/** Those that exist nowhere else, or the adapters of real ones. */
export const gatewayKinds = ['simulated', 'real'] as const;
export type Gateways = (typeof gatewayKinds)[number];

/** How many faults are wanted. */
export interface Wishes {
  /** Any at all at such gateways. */
  wanted: boolean;
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

/** What `npm test` is good for; at the real ones a minute, for the state table is the same and has been through the others. */
const ORDERS: Record<Gateways, number> = { simulated: 10_000, real: 1_000 };
/** Of a night: who does not say which gateways wants both. */
const REAL_SHARE = 0.25;
const ORDER_MS_MAX = 200;
const HOUR_MS = 3_600_000;

/** `FAULTS_SEED` replays one run, `FAULTS_ORDERS` stops after so many orders, `FAULTS_MINUTES` goes on for so long; `FAULTS_PROGRESS=yes` tells of each run. `FAULTS_GATEWAYS` says at which gateways. */
export function readWishes(environment: Record<string, string | undefined>, anySeed: number, gateways: Gateways): Wishes {
  const number = (name: string): number | undefined => numberIn(environment, name);
  const [seed, orders, minutes] = [number('FAULTS_SEED'), number('FAULTS_ORDERS'), number('FAULTS_MINUTES')];
  const only = kindIn(environment);
  const ordersMin = orders ?? (minutes === undefined ? ORDERS[gateways] : 0);
  return {
    // A seed and a number are about one kind.
    wanted: only === undefined ? gateways === 'simulated' || (seed === undefined && orders === undefined) : only === gateways,
    firstSeed: seed ?? anySeed, ordersMin, minutes: (minutes ?? 0) * (only === undefined && gateways === 'real' ? REAL_SHARE : 1), replay: seed !== undefined && orders === undefined && minutes === undefined,
    progress: environment['FAULTS_PROGRESS'] === 'yes', hardLimitMs: HOUR_MS + ordersMin * ORDER_MS_MAX + (minutes ?? 0) * 60_000,
  };
}

function kindIn({ FAULTS_GATEWAYS: kind = '' }: Record<string, string | undefined>): Gateways | undefined {
  if (kind === '') return undefined;
  const known = gatewayKinds.find((each) => each === kind);
  if (known === undefined) throw new Error(`FAULTS_GATEWAYS is "${kind}"; it is one of ${gatewayKinds.join(', ')}.`);
  return known;
}
