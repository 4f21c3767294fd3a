import type { Failure, Report } from './lanes.js';

/** What was done and what came of it, for the terminal; a failing seed with all that is known of it. */
export function describeReport({ runs, seconds, secondsPerRun, deeds, failures }: Report): string {
  const sorted = [...deeds].toSorted(([a], [b]) => a.localeCompare(b));
  const kills = sum(sorted, /^kill /);
  const restarts = sum(sorted, /^PostgreSQL: /);
  return [
    ...failures.map(describeFailure),
    `Chaos: ${runs} sales in ${Math.round(seconds)} s (${secondsPerRun.toFixed(1)} s each), ${kills} processes killed, PostgreSQL restarted or crashed ${restarts} times, ${failures.length} with a flaw.`,
    ...sorted.map(([what, times]) => `${String(times).padStart(8)}  ${what}`),
  ].join('\n');
}

function describeFailure({ plan, flaws, logs }: Failure): string {
  return [
    `Seed ${plan.seed} has a flaw. To see it again: npm run chaos -- --seed ${plan.seed}`,
    ...flaws.map((flaw) => `  ${flaw}`),
    JSON.stringify(plan),
    logs,
  ].join('\n');
}

const sum = (deeds: [string, number][], pattern: RegExp): number => deeds.reduce((total, [what, times]) => (pattern.test(what) ? total + times : total), 0);
