import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { RefundDestination, RefundedItem, RefundReason, RefundState } from './refund.js';

export interface NewRefund {
  id: string;
  orderId: string;
  paymentId: string;
  reason: RefundReason;
  amountCents: number;
  destination: RefundDestination;
  balanceIfRefused: boolean;
  tryId: string;
  askedBy: string | null;
  key: string | null;
  bodyHash: Buffer | null;
  requestId: string | null;
  /** The cancelled event that it is part of the refunding of. */
  operationId: string | null;
  items: RefundedItem[];
}

export interface RefundRow {
  id: string;
  order_id: string;
  payment_id: string;
  reason: RefundReason;
  amount_cents: number;
  /** What was asked for beyond that, and the payer's bank has taken instead. */
  taken_back_cents: number;
  destination: RefundDestination;
  balance_if_refused: boolean;
  state: RefundState;
  try_id: string;
  tries: number;
  next_try_at: Date | null;
  refused_because: string | null;
  to_balance_cents: number | null;
  body_hash: Buffer | null;
  request_id: string | null;
  requested_at: Date;
  settled_at: Date | null;
}

/** How a refund goes on: with another try, or not for now. */
export interface RefundStep {
  id: string;
  state: 'requested' | 'waiting' | 'refused';
  destination: RefundDestination;
  tryId: string;
  tries: number;
  /** When a waiting one is tried again. */
  inSeconds: number | null;
  because: string | null;
}

export type ItemOfRefund = RefundedItem & { refundId: string; orderId: string };

/** SQL of refunds, set-based. A refund changes only under its order's lock. */
@Injectable()
export class RefundRepository {
  /** @throws a violation of `refund_key_once` when another process has just used the key. */
  async insert(tx: Tx, refunds: NewRefund[]): Promise<void> {
    if (refunds.length === 0) return;
    const column = <Key extends keyof NewRefund>(key: Key) => refunds.map((refund) => refund[key]);
    await sql`
      insert into orders.refund (id, order_id, payment_id, reason, amount_cents, destination, balance_if_refused, state, try_id, asked_by, key, body_hash, request_id, operation_id)
      select id, order_id, payment_id, reason, amount_cents, destination, balance_if_refused, 'requested', try_id, asked_by, key, decode(body_hash, 'hex'), request_id, operation_id
      from unnest(${column('id')}::uuid[], ${column('orderId')}::uuid[], ${column('paymentId')}::uuid[], ${column('reason')}::text[], ${column('amountCents')}::bigint[],
        ${column('destination')}::text[], ${column('balanceIfRefused')}::boolean[], ${column('tryId')}::uuid[], ${column('askedBy')}::uuid[], ${column('key')}::text[],
        ${refunds.map(({ bodyHash }) => bodyHash?.toString('hex') ?? null)}::text[], ${column('requestId')}::text[], ${column('operationId')}::uuid[])
        as r (id, order_id, payment_id, reason, amount_cents, destination, balance_if_refused, try_id, asked_by, key, body_hash, request_id, operation_id)`.execute(tx);
    await this.addItems(tx, refunds.flatMap(({ id: refundId, orderId, items }) => items.map((item) => ({ refundId, orderId, ...item }))));
  }

  async addItems(tx: Tx, items: ItemOfRefund[]): Promise<void> {
    if (items.length === 0) return;
    await sql`
      insert into orders.refund_item (refund_id, order_id, item_no, quantity)
      select * from unnest(${items.map(({ refundId }) => refundId)}::uuid[], ${items.map(({ orderId }) => orderId)}::uuid[],
        ${items.map(({ itemNo }) => itemNo)}::int[], ${items.map(({ quantity }) => quantity)}::int[])
      on conflict (refund_id, item_no) do update set quantity = refund_item.quantity + excluded.quantity`.execute(tx);
  }

  async byKey(tx: Tx, askedBy: string, key: string): Promise<RefundRow | undefined> {
    const { rows } = await sql<RefundRow>`select * from orders.refund where asked_by = ${askedBy}::uuid and key = ${key}`.execute(tx);
    return rows[0];
  }

  async find(tx: Tx, ids: string[]): Promise<RefundRow[]> {
    const { rows } = await sql<RefundRow>`select * from orders.refund where id = any(${ids}::uuid[]) order by id`.execute(tx);
    return rows;
  }

  /** The refunds whose latest try has one of these names, by that name. */
  async ofTries(tx: Tx, tryIds: string[]): Promise<Map<string, RefundRow>> {
    if (tryIds.length === 0) return new Map();
    const { rows } = await sql<RefundRow>`select * from orders.refund where try_id = any(${tryIds}::uuid[])`.execute(tx);
    return new Map(rows.map((row) => [row.try_id, row]));
  }

  /** Oldest first. */
  async ofOrders(tx: Tx, orderIds: string[]): Promise<RefundRow[]> {
    const { rows } = await sql<RefundRow>`select * from orders.refund where order_id = any(${orderIds}::uuid[]) order by order_id, id`.execute(tx);
    return rows;
  }

