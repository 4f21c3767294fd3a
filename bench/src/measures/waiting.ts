import { setTimeout as delay } from 'node:timers/promises';
import type { BoxOffice } from '../office/box-office.ts';
import type { Organiser } from '../office/organiser.ts';
import { type Usage, usageOf } from '../office/processes.ts';
import { quiet } from '../office/quiet.ts';
import { Joins } from './joins.ts';
import { poll, pollAt } from './serving.ts';
import type { Edge } from './edge.ts';

/** Places of the event: half as many calls, at most 500 in a tick, so that the driver has twenty full ticks to do at the least. */
const CAPACITY = 20_000;
const CALLED = CAPACITY / 2;
/** Calls of one tick at most, see callsPerTickMax in api/src/waiting-room/line-driver.ts. */
const CALLS_PER_TICK = 500;
/** On a machine that many others use. */
const DRAWN_SECONDS_MAX = 120;
const CALLED_SECONDS_MAX = 300;
/** How long the box office is watched doing nothing. */
const IDLE_MS = 3_000;

/** A line of so many, from the first join to the calls after the draw. */
export interface Waiting {
  fans: number;
  joins: { perSecond: number; cpuMs: number | null };
  /** Of the tables and indexes of the line, for one who waits. */
  databaseBytes: number;
  /** Grown memory of the API and of PostgreSQL, for one who waits; its garbage included. */
  residentBytes: { api: number; postgres: number } | null;
  polls: { perSecond: number; cpuMs: number | null };
  /** Through the cache; null where nginx is not installed. */
  cached: { perSecond: number; originPerSecond: number; originCpuMs: number | null } | null;
  /** Of the open line. */
  pollAfterMs: number;
  /** Processor time of the opening with its draw, without what the box office takes anyway until its driver looks. */
  drawCpuMs: number | null;
  /** Processor time of a tick with five hundred calls; what the box office takes while nobody does anything is not in it. */
  tickCpuMs: number | null;
  /** What must have come out. */
  entries: number;
  serving: number;
  expectedServing: number;
}

export interface WaitingSettings {
  fans: number;
  concurrency: number;
  seconds: number;
  rampSeconds: number;
}

export async function waiting(office: BoxOffice, organiser: Organiser, edge: Edge | null, settings: WaitingSettings, say: (text: string) => void): Promise<Waiting> {
  const { fans, concurrency } = settings;
  // In the lottery phase: whoever joins before the opening is drawn.
  const saleStartsAt = new Date(Date.now() + 86_400_000).toISOString();
  const joins = await Joins.prepare(office, organiser, { capacity: CAPACITY, drawAtOpening: true, saleStartsAt });
  await quiet(office);
  const [before, sizeBefore] = [usageOf(office.pid), await lineBytes(office)];
  const joined = await joins.exactly(fans, concurrency);
  const [after, sizeAfter] = [usageOf(office.pid), await lineBytes(office)];
  say(`${fans.toLocaleString('en')} have joined, ${Math.round(joined.perSecond)} a second`);
  await quiet(office);

  const eventId = joins.event.id;
  const polling = { ...settings, concurrency: Math.min(64, concurrency) };
  const polled = await poll(office, eventId, polling);
  const cached = edge && (await pollThrough(office, edge, eventId, polling));
  say(`polled ${Math.round(polled.perSecond)} times a second at the origin${cached ? `, ${Math.round(cached.perSecond)} through the cache` : ''}`);
  await quiet(office);

  const idle = await idleCpu(office);
  const drawCpuMs = await opening(office, organiser, eventId, idle);
  const called = await calling(office, eventId, Math.min(fans, CALLED), idle);
  say(`drawn and called up to ${called.serving}`);
  const grown = (part: 'api' | 'postgres') => (after!.residentBytes[part] - before!.residentBytes[part]) / fans;
  return {
    fans,
    joins: { perSecond: joined.perSecond, cpuMs: sumOf(joined.cpuMs) },
    databaseBytes: (sizeAfter - sizeBefore) / fans,
    residentBytes: before && after ? { api: grown('api'), postgres: grown('postgres') } : null,
    polls: { perSecond: polled.perSecond, cpuMs: sumOf(polled.cpuMs) },
    cached,
    pollAfterMs: await pollAfterMs(office, eventId),
    drawCpuMs,
    tickCpuMs: called.tickCpuMs,
    entries: await joins.entries(),
    serving: called.serving,
    expectedServing: Math.min(fans, CALLED),
  };
}

