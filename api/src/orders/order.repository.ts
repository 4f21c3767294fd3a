import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Language, Refusal, Tx } from '#platform';
import type { OrderItem, OrderState, PaymentMethod, PaymentTry, PixCode } from './order.js';

export interface NewOrder {
  id: string;
  eventId: string;
  userId: string;
  holdId: string;
  admissionId: string | null;
  currency: string;
  totalCents: number;
  email: string;
  name: string;
  language: Language;
  address: string;
  deviceId: string | null;
  requestId: string | null;
  windowSeconds: number;
  items: OrderItem[];
  payment: { id: string; method: PaymentMethod };
  idempotency: { key: string; bodyHash: Buffer };
}

export interface OrderRow {
  id: string;
  event_id: string;
  user_id: string;
  hold_id: string;
  admission_id: string | null;
  state: OrderState;
  currency: string;
  total_cents: number;
  /** What went back by its refunds. */
  refunded_cents: number;
  /** How the latest dispute of the money that bought it stands. */
  dispute: 'opened' | 'won' | 'lost' | null;
  email: string;
  name: string;
  language: Language;
  address: string;
  device_id: string | null;
  request_id: string | null;
  placed_at: Date;
  payment_deadline: Date;
  /** When it came to its state, where that is none of waiting. */
  closed_at: Date | null;
}

export interface KeyRow {
  user_id: string;
  key: string;
  body_hash: Buffer;
  /** Null where it was refused. */
  order_id: string | null;
  refusal: Refusal | null;
}

/** The SQL of orders; every statement takes and returns sets. */
@Injectable()
export class OrderRepository {
  async keys(tx: Tx, wanted: { userId: string; key: string }[]): Promise<KeyRow[]> {
    const { rows } = await sql<KeyRow>`
      select user_id, key, body_hash, order_id, refusal from orders.idempotency_key
      where (user_id, key) in (select * from unnest(${wanted.map(({ userId }) => userId)}::uuid[], ${wanted.map(({ key }) => key)}::text[]))`.execute(tx);
    return rows;
  }

  async addKeys(tx: Tx, keys: { userId: string; key: string; bodyHash: Buffer; orderId: string }[]): Promise<void> {
    await sql`
      insert into orders.idempotency_key (user_id, key, body_hash, order_id)
      select user_id, key, decode(body_hash, 'hex'), order_id
      from unnest(${keys.map(({ userId }) => userId)}::uuid[], ${keys.map(({ key }) => key)}::text[],
        ${keys.map(({ bodyHash }) => bodyHash.toString('hex'))}::text[], ${keys.map(({ orderId }) => orderId)}::uuid[]) as key (user_id, key, body_hash, order_id)`.execute(tx);
  }

  /** Keeps refusals under their keys; a key that has its answer by now keeps that. */
  async addRefusals(tx: Tx, refused: { userId: string; key: string; bodyHash: Buffer; refusal: Refusal }[]): Promise<void> {
    if (refused.length === 0) return;
    await sql`
      insert into orders.idempotency_key (user_id, key, body_hash, refusal)
      select user_id, key, decode(body_hash, 'hex'), refusal
      from unnest(${refused.map(({ userId }) => userId)}::uuid[], ${refused.map(({ key }) => key)}::text[],
        ${refused.map(({ bodyHash }) => bodyHash.toString('hex'))}::text[], ${refused.map(({ refusal }) => JSON.stringify(refusal))}::jsonb[]) as key (user_id, key, body_hash, refusal)
      order by user_id, key on conflict do nothing`.execute(tx);
  }