  async countRefused(tx: Tx): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from orders.refund where state = 'refused'`.execute(tx);
    return (rows[0] as { count: number }).count;
  }

  /** Those that wait for a person, oldest first. */
  async refused(tx: Tx, after: string | undefined, limit: number): Promise<RefundRow[]> {
    const { rows } = await sql<RefundRow>`
      select * from orders.refund where state = 'refused' and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid) order by id limit ${limit}`.execute(tx);
    return rows;
  }

  /** Waiting refunds whose time has come, the longest due first. */
  async due(tx: Tx, limit: number): Promise<{ id: string; order_id: string }[]> {
    const { rows } = await sql<{ id: string; order_id: string }>`
      select id, order_id from orders.refund where state = 'waiting' and next_try_at <= platform.now() order by next_try_at limit ${limit}`.execute(tx);
    return rows;
  }

  async items(tx: Tx, refundIds: string[]): Promise<ItemOfRefund[]> {
    if (refundIds.length === 0) return [];
    const { rows } = await sql<ItemOfRefund>`
      select refund_id as "refundId", order_id as "orderId", item_no as "itemNo", quantity from orders.refund_item
      where refund_id = any(${refundIds}::uuid[]) order by refund_id, item_no`.execute(tx);
    return rows;
  }

  /** How many of each item went back, or are on their way as well, by order and item. */
  async quantities(tx: Tx, orderIds: string[], which: 'done' | 'all'): Promise<Map<string, Map<number, number>>> {
    if (orderIds.length === 0) return new Map();
    const { rows } = await sql<{ order_id: string; item_no: number; quantity: number }>`
      select item.order_id, item_no, sum(quantity)::int as quantity from orders.refund_item item join orders.refund on refund.id = refund_id
      where item.order_id = any(${orderIds}::uuid[]) and (${which} = 'all' or refund.state = 'done') group by item.order_id, item_no`.execute(tx);
    const quantities = new Map<string, Map<number, number>>();
    for (const { order_id: orderId, item_no: itemNo, quantity } of rows) {
      quantities.set(orderId, (quantities.get(orderId) ?? new Map<number, number>()).set(itemNo, quantity));
    }
    return quantities;
  }

  /**
   * Until when a purchase may be withdrawn from, and whether that is still to come: so many whole days after the day of the purchase, by the
   * venue's calendar (Código Civil, art. 132: the first day does not count), and never later than so many hours before the event.
   */
  async withdrawal(tx: Tx, { purchasedAt, startsAt, timezone, days, hoursBefore }: { purchasedAt: Date; startsAt: Date | null; timezone: string; days: number; hoursBefore: number }): Promise<{ until: Date; open: boolean }> {
    const { rows } = await sql<{ until: Date; open: boolean }>`
      select until, platform.now() < until as open from (select least(
        (date_trunc('day', ${purchasedAt}::timestamptz at time zone ${timezone}) + make_interval(days => ${days}::int + 1)) at time zone ${timezone},
        ${startsAt}::timestamptz - make_interval(hours => ${hoursBefore}::int)) as until) as time`.execute(tx);
    return rows[0]!;
  }

  /** They ask for less from now on, as their rows say: the payer's bank has the rest. */
  async lessen(tx: Tx, refunds: RefundRow[]): Promise<void> {
    if (refunds.length === 0) return;
    await sql`
      update orders.refund set amount_cents = less.amount_cents, taken_back_cents = less.taken_back_cents
      from unnest(${refunds.map(({ id }) => id)}::uuid[], ${refunds.map((refund) => refund.amount_cents)}::bigint[], ${refunds.map((refund) => refund.taken_back_cents)}::bigint[]) as less (id, amount_cents, taken_back_cents)
      where refund.id = less.id`.execute(tx);
  }

  async markDone(tx: Tx, done: { id: string; toBalanceCents: number }[]): Promise<void> {
    await sql`
      update orders.refund set state = 'done', to_balance_cents = done.to_balance_cents, next_try_at = null, settled_at = platform.now()
      from unnest(${done.map(({ id }) => id)}::uuid[], ${done.map(({ toBalanceCents }) => toBalanceCents)}::bigint[]) as done (id, to_balance_cents)
      where refund.id = done.id`.execute(tx);
  }

  async goOn(tx: Tx, steps: RefundStep[]): Promise<void> {
    if (steps.length === 0) return;
    const column = <Key extends keyof RefundStep>(key: Key) => steps.map((step) => step[key]);
    await sql`
      update orders.refund set state = step.state, destination = step.destination, try_id = step.try_id, tries = step.tries,
        next_try_at = platform.now() + make_interval(secs => step.seconds), refused_because = coalesce(step.because, refused_because)
      from unnest(${column('id')}::uuid[], ${column('state')}::text[], ${column('destination')}::text[], ${column('tryId')}::uuid[], ${column('tries')}::int[],
        ${column('inSeconds')}::float8[], ${column('because')}::text[]) as step (id, state, destination, try_id, tries, seconds, because)
      where refund.id = step.id`.execute(tx);
  }
}
