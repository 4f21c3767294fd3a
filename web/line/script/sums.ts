import type { PublishedDraw } from '../draw.ts';
import type { Challenge } from '../proof-of-work.ts';

/** What the worker can be asked to compute. */
export type Sum = { kind: 'solve'; challenge: Challenge } | { kind: 'position'; entry: number; draw: PublishedDraw };

/** A slow phone takes some ten seconds; after this the worker is taken for dead. */
const patienceMs = 120_000;

/** Sums that are done beside the page. Each answers null when it could not be done, or took too long. */
export class Sums {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  solve(challenge: Challenge): Promise<string | null> {
    return this.#ask({ kind: 'solve', challenge });
  }

  position(entry: number, draw: PublishedDraw): Promise<number | null> {
    return this.#ask({ kind: 'position', entry, draw });
  }

  #ask<Result>(sum: Sum): Promise<Result | null> {
    return new Promise((resolve) => {
      const worker = new Worker(this.#address);
      const end = (result: Result | null) => {
        clearTimeout(timer);
        worker.terminate();
        resolve(result);
      };
      const timer = setTimeout(() => end(null), patienceMs);
      worker.addEventListener('message', ({ data }: MessageEvent<Result | null>) => end(data));
      worker.addEventListener('error', () => end(null));
      worker.postMessage(sum, []);
    });
  }
}
