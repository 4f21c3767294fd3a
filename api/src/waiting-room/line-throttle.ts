import type { LoadLevel } from '#platform';
import { nextThrottle, type Throttle, throttleFrom } from './throttle.js';

/** How long a tick is thought to last where calls are counted by the second. */
const ticksPerSecond = 4;
/** A tick is late when the machine is busy; after so long the line has rested. */
const restSecondsMin = 1;

/** The throttle of one line from tick to tick, for as long as one process drives it. */
export class LineThrottle {
  #throttle: Throttle;
  #turns = new Turns();
  #needed = false;
  #tickedAt: number;
  /** Since the last one; more than one after a rest. */
  #ticks = 1;

  /** `nowMs` on a clock that only goes forward. */
  constructor(firstCallsPerSecond: number, nowMs: number) {
    this.#throttle = throttleFrom(firstCallsPerSecond / ticksPerSecond);
    this.#tickedAt = nowMs;
  }

  /** A tick begins. Whether {@link count} should be told how many turns stand: once a second. */
  begin(nowMs: number): boolean {
    const seconds = (nowMs - this.#tickedAt) / 1_000;
    this.#tickedAt = nowMs;
    this.#ticks = seconds < restSecondsMin ? 1 : seconds * ticksPerSecond;
    return this.#turns.pass(this.#ticks);
  }

  /** Turns that stand now: people who were called and have neither bought, given up nor been given up. */
  count(standing: number): void {
    this.#turns.count(standing);
  }

  /** What this tick may call. */
  next(load: LoadLevel, utilization: number): Throttle {
    return (this.#throttle = nextThrottle(this.#throttle, { load, utilization, ended: this.#turns.endedPerTick, needed: this.#needed, ticks: this.#ticks }));
  }

  /** What the tick came to; null when there was nothing to do. */
  ticked(calls: number | null): void {
    this.#turns.begun(calls ?? 0);
    // While nobody may be called it does not show whether anybody waits.
    if (!this.#throttle.heldBack) this.#needed = calls !== null && calls >= this.#throttle.calls;
  }
}

/** How many turns end, by how many begin and how many stand. */
class Turns {
  endedPerTick = 0;
  #standing: number | null = null;
  #begun = 0;
  #ticks = 0;

  begun(calls: number): void {
    this.#begun += calls;
  }

  /** Whether they should be counted again. */
  pass(ticks: number): boolean {
    this.#ticks += ticks;
    return this.#ticks >= ticksPerSecond;
  }

  count(standing: number): void {
    // A third of the way each second: claims and windows that end come in waves.
    const weight = 1 - 0.7 ** (this.#ticks / ticksPerSecond);
    if (this.#standing !== null) this.endedPerTick += weight * ((this.#standing + this.#begun - standing) / this.#ticks - this.endedPerTick);
    this.#standing = standing;
    this.#begun = 0;
    this.#ticks = 0;
  }
}
