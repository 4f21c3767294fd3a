import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** In the order in which one leads to the next. */
export const disputeStates = ['opened', 'won', 'lost'] as const;
export type DisputeState = (typeof disputeStates)[number];

export interface NewsOfDispute {
  id: string;
  orderId: string;
  eventId: string;
  paymentId: string;
  amountCents: number;
  state: DisputeState;
}

export interface DisputeRow {
  id: string;
  order_id: string;
  amount_cents: number;
  currency: string;
  state: DisputeState;
  opened_at: Date;
  settled_at: Date | null;
}

// What was heard late leads nowhere.
const rank = (state: string) => sql`array_position(array[${sql.join(disputeStates.map((each) => sql.lit(each)))}], ${sql.ref(state)})`;

/** SQL of disputes, set-based. A dispute changes only under its order's lock. */
@Injectable()
export class DisputeRepository {
  /** Writes down those of the news that lead on, one of each dispute; returns their ids. An order says only how the money stands that bought it. */
  async note(tx: Tx, news: NewsOfDispute[]): Promise<Set<string>> {
    const column = <Key extends keyof NewsOfDispute>(key: Key) => news.map((each) => each[key]);
    const { rows } = await sql<{ id: string }>`
      with noted as (
        insert into orders.dispute as dispute (id, order_id, event_id, payment_id, amount_cents, state, settled_at)
        select *, case when state <> 'opened' then platform.now() end
        from unnest(${column('id')}::uuid[], ${column('orderId')}::uuid[], ${column('eventId')}::uuid[], ${column('paymentId')}::uuid[], ${column('amountCents')}::bigint[], ${column('state')}::text[])
          as n (id, order_id, event_id, payment_id, amount_cents, state)
        on conflict (id) do update set state = excluded.state, settled_at = excluded.settled_at where ${rank('excluded.state')} > ${rank('dispute.state')}
        returning id, order_id, payment_id, state
      ), marked as (
        update orders."order" o set dispute = noted.state from noted join orders.payment on payment.id = noted.payment_id and payment.state = 'completed' where o.id = noted.order_id
      )
      select id from noted`.execute(tx);
    return new Set(rows.map(({ id }) => id));
  }

  /** What banks want back of these orders, or have taken; or what they have taken alone. */
  async disputedCents(tx: Tx, orderIds: string[], states: readonly DisputeState[] = ['opened', 'lost']): Promise<Map<string, number>> {
    if (orderIds.length === 0) return new Map();
    const { rows } = await sql<{ order_id: string; cents: number }>`
      select dispute.order_id, sum(dispute.amount_cents)::bigint as cents from orders.dispute join orders.payment on payment.id = payment_id and payment.state = 'completed'
      where dispute.order_id = any(${orderIds}::uuid[]) and dispute.state = any(${[...states]}::text[]) group by dispute.order_id`.execute(tx);
    return new Map(rows.map(({ order_id: id, cents }) => [id, cents]));
  }

  /** Of an event, the newest first. */
  async ofEvent(tx: Tx, eventId: string, before: string | undefined, limit: number): Promise<DisputeRow[]> {
    const { rows } = await sql<DisputeRow>`
      select dispute.id, order_id, amount_cents, currency, dispute.state, opened_at, settled_at from orders.dispute join orders."order" o on o.id = order_id
      where dispute.event_id = ${eventId}::uuid and (${before ?? null}::uuid is null or dispute.id < ${before ?? null}::uuid) order by dispute.id desc limit ${limit}`.execute(tx);
    return rows;
  }
}
