import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Database, Leases, Log } from '#platform';
import { LineDrive } from './line-drive.js';
import { LineRepository } from './line.repository.js';

/** A called visitor learns of it within this and the age of the serving board. */
const tickEveryMs = 250;
/** New lines are also found when they are first asked for, this is for those nobody asks for. */
const lookEveryMs = 2_000;

/** Which lines are to be driven; of all processes, the one that holds a line's lease drives it. */
@Injectable()
export class LineDrivers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #driven = new Map<string, () => void>();
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly leases: Leases,
    private readonly drives: LineDrive,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.#watch();
  }

  beforeApplicationShutdown(): void {
    this.#stopped = true;
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      await this.#look().catch((error: unknown) => this.log.warn({ err: error }, 'the lines to drive could not be read'));
      await delay(lookEveryMs, undefined, { ref: false });
    }
  }

  async #look(): Promise<void> {
    const wanted = new Set(await this.lines.driven(this.database.reads));
    for (const [eventId, stop] of this.#driven) {
      if (wanted.has(eventId)) continue;
      stop();
      this.#driven.delete(eventId);
    }
    for (const eventId of wanted) {
      if (!this.#driven.has(eventId)) this.#driven.set(eventId, this.#drive(eventId));
    }
  }

  #drive(eventId: string): () => void {
    const drive = this.drives.of(eventId);
    return this.leases.drive(`line:${eventId}`, tickEveryMs, drive);
  }
}
