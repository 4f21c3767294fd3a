import { Injectable } from '@nestjs/common';
import { afterCommit, Database, Log, type Message, Metrics, Outbox, type Principal, type Tx } from '#platform';
import { Catalog } from '#catalog';
import { Tickets } from '#tickets';
import type { PaymentDisputed } from '#wallet';
import { DisputeRepository, type DisputeRow, disputeStates } from './dispute.repository.js';
import { OrderRepository, type OrderRow } from './order.repository.js';
import { OrderDisputed } from './orders.events.js';
import { RefundOperationRepository } from './refund-operation.repository.js';
import { RefundRepository } from './refund.repository.js';
import { RefundSettlement } from './refund-settlement.js';

type News = PaymentDisputed & { requestId: string | null; order: OrderRow };

/**
 * Orders whose money a bank takes back: a chargeback, or a Pix returned for fraud. When it is lost the tickets are void; their places stay
 * as they are until the organiser decides, for a fraud is not known to be one at once.
 */
@Injectable()
export class Disputes {
  private readonly seen;

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly tickets: Tickets,
    private readonly orders: OrderRepository,
    private readonly disputes: DisputeRepository,
    private readonly operations: RefundOperationRepository,
    private readonly refunds: RefundRepository,
    private readonly settlement: RefundSettlement,
    private readonly outbox: Outbox,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.seen = metrics.counter('catraca_order_disputes_total', 'Disputed orders by what became of it.', ['state']);
  }

  /** Writes the wallet's news down, revokes what a bank has taken the money of, and returns what leads on; the orders are locked by the caller. */
  async note(tx: Tx, messages: Message<PaymentDisputed>[], orders: ReadonlyMap<string, OrderRow>): Promise<News[]> {
    if (messages.length === 0) return [];
    // One statement writes a dispute once: of several words about one in a batch the one that leads furthest counts.
    const inOrder = messages.toSorted((a, b) => disputeStates.indexOf(a.payload.state) - disputeStates.indexOf(b.payload.state));
    const latest = new Map(inOrder.map(({ payload, requestId }) => [payload.disputeId, { ...payload, requestId, order: orders.get(payload.purpose.id) as OrderRow }]));
    const noted = await this.disputes.note(tx, [...latest.values()].map(({ disputeId, order, paymentId, amountCents, state }) => ({ id: disputeId, orderId: order.id, eventId: order.event_id, paymentId, amountCents, state })));
    const news = [...latest.values()].filter(({ disputeId }) => noted.has(disputeId));
    await this.revoke(tx, news.filter(({ state }) => state === 'lost'));
    return news;
  }

  /** What they do to orders, once whatever else was told of these has been settled. `lessened`: events of refunds that go on with what a bank has left. */
  async settle(tx: Tx, news: News[], lessened: string[]): Promise<void> {
    if (news.length === 0 && lessened.length === 0) return;
    const won = news.filter(({ state }) => state === 'won');
    await this.tryAgain(tx, won);
    // Whoever won it back is owed the money of a cancelled show like everybody else, and whoever got less of it by the bank the rest.
    await this.operations.resume(tx, [...won.map(({ order }) => order.event_id), ...lessened]);
    await this.outbox.append(tx, news.map(({ disputeId, amountCents, state, order, requestId }) => OrderDisputed.message({ orderId: order.id, eventId: order.event_id, userId: order.user_id, disputeId, amountCents, currency: order.currency, state }, requestId)));
    afterCommit(tx, () => {
      for (const { disputeId, state, order, amountCents } of news) {
        this.seen.inc({ state });
        if (state !== 'won') this.log.warn({ disputeId, orderId: order.id, amountCents, state }, 'the money of an order is disputed');
      }
    });
  }

  /** For whoever maintains the event, the newest first. @throws the catalog's EventNotFound for everybody else */
  async ofEvent(principal: Principal, eventId: string, cursor: string | undefined, limit: number) {
    await this.catalog.mayMaintain(principal, eventId);
    const rows = await this.disputes.ofEvent(this.database.reads, eventId, cursor, limit + 1);
    const items = rows.slice(0, limit).map(view);
    return { items, ...(rows.length > limit && { nextCursor: items.at(-1)!.id }) };
  }

  /** Refunds that were refused, as disputed money is, or wait for their next try: now nothing stands against them. */
  private async tryAgain(tx: Tx, won: { order: OrderRow; paymentId: string }[]): Promise<void> {
    if (won.length === 0) return;
    const payments = new Set(won.map(({ paymentId }) => paymentId));
    const stopped = (await this.refunds.ofOrders(tx, won.map(({ order }) => order.id))).filter(({ state, payment_id: paymentId }) => (state === 'refused' || state === 'waiting') && payments.has(paymentId));
    await this.settlement.tryAgain(tx, stopped.map((refund) => ({ refund, destination: refund.destination, tries: 1 })));
  }

  /** The tickets that the lost money had bought; those of another charge for the same order are none of its business. */
  private async revoke(tx: Tx, lost: { order: OrderRow; paymentId: string }[]): Promise<void> {
    if (lost.length === 0) return;
    const ids = lost.map(({ order }) => order.id);
    const [payments, items] = await Promise.all([this.orders.payments(tx, ids), this.orders.items(tx, ids)]);
    const bought = lost.filter(({ order, paymentId }) => payments.get(order.id)?.some(({ id, state }) => id === paymentId && state === 'completed'));
    await this.tickets.revoke(tx, bought.flatMap(({ order }) => (items.get(order.id) ?? []).flatMap(({ kind }, index) => (kind === 'ticket' ? [{ orderId: order.id, itemNo: index + 1 }] : []))));
  }
}

function view({ id, order_id: orderId, state, amount_cents: amountCents, currency, opened_at: openedAt, settled_at: settledAt }: DisputeRow) {
  return { id, orderId, state, amount: { amountCents, currency }, openedAt: openedAt.toISOString(), ...(settledAt && { settledAt: settledAt.toISOString() }) };
}
