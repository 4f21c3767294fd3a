import { Injectable } from '@nestjs/common';
import { afterCommit, Log, type Message, Metrics, newId, Outbox, type Tx } from '#platform';
import { Catalog } from '#catalog';
import { Inventory } from '#inventory';
import { Tickets } from '#tickets';
import { RefundPayment, type PaymentRefunded, type RefundRefused } from '#wallet';
import { DisputeRepository } from './dispute.repository.js';
import { endOf } from './letting-go.js';
import type { OrderItem } from './order.js';
import { OrderRepository, type OrderRow } from './order.repository.js';
import { OrderRefunded, RefundDelayed } from './orders.events.js';
import { type AfterRefusal, afterRefusal, lessened, type RefundDestination } from './refund.js';
import { type ItemOfRefund, RefundRepository, type RefundRow, type RefundStep } from './refund.repository.js';
import { RefundOutcomes } from './refund-outcomes.js';

/** A refund whose money is back. */
interface Done {
  refund: RefundRow;
  order: OrderRow;
  toBalanceCents: number;
}

/** What the wallet's answers do to refunds, and what a refund that is done does to its order. The orders are locked by the caller. */
@Injectable()
export class RefundSettlement {
  private readonly settled;

  constructor(
    private readonly catalog: Catalog,
    private readonly inventory: Inventory,
    private readonly tickets: Tickets,
    private readonly orders: OrderRepository,
    private readonly refunds: RefundRepository,
    private readonly disputes: DisputeRepository,
    private readonly outcomes: RefundOutcomes,
    private readonly outbox: Outbox,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.settled = metrics.counter('catraca_order_refunds_total', 'Refunds of orders by what became of their tries.', ['reason', 'outcome']);
  }

  /**
   * `lost`: orders of which a bank has taken something just now. Returns those messages that are about no refund of an order (money that goes back by
   * itself), and the events of refunds that go on with what the bank has left.
   */
  async settle(tx: Tx, refunded: Message<PaymentRefunded>[], refused: Message<RefundRefused>[], orders: ReadonlyMap<string, OrderRow>, lost: OrderRow[]) {
    const tries = await this.refunds.ofTries(tx, [...refunded, ...refused].map(({ payload }) => payload.refundId));
    // A try has one answer, though a batch may tell it twice in different words: the first counts, as it would of two batches.
    const met = new Set<string>();
    const of = <Payload extends { refundId: string; purpose: { id: string } }>({ payload }: Message<Payload>) => {
      const refund = tries.get(payload.refundId);
      const order = orders.get(payload.purpose.id);
      if (refund?.state !== 'requested' || !order || met.has(refund.id)) return [];
      met.add(refund.id);
      return [{ refund, order, payload }];
    };
    const back = refunded.flatMap(of).map(({ payload, ...each }) => ({ ...each, toBalanceCents: payload.toBalanceCents }));
    const wouldNot = refused.flatMap(of).map(({ payload, ...each }) => ({ ...each, because: payload.reason, retryable: payload.retryable ?? false }));
    const less = await this.goOnWithLess(tx, [...new Set([...[...back, ...wouldNot].map(({ order }) => order), ...lost])], { back: idsOf(back), wouldNot: idsOf(wouldNot) });
    // All at once: stock is locked once, in its order.
    await this.complete(tx, [...back, ...less.done]);
    // What another one under way leaves is known when that has ended.
    await this.refuse(tx, wouldNot.filter(({ refund }) => !less.ids.has(refund.id)).map((each) => ({ ...each, retryable: each.retryable || less.later.has(each.order.id) })));
    const isStrange = ({ payload }: Message<{ refundId: string }>): boolean => !tries.has(payload.refundId);
    return { refunded: refunded.filter(isStrange), refused: refused.filter(isStrange), lessened: less.eventIds };
  }

  /**
   * The money is back: now the tickets are void, and their places and the products are on sale again unless the show is over or
   * cancelled. Where all of the money is back, so is everything that was bought with it.
   */
  async complete(tx: Tx, done: Done[]): Promise<void> {
    if (done.length === 0) return;
    await this.refunds.markDone(tx, done.map(({ refund, toBalanceCents }) => ({ id: refund.id, toBalanceCents })));
    await this.orders.addRefunded(tx, done.map(({ refund, order }) => ({ orderId: order.id, cents: refund.amount_cents })));
    for (const { refund, order } of done) order.refunded_cents += refund.amount_cents;
    const bought = await this.orders.items(tx, [...new Set(done.map(({ order }) => order.id))]);
    await this.closeWhole(tx, done, bought);
    const given = await this.refunds.items(tx, done.map(({ refund }) => refund.id));
    await this.takeBack(tx, done, given, bought);
    const terms = await this.catalog.saleTerms([...new Set(done.map(({ order }) => order.event_id))], tx);
    const lostCents = await this.disputes.disputedCents(tx, [...new Set(done.map(({ order }) => order.id))], ['lost']);
    // Of revoked tickets that were given up the buyer gets nothing, and hears nothing.
    const told = done.filter(({ refund, order }) => refund.amount_cents > 0 || (order.dispute !== 'lost' && refund.taken_back_cents === 0));
    await this.outbox.append(
      tx,
      told.map(({ refund, order, toBalanceCents }) =>
        OrderRefunded.message(
          {
            ...endOf(order, terms.get(order.event_id)?.title), refundedCents: refund.amount_cents, reason: refund.reason, refundId: refund.id, toBalanceCents, paymentId: refund.payment_id, refundedSoFarCents: order.refunded_cents,
            ...(refund.taken_back_cents > 0 && { takenBackCents: refund.taken_back_cents }),
            ...(lostCents.has(order.id) && { takenBackSoFarCents: lostCents.get(order.id)! }),
            tickets: given.filter(({ refundId, orderId, itemNo }) => refundId === refund.id && isTicket(bought, orderId, itemNo)).length,
          },
          refund.request_id,
        ),
      ),
    );
    this.tell(tx, done, 'done');
  }

