import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Catalog, type SaleStanding, type SaleTerms } from '#catalog';
import { Inventory } from '#inventory';
import { Database } from '#platform';

/** How the sales of events without a line stand: their terms, the clock and the stock say it all. */
@Injectable()
export class LinelessSales {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly inventory: Inventory,
  ) {}

  /** Those of the events that are sold without a line. */
  async of(eventIds: string[]): Promise<Map<string, SaleStanding>> {
    const terms = [...(await this.catalog.saleTerms(eventIds)).values()].filter(({ lineRequired, status }) => !lineRequired && status !== 'draft');
    if (terms.length === 0) return new Map();
    const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(this.database.reads);
    const stocks = await this.inventory.availability(this.database.reads, terms.map(({ eventId }) => eventId));
    return new Map(
      terms.map((each) => {
        const stock = stocks.get(each.eventId);
        const remaining = stock ? Math.max(0, stock.capacity - stock.blocked - stock.sold) : null;
        return [each.eventId, { state: stateOf(each, rows[0]!.now, remaining), remaining }];
      }),
    );
  }
}

function stateOf({ status, saleStartsAt, saleEndsAt }: SaleTerms, now: Date, remaining: number | null): SaleStanding['state'] {
  if (status === 'cancelled' || status === 'closed' || (saleEndsAt && saleEndsAt <= now)) return 'closed';
  if (!saleStartsAt || saleStartsAt > now) return 'scheduled';
  if (remaining === 0) return 'sold_out';
  return status === 'postponed' ? 'paused' : 'open';
}
