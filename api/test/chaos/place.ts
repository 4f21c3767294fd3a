import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '#platform';
import { HouseProcess } from '../support/processes.js';
import type { Upset } from './upset.js';

/** As a supervisor waits before it starts anew what has ended. */
const AGAIN_AFTER_MS = 300;
const LOG_LINES_KEPT = 200;

/** Where one process of an office runs, and another one as soon as it has ended. */
export class Place {
  /** The one that runs here, once it is ready. */
  running: HouseProcess | undefined;
  /** How many have been started here, one after the other. */
  starts = 0;
  readonly log: string[] = [];
  private upset: Upset = {};
  private wanted = true;
  private dying: HouseProcess | undefined;
  private readonly over: Promise<void>;

  /** `start` gets the port of the process before, and what is wrong with the machine. */
  constructor(
    readonly service: ServiceName,
    private readonly start: (service: ServiceName, port: number | undefined, upset: Upset) => Promise<HouseProcess>,
  ) {
    this.over = this.supervise();
  }

  /** The process here has this trouble, and so has whoever follows it. */
  trouble(upset: Upset): void {
    Object.assign(this.upset, upset);
    this.running?.tell({ upset });
  }

  /** Kills what runs here, if anything does; whether it was this call that ended it, and no other at the same moment. */
  async kill(): Promise<boolean> {
    const { running } = this;
    if (!running?.alive || running === this.dying) return false;
    this.dying = running;
    return (await running.kill()).signal === 'SIGKILL';
  }

  /** Nothing is wrong with the machine any more. */
  mend(): void {
    this.trouble({ clockSeconds: 0, diskFull: false });
  }

  async stop(): Promise<void> {
    this.wanted = false;
    await this.running?.kill();
    await this.over;
  }

  private async supervise(): Promise<void> {
    for (let port: number | undefined; this.wanted; await delay(AGAIN_AFTER_MS)) {
      // One that could not start, because its database was away, say, has told why and is started again.
      const started = await this.start(this.service, port, this.upset).catch((error: Error) => this.keep([error.message]));
      if (!started) continue;
      // Something may have happened to the machine, or to the office, while it started.
      started.tell({ upset: this.upset });
      this.running = started;
      this.starts += 1;
      if (!this.wanted) await started.kill();
      port = Number(new URL(started.url).port);
      const { code, signal } = await started.ended;
      this.running = undefined;
      this.keep([...started.log, `(ended: ${signal ?? code})`]);
    }
  }

  private keep(lines: string[]): void {
    this.log.push(...lines);
    this.log.splice(0, Math.max(0, this.log.length - LOG_LINES_KEPT));
  }
}
