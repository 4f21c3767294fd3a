import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, Remembered } from '#platform';

/**
 * Where a sale stands: before its opening (`lottery` where those who come by then are drawn), selling, stopped for a while by the organiser or a
 * postponed show, without an unsold ticket, or over.
 */
export const saleStateNames = ['scheduled', 'lottery', 'open', 'paused', 'sold_out', 'closed'] as const;
export type SaleState = (typeof saleStateNames)[number];

/** How the sale of one event stands; `remaining`: tickets that are not sold, held and promised ones among them; null where nobody counts yet. */
export interface SaleStanding {
  state: SaleState;
  remaining: number | null;
}

/** Who knows how sales stand. Events it leaves out are told by the clock. */
export abstract class SaleStateSource {
  /** By event id. */
  abstract of(eventIds: string[]): Promise<Map<string, SaleStanding>>;
}

// Asked by every hold where there is no line; a sale opens or ends for everybody within this time.
const rememberedMs = 500;

/**
 * How the sales of events stand. By itself it knows the terms and the database's clock only; the module that runs
 * the line provides the true source, because the catalog may not ask it.
 */
@Injectable()
export class SaleStates {
  private source: SaleStateSource | null = null;
  private readonly standings = new Remembered<SaleStanding | null>(rememberedMs);

  constructor(private readonly database: Database) {}

  /** Takes the true source, once, as the house starts. */
  provide(source: SaleStateSource): void {
    this.source = source;
    this.standings.forgetAll();
  }

  /** Standing of each event, at most half a second old; unknown ids and drafts are absent. */
  async of(eventIds: string[]): Promise<Map<string, SaleStanding>> {
    const standings = await this.standings.all(eventIds, async (missing) => {
      const found = await this.look(missing);
      return missing.map((id) => found.get(id) ?? null);
    });
    return new Map(eventIds.flatMap((id, index) => (standings[index] ? [[id, standings[index]]] : [])));
  }

  /** To be called after the commit of what changes how an event's sale stands. */
  forget(eventId: string): void {
    this.standings.forget(eventId);
  }

  private async look(eventIds: string[]): Promise<Map<string, SaleStanding>> {
    const known = await this.source?.of(eventIds) ?? new Map<string, SaleStanding>();
    const others = eventIds.filter((id) => !known.has(id));
    return others.length === 0 ? known : new Map([...known, ...await this.byTheClock(others)]);
  }

  private async byTheClock(eventIds: string[]): Promise<[string, SaleStanding][]> {
    const { rows } = await sql<{ id: string; state: SaleState }>`
      select id, case
          when state in ('cancelled', 'closed') or sale_ends_at <= platform.now() then 'closed'
          when state = 'postponed' then 'paused'
          when sale_starts_at <= platform.now() then 'open'
          when draw_at_opening then 'lottery'
          else 'scheduled' end as state
      from catalog.event where id = any(${eventIds}::uuid[]) and state <> 'draft'`.execute(this.database.reads);
    return rows.map(({ id, state }) => [id, { state, remaining: null }]);
  }
}
