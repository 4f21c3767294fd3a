import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** The steps of a purchase as they are timed. `purchase` is from the order to its confirmed answer. */
export const STEPS = ['join', 'poll', 'claim', 'map', 'hold', 'order', 'pay again', 'order state', 'orders', 'tickets', 'purchase'] as const;
export type Step = (typeof STEPS)[number];

/** What is counted by the second. */
export const COUNTS = ['arrived', 'joined', 'admitted', 'held', 'ordered', 'bought', 'tickets', 'wentHome', 'shed', 'broken'] as const;
export type Count = (typeof COUNTS)[number];

/** Fans who were told to come again later: at which step, and for what reason. */
export interface Shed {
  step: Step;
  code: string;
  count: number;
}

export interface Percentiles {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
}

/** One second of the rehearsal. */
export interface Second {
  /** From the opening. */
  second: number;
  counts: Record<Count, number>;
  /** Milliseconds; null where nothing was answered. */
  latency: Partial<Record<Step, { count: number; p50: number; p99: number }>>;
  serving: number;
  waiting: number;
  state: string;
}

// Microseconds; an hour is more than anything is waited for.
const HOUR_US = 3_600_000_000;
const newHistogram = (): RecordableHistogram => createHistogram({ lowest: 1, highest: HOUR_US, figures: 3 });

/** Latencies by Node's own HDR histograms, and counts, as a whole and by the second. */
export class Figures {
  readonly seconds: Second[] = [];
  readonly totals = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<Count, number>;
  readonly statuses = new Map<string, number>();
  readonly shed: Shed[] = [];
  requests = 0;
  private readonly whole = new Map<Step, RecordableHistogram>();
  private readonly measured = new Map<Step, RecordableHistogram>();
  private readonly current = new Map<Step, RecordableHistogram>();
  private counts = { ...this.totals };
  /** What a fan set out to do within it is measured apart; in the process's milliseconds. */
  measuredSpan: { fromMs: number; toMs: number } | null = null;

  count(name: Count, by = 1): void {
    this.counts[name] += by;
    this.totals[name] += by;
  }

  /** `fromMs` is when the fan meant to act, not when we came round to it: nothing that waits in our own queues is left out. */
  took(step: Step, fromMs: number, toMs: number): void {
    const us = Math.max(1, Math.min(HOUR_US, Math.round((toMs - fromMs) * 1_000)));
    histogram(this.whole, step).record(us);
    histogram(this.current, step).record(us);
    if (this.measuredSpan && fromMs >= this.measuredSpan.fromMs && fromMs < this.measuredSpan.toMs) histogram(this.measured, step).record(us);
  }

  /** Told to come again later; whatever a bot is told is nobody's loss. */
  sheds(step: Step, code: string, bot: boolean): void {
    this.count('shed');
    if (bot) return;
    const known = this.shed.find((shed) => shed.step === step && shed.code === code);
    if (known) known.count += 1;
    else this.shed.push({ step, code, count: 1 });
  }

  answered(step: Step, status: number): void {
    this.requests += 1;
    const key = `${step} ${status}`;
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
  }

  /** Closes the running second. */
  tick(second: number, line: { serving: number; waiting: number; state: string }): Second {
    const latency: Second['latency'] = {};
    for (const [step, timed] of this.current) {
      if (timed.count === 0) continue;
      latency[step] = { count: timed.count, p50: ms(timed.percentile(50)), p99: ms(timed.percentile(99)) };
      timed.reset();
    }
    const closed = { second, counts: this.counts, latency, ...line };
    this.counts = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<Count, number>;
    this.seconds.push(closed);
    return closed;
  }

  percentiles(of: 'whole' | 'measured' = 'whole'): Partial<Record<Step, Percentiles>> {
    return Object.fromEntries(STEPS.flatMap((step) => {
      const timed = this[of].get(step);
      return timed && timed.count > 0 ? [[step, percentilesOf(timed)]] : [];
    }));
  }
}

function histogram(map: Map<Step, RecordableHistogram>, step: Step): RecordableHistogram {
  const known = map.get(step);
  if (known) return known;
  const fresh = newHistogram();
  map.set(step, fresh);
  return fresh;
}

function percentilesOf(timed: RecordableHistogram): Percentiles {
  const [p50, p90, p99, p999] = [50, 90, 99, 99.9].map((p) => ms(timed.percentile(p))) as [number, number, number, number];
  return { count: timed.count, p50, p90, p99, p999, max: ms(timed.max) };
}

const ms = (us: number): number => Math.round(us / 10) / 100;
