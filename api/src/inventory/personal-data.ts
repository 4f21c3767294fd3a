import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, PersonalData, type PersonalSection, sectionOf } from '#platform';

/** The places that somebody held. Ids only, of which none leads to the person once the account is gone. */
@Injectable()
export class HoldPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(database: Database) {
    super();
    this.sections = [
      // No index by person: a hold is written in the hot path, and this is asked for a few times a day.
      sectionOf(database, 'holds', ({ userId, after, limit }) => sql`
        select id, event_id as "eventId", state, created_at as "createdAt", expires_at as "expiresAt", order_id as "orderId", session_id as "sessionId",
               (select json_agg(json_build_object('label', label, 'priceCents', price_cents) order by item_no) from inventory.hold_item where hold_id = hold.id) as places
          from inventory.hold where user_id = ${userId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`),
    ];
  }

  override async forget(): Promise<void> {
    // The tally that holds a buyer to the limit goes by the id alone, and a new account has another.
  }
}
