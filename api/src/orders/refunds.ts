import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, DomainError, isKept, isViolation, KeptRefusal, newId, Outbox, type Principal, refusalOf, type Tx } from '#platform';
import { Catalog, EventNotFound } from '#catalog';
import { Tickets } from '#tickets';
import { DisputeRepository } from './dispute.repository.js';
import type { Idempotency } from './idempotency.js';
import { endOf } from './letting-go.js';
import { OrderRepository, type OrderRow } from './order.repository.js';
import {
  IdempotencyKeyReused, NothingToRefund, NoWithdrawal, OrderNotFound, OrderNotRefundable, RefundExceeds, RefundNotFound, RefundNotStopped, TooManyRefunds, WithdrawalOver,
} from './orders.errors.js';
import { RefundRequested } from './orders.events.js';
import { choose, type Left, leftOf, type RefundDestination, type RefundedItem, type RefundReason, REFUNDS_MAX, type RefundWish } from './refund.js';
import { type NewRefund, RefundRepository } from './refund.repository.js';
import { RefundTryKeyRepository } from './refund-try-key.repository.js';
import { askWallet, RefundSettlement } from './refund-settlement.js';

/** What an organiser asks for: tickets by their ids, products, or an amount; or, with none of them, all that is left. */
export interface RefundAsked {
  tickets: string[];
  products: { productId: string; quantity: number }[];
  amount?: { amountCents: number } | undefined;
  to: RefundDestination;
  balanceIfRefused: boolean;
}

/** Who asks, and from where. */
export interface Asker {
  principal: Principal;
  address: string;
  requestId: string | null;
}

/** A refund that may be made: of a locked order, with what is left of it known. */
interface Decided {
  order: OrderRow;
  amountCents: number;
  items: RefundedItem[];
  reason: RefundReason;
  to: RefundDestination;
  balanceIfRefused: boolean;
  by?: (Asker & Idempotency) | undefined;
  operationId?: string;
}

type Answer = { ok: true; refundId: string } | { ok: false; error: DomainError };

/** Refunds of orders, as people ask for them. What the wallet's answers do stands in `RefundSettlement`. */
@Injectable()
export class Refunds {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly tickets: Tickets,
    private readonly orders: OrderRepository,
    private readonly refunds: RefundRepository,
    private readonly tryKeys: RefundTryKeyRepository,
    private readonly disputes: DisputeRepository,
    private readonly settlement: RefundSettlement,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asks for money back on behalf of the event's organiser. The same key and body are the same refund, or the same refusal.
   * @throws OrderNotFound, OrderNotRefundable, NothingToRefund, RefundExceeds, TooManyRefunds, IdempotencyKeyReused
   */
  async ask(asker: Asker, orderId: string, asked: RefundAsked, idempotency: Idempotency): Promise<string> {
    await this.mayMaintain(asker.principal, orderId);
    return this.once(asker, orderId, idempotency, async (tx, order) => {
      const { left } = (await this.left(tx, [order])).get(order.id)!;
      const wish = await this.wishOf(tx, order, asked);
      const choice = choose(wish, left);
      if (!choice.ok) throw choice.why === 'exceeds' ? new RefundExceeds({ left: { amountCents: left.cents, currency: order.currency } }) : new NothingToRefund({ orderId });
      return { ...choice, reason: 'organiser', to: asked.to, balanceIfRefused: asked.balanceIfRefused };
    });
  }

  /**
   * The buyer changes their mind: all that is left goes back the way it came, fees and all. The same key is the same refund, or the same refusal.
   * @throws OrderNotFound, OrderNotRefundable, NoWithdrawal, WithdrawalOver, NothingToRefund, TooManyRefunds, IdempotencyKeyReused
   */
  async withdraw(asker: Asker, orderId: string, idempotency: Idempotency): Promise<string> {
    const [found] = await this.orders.find(this.database.reads, [orderId]);
    if (found?.user_id !== asker.principal.userId) throw new OrderNotFound({ orderId });
    return this.once(asker, orderId, idempotency, async (tx, order) => {
      await this.requireWithdrawal(tx, order);
      const choice = choose({ tickets: [], products: [] }, (await this.left(tx, [order])).get(order.id)!.left);
      if (!choice.ok) throw new NothingToRefund({ orderId });
      return { ...choice, reason: 'withdrawal', to: 'source', balanceIfRefused: false };
    });
  }