  /** Another try, in the refund's own name or to another destination. */
  async tryAgain(tx: Tx, again: { refund: RefundRow; destination: RefundDestination; tries: number }[]): Promise<void> {
    const steps = again.map(({ refund, destination, tries }): RefundStep => ({ id: refund.id, state: 'requested', destination, tryId: newId(), tries, inSeconds: null, because: null }));
    await this.refunds.goOn(tx, steps);
    await this.outbox.append(tx, again.map(({ refund }, index) => askWallet({ ...refund, try_id: steps[index]!.tryId, destination: steps[index]!.destination })));
  }

  /**
   * Stopped refunds of locked orders of which a bank has taken too much for all of them: each goes on with what is left, and what has nothing left is done
   * with. They share when none of the order is under way any more, so that it does not matter which of them was heard of first.
   */
  private async goOnWithLess(tx: Tx, orders: OrderRow[], { back, wouldNot }: { back: ReadonlySet<string>; wouldNot: ReadonlySet<string> }) {
    const lostCents = await this.disputes.disputedCents(tx, orders.map(({ id }) => id), ['lost']);
    const concerned = orders.filter(({ id }) => lostCents.has(id));
    const refunds = Map.groupBy(concerned.length === 0 ? [] : await this.refunds.ofOrders(tx, [...lostCents.keys()]), (refund) => refund.order_id);
    const later = new Set<string>();
    const less = concerned.flatMap((order) => {
      const [stopped, others] = split(refunds.get(order.id) ?? [], ({ id, state }) => wouldNot.has(id) || state === 'waiting' || state === 'refused');
      if (others.some(({ id, state }) => state === 'requested' && !back.has(id))) {
        later.add(order.id);
        return [];
      }
      const cents = lessened(stopped.map((refund) => refund.amount_cents), order.total_cents - lostCents.get(order.id)! - others.reduce((sum, refund) => sum + refund.amount_cents, 0));
      return cents ? stopped.map((refund, index) => ({ order, refund: lessBy(refund, refund.amount_cents - cents[index]!) })) : [];
    });
    const [goOn, over] = split(less, ({ refund }) => refund.amount_cents > 0);
    await this.refunds.lessen(tx, less.map(({ refund }) => refund));
    await this.tryAgain(tx, goOn.map(({ refund }) => ({ refund, destination: refund.destination, tries: 1 })));
    this.tell(tx, goOn, 'lessened');
    return { later, ids: idsOf(less), eventIds: less.map(({ order }) => order.event_id), done: over.map((each): Done => ({ ...each, toBalanceCents: 0 })) };
  }

  private async refuse(tx: Tx, all: { refund: RefundRow; order: OrderRow; because: string; retryable: boolean }[]): Promise<void> {
    if (all.length === 0) return;
    const decided = all.map((each) => {
      const { tries, destination, balance_if_refused: balanceIfRefused } = each.refund;
      return { ...each, next: afterRefusal({ tries, destination, balanceIfRefused }, each.retryable) };
    });
    await this.tryAgain(tx, decided.flatMap(({ refund, next }) => (next.kind === 'to_balance' ? [{ refund, destination: 'balance' as const, tries: refund.tries + 1 }] : [])));
    const stopped = decided.filter(({ next }) => next.kind !== 'to_balance');
    await this.refunds.goOn(tx, stopped.map(({ refund, next, because }) => stepAfter(refund, next, because)));
    const terms = await this.catalog.saleTerms([...new Set(stopped.map(({ order }) => order.event_id))], tx);
    // Of the tries in between the buyer hears nothing: the first refusal and the last word are what matters to them.
    const news = stopped.filter(({ refund, next }) => next.kind === 'give_up' || refund.tries === 1);
    await this.outbox.append(
      tx,
      news.map(({ refund, order, next }) =>
        RefundDelayed.message({ ...endOf(order, terms.get(order.event_id)?.title), refundId: refund.id, refundCents: refund.amount_cents, final: next.kind === 'give_up' }, refund.request_id),
      ),
    );
    for (const { refund, next, because } of decided) {
      this.tell(tx, [{ refund }], next.kind);
      if (next.kind === 'give_up') afterCommit(tx, () => this.log.error({ refundId: refund.id, orderId: refund.order_id, requestId: refund.request_id, because }, 'a refund was refused and waits for a person'));
    }
  }

