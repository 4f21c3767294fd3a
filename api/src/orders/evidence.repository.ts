import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FORGOTTEN_ADDRESS, type Tx } from '#platform';

/** An order that a payer's bank may want the money of. */
export interface DisputableOrder {
  id: string;
  eventId: string;
  paidAt: Date;
}

/** Who bought, from where, for whom: as it was when the account was deleted. */
export interface Evidence {
  email: string;
  name: string;
  address: string;
  placedAt: string;
  holders: { label: string; name: string | null; document: string | null }[];
}

/** What is kept of orders whose buyers are forgotten: SQL only. Lock order: orders by id. */
@Injectable()
export class EvidenceRepository {
  /** Somebody's orders that a card or a Pix paid, money that went back included; not those whose buyer is forgotten already. */
  async disputable(tx: Tx, userId: string): Promise<DisputableOrder[]> {
    const { rows } = await sql<DisputableOrder>`
      select id, event_id as "eventId", coalesce(closed_at, placed_at) as "paidAt" from orders."order" as placed
       where user_id = ${userId}::uuid and email <> ${FORGOTTEN_ADDRESS}
         and exists (select from orders.payment where order_id = placed.id and method in ('card', 'pix') and payment.state in ('completed', 'returned'))
       order by id`.execute(tx);
    return rows;
  }

  async lockOrders(tx: Tx, userId: string): Promise<void> {
    await sql`select from orders."order" where user_id = ${userId}::uuid order by id for update`.execute(tx);
  }

  async keep(tx: Tx, orders: { id: string; until: Date }[]): Promise<void> {
    if (orders.length === 0) return;
    await sql`
      insert into orders.evidence (order_id, content, until)
      select kept.id, jsonb_build_object('email', email, 'name', name, 'address', host(address), 'placedAt', placed_at,
               'holders', (select coalesce(jsonb_agg(jsonb_build_object('label', label, 'name', holder_name, 'document', holder_document) order by item_no) filter (where kind = 'ticket'), '[]')
                             from orders.item where order_id = kept.id)), kept.until
        from unnest(${orders.map(({ id }) => id)}::uuid[], ${orders.map(({ until }) => until)}::timestamptz[]) as kept (id, until) join orders."order" as placed using (id)
      on conflict (order_id) do nothing`.execute(tx);
  }

  async find(tx: Tx, orderId: string): Promise<{ content: Evidence; until: Date } | undefined> {
    const { rows } = await sql<{ content: Evidence; until: Date }>`select content, until from orders.evidence where order_id = ${orderId}::uuid`.execute(tx);
    return rows[0];
  }

  /** Forgets what is over, so many at most; an open dispute is still to be answered. Returns how many. */
  async forget(tx: Tx, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from orders.evidence where order_id = any(array(
        select order_id from orders.evidence where until <= platform.now()
           and not exists (select from orders.dispute where dispute.order_id = evidence.order_id and dispute.state = 'opened')
         order by until limit ${limit}))`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }
}
