import { setTimeout as delay } from 'node:timers/promises';

/** Arrivals are let in this often; their intended time is kept, so nothing is measured too kindly. */
const ARRIVAL_STEP_MS = 5;

/** Calls back once a second of the sale. */
export class Clock {
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

/** Looks behind without holding up the clock; a box office too busy to tell is asked again later. */
export class Behind {
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

/** Starts everybody at their time, whatever became of those before; resolves when the last has gone. */
export async function letIn(times: readonly number[], openedMs: number, visit: (number: number, atMs: number) => Promise<unknown>): Promise<void> {
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

/** Resolves at this instant of the process's clock. */
export async function until(atMs: number): Promise<void> {
  await delay(Math.max(0, atMs - performance.now()));
}
