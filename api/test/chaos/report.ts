import type { Deeds } from './faults.js';
import type { Outcome } from './run.js';

export interface Failure extends Outcome {
  /** The newest lines of every process, for whoever looks for the cause. */
  logs: string;
}

export interface Report {
  runs: number;
  seconds: number;
  /** The mean of one run, from the opening of the sale until everything was checked. */
  secondsPerRun: number;
  deeds: Deeds;
  failures: Failure[];
  /** What the sales taken together should have seen and have not; without it they would prove nothing. */
  missing: string[];
}

/** What was done and what came of it, for the terminal. */
export function describeReport({ runs, seconds, secondsPerRun, deeds, failures }: Report): string {
  const sorted = [...deeds].toSorted(([a], [b]) => a.localeCompare(b));
  const kills = sum(sorted, /^kill /);
  const restarts = sum(sorted, /^PostgreSQL: /);
  return [
    `Chaos: ${runs} sales in ${Math.round(seconds)} s (${secondsPerRun.toFixed(1)} s each), ${kills} processes killed, PostgreSQL restarted or crashed ${restarts} times, ${failures.length} with a flaw.`,
    ...sorted.map(([what, times]) => `${String(times).padStart(8)}  ${what}`),
  ].join('\n');
}

/** One line of a long night. */
export function describeOutcome({ plan, deeds, flaws, seconds }: Outcome): string {
  const outcomes = [...deeds].flatMap(([what, times]) => (what.startsWith('customer: ') ? [`${times} ${what.slice('customer: '.length)}`] : []));
  const faults = plan.faults.map((fault) => (fault.kind === 'postgres' ? `postgres ${fault.how}` : fault.kind));
  return `seed ${plan.seed}, ${plan.spread}, ${seconds.toFixed(1)} s; ${faults.join(', ')}; ${outcomes.join(', ')}${flaws.length > 0 ? `; ${flaws.length} FLAWS` : ''}`;
}

/** A failing seed with all that is known of it. */
export function describeFailure({ plan, flaws, logs }: Failure): string {
  return [
    `Seed ${plan.seed} has a flaw. To see it again: npm run chaos -- --seed ${plan.seed}`,
    ...flaws.map((flaw) => `  ${flaw}`),
    JSON.stringify(plan),
    logs,
  ].join('\n');
}

const sum = (deeds: [string, number][], pattern: RegExp): number => deeds.reduce((total, [what, times]) => (pattern.test(what) ? total + times : total), 0);
