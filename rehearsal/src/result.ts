import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type BooksCheck, checkBooks, gatewayOutcomes } from './books.ts';
import type { BotFindings } from './bots.ts';
import { callingOrder, cohorts, type SlowAgainstFast, slowAgainstFast } from './fairness.ts';
import type { Percentiles, Second, Step } from './figures.ts';
import { type Failover, failoverOf } from './gateway-death.ts';
import { machineWords, type Usage } from './machine.ts';
import type { Backlog } from './backlog.ts';
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

/** Looks at what happened from every side, and judges it. */
export async function resultOf(stage: Stage, { scenario, seed, death }: Plan, course: Course, verify: (() => Promise<{ holds: boolean; said: string }>) | null, startedAt: Date): Promise<Result> {
  const { stories, board, figures, bots, facts, backlog, event, orders, troubles, machine } = course;
  const books = stage.payer ? await stage.payer.books() : null;
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
  const verdict = judge({
    failover,
    endings, orders, facts, books: checked,
    committedMax: Math.max(...[...backlog.map(({ stock }) => stock), facts.stock].map((stock) => (stock ? stock.sold + stock.held + stock.promised : 0))),
    verified: verify && (await verify()),
    order: callingOrder([...stories, ...bots.stories], board.sightings, board.falls, scenario.windows.claimSeconds),
    slowAgainstFast: compared,
    draw: scenario.drawAtOpening ? await recomputeDraw(stage.office, event.id) : null,
    bots: bots.findings,
    purchase: scenario.measured ? measuredLatency.purchase : latency.purchase,
    shed: figures.totals.shed,
    deadlocks: backlog.reduce<number | null>((seen, look) => look.deadlocks ?? seen, null),
    troubles: troubles.list(),
    thresholds: scenario.thresholds,
    sessionTicketLimit: event.sessionTicketLimit,
    measured: scenario.measured && { fans: measuredStories.length, bought: measuredStories.filter(({ ending }) => ending === 'bought').length },
  });
  return {
    format: 'catraca-rehearsal-1',
    startedAt: startedAt.toISOString(),
    seed, scenario, verdict, endings, latency, measuredLatency, backlog,
    office: stage.pid === null ? stage.office.origin : 'its own',
    machine: machineWords(),
    event: { id: event.id, capacity: event.capacity },
    fans: stories.length,
    purchases: figures.totals.bought,
    tickets: figures.totals.tickets,
    purchasesPerSecond: purchasesPerSecond(figures.seconds, scenario),
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