  /** Forgets keys older than `age`, at most `limit`; returns how many. */
  async forgetKeys(tx: Tx, age: string, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from orders.idempotency_key where ctid = any(array(
        select ctid from orders.idempotency_key where created_at < platform.now() - ${age}::interval order by created_at limit ${limit}))`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }

  /** Orders of these holds, whatever their state. */
  async ofHolds(tx: Tx, holdIds: string[]): Promise<{ id: string; hold_id: string; state: OrderState }[]> {
    const { rows } = await sql<{ id: string; hold_id: string; state: OrderState }>`
      select id, hold_id, state from orders."order" where hold_id = any(${holdIds}::uuid[])`.execute(tx);
    return rows;
  }

  /** How many tickets other orders, open or confirmed, have by the admissions of these. */
  async ticketsOfAdmissions(tx: Tx, orders: { id: string; user_id: string; admission_id: string | null }[]): Promise<Map<string, number>> {
    const { rows } = await sql<{ id: string; tickets: number }>`
      select late.id, count(*) as tickets
      from unnest(${orders.map(({ id }) => id)}::uuid[], ${orders.map(({ user_id }) => user_id)}::uuid[], ${orders.map(({ admission_id }) => admission_id)}::uuid[]) as late (id, user_id, admission_id)
      join orders."order" o on o.user_id = late.user_id and o.admission_id = late.admission_id and o.id <> late.id
      join orders.item on item.order_id = o.id and item.kind = 'ticket'
      where o.state in ('awaiting_payment', 'payment_failed', 'confirmed') group by late.id`.execute(tx);
    return new Map(rows.map(({ id, tickets }) => [id, tickets]));
  }

  /** Inserts the orders with their items; the payment window starts by the database's clock. Returns each order's deadline. */
  async insert(tx: Tx, orders: NewOrder[]): Promise<Map<string, Date>> {
    const inserted = sql<{ id: string; payment_deadline: Date }>`
      insert into orders."order" (id, event_id, user_id, hold_id, admission_id, state, currency, total_cents, email, name, language,
        address, device_id, request_id, payment_deadline)
      select id, event_id, user_id, hold_id, admission_id, 'awaiting_payment', currency, total_cents, email, name, language,
        address, device_id, request_id, platform.now() + make_interval(secs => window_seconds)
      from json_to_recordset(${JSON.stringify(
        orders.map((order) => ({
          id: order.id, event_id: order.eventId, user_id: order.userId, hold_id: order.holdId, admission_id: order.admissionId, currency: order.currency,
          total_cents: order.totalCents, email: order.email, name: order.name, language: order.language, address: order.address, device_id: order.deviceId,
          request_id: order.requestId, window_seconds: order.windowSeconds,
        })),
      )}::json) as o (id uuid, event_id uuid, user_id uuid, hold_id uuid, admission_id uuid, currency text, total_cents bigint, email text, name text,
        language text, address inet, device_id uuid, request_id text, window_seconds int)
      returning id, payment_deadline`.execute(tx);
    const [{ rows }] = await Promise.all([inserted, this.insertItems(tx, orders)]);
    return new Map(rows.map((row) => [row.id, row.payment_deadline]));
  }

  private async insertItems(tx: Tx, orders: NewOrder[]): Promise<void> {
    const items = orders.flatMap((order) =>
      order.items.map((item, index) => ({
        order_id: order.id, item_no: index + 1, kind: item.kind, ticket_type_id: item.ticketTypeId, product_id: item.productId, seat_id: item.seatId,
        label: item.label, name: item.name, price_cents: item.priceCents, quantity: item.quantity, holder_name: item.holderName, holder_document: item.holderDocument,
      })),
    );
    await sql`
      insert into orders.item (order_id, item_no, kind, ticket_type_id, product_id, seat_id, label, name, price_cents, quantity, holder_name, holder_document)
      select * from json_to_recordset(${JSON.stringify(items)}::json) as i (order_id uuid, item_no smallint, kind text, ticket_type_id uuid, product_id uuid,
        seat_id uuid, label text, name text, price_cents bigint, quantity int, holder_name text, holder_document text)`.execute(tx);
  }

  async reseat(tx: Tx, seats: { orderId: string; itemNo: number; seatId: string | null; label: string }[]): Promise<void> {
    if (seats.length === 0) return;
    await sql`
      update orders.item i set seat_id = s.seat_id, label = s.label
      from unnest(${seats.map(({ orderId }) => orderId)}::uuid[], ${seats.map(({ itemNo }) => itemNo)}::int[], ${seats.map(({ seatId }) => seatId)}::uuid[],
        ${seats.map(({ label }) => label)}::text[]) as s (order_id, item_no, seat_id, label)
      where i.order_id = s.order_id and i.item_no = s.item_no`.execute(tx);
  }

  async addPayments(tx: Tx, payments: { id: string; orderId: string; method: PaymentMethod; amountCents: number }[]): Promise<void> {
    await sql`
      insert into orders.payment (id, order_id, method, amount_cents, state)
      select *, 'requested' from unnest(${payments.map(({ id }) => id)}::uuid[], ${payments.map(({ orderId }) => orderId)}::uuid[],
        ${payments.map(({ method }) => method)}::text[], ${payments.map(({ amountCents }) => amountCents)}::bigint[])`.execute(tx);
  }

  /** Locks the orders by id ascending; orders come first in the house's lock order. */
  async lock(tx: Tx, ids: string[]): Promise<OrderRow[]> {
    const { rows } = await sql<OrderRow>`
      select * from orders."order" where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
    return rows;
  }

