import { Injectable } from '@nestjs/common';
import type { SaleTerms } from '#catalog';
import { type Claim, Config, Database, Load } from '#platform';
import { AdmissionRepository } from './admission.repository.js';
import { LineDriver, Superseded, type TickOutcome } from './line-driver.js';
import { LineMetrics } from './line-metrics.js';
import { isOpened, LineRepository, type LineRow } from './line.repository.js';
import { LineSchedule } from './line-schedule.js';
import { LineThrottle } from './line-throttle.js';
import type { Throttle } from './throttle.js';

/** The catalog's terms are up to a second old anyway; and a line in which nothing can happen is looked at no more often. */
const restMs = 1_000;
/** Where only a refund or another date can change anything: most lines of a box office with a hundred shows are sold out or weeks away. */
const longRestMs = 5_000;
/** Nearer than this to its opening a line wakes in time for it, whatever date it was told before. */
const awakeBeforeMs = 60_000;

/** The repeated step of one line: terms, tick, what it did. */
@Injectable()
export class LineDrive {
  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly schedule: LineSchedule,
    private readonly driver: LineDriver,
    private readonly admissions: AdmissionRepository,
    private readonly config: Config,
    private readonly metrics: LineMetrics,
    private readonly load: Load,
  ) {}

  /** A driver of this line, to be called again and again. */
  of(eventId: string): (claim: Pick<Claim, 'epoch'>) => Promise<void> {
    const pace = new Pace();
    let throttle = new LineThrottle(this.config.firstCallsPerSecond, performance.now());
    let heldSince: number | undefined;
    let terms: SaleTerms | undefined;
    let termsUntil = 0;
    let restUntil = 0;
    return async ({ epoch }) => {
      const now = performance.now();
      // Another process has driven it meanwhile: what was known of its pace and its turns is of another hour.
      if (epoch !== heldSince) throttle = new LineThrottle(this.config.firstCallsPerSecond, now);
      heldSince = epoch;
      if (now < restUntil) return;
      if (now >= termsUntil) {
        [terms] = await this.schedule.sync([eventId]);
        termsUntil = now + restMs;
      }
      const line = await this.lines.find(this.database.reads, eventId);
      if (!line || !terms) return;
      if (throttle.begin(now)) throttle.count(await this.admissions.standing(this.database.reads, eventId));
      const outcome = await this.#tick(line, epoch, terms, pace, throttle.next(this.load.ofTheSale, this.load.utilizationOfTheSale));
      throttle.ticked(outcome?.calls ?? null);
      if (outcome === null) restUntil = now + restOf(line);
    };
  }

  async #tick(line: LineRow, epoch: number, terms: SaleTerms, pace: Pace, throttle: Throttle): Promise<TickOutcome | null> {
    try {
      const outcome = await this.driver.tick(line, epoch, terms, pace.perMinute(), throttle);
      if (!outcome) return null;
      pace.add(outcome.calls);
      this.metrics.ticked(outcome);
      return outcome;
    } catch (error) {
      // The lease has gone to another process, which tells this one with its next heartbeat.
      if (error instanceof Superseded) return null;
      throw error;
    }
  }
}

/** For how long nobody needs to look: nobody is waiting to be called, and the opening is not near. */
export function restOf(line: Pick<LineRow, 'drawSize' | 'openingPassed' | 'opensAt' | 'now' | 'state' | 'serving' | 'nextEntry'>): number {
  if (!isOpened(line)) {
    const opensInMs = line.opensAt.getTime() - line.now.getTime();
    if (opensInMs > awakeBeforeMs) return longRestMs;
    return opensInMs > 5 * restMs ? restMs : 0;
  }
  if (line.state === 'sold_out') return longRestMs;
  return line.state !== 'open' || line.serving === line.nextEntry ? restMs : 0;
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
