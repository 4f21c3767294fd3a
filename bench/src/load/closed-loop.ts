import { createHistogram } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.ts';

const OVERDUE_EVERY_MS = 1_000;
/** A server that refuses connections is not asked more often than this by each worker. */
const RECONNECT_MS = 100;
/** A machine that brings nothing to its end in this time is not measured but broken. */
const PATIENCE_SECONDS = 60;
const LOOK_EVERY_MS = 5;

/** What one worker does again and again; its outcome's name is counted, null ends the worker. */
export type Step = (connection: Connection, worker: number) => Promise<string | null>;

export interface Load {
  port: number;
  /** Workers, each with a connection and one step in flight. */
  concurrency: number;
  /** Not measured: connections are opened, caches filled, and every worker has ended a step. */
  rampSeconds?: number;
  /** How long is measured, longer where the workers have not ended a step each; without it until all have ended by themselves. */
  seconds?: number;
  step: Step;
  /** Called at both ends of what is measured. */
  sample?: () => Promise<void> | void;
}

export interface Outcome {
  /** What was measured, in seconds. */
  seconds: number;
  /** Steps that ended in the measured time, by outcome. */
  counts: Record<string, number>;
  /** The same of all steps, before and after included. */
  all: Record<string, number>;
  latencyMs: { p50: number; p99: number; max: number };
  /** The share of one core that this process took. */
  generatorCores: number;
}

/** Fixed concurrency, each worker waits for its answer before it goes on: it finds the highest throughput, not the latency at a rate. */
export async function closedLoop({ port, concurrency, rampSeconds = 0, seconds, step, sample }: Load): Promise<Outcome> {
  const histogram = createHistogram();
  const [counts, all]: Record<string, number>[] = [{}, {}];
  const connections = new Set<Connection>();
  let measuring = false;
  let over = false;
  let [steps, stopped] = [0, 0];

  const work = async (worker: number): Promise<void> => {
    let connection = await Connection.open(port);
    connections.add(connection);
    while (!over) {
      const begun = performance.now();
      const outcome = await step(connection, worker).catch((error: Error) => `broken: ${error.message}`);
      if (outcome === null) break;
      count(all!, outcome);
      steps += 1;
      if (measuring) {
        count(counts!, outcome);
        histogram.record(Math.max(1, Math.round((performance.now() - begun) * 1_000)));
      }
      if (!connection.isBroken) continue;
      connections.delete(connection);
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      connection = await Connection.open(port);
      connections.add(connection);
    }
    stopped += 1;
    connections.delete(connection);
    connection.close();
  };
  /** At least so long, and until there is as much to count as there are workers. */
  const pass = async (least: number): Promise<void> => {
    const [begun, before] = [performance.now(), steps];
    const elapsed = (): number => (performance.now() - begun) / 1_000;
    while (stopped < concurrency && (elapsed() < least || steps - before < concurrency) && elapsed() < least + PATIENCE_SECONDS) await delay(LOOK_EVERY_MS);
  };

  const overdue = setInterval(() => connections.forEach((connection) => connection.endIfOverdue(performance.now())), OVERDUE_EVERY_MS);
  const workers = Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)));
  try {
    if (rampSeconds > 0) await pass(rampSeconds);
    await sample?.();
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    measuring = true;
    await Promise.race([workers, seconds === undefined ? workers : pass(seconds)]);
    measuring = false;
    const elapsed = (performance.now() - begun) / 1_000;
    const used = process.cpuUsage(cpu);
    await sample?.();
    over = true;
    await workers;
    const percentile = (at: number): number => histogram.percentile(at) / 1_000;
    return {
      seconds: elapsed,
      counts: counts!,
      all: all!,
      latencyMs: { p50: percentile(50), p99: percentile(99), max: histogram.max / 1_000 },
      generatorCores: (used.user + used.system) / 1e6 / elapsed,
    };
  } finally {
    over = true;
    clearInterval(overdue);
    connections.forEach((connection) => connection.close());
  }
}

function count(counts: Record<string, number>, outcome: string): void {
  counts[outcome] = (counts[outcome] ?? 0) + 1;
}
