import { setTimeout as delay } from 'node:timers/promises';
import type { ServingNumber } from './answers.ts';
import { positions } from './draw.ts';
import type { Told, Visitor } from './visitor.ts';

/** What ends a wait in the line. */
export type Turn = 'called' | 'sold_out' | 'closed' | 'tired' | 'over';

/** How old the number may be at most, wherever it was cached on the way to a fan. */
const CACHE_MS = 1_000;

/** The numbers as they were seen, for who wants to know which had been seen when. */
export interface Sighting {
  /** The request was sent, and its answer was there. */
  sentMs: number;
  atMs: number;
  serving: number;
}

interface Waiter {
  wake: (turn: Turn) => void;
  noticeMs: (pollAfterMs: number) => number;
}

/**
 * The serving number as everybody sees it. It is cacheable for a second, so behind a CDN the box office sees one request a second
 * whoever waits; each fan then learns of a change at their own next look, later on a slow line.
 */
export class Board {
  now: ServingNumber = { serving: 0, state: 'scheduled', remaining: 0, pollAfterMs: 1_000 };
  readonly sightings: Sighting[] = [];
  /** The serving number is promised never to fall. */
  falls = 0;
  /** How many entries were drawn, once that is known. */
  drawSize = 0;
  private readonly waiters = new Map<number, Set<Waiter>>();
  private drawn: Promise<(entry: number) => number> | null = null;
  private drawWaiters: (() => void)[] = [];
  stopped = false;
  private readonly eventId: string;
  private readonly visitor: Visitor;

  constructor(eventId: string, visitor: Visitor) {
    this.eventId = eventId;
    this.visitor = visitor;
  }

  /** Looks once a second until it is stopped. */
  async watch(): Promise<void> {
    while (!this.stopped) {
      const due = performance.now() + CACHE_MS;
      const told = await this.visitor.once<ServingNumber>('poll', { method: 'GET', path: this.path('serving') });
      if (told?.status === 200) this.see(told);
      await delay(Math.max(0, due - performance.now()));
    }
  }

  /** Takes in an answer of the serving route, whoever asked. */
  see({ body, sentMs, atMs }: Told<ServingNumber>): void {
    // Answers may overtake each other; only one that was asked for after another was there can tell of a fall.
    const before = this.sightings.at(-1);
    if (before && sentMs > before.atMs && body.serving < before.serving) this.falls += 1;
    const serving = Math.max(this.now.serving, body.serving);
    const { serving: from, pollAfterMs } = this.now;
    this.now = { ...body, serving };
    if (!before || serving !== before.serving || atMs - before.atMs > CACHE_MS / 2) this.sightings.push({ sentMs, atMs, serving: body.serving });
    for (let position = from; position < serving; position += 1) this.wake(position, 'called', pollAfterMs);
    if (body.state === 'sold_out' || body.state === 'closed') for (const position of this.waiters.keys()) this.wake(position, body.state, pollAfterMs);
    if (this.isDrawn) for (const draw of this.drawWaiters.splice(0)) draw();
  }

  /** The positions that were called within so long before the last look. */
  calledLast(withinMs: number): { from: number; to: number } {
    const endMs = this.sightings.at(-1)?.atMs ?? 0;
    return { from: this.sightings.findLast(({ atMs }) => atMs < endMs - withinMs)?.serving ?? 0, to: this.now.serving };
  }

  get isDrawn(): boolean {
    return this.now.state !== 'lottery' && this.now.state !== 'scheduled';
  }

  get waiting(): number {
    return this.waiters.size;
  }

  stop(): void {
    this.stopped = true;
    for (const position of this.waiters.keys()) this.wake(position, 'over');
    for (const draw of this.drawWaiters.splice(0)) draw();
  }

  /** The position that follows from an entry number, known once the draw has been. */
  async positionOf(entry: number): Promise<number> {
    if (!this.stopped && !this.isDrawn) await new Promise<void>((resolve) => this.drawWaiters.push(resolve));
    this.drawn ??= this.readDraw();
    return (await this.drawn)(entry);
  }

  /** Waits until the number has passed this position, as its owner notices it, or until there is nothing to wait for. */
  async turn(position: number, noticeMs: (pollAfterMs: number) => number, patienceMs: number | null): Promise<Turn> {
    if (this.stopped) return 'over';
    if (position < this.now.serving) return 'called';
    if (this.now.state === 'sold_out' || this.now.state === 'closed') return this.now.state;
    return new Promise<Turn>((resolve) => {
      const here = this.waiters.get(position) ?? new Set<Waiter>();
      const waiter: Waiter = { noticeMs, wake: resolve };
      this.waiters.set(position, here.add(waiter));
      if (patienceMs === null) return;
      setTimeout(() => {
        if (here.delete(waiter)) resolve('tired');
        if (here.size === 0 && this.waiters.get(position) === here) this.waiters.delete(position);
      }, patienceMs);
    });
  }

  /** Who waits has been told with their last look when to look again. */
  private wake(position: number, turn: Turn, pollAfterMs = 0): void {
    const here = this.waiters.get(position);
    if (!here) return;
    this.waiters.delete(position);
    for (const waiter of here) {
      here.delete(waiter);
      if (turn === 'over') waiter.wake(turn);
      else setTimeout(() => waiter.wake(this.stopped ? 'over' : turn), waiter.noticeMs(pollAfterMs));
    }
  }

  private async readDraw(): Promise<(entry: number) => number> {
    const { status, body } = await this.visitor.ask<{ seed?: string; size: number | null }>('poll', { method: 'GET', path: this.path('line/draw') });
    if (status !== 200 || body.seed === undefined || body.size === null) return (entry) => entry;
    this.drawSize = body.size;
    return positions(Buffer.from(body.seed, 'hex'), body.size);
  }

  private path(rest: string): string {
    return `/api/v1/events/${this.eventId}/${rest}`;
  }
}
