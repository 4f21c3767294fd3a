import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Load } from '../load/index.js';

// Ten purchases a second are far from any limit, but somebody is selling in earnest …
const HOT_PER_SECOND = 10;
// … and where this process is half idle all the same, nothing need wait for them.
const HOT_UTILIZATION = 0.5;
// The last two count: heat is noticed within two seconds and forgotten within four.
const WINDOW_MS = 2_000;
const LOOK_AGAIN_MS = 200;
// While it is hot, what can wait gets a twentieth of the processor …
const REST_PER_WORK = 19;
// … and never waits longer than this between two pieces, however long the last one took.
const REST_MS_MAX = 1_000;

/** Whether a sale is running hot in this process; PDFs, e-mails and other work that can wait yield to it. */
@Injectable()
export class Heat {
  private since = performance.now();
  private current = 0;
  private previous = 0;
  private utilization = performance.eventLoopUtilization();
  private busy = false;
  private pieces: Promise<unknown> = Promise.resolve();

  constructor(private readonly load: Load) {}

  /** Called by the sale's own steps with the number of purchases just worked on. */
  warm(count: number): void {
    this.roll();
    this.current += count;
  }

  get hot(): boolean {
    this.roll();
    if (this.load.level !== 'calm') return true;
    return this.busy && Math.max(this.current, this.previous) >= (HOT_PER_SECOND * WINDOW_MS) / 1_000;
  }

  /** Waits until the sale has cooled, at most `maxMs`: what yields must not starve. */
  async cool(maxMs: number): Promise<void> {
    const deadline = performance.now() + maxMs;
    while (this.hot && performance.now() < deadline) await delay(LOOK_AGAIN_MS);
  }

  /**
   * Runs a piece of work that keeps the processor for milliseconds and can wait: one piece at a time in this process, each after a turn
   * of everything else, and while the sale is hot with long rests between them.
   */
  yielding<T>(work: () => Promise<T>): Promise<T> {
    let begunAt = 0;
    const piece = this.pieces.then(async () => {
      await nextTurn();
      begunAt = performance.now();
      return work();
    });
    const rest = () => (this.hot ? delay(Math.min(REST_MS_MAX, REST_PER_WORK * (performance.now() - begunAt))) : undefined);
    this.pieces = piece.then(rest, rest);
    return piece;
  }

  private roll(): void {
    const elapsed = performance.now() - this.since;
    if (elapsed < WINDOW_MS) return;
    this.previous = elapsed < 2 * WINDOW_MS ? this.current : 0;
    this.current = 0;
    this.since = performance.now();
    const utilization = performance.eventLoopUtilization();
    this.busy = performance.eventLoopUtilization(utilization, this.utilization).utilization >= HOT_UTILIZATION;
    this.utilization = utilization;
  }
}
