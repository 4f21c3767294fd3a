import type { BoxOffice } from '../office/box-office.ts';
import { type Part, usageOf } from '../office/processes.ts';
import { closedLoop, type Load, type Outcome } from '../load/closed-loop.ts';

export interface Measured extends Outcome {
  /** Of the outcomes that count, in a second. */
  perSecond: number;
  /** Processor milliseconds of each part for one outcome that counts; null where the system does not tell. */
  cpuMs: Record<Part, number> | null;
}

/** One round of load on the box office, with the processor time that its parts took meanwhile. */
export async function measure(office: BoxOffice, load: Omit<Load, 'port' | 'sample'>, counts: (outcome: string) => boolean): Promise<Measured> {
  const samples: ReturnType<typeof usageOf>[] = [];
  const outcome = await closedLoop({ ...load, port: office.port, sample: () => void samples.push(usageOf(office.pid)) });
  const done = Object.entries(outcome.counts).reduce((sum, [name, count]) => sum + (counts(name) ? count : 0), 0);
  const [before, after] = samples;
  const part = (name: Part): number => ((after!.cpuSeconds[name] - before!.cpuSeconds[name]) * 1_000) / Math.max(1, done);
  return {
    ...outcome,
    perSecond: done / outcome.seconds,
    cpuMs: before && after ? { api: part('api'), postgres: part('postgres'), simulators: part('simulators') } : null,
  };
}
