import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '../load/connection.ts';
import type { BoxOffice } from '../office/box-office.ts';
import type { BenchEvent, Organiser } from '../office/organiser.ts';
import { measure, type Measured } from './measure.ts';

/** Small, so that the line's driver is soon done calling: what is measured is the joining. */
const CAPACITY = 100;
/** How often a crowd may be told to come later, beyond once each; a box office that refuses for ever is not measured. */
const PATIENCE = 1_000;
const AGAIN_AFTER_MS = 100;

/** Joins of devices without an account, each a new one. */
export class Joins {
  readonly #office: BoxOffice;
  readonly event: BenchEvent;

  private constructor(office: BoxOffice, event: BenchEvent) {
    this.#office = office;
    this.event = event;
  }

  static async prepare(office: BoxOffice, organiser: Organiser, { capacity = CAPACITY, ...terms }: { capacity?: number } & Record<string, unknown> = {}): Promise<Joins> {
    return new Joins(office, await organiser.standing('Fila', capacity, { lineRequired: true, ...terms }));
  }

  round({ concurrency, rampSeconds, seconds }: { concurrency: number; rampSeconds: number; seconds: number }): Promise<Measured> {
    return measure(this.#office, { concurrency, rampSeconds, seconds, step: (connection) => this.#join(connection) }, isJoined);
  }

  /** So many joins. Whoever is told to come later, because the box office has too much to do, comes again. */
  exactly(count: number, concurrency: number): Promise<Measured> {
    let left = count;
    let patience = count + PATIENCE;
    const step = async (connection: Connection): Promise<string | null> => {
      if ((left -= 1) < 0) return null;
      const outcome = await this.#join(connection);
      if (outcome !== '503' || (patience -= 1) < 0) return outcome;
      left += 1;
      await delay(AGAIN_AFTER_MS);
      return outcome;
    };
    return measure(this.#office, { concurrency, step }, isJoined);
  }

  entries(): Promise<number> {
    return this.#office.database.number('select count(*) from waiting_room.entry where event_id = $1', [this.event.id]);
  }

  async #join(connection: Connection): Promise<string> {
    const { status } = await connection.request('POST', `/api/v1/events/${this.event.id}/line`, '', '{}');
    return String(status);
  }
}

const isJoined = (outcome: string): boolean => outcome === '201';
