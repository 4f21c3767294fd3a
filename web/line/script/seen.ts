import { clock } from '#box-office/clock.ts';
import { type Failure, isPassing } from '#box-office/problem.ts';
import { type Pace, withPace } from '../estimate.ts';
import { nextLookMs } from '../polling.ts';
import type { Serving } from '../sight.ts';

/** So long after the opening, at most, does a page that slept until then look: a crowd within a second is no crowd at one instant. */
const openingSpreadMs = 1_000;

/** What was seen of the line itself, which is the same for everybody, and when to look again. */
export class Seen {
  serving: Serving | null = null;
  paces: Pace[] = [];
  offline = false;
  #failures = 0;

  /** An answer has come; true where the line has moved since the one before. */
  see(serving: Serving): boolean {
    const hasMoved = this.serving !== null && serving.serving > this.serving.serving;
    this.serving = serving;
    this.#failures = 0;
    this.offline = false;
    this.paces = withPace(this.paces, { at: clock.now(), calledPerMinute: serving.calledPerMinute });
    return hasMoved;
  }

  /** None has. */
  miss(failure: Failure): void {
    this.#failures += 1;
    this.offline = isPassing(failure);
  }

  nextLookMs(opensAt: number): number {
    const ms = nextLookMs({ pollAfterMs: this.serving?.pollAfterMs ?? 2_000, failures: this.#failures, hidden: document.hidden }, Math.random());
    const opensInMs = opensAt - clock.now();
    return this.serving?.state === 'scheduled' && opensInMs > 0 ? Math.min(ms, opensInMs + Math.random() * openingSpreadMs) : ms;
  }
}