  async find(tx: Tx, ids: string[]): Promise<OrderRow[]> {
    const { rows } = await sql<OrderRow>`select * from orders."order" where id = any(${ids}::uuid[])`.execute(tx);
    return rows;
  }

  /** Locks the open orders of these holds, by id ascending. */
  async lockOpenOfHolds(tx: Tx, holdIds: string[]): Promise<OrderRow[]> {
    const { rows } = await sql<OrderRow>`
      select * from orders."order" where hold_id = any(${holdIds}::uuid[]) and state in ('awaiting_payment', 'payment_failed')
      order by id for update`.execute(tx);
    return rows;
  }

  /** Open orders whose window is over and whose payment nobody has cancelled yet; marks them. Two processes never get the same. */
  async takeOverdue(tx: Tx, limit: number): Promise<{ id: string; payment_id: string; request_id: string | null }[]> {
    const { rows } = await sql<{ id: string; payment_id: string; request_id: string | null }>`
      with overdue as (
        select id from orders."order" where state = 'awaiting_payment' and cancel_requested_at is null and payment_deadline <= platform.now()
        order by id limit ${limit} for update skip locked
      ), marked as (
        update orders."order" o set cancel_requested_at = platform.now() from overdue where o.id = overdue.id returning o.id, o.request_id
      )
      select marked.id, payment.id as payment_id, marked.request_id from marked
      join orders.payment on payment.order_id = marked.id and payment.state in ('requested', 'presented')`.execute(tx);
    return rows;
  }

  async move(tx: Tx, ids: string[], state: OrderState): Promise<void> {
    if (ids.length === 0) return;
    await sql`
      update orders."order" set state = ${state}, closed_at = case when ${state} in ('awaiting_payment', 'payment_failed') then null else platform.now() end
      where id = any(${ids}::uuid[])`.execute(tx);
  }

  /** A new try at paying: a window of its own, never past `untilMax`. Returns each order's deadline. */
  async reopen(tx: Tx, tries: { orderId: string; windowSeconds: number; until: Date }[]): Promise<Map<string, Date>> {
    const { rows } = await sql<{ id: string; payment_deadline: Date }>`
      update orders."order" o set state = 'awaiting_payment', cancel_requested_at = null,
        payment_deadline = least(platform.now() + make_interval(secs => t.window_seconds), t.until)
      from unnest(${tries.map(({ orderId }) => orderId)}::uuid[], ${tries.map(({ windowSeconds }) => windowSeconds)}::int[],
        ${tries.map(({ until }) => until)}::timestamptz[]) as t (order_id, window_seconds, until)
      where o.id = t.order_id returning o.id, o.payment_deadline`.execute(tx);
    return new Map(rows.map((row) => [row.id, row.payment_deadline]));
  }

  async markPresented(tx: Tx, presented: { paymentId: string; pix: PixCode }[]): Promise<void> {
    await sql`
      update orders.payment p set state = 'presented', pix = t.pix
      from unnest(${presented.map(({ paymentId }) => paymentId)}::uuid[], ${presented.map(({ pix }) => JSON.stringify(pix))}::jsonb[]) as t (id, pix)
      where p.id = t.id and p.state = 'requested'`.execute(tx);
  }

  async markFailed(tx: Tx, failed: { paymentId: string; reason: string; retryable: boolean }[]): Promise<Set<string>> {
    const { rows } = await sql<{ id: string }>`
      update orders.payment p set state = 'failed', failure_reason = t.reason, retryable = t.retryable
      from unnest(${failed.map(({ paymentId }) => paymentId)}::uuid[], ${failed.map(({ reason }) => reason)}::text[],
        ${failed.map(({ retryable }) => retryable)}::boolean[]) as t (id, reason, retryable)
      where p.id = t.id and p.state in ('requested', 'presented') returning p.id`.execute(tx);
    return new Set(rows.map(({ id }) => id));
  }

