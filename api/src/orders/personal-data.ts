import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Catalog } from '#catalog';
import { Database, FORGOTTEN_ADDRESS, PersonalData, type PersonalSection, sectionOf, type Tx } from '#platform';
import { disputableUntil } from './evidence.js';
import { EvidenceRepository } from './evidence.repository.js';

/** Somebody's orders, the tries at paying them, what went back. Law wants them kept; who bought is taken out of them. */
@Injectable()
export class OrderPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  private readonly evidence = new EvidenceRepository();

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {
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
      { name: 'keptAfterDeletion', rows: (userId) => this.keptAfterDeletion(userId) },
    ];
  }

  /** What would be kept for disputes if the account were deleted now: of how many orders, and until when of the last of them. */
  async evidenceOf(userId: string): Promise<{ orders: number; until: Date } | null> {
    const kept = await this.toKeep(this.database.reads, userId);
    return kept.length > 0 ? { orders: kept.length, until: new Date(Math.max(...kept.map(({ until }) => until.getTime()))) } : null;
  }

  /** What is being paid, and what is on its way back. */
  async underway(userId: string): Promise<{ orders: number; refunds: number }> {
    const { rows } = await sql<{ orders: number; refunds: number }>`
      select count(*) filter (where placed.state = 'awaiting_payment')::int as orders,
             coalesce(sum((select count(*) from orders.refund where order_id = placed.id and refund.state <> 'done')), 0)::int as refunds
        from orders."order" as placed where user_id = ${userId}::uuid`.execute(this.database.reads);
    return rows[0] as { orders: number; refunds: number };
  }

  /** Of what may still be disputed it is kept apart who bought it, for administrators only and until it may not. */
  override async forget(userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.evidence.lockOrders(tx, userId);
      await this.evidence.keep(tx, await this.toKeep(tx, userId));
      await sql`
        update orders.item set holder_name = null, holder_document = null from orders."order" as placed
         where item.order_id = placed.id and placed.user_id = ${userId}::uuid and (holder_name is not null or holder_document is not null)`.execute(tx);
      await sql`
        update orders."order" set email = ${FORGOTTEN_ADDRESS}, name = '', address = '::', device_id = null
         where user_id = ${userId}::uuid and email <> ${FORGOTTEN_ADDRESS}`.execute(tx);
    });
  }

  /** A rehearsal's money was never anybody's. */
  private async toKeep(tx: Tx, userId: string): Promise<{ id: string; until: Date }[]> {
    const orders = await this.evidence.disputable(tx, userId);
    const terms = await this.catalog.saleTerms([...new Set(orders.map(({ eventId }) => eventId))], tx);
    const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(tx);
    const { now } = rows[0] as { now: Date };
    return orders.flatMap(({ id, eventId, paidAt }) => {
      const until = disputableUntil(paidAt, terms.get(eventId)?.startsAt ?? null);
      return terms.get(eventId)?.rehearsal || until <= now ? [] : [{ id, until }];
    });
  }

  private async *keptAfterDeletion(userId: string): AsyncIterable<object[]> {
    const kept = await this.toKeep(this.database.reads, userId);
    yield kept.map(({ id: orderId, until }) => ({ orderId, until, keeps: ['name', 'email', 'address', 'holders'], because: 'disputes of card and Pix payments', seenBy: 'administrators' }));
  }
}
