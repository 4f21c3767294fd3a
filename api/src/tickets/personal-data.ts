import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Catalog } from '#catalog';
import { Database, PersonalData, type PersonalSection, sectionOf } from '#platform';

// How long after its beginning a show may still let people in: the longest festival day, and its night.
const OVER_AFTER_MS = 24 * 3_600_000;

/** Somebody's tickets, and whom they name. */
@Injectable()
export class TicketPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {
    super();
    this.sections = [
      sectionOf(database, 'tickets', ({ userId, after, limit }) => sql`
        select ticket.id, order_id as "orderId", ticket.event_id as "eventId", label, ticket_type_name as "ticketType", holder_name as "holderName", holder_document as "holderDocument",
               ticket.state, issued_at as "issuedAt", code.text as code
          from tickets.ticket join tickets.code on code.id = code_id
         where user_id = ${userId}::uuid and (${after}::uuid is null or ticket.id > ${after}::uuid) order by ticket.id limit ${limit}`),
    ];
  }

  /** Good tickets of shows that are still to come, and when the last of them is; null where its new date is not known. */
  async upcoming(userId: string): Promise<{ tickets: number; until: Date | null }> {
    const { rows } = await sql<{ eventId: string; tickets: number }>`
      select event_id as "eventId", count(*)::int as tickets from tickets.ticket where user_id = ${userId}::uuid and state = 'valid' group by event_id`.execute(this.database.reads);
    const terms = await this.catalog.saleTerms(rows.map(({ eventId }) => eventId));
    const { rows: clock } = await sql<{ now: Date }>`select platform.now() as now`.execute(this.database.reads);
    const over = (clock[0] as { now: Date }).now.getTime() - OVER_AFTER_MS;
    const coming = rows.flatMap(({ eventId, tickets }) => {
      const { status, startsAt = null } = terms.get(eventId) ?? {};
      const isComing = status === 'postponed' || (status !== undefined && status !== 'cancelled' && startsAt !== null && startsAt.getTime() > over);
      return isComing ? [{ tickets, startsAt: status === 'postponed' ? null : startsAt }] : [];
    });
    const dates = coming.flatMap(({ startsAt }) => startsAt ?? []);
    const until = coming.length > 0 && dates.length === coming.length ? new Date(Math.max(...dates.map((date) => date.getTime()))) : null;
    return { tickets: coming.reduce((sum, { tickets }) => sum + tickets, 0), until };
  }

  override async forget(userId: string): Promise<void> {
    await sql`
      update tickets.ticket set holder_name = null, holder_document = null
       where user_id = ${userId}::uuid and (holder_name is not null or holder_document is not null)`.execute(this.database.reads);
  }
}
