import { deedsOf, type Deeds } from './faults.js';
import { type Outcome, STARTED_AGAIN } from './run.js';

/** A deed that was planned this often and never done was not prevented by chance: a process is down for a second or two of a sale, and seldom three times just then. */
const PLANNED_MIN = 4;
/** Fewer sales than this may be unlucky in everything; they are a look, not a proof. */
const SALES_MIN = 5;
/** Of some twenty-five customers of a sale most buy; half of all sales may be sold out by a handful. */
const CONFIRMED_PER_SALE_MIN = 2;
/** Whoever was answered by nobody for two minutes, of a hundred who came: an office is down for seconds. */
const SILENT_PER_HUNDRED_MAX = 1;

/** What sales under faults must have shown, taken together; empty when they have. */
export function missingIn(outcomes: readonly Pick<Outcome, 'plan' | 'deeds'>[]): string[] {
  const planned = new Map<string, number>();
  for (const { plan } of outcomes) for (const deed of plan.faults.flatMap((fault) => deedsOf(fault, plan.spread))) planned.set(deed, (planned.get(deed) ?? 0) + 1);
  const done = (pattern: RegExp): number => outcomes.reduce((sum, { deeds }) => sum + times(deeds, pattern), 0);
  const [visits, silent, confirmed] = [done(/^customer: /), done(/^customer: failed.*nobody answered/), done(/^customer: confirmed$/)];
  const [kills, starts] = [done(/^kill /), done(new RegExp(`^${STARTED_AGAIN}$`))];
  return [
    ...[...planned].flatMap(([deed, plannedTimes]) => (plannedTimes >= PLANNED_MIN && !outcomes.some(({ deeds }) => deeds.has(deed)) ? [`"${deed}" was planned ${plannedTimes} times and never done`] : [])),
    ...(starts < kills ? [`${kills} processes were killed and ${starts} started again`] : []),
    ...(silent > Math.max(1, (visits * SILENT_PER_HUNDRED_MAX) / 100) ? [`${silent} of ${visits} customers were answered by nobody`] : []),
    ...(outcomes.length >= SALES_MIN && kills === 0 ? ['nothing was ever killed'] : []),
    ...(outcomes.length >= SALES_MIN && confirmed < CONFIRMED_PER_SALE_MIN * outcomes.length ? [`${confirmed} confirmed orders in ${outcomes.length} sales`] : []),
  ];
}

const times = (deeds: Deeds, pattern: RegExp): number => [...deeds].reduce((sum, [what, count]) => (pattern.test(what) ? sum + count : sum), 0);
