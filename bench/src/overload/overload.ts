import { setTimeout as delay } from 'node:timers/promises';
import type { BoxOffice } from '../office/box-office.ts';
import { Organiser } from '../office/organiser.ts';
import { type Part, usageOf } from '../office/processes.ts';
import { quiet } from '../office/quiet.ts';
import type { OverloadSettings } from '../options.ts';
import type { Check } from '../suite.ts';
import { Board, type Fared, type Kind, promised } from './board.ts';
import { type End, Visits } from './visits.ts';

/** People at one rate for a while, and what became of all that they asked for. */
export interface Span {
  name: string;
  perSecond: number;
  seconds: number;
  ends: Record<End, number>;
  /** From the last arrival until everybody who had come was served or gone. */
  tailSeconds: number;
  fared: Partial<Record<Kind, Fared>>;
  cores: Record<Part, number> | null;
  /** The share of a core that the load itself took: near 1 it was late by itself. */
  generatorCores: number;
}

export interface Overload {
  /** Visits a second: the highest rate that held, and the lowest that did not; null where the search ended before, or where the limit was `known`. */
  limit: { known: boolean; held: number | null; broke: number | null };
  /** What was taken for the limit. */
  limitPerSecond: number;
  normal: Span;
  overloaded: Span;
  /** The normal rate again, straight after; those who still wait are served beside the new ones. */
  after: Span;
  /** Seconds from the end of the overload until nothing was refused any more, and until nobody who had come in it waited; null where that did not come. */
  recovery: { unrefusedSeconds: number; lineSeconds: number | null };
  books: { bought: number; orders: number; tickets: number };
}

/** What an overload is here: three times what holds. */
const TIMES = 3;
/** The normal rate as a share of the limit: half of a machine is kept free (docs/capacity.md). */
const NORMAL = 0.5;
const STEP_MS = 10;
/** From `POST /orders` to the confirmed answer: what a purchase may take (docs/performance.md). */
const ORDER_P99_MS_MAX = 1_000;
/** The way of the last one who came, with a second for the order; a line that has grown takes longer. */
const TAIL_SECONDS_MAX = 3;
/** Of those who came in a step: a machine shared with others makes one in a hundred late. */
const BOUGHT_MIN = 0.99;
/** Whoever still waits so many spans after theirs goes home: a line of two thirds of three times the rate takes four at the normal one. */
const PATIENCE_SPANS = 10;
const PATIENCE_SECONDS_MIN = 30;
/** As much as one standing place may hold: nothing is sold out. */
const CAPACITY = 1_000_000;
const SEATS = 2_000;

/** Finds what the box office bears, lets three times as many come, and sees whether it comes back by itself. */
export async function measureOverload(office: BoxOffice, settings: OverloadSettings, say: (text: string) => void): Promise<Overload> {
  const organiser = await Organiser.signIn(office);
  const sale = await organiser.standing('Sobrecarga', CAPACITY, { lineRequired: true, sessionTicketLimit: 2, buyerTicketLimit: 2 });
  const map = await organiser.seated('Mapa', SEATS, {});
  const visits = new Visits(office, { sale, map }, new Board());
  try {
    let bought = 0;
    const span = async (name: string, perSecond: number, seconds: number): Promise<Playing> => {
      const playing = await play(office, visits, { name, perSecond, seconds });
      void playing.span.then(({ ends }) => (bought += ends.bought));
      return playing;
    };
    const limit = await limitOf(settings, async (rate, seconds) => {
      await quiet(office);
      const step = await (await span('step', rate, seconds)).span;
      say(`${rate.toFixed(1)} visits a second ${holds(step) ? 'hold' : 'do not hold'}: ${describeEnds(step.ends)}; ${describeSlowness(step)}`);
      return holds(step);
    });
    await quiet(office);
    // None of the rates held on a machine that does other things as well: the lowest stands for it.
    const limitPerSecond = settings.known ?? limit.held ?? limit.broke ?? settings.from;
    const normalRate = limitPerSecond * NORMAL;
    const normal = await (await span('normal rate', normalRate, settings.seconds)).span;
    say(`normal rate, ${normalRate.toFixed(1)} visits a second: ${describeEnds(normal.ends)}`);
    await quiet(office);
    // Beforehand, so that the rate falls at once when the flood is over.
    await visits.ready(Math.ceil((limitPerSecond * TIMES + normalRate) * settings.seconds) + 2);
    const flood = await span('three times the limit', limitPerSecond * TIMES, settings.seconds);
    const endedMs = performance.now();
    const calm = await span('normal rate after it', normalRate, settings.seconds);
    const [overloaded, after] = await Promise.all([flood.span, calm.span]);
    say(`three times the limit: ${describeEnds(overloaded.ends)}; after it: ${describeEnds(after.ends)}`);
    const lineSeconds = overloaded.ends['went home'] === 0 ? overloaded.tailSeconds : null;
    const unrefusedSeconds = Math.max(0, ((visits.board.lastRefusedMs ?? endedMs) - endedMs) / 1_000);
    await quiet(office);
    return { limit, limitPerSecond, normal, overloaded, after, recovery: { unrefusedSeconds, lineSeconds }, books: { bought, ...(await booksOf(office, sale.id)) } };
  } finally {
    await visits.close();
  }
}

/** Steps upwards until a rate does not hold; from one that does not, downwards until one does. */
async function limitOf({ from, growth, stepsMax, stepSeconds, known }: OverloadSettings, tryRate: (rate: number, seconds: number) => Promise<boolean>): Promise<Overload['limit']> {
  if (known !== null) return { known: true, held: null, broke: null };
  let held: number | null = null;
  let broke: number | null = null;
  let rate = from;
  for (let step = 0; step < stepsMax && (held === null || broke === null); step += 1) {
    // Twice, so that one disturbance does not pass for the limit.
    if ((await tryRate(rate, stepSeconds)) || (await tryRate(rate, stepSeconds))) held = rate;
    else broke = rate;
    rate = broke === null ? rate * growth : rate / growth;
  }
  return { known: false, held, broke };
}

