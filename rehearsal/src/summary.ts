import type { Result } from './result.ts';

/** The verdict for the terminal. */
export function summary({ verdict, scenario, seed, fans, purchases, tickets, purchasesPerSecond, rehearsal }: Result): string {
  const lines = verdict.checks.map(({ holds, rule, says }) => `  ${holds === null ? '–' : holds ? '✓' : '✗'} ${rule}: ${says}`);
  const broken = verdict.checks.filter(({ holds }) => holds === false).length;
  return [
    '',
    `${scenario.title} (seed ${seed})`,
    `  ${fans} fans, ${purchases} purchases, ${tickets} tickets; ${purchasesPerSecond.toFixed(1)} purchases a second${scenario.measured ? '' : ' at the busiest'}`,
    `  ${rehearsal.requests} requests, ${rehearsal.cpuUsPerRequest} µs of our own CPU for each`,
    '',
    ...lines,
    '',
    broken === 0 ? 'The rehearsal went well.' : `${broken} ${broken === 1 ? 'thing' : 'things'} went wrong.`,
  ].join('\n');
}
