import { isDatabaseTrouble } from './database/failures.js';
import { Overloaded } from './errors.js';
import { gathered, gathering } from './gathering.js';

interface Waiting<In, Out> {
  item: In;
  since: number;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/** How a batch is executed, and its bounds. */
export interface BatcherOptions<In, Out> {
  name: string;
  /** One short transaction for all items; answers in the order of the items. Expected failures are answers, not throws. */
  execute: (items: In[]) => Promise<Out[]>;
  /** Most items in one execution: bounds the length of a transaction and of its locks. */
  sizeMax?: number;
  /** Most items waiting; beyond it `submit` refuses with Overloaded. */
  waitingMax?: number;
  /** How many executions may run at once; 1 where they would wait for each other's locks anyway. */
  concurrency?: number;
  /** A queue that may grow long while everything else is well: its wait does not count as the process's load. */
  aside?: boolean;
}

/** The batchers in which something waits; each leaves when its queue is empty. */
const queues = new Set<{ oldestSince: number }>();

/** How long the oldest item of all counted queues of this process has been waiting. */
export function oldestWaitMs(now: number): number {
  let oldest = now;
  for (const { oldestSince } of queues) oldest = Math.min(oldest, oldestSince);
  return now - oldest;
}

/**
 * Collects what is submitted while an execution runs and executes it together as the next one. There is no
 * timer: a quiet system answers a single item at once, a busy one commits hundreds in one transaction.
 * An execution that throws is halved until the culprit stands alone, so that one bad item harms no other; a database in
 * trouble is no item's fault and refuses all of them at once.
 */
export class Batcher<In, Out> {
  private waiting: Waiting<In, Out>[] = [];
  private running = 0;
  private starting: NodeJS.Timeout | undefined;
  private readonly sizeMax: number;
  private readonly waitingMax: number;
  private readonly concurrency: number;

  constructor(private readonly options: BatcherOptions<In, Out>) {
    this.sizeMax = options.sizeMax ?? 500;
    this.waitingMax = options.waitingMax ?? 20_000;
    this.concurrency = options.concurrency ?? 1;
  }

  /** @throws Overloaded when too many already wait; whatever `execute` threw for this item alone. */
  submit(item: In): Promise<Out> {
    if (this.waiting.length >= this.waitingMax) return Promise.reject(new Overloaded());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, since: performance.now(), resolve, reject });
      if (!this.options.aside) queues.add(this);
      // Deferred to the end of the current turn, so that requests parsed in one turn travel together.
      if (this.running < this.concurrency) this.start();
    });
  }

  /** Items waiting for the next execution. */
  get backlog(): number {
    return this.waiting.length;
  }

  /** When the item that has waited longest was submitted. */
  get oldestSince(): number {
    return this.waiting[0]?.since ?? Infinity;
  }

  private start(): void {
    if (gathering() === 0) return void setImmediate(() => void this.drain());
    this.starting ??= setTimeout(() => void this.drain(), gathering());
  }

  private async drain(): Promise<void> {
    this.starting = undefined;
    if (this.running >= this.concurrency) return;
    this.running += 1;
    try {
      while (this.waiting.length > 0) {
        await this.run(this.take());
        if (this.waiting.length < this.sizeMax) await gathered();
      }
    } finally {
      this.running -= 1;
    }
  }

  private take(): Waiting<In, Out>[] {
    const batch = this.waiting.splice(0, this.sizeMax);
    if (this.waiting.length === 0) queues.delete(this);
    return batch;
  }

  private async run(batch: Waiting<In, Out>[]): Promise<void> {
    try {
      const answers = await this.options.execute(batch.map(({ item }) => item));
      if (answers.length !== batch.length) throw new Error(`${this.options.name}: ${answers.length} answers to ${batch.length} items`);
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Out));
    } catch (error) {
      if (batch.length === 1 || isDatabaseTrouble(error)) return batch.forEach(({ reject }) => reject(error));
      const middle = batch.length >> 1;
      await this.run(batch.slice(0, middle));
      await this.run(batch.slice(middle));
    }
  }
}
