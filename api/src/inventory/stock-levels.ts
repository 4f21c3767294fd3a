import { Injectable } from '@nestjs/common';
import { Database, Remembered } from '#platform';
import type { Availability } from './stock.js';
import { StockRepository } from './stock.repository.js';

// A figure on a page; who is on the way to a hold is told by the stock itself.
const rememberedMs = 1_000;

/** How the stock of events stands, at most a second old: for pages that many look at, not for decisions. */
@Injectable()
export class StockLevels {
  private readonly levels = new Remembered<Availability | undefined>(rememberedMs);

  constructor(
    private readonly stock: StockRepository,
    private readonly database: Database,
  ) {}

  /** Undefined where an event has no stock. */
  of(eventId: string): Promise<Availability | undefined> {
    return this.levels.one(eventId, async () => (await this.stock.availability(this.database.reads, [eventId])).get(eventId));
  }
}
