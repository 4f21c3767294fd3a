import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, FORGOTTEN_ADDRESS, PersonalData, type PersonalSection, sectionOf } from '#platform';

/** Somebody's orders, the tries at paying them, what went back. Law wants them kept; who bought is taken out of them. */
@Injectable()
export class OrderPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(private readonly database: Database) {
    super();
    this.sections = [
      sectionOf(database, 'orders', ({ userId, after, limit }) => sql`
        select id, event_id as "eventId", state, currency, total_cents as "totalCents", refunded_cents as "refundedCents", email, name, language, host(address) as address, device_id as "deviceId",
               placed_at as "placedAt", closed_at as "closedAt",
               (select json_agg(json_build_object('label', label, 'name', item.name, 'quantity', quantity, 'priceCents', price_cents, 'holderName', holder_name, 'holderDocument', holder_document) order by item_no)
                  from orders.item where order_id = "order".id) as items,
               (select json_agg(json_build_object('id', id, 'method', method, 'state', state, 'amountCents', amount_cents, 'requestedAt', requested_at) order by id)
                  from orders.payment where order_id = "order".id) as payments,
               (select json_agg(json_build_object('id', id, 'reason', reason, 'state', state, 'amountCents', amount_cents, 'requestedAt', requested_at) order by id)
                  from orders.refund where order_id = "order".id) as refunds,
               (select json_agg(json_build_object('id', id, 'state', state, 'amountCents', amount_cents, 'openedAt', opened_at) order by id)
                  from orders.dispute where order_id = "order".id) as disputes
          from orders."order" where user_id = ${userId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`),
    ];
  }

  /** What is being paid, and what is on its way back. */
  async underway(userId: string): Promise<{ orders: number; refunds: number }> {
    const { rows } = await sql<{ orders: number; refunds: number }>`
      select count(*) filter (where placed.state = 'awaiting_payment')::int as orders,
             coalesce(sum((select count(*) from orders.refund where order_id = placed.id and refund.state <> 'done')), 0)::int as refunds
        from orders."order" as placed where user_id = ${userId}::uuid`.execute(this.database.reads);
    return rows[0] as { orders: number; refunds: number };
  }

  override async forget(userId: string): Promise<void> {
    await sql`
      update orders.item set holder_name = null, holder_document = null from orders."order" as placed
       where item.order_id = placed.id and placed.user_id = ${userId}::uuid and (holder_name is not null or holder_document is not null)`.execute(this.database.reads);
    await sql`
      update orders."order" set email = ${FORGOTTEN_ADDRESS}, name = '', address = '::', device_id = null
       where user_id = ${userId}::uuid and email <> ${FORGOTTEN_ADDRESS}`.execute(this.database.reads);
  }
}
