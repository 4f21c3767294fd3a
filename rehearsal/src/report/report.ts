import type { Step } from '../figures.ts';
import { expectedFans } from '../scenario.ts';
import type { Result } from '../result.ts';
import { failoverCourse } from '../failover-course.ts';
import { plots } from './plots.ts';
import { style } from './style.ts';
import { escape, number, table } from './words.ts';

const GROUPS = { invariants: 'Nothing lost, nothing sold twice', fairness: 'Fairness', thresholds: 'Speed' } as const;

/** How visits ended, in words, the good end first. */
const ENDINGS: [keyof Result['endings'], string][] = [
  ['bought', 'bought'], ['sold_out', 'were told that all is sold'], ['left', 'went home by themselves'], ['expired', 'let their time run out'], ['declined', 'had no card that pays'],
  ['unpaid', 'had a PIX code that nobody pays here'], ['missed', 'missed their turn'], ['over', 'still waited at the end'], ['found_nothing', 'were called and found nothing'], ['refused', 'met something else'],
];

/** The whole report as one HTML file that needs nothing else. */
export function renderReport(result: Result): string {
  const { verdict, scenario } = result;
  const drawn = plots(result);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal: ${escape(scenario.title)}</title>
<style>${style}</style>
</head>
<body><main>
<header>
<div><h1>${escape(scenario.title)}</h1><p class="soft">Rehearsal of ${escape(result.startedAt.slice(0, 16).replace('T', ' '))} UTC on ${escape(result.office === 'its own' ? 'a box office of its own' : result.office)} · preset ${escape(scenario.name)}, seed ${escape(result.seed)}</p></div>
<p class="badge ${verdict.holds ? 'good' : 'bad'}">${verdict.holds ? '✓ went well' : '✗ something went wrong'}</p>
</header>
${tiles(result)}
<h2>Verdict</h2>
<div class="card">${checks(result)}</div>
${tried(result)}<h2>The sale</h2>
<div class="plots">${drawn.sale.join('\n')}</div>
${drawn.gateways.length > 0 ? `<h2>Payments, by gateway</h2>\n<div class="plots">${drawn.gateways.join('\n')}</div>\n${failover(result)}` : ''}<h2>How long it took</h2>
<div class="plots">${drawn.latency.join('\n')}</div>
<div class="card wide" style="margin-top:14px">${latencyTable(result)}</div>
<h2>What became of everybody</h2>
<div class="columns">
<div class="card"><h3>Fans</h3>${table(['how it ended', 'fans'], ENDINGS.flatMap(([ending, words]) => (result.endings[ending] ? [[words, result.endings[ending]] as const] : [])))}</div>
${gateways(result)}
<div class="card"><h3>Answers</h3>${table(['step and status', 'answers'], Object.entries(result.statuses))}</div>
</div>
<h2>The machine</h2>
<div class="plots">${drawn.machine.join('\n')}</div>
${troubles(result)}
<footer>${escape(result.machine)}. The rehearsal itself made ${number(result.rehearsal.requests)} requests at ${number(result.rehearsal.cpuUsPerRequest)} µs of processor time each;
its own event loop was ${number(result.rehearsal.lagP99Ms)} ms late at the 99th percentile. Latencies are taken from the moment a fan meant to act. ${number(Math.round(expectedFans(scenario)))} fans were expected; the rest is chance, and the same seed brings the same ones again.</footer>
</main></body></html>
`;
}

function tiles({ fans, purchases, tickets, event, purchasesPerSecond, scenario, latency, measuredLatency }: Result): string {
  const purchase = scenario.measured ? measuredLatency.purchase : latency.purchase;
  const all: [string, string][] = [
    [number(fans), 'fans came'],
    [number(purchases), 'purchases'],
    [number(tickets), `tickets, of ${number(event.capacity)} places`],
    [number(purchasesPerSecond), scenario.measured ? `purchases a second for ${scenario.measured.forSeconds} s` : 'purchases a second, busiest 10 s'],
    [purchase ? `${number(purchase.p50)} ms` : '–', 'order to confirmed, median'],
    [purchase ? `${number(purchase.p99)} ms` : '–', 'order to confirmed, p99'],
  ];
  return `<ul class="tiles">${all.map(([value, words]) => `<li><b>${escape(value)}</b><span>${escape(words)}</span></li>`).join('')}</ul>`;
}

function checks({ verdict }: Result): string {
  return (Object.keys(GROUPS) as (keyof typeof GROUPS)[])
    .filter((group) => verdict.checks.some((check) => check.group === group))
    .map((group) => {
      const rows = verdict.checks.filter((check) => check.group === group).map(({ holds, rule, says }) => {
        const [mark, look] = holds === null ? ['–', 'soft'] : holds ? ['✓', 'good'] : ['✗', 'bad'];
        return `<tr><td class="mark ${look}">${mark}</td><td>${escape(rule)}</td><td class="soft">${escape(says)}</td></tr>`;
      });
      return `<h3>${GROUPS[group]}</h3><table class="checks"><tbody>${rows.join('\n')}</tbody></table>`;
    })
    .join('\n');
}

function latencyTable({ latency, measuredLatency, scenario }: Result): string {
  const shown = scenario.measured ? measuredLatency : latency;
  const rows = (Object.entries(shown) as [Step, NonNullable<(typeof shown)[Step]>][]).map(([step, { count, p50, p90, p99, p999, max }]) => [step === 'purchase' ? 'order to confirmed' : step, count, p50, p90, p99, p999, max]);
  return table([scenario.measured ? 'step, in the measured span' : 'step', 'answers', 'p50 ms', 'p90 ms', 'p99 ms', 'p99.9 ms', 'max ms'], rows);
}

/** What the box office itself told while a provider was gone: nobody has to believe the rehearsal. */
function failover({ failover: death, backlog }: Result): string {
  if (death === null) return '';
  const phases = failoverCourse(death, backlog);
  const names = Object.keys(phases[0]?.captured ?? {});
  const rows = phases.map(({ phase, fromSecond, toSecond, captured, failovers, breakerOpen, looks }) => [
    phase, `${number(fromSecond)} to ${number(toSecond)} s`, ...names.map((name) => captured[name] ?? '–'), failovers ?? '–', ...names.map((name) => `${breakerOpen[name] ?? 0} of ${looks}`),
  ]);
  return `<div class="card wide" style="margin-top:14px"><h3>The failover, by the box office's metrics</h3>${table(
    [death.provider, 'seconds from the opening', ...names.map((name) => `captured a second, ${name}`), 'went on to another gateway', ...names.map((name) => `breaker of ${name} not closed, looks`)], rows)}</div>\n`;
}

function gateways({ gateways: outcomes }: Result): string {
  if (outcomes.length === 0) return '';
  return `<div class="card"><h3>Payment providers, by their own books</h3>${table(['provider', 'method', 'outcome', 'charges'], outcomes.map(({ provider, method, state, count }) => [provider, method, state.replace('_', ' '), count]))}</div>`;
}

function tried({ tried: rates }: Result): string {
  if (rates === undefined) return '';
  return `<h2>The search for the limit</h2><div class="card">${table(['wanted a second', 'bought a second', 'p99 ms', 'verdict'], rates.map(({ rate, purchasesPerSecond, p99Ms, holds, broken }) => [rate, purchasesPerSecond, p99Ms ?? '–', holds ? 'holds' : broken.join('; ')]))}</div>\n`;
}

function troubles({ troubles: met }: Result): string {
  if (met.length === 0) return '';
  return `<h2>What nobody should meet</h2><div class="card">${table(['what', 'times'], met.map(({ what, count }) => [what, count]))}</div>`;
}
