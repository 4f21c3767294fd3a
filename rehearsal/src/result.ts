import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type BooksCheck, checkBooks, gatewayOutcomes } from './books.ts';
import type { BotFindings } from './bots.ts';
import { callingOrder, cohorts, type SlowAgainstFast, slowAgainstFast } from './fairness.ts';
import type { Percentiles, Second, Shed, Step } from './figures.ts';
import { type Failover, failoverOf } from './gateway-death.ts';
import { machineWords, type Usage } from './machine.ts';
import type { Backlog } from './backlog.ts';
import type { OwnOffice } from './office.ts';
import type { Payer } from './payer.ts';
import type { Course, Plan, Stage } from './rehearsal.ts';
import type { Scenario } from './scenario.ts';
import type { Ending } from './story.ts';
import { type Check, judge } from './verdict.ts';
import type { Trouble } from './visitor.ts';

/** The report as data: what `report.json` holds and `report.html` shows. Fields may be added, never renamed. */
export interface Result {
  format: 'catraca-rehearsal-1';
  startedAt: string;
  seed: string;
  scenario: Scenario;
  office: string;
  machine: string;
  event: { id: string; capacity: number };
  /** Why it did not come to its end: then the rest is what was seen until there. */
  failure: string | null;
  verdict: { holds: boolean; checks: Check[] };
  fans: number;
  endings: Partial<Record<Ending, number>>;
  purchases: number;
  tickets: number;
  /** Purchases a second over the measured span, or over the busiest ten seconds. */
  purchasesPerSecond: number;
  latency: Partial<Record<Step, Percentiles>>;
  measuredLatency: Partial<Record<Step, Percentiles>>;
  seconds: Second[];
  usage: Usage[];
  backlog: Backlog[];
  gateways: { provider: string; method: string; state: string; count: number }[];
  books: BooksCheck | null;
  shed: Shed[];
  failover: Failover | null;
  slowAgainstFast: SlowAgainstFast;
  bots: BotFindings;
  statuses: Record<string, number>;
  troubles: Trouble[];
  rehearsal: { requests: number; cpuUsPerRequest: number; lagP99Ms: number };
  /** Where the limit was searched: every rate that was tried, in this order. The rest is of the highest that held. */
  tried?: { rate: number; holds: boolean; purchasesPerSecond: number; p99Ms: number | null; broken: string[] }[];
}

const RECOMPUTE_MS_MAX = 120_000;
const BUSIEST_SECONDS = 10;
/** The clock's own grain: the rest has been waited for. */
const REST_SECONDS = 1;