  /** Tries of which another amount than asked was taken, however they had failed before. */
  async markConflicted(tx: Tx, paymentIds: string[]): Promise<void> {
    if (paymentIds.length === 0) return;
    await sql`update orders.payment set failure_reason = 'conflicted', retryable = false where id = any(${paymentIds}::uuid[]) and state = 'failed'`.execute(tx);
  }

  /** What was taken of these tries is back with whoever paid. Orders that ended without another try's money are refunded. */
  async markMadeGood(tx: Tx, paymentIds: string[]): Promise<void> {
    if (paymentIds.length === 0) return;
    await sql`
      with back as (update orders.payment set state = 'returned' where id = any(${paymentIds}::uuid[]) and state = 'failed' returning order_id)
      update orders."order" set state = 'refunded', closed_at = platform.now() where id in (select order_id from back) and state = 'expired'`.execute(tx);
  }

  /**
   * Gives up other tries of orders that this money has bought: one that was asked for while late money of an older try was on its
   * way. Returns the tries given up; should one of them bring money all the same, that goes back.
   */
  async giveUpOthers(tx: Tx, won: { orderId: string; paymentId: string }[]): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      update orders.payment p set state = 'failed', failure_reason = 'cancelled', retryable = false
      from unnest(${won.map(({ orderId }) => orderId)}::uuid[], ${won.map(({ paymentId }) => paymentId)}::uuid[]) as won (order_id, id)
      where p.order_id = won.order_id and p.id <> won.id and p.state in ('requested', 'presented') returning p.id`.execute(tx);
    return rows.map(({ id }) => id);
  }

  /** `completed`: it bought the places. `returned`: its money goes back. */
  async markSettled(tx: Tx, paymentIds: string[], state: 'completed' | 'returned'): Promise<void> {
    if (paymentIds.length === 0) return;
    await sql`update orders.payment set state = ${state} where id = any(${paymentIds}::uuid[])`.execute(tx);
  }

  async items(tx: Tx, orderIds: string[]): Promise<Map<string, OrderItem[]>> {
    const { rows } = await sql<{ order_id: string } & OrderItem>`
      select order_id, kind, ticket_type_id as "ticketTypeId", product_id as "productId", seat_id as "seatId", label, name, price_cents as "priceCents",
        quantity, holder_name as "holderName", holder_document as "holderDocument"
      from orders.item where order_id = any(${orderIds}::uuid[]) order by order_id, item_no`.execute(tx);
    const items = new Map<string, OrderItem[]>();
    for (const { order_id: orderId, ...item } of rows) {
      const list = items.get(orderId);
      if (list) list.push(item);
      else items.set(orderId, [item]);
    }
    return items;
  }

  async addRefunded(tx: Tx, refunds: { orderId: string; cents: number }[]): Promise<void> {
    await sql`
      update orders."order" o set refunded_cents = refunded_cents + back.cents
      from (select id, sum(cents)::bigint as cents from unnest(${refunds.map(({ orderId }) => orderId)}::uuid[], ${refunds.map(({ cents }) => cents)}::bigint[]) as r (id, cents) group by id) back
      where o.id = back.id`.execute(tx);
  }

  /** The database's clock. */
  async now(tx: Tx): Promise<Date> {
    const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(tx);
    return rows[0]!.now;
  }

  /** Every try at paying these orders, oldest first. */
  async payments(tx: Tx, orderIds: string[]): Promise<Map<string, PaymentTry[]>> {
    const { rows } = await sql<{ order_id: string } & PaymentTry>`
      select order_id, id, method, state, pix, failure_reason as "failureReason", retryable
      from orders.payment where order_id = any(${orderIds}::uuid[]) order by order_id, id`.execute(tx);
    const payments = new Map<string, PaymentTry[]>();
    for (const { order_id: orderId, ...payment } of rows) {
      const list = payments.get(orderId);
      if (list) list.push(payment);
      else payments.set(orderId, [payment]);
    }
    return payments;
  }
}