  /**
   * Tries a refund again that a gateway refused, now, and to the balance where that is asked for. The same key and body are the
   * same try: asked for again nothing is done, or the same refusal told.
   * @throws RefundNotFound, RefundNotStopped, IdempotencyKeyReused
   */
  async tryAgain({ principal, address }: Asker, refundId: string, to: RefundDestination | undefined, idempotency: Idempotency): Promise<void> {
    const [found] = await this.refunds.find(this.database.reads, [refundId]);
    if (!found) throw new RefundNotFound({ refundId });
    await this.mayMaintain(principal, found.order_id, new RefundNotFound({ refundId }));
    const refusal = await this.database.transaction(async (tx) => {
      await this.orders.lock(tx, [found.order_id]);
      const by = { askedBy: principal.userId, ...idempotency };
      const before = await this.tryKeys.take(tx, by);
      if (before !== 'taken') return before.bodyHash.equals(idempotency.bodyHash) ? before.refusal && new KeptRefusal(before.refusal) : new IdempotencyKeyReused();
      const [refund] = await this.refunds.find(tx, [refundId]);
      if (refund?.state !== 'refused' && refund?.state !== 'waiting') {
        const refused = new RefundNotStopped({ refundId, state: refund?.state ?? found.state });
        await this.tryKeys.refuse(tx, by, refusalOf(refused));
        return refused;
      }
      const destination = to ?? refund.destination;
      await this.settlement.tryAgain(tx, [{ refund, destination, tries: 1 }]);
      await this.audit.append(tx, { actor: principal.userId, action: 'orders.try_refund_again', target: `order:${refund.order_id}`, data: { refundId, to: destination }, personal: { address } });
      return null;
    });
    if (refusal) throw refusal;
  }

  /** What is left of locked orders to give back, and by how many refunds something was already. */
  async left(tx: Tx, orders: OrderRow[]): Promise<Map<string, { left: Left; refunds: number }>> {
    const ids = orders.map(({ id }) => id);
    const [items, quantities, refunds, disputed] = await Promise.all([this.orders.items(tx, ids), this.refunds.quantities(tx, ids, 'all'), this.refunds.ofOrders(tx, ids), this.disputes.disputedCents(tx, ids)]);
    const cents = new Map<string, { cents: number; refunds: number }>();
    for (const { order_id: id, amount_cents: amount } of refunds) {
      const before = cents.get(id) ?? { cents: 0, refunds: 0 };
      cents.set(id, { cents: before.cents + amount, refunds: before.refunds + 1 });
    }
    return new Map(orders.map((order) => {
      const spoken = cents.get(order.id) ?? { cents: 0, refunds: 0 };
      return [order.id, { left: leftOf(order.total_cents, items.get(order.id) ?? [], spoken.cents + (disputed.get(order.id) ?? 0), quantities.get(order.id) ?? new Map()), refunds: spoken.refunds }];
    }));
  }

  /** Writes refunds down and asks the wallet for them; what costs nothing is done at once. Returns their ids. */
  async request(tx: Tx, decided: Decided[]): Promise<string[]> {
    if (decided.length === 0) return [];
    const payments = await this.orders.payments(tx, decided.map(({ order }) => order.id));
    const made = decided.map(({ order, amountCents, items, reason, to, balanceIfRefused, by, operationId }): NewRefund => ({
      id: newId(), orderId: order.id, paymentId: payments.get(order.id)!.find(({ state }) => state === 'completed')!.id, reason, amountCents, destination: to, balanceIfRefused, tryId: newId(),
      askedBy: by?.principal.userId ?? null, key: by?.key ?? null, bodyHash: by?.bodyHash ?? null, requestId: by?.requestId ?? order.request_id, operationId: operationId ?? null, items,
    }));
    await this.refunds.insert(tx, made);
    const terms = await this.catalog.saleTerms([...new Set(decided.map(({ order }) => order.event_id))], tx);
    const rows = await this.refunds.find(tx, made.map(({ id }) => id));
    const orderOf = new Map(decided.map(({ order }) => [order.id, order]));
    const [worth, free] = [rows.filter((row) => row.amount_cents > 0), rows.filter((row) => row.amount_cents === 0)];
    await this.outbox.append(tx, worth.flatMap((row) => {
      const order = orderOf.get(row.order_id)!;
      const { id: refundId, amount_cents: refundCents, reason, destination } = row;
      return [askWallet(row), RefundRequested.message({ ...endOf(order, terms.get(order.event_id)?.title), refundId, refundCents, reason, destination }, row.request_id)];
    }));
    await this.settlement.complete(tx, free.map((refund) => ({ refund, order: orderOf.get(refund.order_id)!, toBalanceCents: 0 })));
    return made.map(({ id }) => id);
  }

