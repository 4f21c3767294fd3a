import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { FAULT_KINDS } from '@catraca/simulator';
import { faults } from './run.js';
import { type Gateways, readWishes, type Wishes } from './wishes.js';
import { type Cast, REAL, SIMULATED } from './world.js';

const wishesOf = (gateways: Gateways): Wishes => readWishes(process.env, randomInt(1_000_000_000), gateways);
const [simulated, real] = [wishesOf('simulated'), wishesOf('real')];

/** What must have happened among ten thousand orders; a test in which it never does proves nothing of it. */
const DEEDS = [
  ...FAULT_KINDS, 'cut before the commit', 'cut after the commit', 'twice', 'in two processes at once', 'not acknowledged', 'long ago, again', 'killed meanwhile',
  'process killed', 'webhook lost', 'provider refused connections', 'pix paid late', 'refund asked for', 'dispute opened', 'dispute won', 'dispute lost', 'refund of an order done', 'less what a bank has taken', 'other amount given back', 'attempt conflicted', 'attempt throttled', 'attempt rejected', 'order confirmed', 'order expired', 'order refunded', 'money late', 'late money went back in parts',
];
const ORDERS_FOR_ALL = 5_000;

/** And among a thousand at the adapters of real gateways: what happens to dozens of them. */
const REAL_DEEDS = ['charge: commit_then', 'capture: ', 'authorising a card: captured', 'void: ', 'refund: ', 'find: ', 'webhook lost', 'pix paid late', 'order confirmed', 'order expired', 'money late'];
const REAL_ORDERS_FOR_ALL = 1_000;

const enough = ({ replay, ordersMin }: Wishes): number => (replay ? 1 : ordersMin);

async function play(wishes: Wishes, casts: readonly Cast[]) {
  const report = await faults(wishes, casts);
  const deeds = [...report.deeds].toSorted(([a], [b]) => a.localeCompare(b));
  console.log([`Faults: ${report.orders} orders in ${report.runs} runs, ${Math.round(report.seconds)} s, from seed ${wishes.firstSeed} on.`, ...deeds.map(([what, times]) => `${String(times).padStart(8)}  ${what}`)].join('\n'));
  return { orders: report.orders, never: (wanted: readonly string[]) => wanted.filter((deed) => !deeds.some(([what, times]) => what.includes(deed) && times > 0)) };
}

test.runIf(simulated.wanted)('whatever messages, processes, gateways and buyers do to each other: every cent is where it belongs, and nobody pays twice', async () => {
  const { orders, never } = await play(simulated, SIMULATED);
  expect(orders).toBeGreaterThanOrEqual(enough(simulated));
  if (orders >= ORDERS_FOR_ALL) expect(never(DEEDS)).toEqual([]);
}, simulated.hardLimitMs);

test.runIf(real.wanted)('the same at Stripe, Mercado Pago and a bank, as their simulators have them: adapters lose no money either', async () => {
  const { orders, never } = await play(real, REAL);
  expect(orders).toBeGreaterThanOrEqual(enough(real));
  if (orders >= REAL_ORDERS_FOR_ALL) expect(never(REAL_DEEDS)).toEqual([]);
}, real.hardLimitMs);
