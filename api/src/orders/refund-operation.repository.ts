import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { OrderRow } from './order.repository.js';
import type { RefundState } from './refund.js';

export interface OperationRow {
  event_id: string;
  state: 'running' | 'finished';
  asked_up_to: string | null;
  started_at: Date;
  finished_at: Date | null;
}

export type Counts = Record<RefundState, { refunds: number; cents: number }>;

/** SQL of the operations that refund a cancelled event. */
@Injectable()
export class RefundOperationRepository {
  /** Begins those that have not begun. */
  async begin(tx: Tx, eventIds: string[]): Promise<void> {
    if (eventIds.length === 0) return;
    await sql`
      insert into orders.refund_operation (event_id, state) select event_id, 'running' from unnest(${eventIds}::uuid[]) as event_id group by event_id order by event_id
      on conflict (event_id) do nothing`.execute(tx);
  }

  async find(tx: Tx, eventId: string): Promise<OperationRow | undefined> {
    const { rows } = await sql<OperationRow>`select * from orders.refund_operation where event_id = ${eventId}::uuid`.execute(tx);
    return rows[0];
  }

  /** The oldest first. */
  async running(tx: Tx, limit: number): Promise<string[]> {
    const { rows } = await sql<{ event_id: string }>`select event_id from orders.refund_operation where state = 'running' order by started_at limit ${limit}`.execute(tx);
    return rows.map(({ event_id }) => event_id);
  }

  /** Locked, if it still runs and nobody else works on it. Stands before all orders in the lock order. */
  async take(tx: Tx, eventId: string): Promise<OperationRow | undefined> {
    const { rows } = await sql<OperationRow>`
      select * from orders.refund_operation where event_id = ${eventId}::uuid and state = 'running' for update skip locked`.execute(tx);
    return rows[0];
  }

  /** The next confirmed orders by id, locked. */
  async nextOrders(tx: Tx, { event_id: eventId, asked_up_to: after }: OperationRow, limit: number): Promise<OrderRow[]> {
    const { rows } = await sql<OrderRow>`
      select * from orders."order" where event_id = ${eventId}::uuid and state = 'confirmed' and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${limit} for update`.execute(tx);
    return rows;
  }

  async moveOn(tx: Tx, eventId: string, askedUpTo: string | null): Promise<void> {
    await sql`update orders.refund_operation set asked_up_to = ${askedUpTo}::uuid where event_id = ${eventId}::uuid`.execute(tx);
  }

  /** Operations that had finished look once more for who is owed something. */
  async resume(tx: Tx, eventIds: string[]): Promise<void> {
    if (eventIds.length === 0) return;
    await sql`
      update orders.refund_operation set state = 'running', finished_at = null, asked_up_to = null where event_id in (
        select event_id from orders.refund_operation where event_id = any(${eventIds}::uuid[]) and state = 'finished' order by event_id for update)`.execute(tx);
  }

  /** Resumes operations that finished while a dispute of theirs was being decided, at most so many seconds before: neither saw the other. */
  async resumeOvertaken(tx: Tx, seconds: number): Promise<void> {
    await sql`
      update orders.refund_operation set state = 'running', finished_at = null, asked_up_to = null where event_id in (
        select event_id from orders.refund_operation operation where state = 'finished' and exists (
          select from orders.dispute where dispute.event_id = operation.event_id and dispute.state in ('won', 'lost') and dispute.settled_at > operation.finished_at - make_interval(secs => ${seconds}))
        order by event_id for update)`.execute(tx);
  }

  /** Finishes an operation that is at least so old. Whether it did. */
  async finish(tx: Tx, eventId: string, secondsMin: number): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update orders.refund_operation set state = 'finished', finished_at = platform.now()
      where event_id = ${eventId}::uuid and started_at <= platform.now() - make_interval(secs => ${secondsMin})`.execute(tx);
    return numAffectedRows === 1n;
  }

  /** Whether a confirmed order of the event still has something that nobody has asked for. */
  async anyLeft(tx: Tx, eventId: string): Promise<boolean> {
    const { rows } = await sql<{ left: boolean }>`
      select exists (
        select from orders."order" o
        left join lateral (select coalesce(sum(amount_cents), 0) as cents, count(*) as refunds from orders.refund where order_id = o.id) spoken on true
        left join lateral (
          select coalesce(sum(dispute.amount_cents), 0) as cents from orders.dispute join orders.payment on payment.id = payment_id and payment.state = 'completed'
          where dispute.order_id = o.id and dispute.state in ('opened', 'lost')) disputed on true
        where o.event_id = ${eventId}::uuid and o.state = 'confirmed' and (o.total_cents > spoken.cents + disputed.cents or (o.total_cents = 0 and spoken.refunds = 0))) as left`.execute(tx);
    return rows[0]!.left;
  }

  async counts(tx: Tx, eventIds: string[]): Promise<Map<string, Counts>> {
    const { rows } = await sql<{ operation_id: string; state: RefundState; refunds: number; cents: number }>`
      select operation_id, state, count(*)::int as refunds, sum(amount_cents)::bigint as cents from orders.refund
      where operation_id = any(${eventIds}::uuid[]) group by operation_id, state`.execute(tx);
    const none = (): Counts => ({ requested: { refunds: 0, cents: 0 }, waiting: { refunds: 0, cents: 0 }, refused: { refunds: 0, cents: 0 }, done: { refunds: 0, cents: 0 } });
    const counts = new Map(eventIds.map((id) => [id, none()]));
    for (const { operation_id: id, state, refunds, cents } of rows) counts.get(id)![state] = { refunds, cents };
    return counts;
  }

  /** How many of its refunds were asked for within the last so many seconds and have no answer yet, counted up to a limit. */
  async underway(tx: Tx, eventId: string, seconds: number, max: number): Promise<number> {
    const { rows } = await sql<{ refunds: number }>`
      select count(*)::int as refunds from (
        select from orders.refund where operation_id = ${eventId}::uuid and state = 'requested' and requested_at > platform.now() - make_interval(secs => ${seconds}) limit ${max}) as refund`.execute(tx);
    return rows[0]!.refunds;
  }

  /** Whether one of its refunds is on its way, or waits for its next try. */
  async anyOpen(tx: Tx, eventId: string): Promise<boolean> {
    const { rows } = await sql<{ open: boolean }>`
      select exists (select from orders.refund where operation_id = ${eventId}::uuid and state in ('requested', 'waiting')) as open`.execute(tx);
    return rows[0]!.open;
  }
}