/** Everybody bought, nothing was refused, orders were quick, and no line grew. */
function holds({ ends, fared, tailSeconds }: Span): boolean {
  const came = Object.values(ends).reduce((sum, count) => sum + count, 0);
  const refused = Object.values(fared).reduce((sum, row) => sum + row.refused, 0);
  return ends.bought >= BOUGHT_MIN * came && refused === 0 && tailSeconds <= TAIL_SECONDS_MAX && (fared.order?.acceptedMs.p99 ?? Infinity) <= ORDER_P99_MS_MAX;
}

function describeSlowness({ fared, tailSeconds }: Span): string {
  const refused = Object.values(fared).reduce((sum, row) => sum + row.refused, 0);
  return `${refused} requests refused, an order's p99 ${(fared.order?.acceptedMs.p99 ?? Number.NaN).toFixed(0)} ms, the last one served after ${tailSeconds.toFixed(1)} s`;
}

interface Playing {
  /** When everybody who came has been served or has gone home. */
  span: Promise<Span>;
}

/** Resolves when the last one has come; those who are still on their way are counted by `span`. */
async function play(office: BoxOffice, visits: Visits, { name, perSecond, seconds }: { name: string; perSecond: number; seconds: number }): Promise<Playing> {
  const total = Math.max(1, Math.round(perSecond * seconds));
  await visits.ready(total);
  const board = new Board();
  visits.board = board;
  const [usage, own, begunMs] = [usageOf(office.pid), process.cpuUsage(), performance.now()];
  const patientUntilMs = begunMs + (seconds + Math.max(PATIENCE_SECONDS_MIN, PATIENCE_SPANS * seconds)) * 1_000;
  const patience = (): boolean => performance.now() < patientUntilMs;
  const going: Promise<End>[] = [];
  for (; going.length < total; await delay(STEP_MS)) {
    const due = Math.min(total, Math.ceil(((performance.now() - begunMs) * perSecond) / 1_000));
    while (going.length < due) going.push(visits.visit(patience));
  }
  const lastMs = performance.now();
  const [after, spent, elapsed] = [usageOf(office.pid), process.cpuUsage(own), (lastMs - begunMs) / 1_000];
  const part = (of: Part): number => (after!.cpuSeconds[of] - usage!.cpuSeconds[of]) / elapsed;
  const cores = usage && after ? { api: part('api'), postgres: part('postgres'), simulators: part('simulators') } : null;
  const span = Promise.all(going).then((all): Span => {
    const ends = { bought: 0, 'turned away': 0, 'went home': 0, refused: 0, broken: 0 };
    for (const end of all) ends[end] += 1;
    return { name, perSecond, seconds, ends, tailSeconds: (performance.now() - lastMs) / 1_000, fared: board.fared, cores, generatorCores: (spent.user + spent.system) / 1e6 / elapsed };
  });
  return { span };
}

async function booksOf({ database }: BoxOffice, eventId: string): Promise<{ orders: number; tickets: number }> {
  return {
    orders: await database.number(`select count(*) from orders."order" where event_id = $1 and state = 'confirmed'`, [eventId]),
    tickets: await database.number('select count(*) from tickets.ticket where event_id = $1', [eventId]),
  };
}

export function describeEnds(ends: Record<End, number>): string {
  return Object.entries(ends).filter(([, count]) => count > 0).map(([end, count]) => `${count.toLocaleString('en')} ${end}`).join(', ');
}

export function checksOf({ normal, overloaded, after, recovery, books }: Overload): Check[] {
  const spans = [normal, overloaded, after];
  const rows = spans.flatMap(({ fared }) => Object.entries(fared) as [Kind, Fared][]);
  const refused = rows.filter(([kind, row]) => promised.includes(kind) && row.refused > 0).map(([kind, row]) => `${kind} ${row.refused}`);
  const mute = rows.reduce((sum, [, row]) => sum + row.refused - row.withRetryAfter, 0);
  const others = rows.flatMap(([kind, row]) => Object.entries(row.others).map(([what, count]) => `${kind} ${what} ${count}`));
  // Two thirds of those who come in an overload order after it.
  const p99 = Math.max(...[overloaded, after].map(({ fared }) => fared.order?.acceptedMs.p99 ?? Infinity));
  return [
    { what: 'who was called is refused nothing', holds: refused.length === 0, seen: refused.join(', ') },
    { what: 'every refusal says when to come again', holds: mute === 0, seen: `${mute} do not` },
    { what: 'nothing is answered but what was asked for, or that', holds: others.length === 0, seen: others.join(', ') },
    { what: `of a hundred orders 99 are confirmed within ${ORDER_P99_MS_MAX} ms, at three times the rate and while those who came then are served`, holds: p99 <= ORDER_P99_MS_MAX, seen: `${Math.round(p99)} ms` },
    { what: 'when the rate falls it recovers by itself: nothing is refused any more, and the line is served', holds: recovery.unrefusedSeconds < after.seconds && recovery.lineSeconds !== null, seen: `refused until ${recovery.unrefusedSeconds.toFixed(0)} s after it, of ${after.seconds}; ${overloaded.ends['went home']} went home` },
    { what: 'every purchase is an order with two tickets, and nothing else was sold', holds: books.orders === books.bought && books.tickets === 2 * books.bought, seen: `${books.bought} bought, ${books.orders} orders, ${books.tickets} tickets` },
  ];
}
