import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { chaos } from './lanes.js';
import { readWishes } from './wishes.js';
import { describeReport } from './report.js';

const wishes = readWishes(process.env, randomInt(1_000_000_000));

test('whatever is killed, cut off, stalled, full or wrong during a sale: nothing is oversold, nothing undersold, no money without its ticket', async () => {
  const report = await chaos(wishes);
  console.log(describeReport(report));
  expect(report.failures.map(({ plan, flaws }) => ({ seed: plan.seed, flaws }))).toEqual([]);
  expect(report.missing).toEqual([]);
  expect(report.runs).toBeGreaterThanOrEqual(wishes.runsMin);
}, wishes.hardLimitMs);
