import { Injectable } from '@nestjs/common';
import { Database, Metrics, type Principal } from '#platform';
import { Catalog, EventNotFound } from '#catalog';
import { Tickets } from '#tickets';
import type { OrderItem } from './order.js';
import { OrderRepository } from './order.repository.js';
import { OrderNotFound, RefundNotFound } from './orders.errors.js';
import type { Counts, OperationRow } from './refund-operation.repository.js';
import { type ItemOfRefund, RefundRepository, type RefundRow } from './refund.repository.js';

/** Refunds as their buyers, organisers and administrators see them. */
@Injectable()
export class RefundQueries {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly tickets: Tickets,
    private readonly orders: OrderRepository,
    private readonly refunds: RefundRepository,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_refunds_refused', 'Refunds of orders that no gateway would do and that wait for a person.', [], async (gauge) => gauge.set(await this.refunds.countRefused(this.database.reads)));
  }

  /** Oldest first, for the order's owner and whoever maintains its event. @throws OrderNotFound for everybody else */
  async ofOrder(principal: Principal, orderId: string): Promise<RefundView[]> {
    const [order] = await this.orders.find(this.database.reads, [orderId]);
    if (!order) throw new OrderNotFound({ orderId });
    if (order.user_id !== principal.userId) {
      await this.catalog.mayMaintain(principal, order.event_id).catch((error: unknown) => {
        throw error instanceof EventNotFound ? new OrderNotFound({ orderId }) : error;
      });
    }
    return this.views(await this.refunds.ofOrders(this.database.reads, [orderId]));
  }

  /** For callers that have been admitted already. @throws RefundNotFound */
  async one(refundId: string): Promise<RefundView> {
    const [view] = await this.views(await this.refunds.find(this.database.reads, [refundId]));
    if (!view) throw new RefundNotFound({ refundId });
    return view;
  }

  /** Those that no gateway would do and that wait for a person, oldest first. */
  async stopped(cursor: string | undefined, limit: number): Promise<{ items: RefundView[]; nextCursor?: string }> {
    const rows = await this.refunds.refused(this.database.reads, cursor, limit + 1);
    const items = await this.views(rows.slice(0, limit));
    const last = items.at(-1);
    return rows.length > limit && last ? { items, nextCursor: last.id } : { items };
  }

  private async views(rows: RefundRow[]): Promise<RefundView[]> {
    if (rows.length === 0) return [];
    const orderIds = [...new Set(rows.map(({ order_id }) => order_id))];
    const [orders, bought, given, issued] = await Promise.all([
      this.orders.find(this.database.reads, orderIds), this.orders.items(this.database.reads, orderIds),
      this.refunds.items(this.database.reads, rows.map(({ id }) => id)), this.tickets.ofOrders(orderIds),
    ]);
    const currencies = new Map(orders.map(({ id, currency }) => [id, currency]));
    return rows.map((row) => {
      const tickets = new Map((issued.get(row.order_id) ?? []).map(({ itemNo, id }) => [itemNo, id]));
      return view(row, currencies.get(row.order_id)!, given.filter(({ refundId }) => refundId === row.id), bought.get(row.order_id) ?? [], tickets);
    });
  }
}

export type RefundView = ReturnType<typeof view>;

function view(row: RefundRow, currency: string, given: ItemOfRefund[], bought: OrderItem[], tickets: ReadonlyMap<number, string>) {
  const money = (amountCents: number) => ({ amountCents, currency });
  return {
    id: row.id,
    orderId: row.order_id,
    state: row.state,
    reason: row.reason,
    amount: money(row.amount_cents),
    ...(row.taken_back_cents > 0 && { takenBack: money(row.taken_back_cents) }),
    to: row.destination,
    balanceIfRefused: row.balance_if_refused,
    tickets: given.flatMap(({ itemNo }) => tickets.get(itemNo) ?? []),
    products: given.flatMap(({ itemNo, quantity }) => {
      const productId = bought[itemNo - 1]?.productId ?? null;
      return productId === null ? [] : [{ productId, quantity }];
    }),
    requestedAt: row.requested_at.toISOString(),
    ...(row.state !== 'done' && row.refused_because !== null && { refusedBecause: row.refused_because }),
    ...(row.next_try_at && { nextTryAt: row.next_try_at.toISOString() }),
    ...(row.settled_at && { settledAt: row.settled_at.toISOString(), toBalance: money(row.to_balance_cents ?? 0) }),
  };
}

// The catalog sells in reais only; what an operation sums up has no order to take the currency from.
const CURRENCY = 'BRL';

export function operationView({ event_id: eventId, state, started_at: startedAt, finished_at: finishedAt }: OperationRow, { requested, waiting, refused, done }: Counts) {
  const sum = (...counts: { refunds: number; cents: number }[]) => ({
    refunds: counts.reduce((all, { refunds }) => all + refunds, 0), amount: { amountCents: counts.reduce((all, { cents }) => all + cents, 0), currency: CURRENCY },
  });
  return {
    eventId, state, startedAt: startedAt.toISOString(), ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    asked: sum(requested, waiting, refused, done), done: sum(done), open: sum(requested, waiting), refused: sum(refused),
  };
}
