import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { FAULT_KINDS } from '@catraca/simulator';
import { faults } from './run.js';
import { readWishes } from './wishes.js';

const wishes = readWishes(process.env, randomInt(1_000_000_000));

/** What must have happened among ten thousand orders; a test in which it never does proves nothing of it. */
const DEEDS = [
  ...FAULT_KINDS, 'cut before the commit', 'cut after the commit', 'twice', 'in two processes at once', 'not acknowledged', 'long ago, again', 'killed meanwhile',
  'process killed', 'webhook lost', 'provider refused connections', 'pix paid late', 'refund asked for', 'other amount given back', 'attempt conflicted', 'attempt throttled', 'attempt rejected', 'order confirmed', 'order expired', 'order refunded', 'money late',
];
const ORDERS_FOR_ALL = 5_000;

test('whatever messages, processes, gateways and buyers do to each other: every cent is where it belongs, and nobody pays twice', async () => {
  const report = await faults(wishes);
  const deeds = [...report.deeds].toSorted(([a], [b]) => a.localeCompare(b));
  console.log([`Faults: ${report.orders} orders in ${report.runs} runs, ${Math.round(report.seconds)} s, from seed ${wishes.firstSeed} on.`, ...deeds.map(([what, times]) => `${String(times).padStart(8)}  ${what}`)].join('\n'));
  expect(report.orders).toBeGreaterThanOrEqual(wishes.replay ? 1 : wishes.ordersMin);
  if (report.orders >= ORDERS_FOR_ALL) expect(DEEDS.filter((deed) => !deeds.some(([what, times]) => what.includes(deed) && times > 0))).toEqual([]);
}, wishes.hardLimitMs);
