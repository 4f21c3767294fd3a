import { Random } from '@catraca/simulator/random';
import { setTimeout as delay } from 'node:timers/promises';
import { arrivals } from './arrivals.ts';
import { type Backlog, lookBehind } from './backlog.ts';
import { Board } from './board.ts';
import { Bots } from './bots.ts';
import { Behind, Clock, letIn, until } from './clock.ts';
import { Fan } from './fan.ts';
import { Figures } from './figures.ts';
import { dieAndReturn, type GatewayDeath } from './gateway-death.ts';
import { Machine } from './machine.ts';
import type { Facts, Organiser, RehearsalFan } from './organiser.ts';
import type { Payer } from './payer.ts';
import { botAccounts, lastArrivalSeconds, leadSeconds, type Scenario } from './scenario.ts';
import { SeatMap } from './seat-map.ts';
import { lookAgain, settle, SETTLE_MS_MAX, untilReady } from './settling.ts';
import { SlowLine } from './slow-line.ts';
import type { OrderSeen, Story } from './story.ts';
import { traitsOf } from './traits.ts';
import { fastLine, slowLine } from './transport.ts';
import { Troubles, Visitor } from './visitor.ts';
import type { RehearsedEvent, World } from './world.ts';

export interface Stage {
  office: URL;
  organiser: Organiser;
  /** Set where the box office is our own. */
  payer: Payer | null;
  pid: number | null;
}

export interface Plan {
  scenario: Scenario;
  seed: string;
  pollOrigin: boolean;
  like: string | undefined;
  death: GatewayDeath | null;
}

/** What happened, before anybody judges it. */
export interface Course {
  event: RehearsedEvent;
  stories: Story[];
  orders: OrderSeen[];
  bots: Bots;
  board: Board;
  figures: Figures;
  troubles: Troubles;
  machine: Machine;
  backlog: Backlog[];
  facts: Facts;
  openedMs: number;
  /** Microseconds of our own CPU for each request. */
  cpuUsPerRequest: number;
}

export type Watcher = (moment: { phase: string; second: number; course: Pick<Course, 'figures' | 'board' | 'backlog'> }) => void;

/** Browsers open six connections each; behind a CDN some hundred carry everybody, and each order waits on one for its outcome. */
const FAST_CONNECTIONS_MAX = 1_500;
/** From the change of the opening to the first arrival: every process has heard of it by then. */
const NOTICE_SECONDS = 3;
const BEHIND_EVERY_SECONDS = 3;

/** Prepares an event, lets the fans come, and waits until the dust has settled. The event is left as it is, for whoever looks at it afterwards. */
export async function rehearse(stage: Stage, plan: Plan, watch: Watcher): Promise<Course> {
  const { scenario, seed, like } = plan;
  const times = arrivals(scenario.waves, new Random(`${seed}/arrivals`));
  const event = await stage.organiser.prepareEvent(scenario, like);
  const slow = new SlowLine(stage.office, scenario.slowLine);
  const slowPort = await slow.open();
  const fast = fastLine(stage.office, FAST_CONNECTIONS_MAX);
  try {
    const world = worldOf(stage, plan, event, (isSlow) => (isSlow ? slowLine(stage.office, slowPort) : fast));
    const course = { event, board: world.board, figures: world.figures, troubles: world.troubles, backlog: [] };
    watch({ phase: `making ${times.length} fans`, second: Number.NaN, course });
    const accounts = await stage.organiser.makeFans(event.id, times.length + botAccounts(scenario.bots));
    watch({ phase: 'waiting for seats and codes', second: Number.NaN, course });
    await untilReady(stage.organiser, event);
    if (stage.payer) await stage.payer.takeOver();
    return { ...course, ...(await play(stage, plan, world, course.backlog, { times, accounts, watch })) };
  } finally {
    await Promise.all([slow.close(), fast.close()]);
  }
}

function worldOf({ payer }: Stage, { scenario, pollOrigin }: Plan, event: RehearsedEvent, line: World['line']): World {
  const figures = new Figures();
  const troubles = new Troubles();
  const board = new Board(event.id, new Visitor(line(false), undefined, figures, troubles));
  return { scenario, event, board, figures, troubles, map: new SeatMap(), payer, pollOrigin, line, over: () => board.stopped };
}

interface Crowd {
  times: number[];
  accounts: RehearsalFan[];
  watch: Watcher;
}

/** The sale itself, from the first arrival to the last answer. */
async function play(stage: Stage, { scenario, seed, death }: Plan, world: World, backlog: Backlog[], { times, accounts, watch }: Crowd) {
  const { organiser, office, pid, payer } = stage;
  const { event, board, figures, troubles } = world;
  const openedMs = performance.now() + (leadSeconds(scenario) + NOTICE_SECONDS) * 1_000;
  await organiser.openSale(event.id, new Date(Date.now() + openedMs - performance.now()));
  if (scenario.measured) {
    const fromMs = openedMs + scenario.measured.fromSeconds * 1_000;
    figures.measuredSpan = { fromMs, toMs: fromMs + scenario.measured.forSeconds * 1_000 };
  }
  const machine = new Machine(pid);
  const behind = new Behind(async (second) => void backlog.push(await lookBehind(organiser, event.id, office, payer !== null, second)));
  const clock = new Clock(openedMs, (second) => {
    figures.tick(second, { serving: board.now.serving, waiting: board.waiting, state: board.now.state });
    machine.sample(second);
    watch({ phase: board.now.state, second, course: { figures, board, backlog } });
    if (second % BEHIND_EVERY_SECONDS === 0) behind.look(second);
  });
  const watching = board.watch();
  const dying = death && payer ? dieAndReturn(death, payer, openedMs) : Promise.resolve();
  // Heard of where it is waited for.
  dying.catch(() => {});
  const cpu = process.cpuUsage();
  const bots = new Bots(world, accounts.slice(times.length).map(({ token }) => token));
  const stories: Story[] = [];
  try {
    const visits = letIn(times, openedMs, (number, atMs) => {
      const fan = new Fan(number, traitsOf(scenario, new Random(`${seed}/fan/${number}`)), accounts[number]!.token, world, atMs);
      stories.push(fan.story);
      return fan.come();
    });
    const everybody = Promise.all([visits, until(openedMs + (times[0] ?? 0) * 1_000).then(() => bots.run())]);
    await Promise.race([everybody, until(openedMs + (lastArrivalSeconds(scenario) + scenario.drainSecondsMax) * 1_000)]);
    board.stop();
    // Whoever is paying may finish; whoever waits goes home.
    await Promise.race([everybody, delay(SETTLE_MS_MAX)]);
    const used = process.cpuUsage(cpu);
    await dying;
    watch({ phase: 'settling', second: clock.second, course: { figures, board, backlog } });
    const facts = await settle(organiser, event.id);
    await lookAgain([...stories, ...bots.stories], (token) => new Visitor(world.line(false), token, figures, troubles));
    const orders = [...stories, ...bots.stories].flatMap((story) => story.orders);
    return { stories, orders, bots, machine, facts, openedMs, cpuUsPerRequest: (used.user + used.system) / Math.max(1, figures.requests) };
  } finally {
    board.stop();
    await Promise.all([clock.stop(), watching]);
    machine.stop();
  }
}