  /** One refund under its order's lock and its asker's key. */
  private async once(asker: Asker, orderId: string, idempotency: Idempotency, decide: (tx: Tx, order: OrderRow) => Promise<Omit<Decided, 'order' | 'by'>>): Promise<string> {
    const work = () => this.database.transaction(async (tx): Promise<Answer> => {
      const [order] = await this.orders.lock(tx, [orderId]);
      if (!order) throw new OrderNotFound({ orderId });
      const before = await this.before(tx, asker, idempotency);
      if (before) return before;
      const decided = await this.decided(tx, order, decide);
      if (!(decided instanceof DomainError)) return { ok: true, refundId: await this.make(tx, asker, idempotency, { ...decided, order }) };
      if (isKept(decided)) await this.orders.addRefusals(tx, [{ userId: asker.principal.userId, ...idempotency, refusal: refusalOf(decided) }]);
      return { ok: false, error: decided };
    });
    const answer = await work().catch((error: unknown) => {
      // The key was used for another order at the same moment: looked at again it is found.
      if (isViolation(error, 'refund_key_once')) return work();
      throw error;
    });
    if (!answer.ok) throw answer.error;
    return answer.refundId;
  }

  /** What the key stands for already: a refund, or a refusal. */
  private async before(tx: Tx, { principal: { userId } }: Asker, { key, bodyHash }: Idempotency): Promise<Answer | undefined> {
    const [refund, [refused]] = await Promise.all([this.refunds.byKey(tx, userId, key), this.orders.keys(tx, [{ userId, key }])]);
    const seen = refund ?? refused;
    if (!seen) return undefined;
    if (!seen.body_hash?.equals(bodyHash)) return { ok: false, error: new IdempotencyKeyReused() };
    if (refund) return { ok: true, refundId: refund.id };
    return refused?.refusal ? { ok: false, error: new KeptRefusal(refused.refusal) } : undefined;
  }

  /** Only reads, so that what was refused has left nothing behind when the refusal is kept. */
  private async decided(tx: Tx, order: OrderRow, decide: (tx: Tx, order: OrderRow) => Promise<Omit<Decided, 'order' | 'by'>>): Promise<Omit<Decided, 'order' | 'by'> | DomainError> {
    if (order.state !== 'confirmed') return new OrderNotRefundable({ orderId: order.id, state: order.state });
    const { refunds } = (await this.left(tx, [order])).get(order.id)!;
    if (refunds >= REFUNDS_MAX) return new TooManyRefunds({ max: REFUNDS_MAX });
    return decide(tx, order).catch((error: unknown) => {
      if (error instanceof DomainError) return error;
      throw error;
    });
  }

  private async make(tx: Tx, asker: Asker, idempotency: Idempotency, decided: Omit<Decided, 'by'>): Promise<string> {
    const [refundId] = await this.request(tx, [{ ...decided, by: { ...asker, ...idempotency } }]);
    const { principal, address } = asker;
    const { order, amountCents, items, reason, to } = decided;
    await this.audit.append(tx, { actor: principal.userId, action: 'orders.ask_for_refund', target: `order:${order.id}`, data: { refundId, amountCents, items, reason, to }, personal: { address } });
    return refundId as string;
  }

  /** Before the transaction: who waits for a second connection while others wait for the first may wait for ever. */
  private async mayMaintain(principal: Principal, orderId: string, otherwise: DomainError = new OrderNotFound({ orderId })): Promise<void> {
    const [order] = await this.orders.find(this.database.reads, [orderId]);
    if (!order) throw otherwise;
    await this.catalog.mayMaintain(principal, order.event_id).catch((error: unknown) => {
      throw error instanceof EventNotFound ? otherwise : error;
    });
  }

  private async requireWithdrawal(tx: Tx, { event_id: eventId, closed_at: closedAt, placed_at: placedAt }: OrderRow): Promise<void> {
    const terms = (await this.catalog.saleTerms([eventId], tx)).get(eventId);
    if (!terms || terms.withdrawalDays === 0) throw new NoWithdrawal({ eventId });
    const { startsAt, timezone, withdrawalDays: days, withdrawalHoursBefore: hoursBefore } = terms;
    const { until, open } = await this.refunds.withdrawal(tx, { purchasedAt: closedAt ?? placedAt, startsAt, timezone, days, hoursBefore });
    if (!open) throw new WithdrawalOver({ until: until.toISOString() });
  }

  private async wishOf(tx: Tx, order: OrderRow, { tickets: ids, products, amount }: RefundAsked): Promise<RefundWish> {
    const issued = new Map((ids.length > 0 ? ((await this.tickets.ofOrders([order.id], tx)).get(order.id) ?? []) : []).map((ticket) => [ticket.id, ticket]));
    const unknown = ids.filter((id) => !issued.has(id));
    if (unknown.length > 0) throw new NothingToRefund({ orderId: order.id });
    const named = ids.map((id) => issued.get(id)!);
    return { tickets: named.map(({ itemNo }) => itemNo), revoked: named.flatMap(({ state, itemNo }) => (state === 'revoked' ? [itemNo] : [])), products, amountCents: amount?.amountCents };
  }
}
