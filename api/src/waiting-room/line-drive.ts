import { Injectable } from '@nestjs/common';
import { type Claim, Database } from '#platform';
import { LineDriver, Superseded } from './line-driver.js';
import { LineMetrics } from './line-metrics.js';
import { isOpened, LineRepository } from './line.repository.js';
import { LineSchedule } from './line-schedule.js';

/** Long before the opening nothing changes but the catalog's terms. */
const restMs = 1_000;

/** The repeated step of one line: terms, tick, what it did. */
@Injectable()
export class LineDrive {
  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly schedule: LineSchedule,
    private readonly driver: LineDriver,
    private readonly metrics: LineMetrics,
  ) {}

  /** A driver of this line, to be called again and again. */
  of(eventId: string): (claim: Pick<Claim, 'epoch'>) => Promise<void> {
    const pace = new Pace();
    let restUntil = 0;
    return async ({ epoch }) => {
      if (performance.now() < restUntil) return;
      const [terms] = await this.schedule.sync([eventId]);
      const line = await this.lines.find(this.database.reads, eventId);
      if (!line || !terms) return;
      try {
        const outcome = await this.driver.tick(line, epoch, terms, pace.perMinute());
        if (outcome) {
          pace.add(outcome.calls);
          this.metrics.ticked(eventId, outcome);
        }
      } catch (error) {
        // The lease has gone to another process, which tells this one with its next heartbeat.
        if (!(error instanceof Superseded)) throw error;
      }
      const opensInMs = isOpened(line) ? 0 : line.opensAt.getTime() - line.now.getTime();
      restUntil = opensInMs > 5 * restMs || line.state === 'closed' ? performance.now() + restMs : 0;
    };
  }
}

/** Calls a minute, measured over the last minute; told in steps, so that it does not change with every tick. */
class Pace {
  #calls: { at: number; calls: number }[] = [];

  add(calls: number): void {
    if (calls > 0) this.#calls.push({ at: performance.now(), calls });
  }

  perMinute(): number {
    const since = performance.now() - 60_000;
    this.#calls = this.#calls.filter(({ at }) => at > since);
    const total = this.#calls.reduce((sum, { calls }) => sum + calls, 0);
    const step = Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, total)) - 1));
    return Math.round(total / step) * step;
  }
}
