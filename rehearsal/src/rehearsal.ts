import { Random } from '@catraca/simulator/random';
import { setTimeout as delay } from 'node:timers/promises';
import { arrivals } from './arrivals.ts';
import { type Backlog, lookBehind } from './backlog.ts';
import { Board } from './board.ts';
import { Bots } from './bots.ts';
import { Fan, noteOrder, type OrderTold } from './fan.ts';
import { Figures } from './figures.ts';
import { Machine } from './machine.ts';
import { CannotRehearse, type Facts, type Organiser, type RehearsalFan } from './organiser.ts';
import type { Payer } from './payer.ts';
import { botAccounts, lastArrivalSeconds, leadSeconds, type Scenario } from './scenario.ts';
import { SeatMap } from './seat-map.ts';
import { SlowLine } from './slow-line.ts';
import type { OrderSeen, Story } from './story.ts';
import { traitsOf } from './traits.ts';
import { fastLine, type Line, slowLine } from './transport.ts';
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
/** Arrivals are let in this often; their intended time is kept, so nothing is measured too kindly. */
const ARRIVAL_STEP_MS = 5;
/** From the change of the opening to the first arrival: every process has heard of it by then. */
const NOTICE_SECONDS = 3;
const READY_MS_MAX = 120_000;
const BEHIND_EVERY_SECONDS = 3;
/** After the last fan has gone: messages arrive, refunds are made. */
const SETTLE_MS_MAX = 60_000;
/** Ticket codes enough to begin with; the box office goes on making them. */
const CODES_FIRST = 5_000;

/** Prepares an event, lets the fans come, and waits until the dust has settled. The event is left as it is, for whoever looks at it afterwards. */
export async function rehearse({ office, organiser, payer, pid }: Stage, { scenario, seed, pollOrigin, like }: Plan, watch: Watcher): Promise<Course> {
  const random = new Random(`${seed}/arrivals`);
  const times = arrivals(scenario.waves, random);
  const traits = times.map((_, number) => traitsOf(scenario, new Random(`${seed}/fan/${number}`)));
  const figures = new Figures();
  const troubles = new Troubles();
  const [event, slow] = [await organiser.prepareEvent(scenario, like), new SlowLine(office, scenario.slowLine)];
  const slowPort = await slow.open();
  const fast = fastLine(office, FAST_CONNECTIONS_MAX);
  const board = new Board(event.id, new Visitor(fast, undefined, figures, troubles));
  const course: Omit<Course, 'facts' | 'openedMs' | 'cpuUsPerRequest' | 'machine' | 'orders' | 'bots'> = { event, stories: [], board, figures, troubles, backlog: [] };
  let over = false;
  const world: World = {
    scenario, event, board, figures, troubles, map: new SeatMap(), payer, pollOrigin,
    line: (isSlow): Line => (isSlow ? slowLine(office, slowPort) : fast),
    over: () => over,
  };

  watch({ phase: `making ${times.length} fans`, second: Number.NaN, course });
  const accounts = await organiser.makeFans(event.id, times.length + botAccounts(scenario.bots));
  watch({ phase: 'waiting for seats and codes', second: Number.NaN, course });
  await untilReady(organiser, event);
  if (payer) await payer.takeOver();

  const openedMs = performance.now() + (leadSeconds(scenario) + NOTICE_SECONDS) * 1_000;
  await organiser.openSale(event.id, new Date(Date.now() + openedMs - performance.now()));
  if (scenario.measured) {
    const fromMs = openedMs + scenario.measured.fromSeconds * 1_000;
    figures.measuredSpan = { fromMs, toMs: fromMs + scenario.measured.forSeconds * 1_000 };
  }
  const machine = new Machine(pid);
  const cpu = process.cpuUsage();
  const behind = new Behind(async (second) => void course.backlog.push((await lookBehind(organiser, event.id, office, payer !== null, second)).backlog));
  const clock = new Clock(openedMs, (second) => {
    figures.tick(second, { serving: board.now.serving, waiting: board.waiting, state: board.now.state });
    machine.sample(second);
    watch({ phase: board.now.state, second, course });
    if (second % BEHIND_EVERY_SECONDS === 0) behind.look(second);
  });
  const watching = board.watch();
  const bots = new Bots(world, accounts.slice(times.length).map(({ token }) => token));
  const deadlineMs = openedMs + (lastArrivalSeconds(scenario) + scenario.drainSecondsMax) * 1_000;
  const visits = letIn(times, openedMs, (number, atMs) => {
    const fan = new Fan(number, traits[number]!, (accounts[number] as RehearsalFan).token, world, atMs);
    course.stories.push(fan.story);
    return fan.visit();
  });
  const raids = until(openedMs).then(() => bots.run());
  await Promise.race([Promise.all([visits, raids]), until(deadlineMs)]);
  over = true;
  board.stop();
  // Whoever is paying may finish; whoever waits goes home.
  await Promise.race([Promise.all([visits, raids]), delay(SETTLE_MS_MAX)]);

  const used = process.cpuUsage(cpu);
  const cpuUsPerRequest = (used.user + used.system) / Math.max(1, figures.requests);
  watch({ phase: 'settling', second: clock.second, course });
  const facts = await settle(organiser, event.id);
  await lookAgain([...course.stories, ...bots.stories], (token) => new Visitor(fast, token, figures, troubles));
  await clock.stop();
  machine.stop();
  await Promise.all([watching, slow.close(), fast.close()]);
  const orders = [...course.stories, ...bots.stories].flatMap((story) => story.orders);
  return { ...course, orders, bots, machine, facts, openedMs, cpuUsPerRequest };
}

