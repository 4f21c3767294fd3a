import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../load/connection.ts';
import { Connections } from '../load/connections.ts';
import { openStream } from '../load/stream.ts';
import { bearer, idOf, refusalOf } from '../measures/purchases.ts';
import type { BoxOffice } from '../office/box-office.ts';
import { Fans, type Fan } from '../office/fans.ts';
import type { BenchEvent } from '../office/organiser.ts';
import { type Board, type Kind, retryAfterOf } from './board.ts';

const TICKETS = 2;
/** Below the 10,000 that a box office gives one address, and far above what it has in flight. */
const CONNECTIONS_MAX = 4_000;
/** The line is polled as often as ten nodes of a cache do it, for everybody: so it is set up for a crowd (docs/operations.md). */
const LOOKS_PER_SECOND = 10;
/** Every tenth visitor watches the map for a while. */
const WATCHER_EVERY = 10;
const WATCH_MS = 5_000;
/** Who was told this often to come again goes home. */
const JOINS_MAX = 5;

/** Somebody who was called and is told to ask again, or looks after an order that is not decided: a minute, then something is wrong. */
const CLAIMS_MAX = 60;
const LOOKS_MAX = 60;
const AGAIN_MS_MAX = 1_000;

/** What a visit came to; `refused` when somebody who was called did not get what they asked for. */
export type End = 'bought' | 'turned away' | 'went home' | 'refused' | 'broken';

interface Place {
  lineToken: string;
  entry: number;
  /** From 0; whoever stands before the serving number is called. Null before a draw. */
  position: number | null;
}

/** Somebody who comes from an address of their own, as the header of a proxy tells it. */
interface Visitor extends Fan {
  from: string;
}

interface InLine {
  position: number;
  patience: () => boolean;
  resolve: (called: boolean) => void;
}

/** People who come when they come, whether or not those before them have been served. */
export class Visits {
  readonly #office: BoxOffice;
  readonly #fans: Fans;
  readonly #connections: Connections;
  readonly #sale: BenchEvent;
  readonly #map: BenchEvent;
  readonly #looking: Promise<void>;
  /** Where requests are counted now. */
  board: Board;
  #serving = 0;
  /** All of them look at the same answer; a timer for each would cost more than what is measured. */
  readonly #inLine = new Set<InLine>();
  #closed = false;
  #number = 0;

  /** `sale` has a line and standing places, `map` seats to look at. */
  constructor(office: BoxOffice, { sale, map }: { sale: BenchEvent; map: BenchEvent }, board: Board) {
    this.#office = office;
    this.#fans = new Fans(office.database);
    this.#connections = new Connections(office.port, CONNECTIONS_MAX);
    this.#sale = sale;
    this.#map = map;
    this.board = board;
    this.#looking = this.#look();
  }

  /** People who have joined and are neither called nor gone. */
  get inLine(): number {
    return this.#inLine.size;
  }

  /** Makes the people who will come. */
  ready(count: number): Promise<void> {
    return this.#fans.ready(count);
  }

  /** One person's way: looks around, joins, waits for the call until `patience` says no, buys. Never throws. */
  async visit(patience: () => boolean): Promise<End> {
    const fan = this.#fans.next();
    if (!fan) return 'broken';
    this.#number += 1;
    try {
      return await this.#go({ ...fan, from: addressOf(this.#number) }, this.#number, patience);
    } catch {
      // Counted where it happened.
      return 'broken';
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#looking;
    this.#connections.close();
  }

  async #go(fan: Visitor, number: number, patience: () => boolean): Promise<End> {
    await this.#ask('search', 'GET', '/api/v1/events?search=Mapa', [200], fan.from);
    await this.#ask('map', 'GET', `/api/v1/events/${this.#map.id}/seats`, [200], fan.from);
    if (number % WATCHER_EVERY === 0) await this.#watch(fan);
    const place = await this.#join(fan);
    if (place === null) return 'turned away';
    if (!(await this.#called(place.position ?? place.entry, patience))) return 'went home';
    const claim = await this.#claim(fan, place.lineToken);
    if (claim.status !== 201) return 'refused';
    const { admissionToken } = JSON.parse(claim.body.toString()) as { admissionToken: string };
    const hold = await this.#ask('hold', 'POST', `/api/v1/events/${this.#sale.id}/holds`, [201], `${headersOf(fan)}x-admission: ${admissionToken}\r\n`, `{"ticketTypeId":"${this.#sale.ticketTypeId}","quantity":${TICKETS}}`);
    if (hold.status !== 201) return 'refused';
    return this.#order(fan, idOf(hold.body));
  }

  async #watch({ from }: Visitor): Promise<void> {
    const meantMs = performance.now();
    const board = this.board;
    const { status, head } = await openStream(this.#office.port, `/api/v1/events/${this.#map.id}/seats/stream?since=0`, from, WATCH_MS).catch((error: Error) => ({ status: 0, head: error.message }));
    board.note('stream', performance.now() - meantMs, status, head, status === 200, status === 0 ? head : /"code":"([^"]+)"/.exec(head)?.[1]);
  }

  async #join(fan: Visitor): Promise<Place | null> {
    for (let tries = 0; tries < JOINS_MAX; tries += 1) {
      const { status, head, body } = await this.#ask('join', 'POST', `/api/v1/events/${this.#sale.id}/line`, [201], headersOf(fan), '{}');
      if (status === 201) return JSON.parse(body.toString()) as Place;
      if (status !== 503) return null;
      await delay((retryAfterOf(head) ?? 1) * 1_000);
    }
    return null;
  }

