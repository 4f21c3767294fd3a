import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import type { Availability } from './stock.js';
import { StockRepository } from './stock.repository.js';

const FRESH_MS = 1_000;
const EVENTS_MAX = 5_000;

/** How the stock of events stands, at most a second old: for pages that many look at, not for decisions. */
@Injectable()
export class StockLevels {
  private readonly known = new Map<string, { until: number; level: Promise<Availability | undefined> }>();

  constructor(
    private readonly stock: StockRepository,
    private readonly database: Database,
  ) {}

  /** Events without stock are absent. */
  async of(eventIds: string[]): Promise<Map<string, Availability>> {
    const missing = eventIds.filter((id) => !((this.known.get(id)?.until ?? 0) > performance.now()));
    if (missing.length > 0) this.read(missing);
    const levels = await Promise.all(eventIds.map((id) => this.known.get(id)!.level));
    return new Map(levels.flatMap((level) => (level ? [[level.eventId, level]] : [])));
  }

  private read(eventIds: string[]): void {
    if (this.known.size > EVENTS_MAX) this.known.clear();
    const reading = this.stock.availability(this.database.reads, eventIds);
    const until = performance.now() + FRESH_MS;
    for (const id of eventIds) {
      const level = reading.then((levels) => levels.get(id));
      this.known.set(id, { until, level });
      level.catch(() => this.known.delete(id));
    }
  }
}
