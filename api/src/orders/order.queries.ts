import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Batcher, Database } from '#platform';
import { Tickets } from '#tickets';
import { pixPictureUrl } from '#wallet';
import { type OrderItem, type OrderState, type PaymentTry } from './order.js';
import { OrderRepository, type OrderRow } from './order.repository.js';
import { OrderNotFound } from './orders.errors.js';
import { RefundRepository } from './refund.repository.js';

/** What a buyer reads of their orders. */
@Injectable()
export class OrderQueries {
  // At the height of a sale everybody reads their order at once: a few queries for all of them.
  private readonly reads = new Batcher<{ userId: string; orderId: string }, OrderView | null>({ name: 'orders.read', concurrency: 2, execute: (wanted) => this.many(wanted) });

  constructor(
    private readonly database: Database,
    private readonly repository: OrderRepository,
    private readonly tickets: Tickets,
    private readonly refunds: RefundRepository,
  ) {}

  /** @throws OrderNotFound, also where the order is somebody else's. */
  async one(userId: string, orderId: string): Promise<OrderView> {
    const order = await this.reads.submit({ userId, orderId });
    if (!order) throw new OrderNotFound({ orderId });
    return order;
  }

  private async many(wanted: { userId: string; orderId: string }[]): Promise<(OrderView | null)[]> {
    const { rows } = await sql<OrderRow>`select * from orders."order" where id = any(${wanted.map(({ orderId }) => orderId)}::uuid[])`.execute(this.database.reads);
    const owners = new Map(rows.map((row) => [row.id, row.user_id]));
    const views = new Map((await this.views(rows)).map((order) => [order.id, order]));
    return wanted.map(({ userId, orderId }) => (owners.get(orderId) === userId ? (views.get(orderId) ?? null) : null));
  }

  /** Newest first; `cursor` is the id of the last one seen. */
  async list(userId: string, cursor: string | undefined, limit: number): Promise<{ items: OrderView[]; nextCursor?: string }> {
    const { rows } = await sql<OrderRow>`
      select * from orders."order" where user_id = ${userId} and (${cursor ?? null}::uuid is null or id < ${cursor ?? null}::uuid) order by id desc limit ${limit + 1}`.execute(this.database.reads);
    const items = await this.views(rows.slice(0, limit));
    const last = items.at(-1);
    return rows.length > limit && last ? { items, nextCursor: last.id } : { items };
  }

  /** How many orders an event has in each state, and how many payments are still undecided. */
  async counts(eventId: string): Promise<{ orders: Record<OrderState, number>; openPayments: number }> {
    const { rows } = await sql<{ state: OrderState; orders: number; open: number }>`
      select state, count(*)::int as orders, coalesce(sum(tries.open), 0)::int as open from orders."order" as placed
      cross join lateral (select count(*) as open from orders.payment where order_id = placed.id and state in ('requested', 'presented')) as tries
      where event_id = ${eventId} group by state`.execute(this.database.reads);
    const none = { awaiting_payment: 0, confirmed: 0, payment_failed: 0, expired: 0, refunded: 0 };
    return { orders: { ...none, ...Object.fromEntries(rows.map(({ state, orders }) => [state, orders])) }, openPayments: rows.reduce((sum, { open }) => sum + open, 0) };
  }

  private async views(rows: OrderRow[]): Promise<OrderView[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const confirmed = rows.filter(({ state }) => state === 'confirmed').map(({ id }) => id);
    const partly = rows.filter(({ state, refunded_cents }) => state === 'refunded' || refunded_cents > 0).map(({ id }) => id);
    const [items, payments, tickets, refunded] = await Promise.all([
      this.repository.items(this.database.reads, ids),
      this.repository.payments(this.database.reads, ids),
      confirmed.length > 0 ? this.tickets.ofOrders(confirmed) : new Map<string, { id: string; label: string; state: string }[]>(),
      this.refunds.quantities(this.database.reads, partly, 'done'),
    ]);
    return rows.map((row) => view(row, items.get(row.id) ?? [], payments.get(row.id) ?? [], tickets.get(row.id), refunded.get(row.id)));
  }
}

export type OrderView = ReturnType<typeof view>;

function view(row: OrderRow, items: OrderItem[], payments: PaymentTry[], tickets: { id: string; label: string; state: string }[] | undefined, refunded: ReadonlyMap<number, number> = new Map()) {
  const money = (amountCents: number) => ({ amountCents, currency: row.currency });
  // The one that won or is open; else the last that failed.
  const payment = payments.find(({ state }) => state === 'completed') ?? payments.at(-1);
  return {
    id: row.id,
    eventId: row.event_id,
    holdId: row.hold_id,
    state: row.state,
    total: money(row.total_cents),
    ...(row.refunded_cents > 0 && { refunded: money(row.refunded_cents) }),
    ...(row.dispute && { dispute: row.dispute }),
    placedAt: row.placed_at.toISOString(),
    paymentDeadline: row.payment_deadline.toISOString(),
    items: items.map((item, index) => ({
      kind: item.kind, label: item.label, name: item.name, quantity: item.quantity, price: money(item.priceCents),
      ...(item.ticketTypeId && { ticketTypeId: item.ticketTypeId }), ...(item.productId && { productId: item.productId }), ...(item.seatId && { seatId: item.seatId }),
      ...(refunded.has(index + 1) && { refunded: refunded.get(index + 1) }),
    })),
    ...(payment && {
      payment: {
        id: payment.id, method: payment.method, state: payment.state, ...(payment.pix && payment.state === 'presented' && { pix: { ...payment.pix, qrCodeUrl: pixPictureUrl(payment.id) } }),
        ...(payment.failureReason && { failureReason: payment.failureReason, retryable: payment.retryable ?? false }),
      },
    }),
    ...(tickets && { tickets: tickets.filter(({ state }) => state === 'valid').map(({ id, label }) => ({ id, label })) }),
  };
}