  #called(position: number, patience: () => boolean): Promise<boolean> {
    if (position < this.#serving) return Promise.resolve(true);
    return new Promise((resolve) => this.#inLine.add({ position, patience, resolve }));
  }

  /** The number that everybody sees may be ahead of what the process knows that is asked: it says 425 and when to ask again. */
  async #claim(fan: Visitor, lineToken: string): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#ask('claim', 'POST', `/api/v1/events/${this.#sale.id}/admissions`, [201, 425], headersOf(fan), JSON.stringify({ lineToken }));
      if (answer.status !== 425 || tries === CLAIMS_MAX) return answer;
      const { retryAfterMs } = JSON.parse(answer.body.toString()) as { retryAfterMs: number };
      await delay(Math.min(AGAIN_MS_MAX, retryAfterMs));
    }
  }

  async #order(fan: Visitor, holdId: string): Promise<End> {
    const headers = `${headersOf(fan)}idempotency-key: ${holdId}\r\nprefer: wait=8\r\n`;
    const { status, body } = await this.#ask('order', 'POST', '/api/v1/orders', [201, 202], headers, `{"holdId":"${holdId}","payment":{"method":"card","token":"tok_ok"}}`);
    if (status !== 201 && status !== 202) return 'refused';
    let order = JSON.parse(body.toString()) as { id: string; state: string };
    // Its latency is in the figures already; what becomes of it is looked at beside them.
    for (let looks = 0; order.state === 'awaiting_payment' && looks < LOOKS_MAX; looks += 1) {
      await delay(AGAIN_MS_MAX);
      order = JSON.parse((await this.#connections.request('GET', `/api/v1/orders/${order.id}`, headersOf(fan))).body.toString()) as typeof order;
    }
    return order.state === 'confirmed' ? 'bought' : 'refused';
  }

  /** Latency counts from here, the wait for a connection included. */
  async #ask(kind: Kind, method: string, path: string, accepted: readonly number[], headers = '', body = ''): Promise<Answer> {
    const meantMs = performance.now();
    const { board } = this;
    try {
      const answer = await this.#connections.request(method, path, headers, body);
      const taken = accepted.includes(answer.status);
      board.note(kind, performance.now() - meantMs, answer.status, answer.head, taken, taken ? undefined : refusalOf(answer.body));
      return answer;
    } catch (error) {
      board.note(kind, performance.now() - meantMs, 0, '', false, (error as Error).message);
      throw error;
    }
  }

  async #look(): Promise<void> {
    for (; !this.#closed; await delay(1_000 / LOOKS_PER_SECOND)) {
      const answer = await this.#ask('serving', 'GET', `/api/v1/events/${this.#sale.id}/serving`, [200]).catch(() => null);
      if (answer?.status === 200) this.#serving = (JSON.parse(answer.body.toString()) as { serving: number }).serving;
      for (const waiting of this.#inLine) {
        const called = waiting.position < this.#serving;
        if (!called && waiting.patience()) continue;
        this.#inLine.delete(waiting);
        waiting.resolve(called);
      }
    }
    for (const { resolve } of this.#inLine) resolve(false);
  }
}

const headersOf = (visitor: Visitor): string => `${bearer(visitor)}${visitor.from}`;

/** Sixteen million, then they come again. */
const addressOf = (number: number): string => `x-forwarded-for: 10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}\r\n`;