/** The origin's share while everybody asks the cache. */
async function pollThrough(office: BoxOffice, edge: Edge, eventId: string, polling: Omit<WaitingSettings, 'fans'>): Promise<NonNullable<Waiting['cached']>> {
  const path = `/api/v1/events/${eventId}/serving`;
  const [askedBefore, before, begun] = [await served(office), usageOf(office.pid), performance.now()];
  const outcome = await pollAt(edge.port, path, polling);
  const [asked, seconds] = [(await served(office)) - askedBefore, (performance.now() - begun) / 1_000];
  return { perSecond: outcome.perSecond, originPerSecond: asked / seconds, originCpuMs: cpuBetween(before, usageOf(office.pid)) / seconds };
}

/** How often the box office has answered with the serving number, by its own count. */
async function served({ port }: BoxOffice): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(30_000) })).text();
  return [...metrics.matchAll(/^catraca_http_request_duration_seconds_count\{[^}]*route="[^"]*\/serving"[^}]*\} (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Processor milliseconds of a second in which nobody does anything. */
async function idleCpu(office: BoxOffice): Promise<number> {
  const [before, begun] = [usageOf(office.pid), performance.now()];
  await delay(IDLE_MS);
  return cpuBetween(before, usageOf(office.pid)) / ((performance.now() - begun) / 1_000);
}

/** Opens the sale now, and waits for the seed of the draw. */
async function opening(office: BoxOffice, organiser: Organiser, eventId: string, idle: number): Promise<number | null> {
  const [before, begun] = [usageOf(office.pid), performance.now()];
  await organiser.edit(eventId, { saleStartsAt: new Date().toISOString() });
  await until(office, 'the draw took place', DRAWN_SECONDS_MAX, `select count(*) from waiting_room.line where event_id = $1 and seed is not null`, [eventId], 1);
  return before && Math.max(0, cpuBetween(before, usageOf(office.pid)) - (idle * (performance.now() - begun)) / 1_000);
}

/** Waits until everybody is called for whom there is a ticket. */
async function calling(office: BoxOffice, eventId: string, expected: number, idle: number): Promise<{ serving: number; tickCpuMs: number | null }> {
  const position = 'select serving from waiting_room.line where event_id = $1';
  const [before, from, begun] = [usageOf(office.pid), await office.database.number(position, [eventId]), performance.now()];
  await until(office, 'everybody was called', CALLED_SECONDS_MAX, position, [eventId], expected);
  const serving = await office.database.number(position, [eventId]);
  const ticks = Math.max(1, (serving - from) / CALLS_PER_TICK);
  const cpuMs = cpuBetween(before, usageOf(office.pid)) - (idle * (performance.now() - begun)) / 1_000;
  return { serving, tickCpuMs: before && serving > from ? cpuMs / ticks : null };
}

async function until({ database }: BoxOffice, what: string, secondsMax: number, statement: string, values: unknown[], least: number): Promise<void> {
  const deadline = performance.now() + secondsMax * 1_000;
  while ((await database.number(statement, values)) < least) {
    if (performance.now() > deadline) throw new Error(`it was not so within ${secondsMax} seconds that ${what}`);
    await delay(20);
  }
}

async function pollAfterMs({ port }: BoxOffice, eventId: string): Promise<number> {
  const answer = await (await fetch(`http://127.0.0.1:${port}/api/v1/events/${eventId}/serving`, { signal: AbortSignal.timeout(30_000) })).json();
  return (answer as { pollAfterMs: number }).pollAfterMs;
}

function lineBytes({ database }: BoxOffice): Promise<number> {
  return database.number(`select pg_total_relation_size('waiting_room.entry') + pg_total_relation_size('waiting_room.line')`);
}

function sumOf(cpuMs: Record<string, number> | null): number | null {
  return cpuMs && cpuMs['api']! + cpuMs['postgres']!;
}

/** Milliseconds of the API and of PostgreSQL. */
function cpuBetween(before: Usage | null, after: Usage | null): number {
  if (!before || !after) return Number.NaN;
  return (['api', 'postgres'] as const).reduce((sum, part) => sum + (after.cpuSeconds[part] - before.cpuSeconds[part]) * 1_000, 0);
}
