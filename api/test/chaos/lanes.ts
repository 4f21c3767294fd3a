import { ChaosOffice } from './chaos-office.js';
import { count, type Deeds } from './faults.js';
import { planOf, seedsOf, type Spread } from './plan.js';
import { type Outcome, run } from './run.js';
import { missingIn } from './proof.js';
import { describeFailure, describeOutcome, type Failure, type Report } from './report.js';
import type { Wishes } from './wishes.js';

/** An office is closed after so many sales: its tables, its books and the distance of its clock stay small. */
const SALES_PER_OFFICE = 40;
/** More failures tell nothing new. */
const FAILURES_MAX = 3;

/** Runs one sale after the other in two offices side by side, one of each spread, until there were enough. */
export async function chaos(wishes: Wishes): Promise<Report> {
  const startedAt = performance.now();
  const outcomes: Outcome[] = [];
  const failures: Failure[] = [];
  let begun = 0;
  const enough = () => failures.length >= FAILURES_MAX || (begun >= wishes.runsMin && performance.now() - startedAt > wishes.minutes * 60_000);

  const lane = async (spread: Spread): Promise<void> => {
    const seeds = seedsOf(spread, wishes.firstSeed);
    while (!enough()) {
      const office = await ChaosOffice.open(spread);
      try {
        for (let sales = 0; sales < SALES_PER_OFFICE && !enough(); sales += 1) {
          begun += 1;
          const outcome = await run(office, planOf(seeds.next().value as number));
          outcomes.push(outcome);
          if (wishes.progress) process.stdout.write(`${describeOutcome(outcome)}\n`);
          if (outcome.flaws.length === 0) continue;
          const failure = { ...outcome, logs: office.logs() };
          failures.push(failure);
          // At once: a night is long, and whoever ends it early should know.
          process.stdout.write(`${describeFailure(failure)}\n`);
          // What is broken stays broken: the next sale gets an office without it.
          break;
        }
      } finally {
        await office.close();
      }
    }
  };
  const single = wishes.runsMin === 1 && wishes.minutes === 0;
  await Promise.all((single ? [planOf(wishes.firstSeed).spread] : (['apart', 'together'] as const)).map(lane));

  const deeds: Deeds = new Map();
  for (const outcome of outcomes) for (const [what, times] of outcome.deeds) count(deeds, what, times);
  const busy = outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
  return { runs: outcomes.length, seconds: (performance.now() - startedAt) / 1_000, secondsPerRun: busy / Math.max(1, outcomes.length), deeds, failures, missing: missingIn(outcomes) };
}
