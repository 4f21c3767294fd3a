interface Due {
  at: number;
  action: () => void;
}

/** How often what has fallen due is looked for; real providers are no more exact. */
const TICK_MS = 20;

/**
 * The provider's clock: the machine's, moved forward by `advance`. Everything that happens later by itself
 * (a Pix that expires or gets paid, a card that leaves its review) stands in its queue.
 */
export class Clock {
  private offsetMs = 0;
  private readonly queue: Due[] = [];
  private readonly ticking = setInterval(() => this.tick(), TICK_MS);

  constructor() {
    this.ticking.unref();
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  in(ms: number, action: () => void): void {
    const due = { at: this.now() + ms, action };
    let index = this.queue.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.queue[parent]!.at <= due.at) break;
      this.queue[index] = this.queue[parent]!;
      index = parent;
    }
    this.queue[index] = due;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
    this.tick();
  }

  stop(): void {
    clearInterval(this.ticking);
  }

  private tick(): void {
    const now = this.now();
    while (this.queue.length > 0 && this.queue[0]!.at <= now) this.takeFirst().action();
  }

  private takeFirst(): Due {
    const first = this.queue[0]!;
    const last = this.queue.pop()!;
    if (this.queue.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.queue.length) break;
      if (child + 1 < this.queue.length && this.queue[child + 1]!.at < this.queue[child]!.at) child++;
      if (this.queue[child]!.at >= last.at) break;
      this.queue[index] = this.queue[child]!;
      index = child;
    }
    this.queue[index] = last;
    return first;
  }
}
