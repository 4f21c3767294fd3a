import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Consumption, Database, EventLog, type Message } from '#platform';
import { SeatsChanged } from './inventory.events.js';
import { codeOf } from './seat-map.js';
import { type SeatChange, SeatMirror } from './seat-mirror.js';
import { SeatPlans } from './seat-plan.repository.js';
import { SeatRepository } from './seat.repository.js';

// Whoever has just bought looks once more; after that an event nobody looks at costs nothing.
const IDLE_MS = 10 * 60_000;
// An idle mirror costs memory only, and a minute more of it is little beside ten.
const SWEEP_MS = 60_000;

interface Mirrored {
  mirror: Promise<SeatMirror | undefined>;
  /** Set once the snapshot is there; until then changes wait. */
  ready: SeatMirror | undefined;
  waiting: { seats: readonly SeatChange[]; at: number }[];
  usedAt: number;
}

/** The mirrors of the events that somebody looks at, made when first asked for and fed from the topic `inventory`. */
@Injectable()
export class SeatMirrors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly mirrored = new Map<string, Mirrored>();
  private tail: Promise<Consumption> | undefined;
  private sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly plans: SeatPlans,
    private readonly seats: SeatRepository,
    private readonly eventLog: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    this.tail = this.eventLog.tail('inventory', async (messages) => this.feed(messages));
    // Whoever asks for a mirror meets the failure; here nobody would.
    this.tail.catch(() => {});
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeper);
    await (await this.tail)?.stop();
  }

  /** Undefined for an event without stock. */
  of(eventId: string): Promise<SeatMirror | undefined> {
    let entry = this.mirrored.get(eventId);
    if (!entry) {
      const fresh: Mirrored = { mirror: this.load(eventId), ready: undefined, waiting: [], usedAt: 0 };
      entry = fresh;
      this.mirrored.set(eventId, fresh);
      fresh.mirror.then((mirror) => (mirror ? begin(fresh, mirror) : this.mirrored.delete(eventId)), () => this.mirrored.delete(eventId));
    }
    entry.usedAt = performance.now();
    return entry.mirror;
  }

  /** The tail was started first, so whatever the snapshot does not contain arrives after it. */
  private async load(eventId: string): Promise<SeatMirror | undefined> {
    await this.tail;
    const plan = await this.plans.of(eventId);
    if (!plan) return undefined;
    const { states, at } = await this.seats.states(this.database.reads, plan.seatIdPrefix);
    return new SeatMirror(plan, Uint8Array.from(states, codeOf), at);
  }

  private feed(messages: Message[]): void {
    for (const message of messages) {
      if (!SeatsChanged.is(message)) continue;
      const entry = this.mirrored.get(message.payload.eventId);
      const change = { seats: message.payload.seats, at: message.occurredAt.getTime() };
      if (entry?.ready) entry.ready.apply(change.seats, change.at);
      else entry?.waiting.push(change);
    }
  }

  private sweep(): void {
    for (const [eventId, { usedAt }] of this.mirrored) if (performance.now() - usedAt > IDLE_MS) this.mirrored.delete(eventId);
  }
}

function begin(entry: Mirrored, mirror: SeatMirror): void {
  for (const { seats, at } of entry.waiting) mirror.apply(seats, at);
  entry.waiting = [];
  entry.ready = mirror;
}