/** Looks at what happened from every side, and judges it. */
export async function resultOf(stage: Stage, { scenario, seed, death }: Plan, course: Course, verify: OwnOffice['verify'] | null, startedAt: Date): Promise<Result> {
  const { stories, board, figures, bots, facts, backlog, event, orders, troubles, machine } = course;
  // A box office that is gone tells nothing any more; that it is gone is what the report is about.
  const { books, failure } = await readBooks(stage, course.failure);
  const ours = books && books.map(({ provider, charges }) => ({ provider, charges: charges.filter(({ createdAt }) => createdAt >= startedAt.getTime()) }));
  const checked = ours && checkBooks(ours.flatMap(({ charges }) => charges), orders);
  const endings = Object.fromEntries([...Map.groupBy(stories, ({ ending }) => ending ?? 'over')].map(([ending, all]) => [ending, all.length]));
  const compared = slowAgainstFast(cohorts(stories, board.drawSize, board.calledLast(scenario.windows.claimSeconds * 1_000)));
  const latency = figures.percentiles();
  const measuredLatency = figures.percentiles('measured');
  const measuredStories = stories.filter(({ arrivedMs }) => figures.measuredSpan && arrivedMs >= figures.measuredSpan.fromMs && arrivedMs < figures.measuredSpan.toMs);
  const lastPurchase = Math.max(0, ...figures.seconds.filter(({ counts }) => counts.bought > 0).map(({ second }) => second));
  const openedAt = performance.timeOrigin + course.openedMs;
  const failover = death && ours ? failoverOf(death, openedAt, lastPurchase, ours) : null;
  const perSecond = purchasesPerSecond(figures.seconds, scenario);
  const verdict = judge({
    failover,
    failure,
    fans: stories.length,
    wanted: stories.reduce((sum, { plain, wants }) => (plain ? sum + wants : sum), 0),
    settled: course.settled,
    purchasesPerSecond: perSecond,
    endings, orders, facts, books: checked,
    committedMax: Math.max(...[...backlog.map(({ stock }) => stock), facts.stock].map((stock) => (stock ? stock.sold + stock.held + stock.promised : 0))),
    verified: verify && failure === null ? await verifyAtRest(verify, course) : null,
    order: callingOrder([...stories, ...bots.stories], board.sightings, board.falls, scenario.windows.claimSeconds),
    slowAgainstFast: compared,
    draw: scenario.drawAtOpening && failure === null ? await recomputeDraw(stage.office, event.id) : null,
    bots: bots.findings,
    purchase: scenario.measured ? measuredLatency.purchase : latency.purchase,
    shed: figures.shed,
    deadlocks: deadlocksIn(backlog),
    troubles: troubles.list(),
    thresholds: scenario.thresholds,
    sessionTicketLimit: event.sessionTicketLimit,
    measured: scenario.measured && { fans: measuredStories.length, bought: measuredStories.filter(({ ending }) => ending === 'bought').length },
  });
  return {
    format: 'catraca-rehearsal-1',
    startedAt: startedAt.toISOString(),
    failure,
    seed, scenario, verdict, endings, latency, measuredLatency, backlog,
    office: stage.pid === null ? stage.office.origin : 'its own',
    machine: machineWords(),
    event: { id: event.id, capacity: event.capacity },
    fans: stories.length,
    purchases: figures.totals.bought,
    tickets: figures.totals.tickets,
    purchasesPerSecond: perSecond,
    shed: figures.shed,
    seconds: figures.seconds,
    usage: machine.usage,
    gateways: ours ? gatewayOutcomes(ours) : [],
    books: checked,
    failover,
    slowAgainstFast: compared,
    bots: bots.findings,
    statuses: Object.fromEntries([...figures.statuses].sort(([a], [b]) => a.localeCompare(b))),
    troubles: troubles.list(),
    rehearsal: { requests: figures.requests, cpuUsPerRequest: Math.round(course.cpuUsPerRequest), lagP99Ms: Math.round(machine.lagP99Ms * 10) / 10 },
  };
}

async function readBooks({ payer }: Stage, failure: string | null): Promise<{ books: Awaited<ReturnType<Payer['books']>> | null; failure: string | null }> {
  try {
    return { books: payer && failure === null ? await payer.books() : null, failure };
  } catch (error) {
    return { books: null, failure: `the providers’ books: ${(error as Error).message}` };
  }
}

/** What has come to rest is looked at as such; where messages are still on their way, what they are about is left out, and that is said. */
async function verifyAtRest(verify: OwnOffice['verify'], { undelivered }: Course): Promise<{ holds: boolean; said: string }> {
  if (undelivered === 0) return verify(REST_SECONDS);
  const { holds, said } = await verify(null);
  return { holds, said: `${said} Without the last quarter of an hour: ${undelivered ?? 'nobody tells how many'} messages were still on their way.` };
}

/** Since the first look, which is before the sale: the box office counts from its own start. */
function deadlocksIn(backlog: readonly Backlog[]): number | null {
  const told = backlog.flatMap(({ deadlocks }) => deadlocks ?? []);
  return told.length === 0 ? null : told.at(-1)! - told[0]!;
}

function purchasesPerSecond(seconds: readonly Second[], { measured }: Scenario): number {
  const bought = (from: number, to: number): number => seconds.filter(({ second }) => second >= from && second < to).reduce((sum, { counts }) => sum + counts.bought, 0);
  if (measured) return bought(measured.fromSeconds, measured.fromSeconds + measured.forSeconds) / measured.forSeconds;
  return Math.max(0, ...seconds.map(({ second }) => bought(second, second + BUSIEST_SECONDS) / BUSIEST_SECONDS));
}

/** By the program that is published for strangers, on its own code. */
async function recomputeDraw(office: URL, eventId: string): Promise<{ holds: boolean; said: string }> {
  const program = join(import.meta.dirname, '..', '..', 'docs/draw/recompute.ts');
  const child = spawn(process.execPath, [program, office.origin, eventId], { stdio: ['ignore', 'pipe', 'pipe'], timeout: RECOMPUTE_MS_MAX });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { holds: code === 0, said: said.trim() };
}
