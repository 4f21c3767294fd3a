import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { cpus } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { oldestWaitMs } from '../batching.js';
import { Config, type ServiceName } from '../config.js';
import { gatherAt } from '../gathering.js';
import { Database } from '../database/index.js';
import { Log } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { atRest, levels, type LoadLevel, type LoadState, nextLoad, worstOf } from './level.js';

// `level.ts` counts in looks; one costs some microseconds and a `select 1`.
const LOOK_EVERY_MS = 250;
// Fine enough for waits of a few milliseconds; costs a hundred wake-ups a second.
const LOOP_RESOLUTION_MS = 10;
/** How much the latest second counts of how busy we are. */
const LATEST_SECOND_WEIGHT = 0.4;
const LOOKS_PER_SECOND = 1_000 / LOOK_EVERY_MS;

/** Whose load is a buyer's wait. The others may lag as far as they like. */
const selling: ReadonlySet<ServiceName> = new Set(['all', 'tickets', 'wallet', 'processor']);

/** Another live process, as its heartbeat tells. */
export interface Neighbour {
  service: ServiceName;
  load: LoadLevel;
  utilization: number;
}

/**
 * How long a step of the sale waits in this process: for its turn in the event loop, for its batch, or for the database (a
 * connection and the way there and back), whichever is longest. Not counted is what waits in queues that say nothing about the rest.
 */
@Injectable()
export class Load implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private state: LoadState = atRest;
  private neighbours: Neighbour[] = [];
  private waits = { loop: 0, batch: 0, database: 0 };
  private readonly loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  private timer: NodeJS.Timeout | undefined;
  private askedAt: number | null = null;
  private answeredInMs = 0;
  private looks = 0;
  private busyShare = 0;
  private loopTime = performance.eventLoopUtilization();
  private machineTime = machineTime();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_load_level', 'How hard it is to keep up: 0 calm, 1 busy, 2 strained, 3 overwhelmed.', [], (gauge) => gauge.set(levels.indexOf(this.level)));
    metrics.gauge('catraca_load_utilization', 'How busy this process or its machine is, whichever is more, 0 to 1.', [], (gauge) => gauge.set(this.utilization));
    metrics.gauge('catraca_load_wait_seconds', 'How long a step waits in this process, by what for.', ['for'], (gauge) => {
      for (const [reason, waitMs] of Object.entries(this.waits)) gauge.set({ for: reason }, waitMs / 1_000);
    });
  }

  /** This process's own. */
  get level(): LoadLevel {
    return this.state.level;
  }

  /** How busy this process or its machine is, whichever is more, 0 to 1, over the last seconds. */
  get utilization(): number {
    return this.busyShare;
  }

  /** The worst of all live processes that a purchase passes through. */
  get ofTheSale(): LoadLevel {
    return worstOf(this.sellers.map(({ load }) => load));
  }

  /** How busy the busiest of them is. */
  get utilizationOfTheSale(): number {
    return Math.max(0, ...this.sellers.map(({ utilization }) => utilization));
  }

  private get sellers(): Neighbour[] {
    const all = [...this.neighbours, { service: this.config.service, load: this.level, utilization: this.utilization }];
    return all.filter(({ service }) => selling.has(service));
  }

  /** What the heartbeats of all other live processes say. */
  hear(neighbours: Neighbour[]): void {
    this.neighbours = neighbours;
  }

  onApplicationBootstrap(): void {
    this.loop.enable();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
    this.loop.disable();
  }

  private look(): void {
    const now = performance.now();
    const before = this.level;
    // The histogram holds whole intervals; where there is none yet its mean is not a number.
    this.waits = { loop: Math.max(0, this.loop.mean / 1e6 - LOOP_RESOLUTION_MS) || 0, batch: oldestWaitMs(now), database: this.databaseWaitMs(now) };
    this.loop.reset();
    this.state = nextLoad(this.state, Math.max(...Object.values(this.waits)), this.config.shedAtWaitMs);
    if (this.level !== before) this.log.warn({ load: this.level, before, waits: this.waits }, `the load is now ${this.level}`);
    this.ask(now);
    this.looks += 1;
    if (this.looks % LOOKS_PER_SECOND === 0) this.lookAtTheMachine();
  }

  private lookAtTheMachine(): void {
    const [loopTime, machine] = [performance.eventLoopUtilization(), machineTime()];
    const loopShare = performance.eventLoopUtilization(loopTime, this.loopTime).utilization;
    const machineShare = (machine.busy - this.machineTime.busy) / Math.max(1, machine.all - this.machineTime.all);
    this.busyShare += LATEST_SECOND_WEIGHT * (Math.max(loopShare, machineShare) - this.busyShare);
    gatherAt(this.busyShare);
    this.loopTime = loopTime;
    this.machineTime = machine;
  }

  private databaseWaitMs(now: number): number {
    return Math.max(this.answeredInMs, this.askedAt === null ? 0 : now - this.askedAt);
  }

  /** One question at a time. A database that is away refuses at once; that is no load, and every answer says so by itself. */
  private ask(now: number): void {
    if (this.askedAt !== null) return;
    this.askedAt = now;
    const answered = () => {
      this.answeredInMs = performance.now() - now;
      this.askedAt = null;
    };
    this.database.ping().then(answered, answered);
  }
}

/**
 * What the processors of this machine have done so far, in milliseconds; whatever else runs on it, the database perhaps, is part of it. What was
 * started as nice (a backup, say) gives way to a sale, so the time it has is as good as free.
 */
function machineTime(): { busy: number; all: number } {
  const times = cpus().map(({ times: { user, nice, sys, irq, idle } }) => ({ busy: user + sys + irq, idle: idle + nice }));
  const busy = times.reduce((sum, cpu) => sum + cpu.busy, 0);
  return { busy, all: times.reduce((sum, cpu) => sum + cpu.idle, busy) };
}