/** Starts everybody at their time, whatever became of those before; resolves when the last has gone. */
async function letIn(times: readonly number[], openedMs: number, visit: (number: number, atMs: number) => Promise<unknown>): Promise<void> {
  const visits: Promise<unknown>[] = [];
  let next = 0;
  while (next < times.length) {
    const now = performance.now();
    for (; next < times.length; next += 1) {
      const atMs = openedMs + times[next]! * 1_000;
      if (atMs > now) break;
      visits.push(visit(next, atMs));
    }
    await delay(ARRIVAL_STEP_MS);
  }
  await Promise.all(visits);
}

/** Looks behind without holding up the clock; a box office too busy to tell is asked again later. */
class Behind {
  private looking = false;
  private readonly into: (second: number) => Promise<void>;

  constructor(into: (second: number) => Promise<void>) {
    this.into = into;
  }

  look(second: number): void {
    if (this.looking) return;
    this.looking = true;
    void this.into(second).catch(() => {}).finally(() => (this.looking = false));
  }
}

/** Calls back once a second of the sale. */
class Clock {
  second: number;
  private running = true;
  private readonly ticking: Promise<void>;

  constructor(zeroMs: number, tick: (second: number) => void) {
    this.second = Math.floor((performance.now() - zeroMs) / 1_000);
    this.ticking = this.run(zeroMs, tick);
  }

  private async run(zeroMs: number, tick: (second: number) => void): Promise<void> {
    while (this.running) {
      await until(zeroMs + (this.second + 1) * 1_000);
      tick(this.second);
      this.second = Math.max(this.second + 1, Math.floor((performance.now() - zeroMs) / 1_000));
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.ticking;
  }
}

async function until(atMs: number): Promise<void> {
  await delay(Math.max(0, atMs - performance.now()));
}

/** Seats are laid out and codes made after the publication, by those whose work that is. */
async function untilReady(organiser: Organiser, event: RehearsedEvent): Promise<void> {
  for (const deadline = performance.now() + READY_MS_MAX; performance.now() < deadline; await delay(500)) {
    const { stock, codes } = await organiser.facts(event.id);
    if (stock?.capacity === event.capacity && codes.free >= Math.min(CODES_FIRST, event.capacity)) return;
  }
  throw new CannotRehearse('The box office did not lay out the places of the rehearsal, or made no ticket codes for them.');
}

/** Orders that were not decided, that late money may have decided again, or that somebody never got an answer about, as their owners see them in the end. */
async function lookAgain(stories: readonly Story[], visitor: (token: string) => Visitor): Promise<void> {
  for (const { token, orders, ending } of stories) {
    if (ending !== undefined && ending !== 'refused' && orders.every(({ state }) => state === 'confirmed')) continue;
    const { status, body } = await visitor(token).ask<{ items: OrderTold[] }>('order state', { method: 'GET', path: '/api/v1/orders?limit=100' });
    if (status !== 200) continue;
    for (const told of body.items) {
      const known = orders.find(({ id }) => id === told.id);
      if (known) noteOrder(known, told);
      else noteOrder(newOrder(orders, told.id), told);
    }
  }
}

function newOrder(orders: OrderSeen[], id: string): OrderSeen {
  const order: OrderSeen = { id, state: 'awaiting_payment', tickets: 0, payments: [] };
  orders.push(order);
  return order;
}

/** Waits until no order is open any more, or for as long as that may take. */
async function settle(organiser: Organiser, eventId: string): Promise<Facts> {
  const deadline = performance.now() + SETTLE_MS_MAX;
  for (;;) {
    const facts = await organiser.facts(eventId);
    const open = (facts.orders['awaiting_payment'] ?? 0) + (facts.orders['payment_failed'] ?? 0) + facts.payments.open;
    if ((open === 0 && facts.stock?.held === 0) || performance.now() > deadline) return facts;
    await delay(1_000);
  }
}
