import { setTimeout as delay } from 'node:timers/promises';

// One query for all who wait, so its price does not grow with them.
const LOOK_EVERY_MS = 100;

interface Waiter<Outcome> {
  id: string;
  resolve: (outcome: Outcome | null) => void;
  timer: NodeJS.Timeout;
}

/**
 * Callers that wait for an outcome which some process will write: woken at once when it is this one (`tell`), else found by
 * one shared look at the database for all of them.
 */
export class Outcomes<Outcome> {
  private readonly waiters = new Map<string, Set<Waiter<Outcome>>>();
  private looking = false;

  /** `settled` returns the ids whose outcome is there; once `ending` fires nobody waits any more. */
  constructor(
    private readonly settled: (ids: string[]) => Promise<Map<string, Outcome>>,
    private readonly ending?: AbortSignal,
  ) {
    ending?.addEventListener('abort', () => [...this.waiters.values()].flatMap((each) => [...each]).forEach((waiter) => this.finish(waiter, null)), { once: true });
  }

  /** The outcome, or null when it is still open after `waitMs`. */
  wait(id: string, waitMs: number): Promise<Outcome | null> {
    if (this.ending?.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const waiter: Waiter<Outcome> = { id, resolve, timer: setTimeout(() => this.finish(waiter, null), waitMs) };
      const others = this.waiters.get(id) ?? new Set();
      this.waiters.set(id, others.add(waiter));
      if (!this.looking) void this.look();
    });
  }

  /** Says that the outcomes of these ids may be there now. */
  async tell(ids: string[]): Promise<void> {
    const awaited = ids.filter((id) => this.waiters.has(id));
    if (awaited.length === 0) return;
    for (const [id, outcome] of await this.settled(awaited)) {
      for (const waiter of this.waiters.get(id) ?? []) this.finish(waiter, outcome);
    }
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiters.size > 0) {
      await delay(LOOK_EVERY_MS);
      // An unreachable database is asked again at the next look; the callers' own time runs out meanwhile.
      await this.tell([...this.waiters.keys()]).catch(() => {});
    }
    this.looking = false;
  }

  private finish(waiter: Waiter<Outcome>, outcome: Outcome | null): void {
    clearTimeout(waiter.timer);
    const others = this.waiters.get(waiter.id);
    others?.delete(waiter);
    if (others?.size === 0) this.waiters.delete(waiter.id);
    waiter.resolve(outcome);
  }
}