  /** Orders of which all the money is back: what was bought with it goes with their last refund. */
  private async closeWhole(tx: Tx, done: Done[], bought: ReadonlyMap<string, OrderItem[]>): Promise<void> {
    const last = new Map(done.filter(({ order }) => order.refunded_cents === order.total_cents).map((each) => [each.order.id, each]));
    const gone = await this.refunds.quantities(tx, [...last.keys()], 'done');
    const rest = [...last.values()].flatMap(({ refund, order }): ItemOfRefund[] =>
      (bought.get(order.id) ?? []).flatMap(({ quantity }, index) => {
        const left = quantity - (gone.get(order.id)?.get(index + 1) ?? 0);
        return left > 0 ? [{ refundId: refund.id, orderId: order.id, itemNo: index + 1, quantity: left }] : [];
      }),
    );
    // What cost nothing is over when it is all given up.
    const open = new Set(rest.filter(({ orderId }) => last.get(orderId)?.order.total_cents === 0).map(({ orderId }) => orderId));
    await this.refunds.addItems(tx, rest.filter(({ orderId }) => !open.has(orderId)));
    await this.orders.move(tx, [...last.keys()].filter((id) => !open.has(id)), 'refunded');
  }

  private async takeBack(tx: Tx, done: Done[], given: ItemOfRefund[], bought: ReadonlyMap<string, OrderItem[]>): Promise<void> {
    const orders = new Map(done.map(({ order }) => [order.id, order]));
    const onSale = await this.stillToCome(tx, [...orders.values()].map(({ event_id }) => event_id));
    const back = given.filter(({ orderId }) => onSale.has(orders.get(orderId)!.event_id));
    const places = back.filter(({ orderId, itemNo }) => isTicket(bought, orderId, itemNo));
    // Lock order: the holds, the stock of products, and before the commit the stock's own.
    await this.inventory.putBack(tx, places.map(({ orderId, itemNo }) => ({ holdId: orders.get(orderId)!.hold_id, itemNo })));
    await this.catalog.returnProducts(tx, back.flatMap(({ orderId, itemNo, quantity }) => {
      const productId = bought.get(orderId)?.[itemNo - 1]?.productId ?? null;
      return productId === null ? [] : [{ productId, quantity }];
    }));
    await this.tickets.refund(tx, given.filter(({ orderId, itemNo }) => isTicket(bought, orderId, itemNo)));
  }

  /** Those of the shows that are neither cancelled nor have begun: somebody else may want the places. */
  private async stillToCome(tx: Tx, eventIds: string[]): Promise<Set<string>> {
    const terms = await this.catalog.saleTerms([...new Set(eventIds)], tx);
    const now = await this.orders.now(tx);
    return new Set([...terms.values()].filter(({ status, startsAt }) => status !== 'cancelled' && (startsAt === null || startsAt > now)).map(({ eventId }) => eventId));
  }

  private tell(tx: Tx, refunds: { refund: RefundRow }[], outcome: string): void {
    afterCommit(tx, () => {
      for (const { refund } of refunds) this.settled.inc({ reason: refund.reason, outcome });
      void this.outcomes.tell(refunds.map(({ refund }) => refund.id)).catch(() => {});
    });
  }
}

const lessBy = (refund: RefundRow, cents: number): RefundRow => ({ ...refund, amount_cents: refund.amount_cents - cents, taken_back_cents: refund.taken_back_cents + cents });

const idsOf = (all: readonly { refund: RefundRow }[]): Set<string> => new Set(all.map(({ refund }) => refund.id));

const split = <Each>(all: readonly Each[], is: (each: Each) => boolean): [Each[], Each[]] => [all.filter(is), all.filter((each) => !is(each))];

const isTicket = (bought: ReadonlyMap<string, OrderItem[]>, orderId: string, itemNo: number): boolean => bought.get(orderId)?.[itemNo - 1]?.kind === 'ticket';

function stepAfter(refund: RefundRow, next: AfterRefusal, because: string): RefundStep {
  const waits = next.kind === 'wait';
  return { id: refund.id, state: waits ? 'waiting' : 'refused', destination: refund.destination, tryId: refund.try_id, tries: refund.tries, inSeconds: waits ? next.seconds : null, because };
}

/** The wallet is asked under the try's name: what it refuses once it never does under that name. */
export function askWallet(refund: Pick<RefundRow, 'payment_id' | 'try_id' | 'amount_cents' | 'reason' | 'destination' | 'request_id'>) {
  const { payment_id: paymentId, try_id: refundId, amount_cents: amountCents, reason, destination: to } = refund;
  return RefundPayment.message({ paymentId, refundId, amountCents, reason, to, creditIfRefused: false }, refund.request_id);
}
