import { Injectable, type OnModuleInit } from '@nestjs/common';
import { afterCommit, Consumers, Database, FORGOTTEN_ADDRESS, Heat, Inbox, Log, type Message, Metrics, newId, Outbox, type OutgoingMessage, type Tx } from '#platform';
import { Catalog, type SaleTerms } from '#catalog';
import { type Hold, Inventory } from '#inventory';
import { type IssuedTicket, Tickets } from '#tickets';
import { WaitingRoom } from '#waiting-room';
import { CancelPayment, PaymentCompleted, PaymentConflicted, PaymentDisputed, PaymentFailed, PaymentPresented, PaymentRefunded, RefundPayment, RefundRefused } from '#wallet';
import { Disputes } from './disputes.js';
import { endOf, LettingGo } from './letting-go.js';
import { endsTheOrder, isConflicted, type MoneyMeets, type OrderItem, RETRY_SECONDS, whenMoneyArrives } from './order.js';
import { OrderRepository, type OrderRow } from './order.repository.js';
import { OrderOutcomes } from './order-outcomes.js';
import { OrderConfirmed, OrderPaymentFailed, OrderRefunded } from './orders.events.js';
import { RefundSettlement } from './refund-settlement.js';

type Payload<Type> = Type extends { is(message: Message): message is Message<infer P> } ? P : never;
type Completed = { paymentId: string; orderId: string; amountCents: number; requestId: string | null };
/** `inVain`: no money buys this order any more, whenever it comes. */
type Decided = { money: Completed; order: OrderRow; hold: Hold | undefined; meets: MoneyMeets; inVain: boolean };

/** Events of the wallet about orders, of one type, each with its order. */
function about<Payment extends { purpose: { kind: string; id: string } }>(messages: Message[], type: { is(message: Message): message is Message<Payment> }): Message<Payment>[] {
  return messages.filter((message): message is Message<Payment> => type.is(message) && message.payload.purpose.kind === 'order');
}

/**
 * Late money is among money that came in time. Taking places again decides by what is free, and so locks the event's stock early; the
 * locks of everybody else's places, which come before it, would then be taken after it: a deadlock with whoever holds places meanwhile.
 */
class LateMoneyApart extends Error {
  constructor(readonly orderIds: ReadonlySet<string>) {
    super('late money is settled in a transaction of its own');
  }
}

/**
 * What payments do to orders. Each batch of the wallet's events is one transaction: money buys the places or goes back,
 * a refusal frees them for another try, the end of the window puts them on sale.
 */
@Injectable()
export class Settlement implements OnModuleInit {
  private readonly settled;

  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly catalog: Catalog,
    private readonly inventory: Inventory,
    private readonly waitingRoom: WaitingRoom,
    private readonly tickets: Tickets,
    private readonly repository: OrderRepository,
    private readonly lettingGo: LettingGo,
    private readonly refunds: RefundSettlement,
    private readonly disputes: Disputes,
    private readonly outcomes: OrderOutcomes,
    private readonly heat: Heat,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.settled = metrics.counter('catraca_orders_settled_total', 'Orders by what their payment did to them.', ['outcome']);
  }

  onModuleInit(): void {
    this.consumers.events('orders', [PaymentPresented, PaymentCompleted, PaymentFailed, PaymentRefunded, RefundRefused, PaymentDisputed, PaymentConflicted], (messages) => this.settle(messages));
  }

  private async settle(messages: Message[]): Promise<void> {
    try {
      await this.settleTogether(messages);
    } catch (error) {
      if (!(error instanceof LateMoneyApart)) throw error;
      const isLate = ({ payload }: Message): boolean => error.orderIds.has((payload as { purpose: { id: string } }).purpose.id);
      await this.settle(messages.filter((message) => !isLate(message)));
      await this.settle(messages.filter(isLate));
    }
  }

  /** @throws LateMoneyApart */
  private async settleTogether(messages: Message[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const fresh = await this.inbox.fresh(tx, 'orders', messages);
      const presented = about(fresh, PaymentPresented);
      const failed = about(fresh, PaymentFailed);
      const completed = about(fresh, PaymentCompleted);
      const refunded = about(fresh, PaymentRefunded);
      const refused = about(fresh, RefundRefused);
      const disputed = about(fresh, PaymentDisputed);
      const conflicted = about(fresh, PaymentConflicted);
      const orderIds = [...new Set([...failed, ...completed, ...refunded, ...refused, ...disputed, ...conflicted].map(({ payload }) => payload.purpose.id))];
      // Lock order: all orders of the batch, then their holds, then what confirming and letting go lock.
      const orders = new Map(orderIds.length === 0 ? [] : (await this.repository.lock(tx, orderIds)).map((order) => [order.id, order]));
      const holds = new Map(orders.size === 0 ? [] : (await this.inventory.lock(tx, [...orders.values()].map(({ hold_id }) => hold_id))).map((hold) => [hold.id, hold]));
      if (presented.length > 0) await this.repository.markPresented(tx, presented.map(({ payload: { paymentId, pix } }) => ({ paymentId, pix })));
      // Money first: of a refusal and a success that travel together the success is the truth.
      const bought = await this.receive(tx, completed, orders, holds);
      await this.refuse(tx, failed.filter(({ payload }) => !bought.has(payload.purpose.id)), orders, holds);
      // What is refused because a bank has the money asks for what is left, and alarms nobody, though both are told at once.
      const news = await this.disputes.note(tx, disputed, orders);
      const byItself = await this.refunds.settle(tx, refunded, refused, orders, news.flatMap(({ state, order }) => (state === 'lost' ? [order] : [])));
      await this.giveBack(tx, byItself.refunded, orders);
      await this.disputes.settle(tx, news, byItself.lessened);
      await this.makeGood(tx, conflicted, holds);
      afterCommit(tx, () => this.alert(byItself.refused));
      const touched = [...orderIds, ...presented.map(({ payload }) => payload.purpose.id)];
      afterCommit(tx, () => void this.outcomes.tell(touched));
    });
  }

  /** Money that should have gone back did not: a person has to look at it, unless the wallet gives it back by itself. */
  private alert(all: Message<Payload<typeof RefundRefused>>[]): void {
    const refused = all.filter(({ payload }) => !payload.boughtNothing);
    for (const { payload, requestId } of refused) this.log.error({ requestId, paymentId: payload.paymentId, orderId: payload.purpose.id, reason: payload.reason }, 'a refund was refused');
    this.settled.inc({ outcome: 'refund_refused' }, refused.length);
  }

  /** Money has come. Returns the orders that bought their places with it. */
  private async receive(tx: Tx, completed: Message<Payload<typeof PaymentCompleted>>[], orders: Map<string, OrderRow>, holds: Map<string, Hold>): Promise<Set<string>> {
    if (completed.length === 0) return new Set();
    const payments = await this.repository.payments(tx, [...orders.keys()]);
    const terms = await this.catalog.saleTerms([...new Set([...orders.values()].map(({ event_id }) => event_id))], tx);
    // A payment meets its order once, though it be told twice in different words: what goes back already buys nothing any more.
    const met = new Set([...payments.values()].flat().flatMap(({ id, state }) => (state === 'returned' ? [id] : [])));
    const news = completed.filter(({ payload: { paymentId } }) => !met.has(paymentId) && met.add(paymentId));
    const decided = news.map((message): Decided => {
      const { paymentId, purpose, amountCents } = message.payload;
      const order = orders.get(purpose.id) as OrderRow;
      const wonBy = payments.get(order.id)?.find(({ state }) => state === 'completed')?.id ?? null;
      const hold = holds.get(order.hold_id);
      const showCancelled = terms.get(order.event_id)?.status === 'cancelled';
      const buyerForgotten = order.email === FORGOTTEN_ADDRESS;
      const meets = whenMoneyArrives({ state: order.state, wonBy, holdLives: hold !== undefined, showCancelled, buyerForgotten }, paymentId);
      return { money: { paymentId, orderId: order.id, amountCents, requestId: message.requestId }, order, hold, meets, inVain: showCancelled || buyerForgotten };
    });
    // Two payments of one order in one batch: the first buys, the other goes back.
    const winners = new Set<string>();
    for (const each of decided) {
      if (each.meets !== 'confirm' && each.meets !== 'retake') continue;
      if (winners.has(each.order.id)) each.meets = 'give_back';
      winners.add(each.order.id);
    }
    const late = decided.filter(({ meets }) => meets === 'retake');
    const lateOrders = new Set(late.map(({ order }) => order.id));
    if (late.length > 0 && lateOrders.size < orders.size) throw new LateMoneyApart(lateOrders);
    await this.retake(tx, late);
    const buying = decided.filter(({ meets }) => meets === 'confirm' || meets === 'retake');
    await this.confirm(tx, buying);
    const returning = decided.filter(({ meets }) => meets === 'give_back');
    await this.returnMoney(tx, returning.map(({ money }) => money));
    await this.endInVain(tx, returning);
    return new Set(buying.map(({ order }) => order.id));
  }

  /** An order whose money goes back because its show was cancelled, or its buyer is nobody any more, waits for nothing. */
  private async endInVain(tx: Tx, returning: Decided[]): Promise<void> {
    const open = new Map(returning.filter(({ order, inVain }) => inVain && order.state === 'awaiting_payment').map((each) => [each.order.id, each]));
    if (open.size === 0) return;
    await this.lettingGo.letGo(tx, [...open.values()].map(({ order }) => order), [...open.values()].flatMap(({ hold }) => hold ?? []), 'expired');
    // A refusal of another try in the same batch finds the order as it is now.
    for (const { order } of open.values()) order.state = 'expired';
  }

  /** Late money: the same products and the same places again, or the money goes back. */
  private async retake(tx: Tx, late: Decided[]): Promise<void> {
    if (late.length === 0) return;
    const items = await this.repository.items(tx, late.map(({ order }) => order.id));
    await this.refuseBeyondSession(tx, late, items);
    const wanting = late.filter(({ meets }) => meets === 'retake');
    const productsOf = ({ order }: Decided) => (items.get(order.id) ?? []).flatMap(({ productId, quantity }) => (productId === null ? [] : [{ productId, quantity }]));
    const takings = await this.catalog.takeProducts(tx, wanting.map((each) => ({ eventId: each.order.event_id, products: productsOf(each) })));
    const complete = wanting.filter((each, index) => {
      if (!takings[index]?.ok) each.meets = 'give_back';
      return takings[index]?.ok;
    });
    const retaken = await this.inventory.retake(tx, complete.map(({ order }) => ({ holdId: order.hold_id, orderId: order.id })));
    const without = complete.filter((_, index) => !retaken[index]);
    for (const each of without) each.meets = 'give_back';
    await this.catalog.returnProducts(tx, without.flatMap(productsOf));
    // Where the same seats were gone, others of the same kind were taken.
    const seats = complete.flatMap(({ order }, index) => (retaken[index]?.items ?? []).map(({ seatId, label }, nth) => ({ orderId: order.id, itemNo: nth + 1, seatId, label })));
    await this.repository.reseat(tx, seats);
  }

  /** A buyer whose code was paid too late has often bought with another order by then: an admission is for one session's tickets (I8). */
  private async refuseBeyondSession(tx: Tx, late: Decided[], items: Map<string, OrderItem[]>): Promise<void> {
    const admitted = late.map(({ order }) => order).filter(({ admission_id }) => admission_id !== null);
    if (admitted.length === 0) return;
    // Before the stock's locks: what is bought ends its admission, and what is let go of in the same batch returns to one.
    await this.waitingRoom.lock(tx, admitted.map(({ admission_id }) => admission_id as string));
    const others = await this.repository.ticketsOfAdmissions(tx, admitted);
    const terms = await this.catalog.saleTerms([...new Set(admitted.map(({ event_id }) => event_id))], tx);
    const bought = new Map<string, number>();
    for (const each of late) {
      const { id, event_id: eventId, admission_id: admission } = each.order;
      if (admission === null) continue;
      const own = (items.get(id) ?? []).filter(({ kind }) => kind === 'ticket').length;
      const all = (others.get(id) ?? 0) + (bought.get(admission) ?? 0) + own;
      if (all > (terms.get(eventId) as SaleTerms).sessionTicketLimit) each.meets = 'give_back';
      else bought.set(admission, (bought.get(admission) ?? 0) + own);
    }
  }

  private async confirm(tx: Tx, buying: Decided[]): Promise<void> {
    if (buying.length === 0) return;
    const ids = buying.map(({ order }) => order.id);
    const inTime = buying.filter(({ meets }) => meets === 'confirm');
    const admissions = buying.flatMap(({ order }) => order.admission_id ?? []);
    const [items, unpromised] = await Promise.all([
      this.repository.items(tx, ids),
      admissions.length === 0 ? new Map<string, number>() : this.waitingRoom.finish(tx, admissions),
    ]);
    const issued = await this.tickets.issue(
      tx,
      buying.map(({ order }) => ({
        orderId: order.id,
        userId: order.user_id,
        eventId: order.event_id,
        items: (items.get(order.id) ?? []).filter(({ kind }) => kind === 'ticket').map((item, index) => ({
          itemNo: index + 1, label: item.label, ticketTypeId: item.ticketTypeId as string, ticketTypeName: item.name,
          holder: item.holderName === null ? null : { name: item.holderName, cpf: item.holderDocument },
        })),
      })),
    );
    // At most one try of an order is open or won, so others leave before the winner is written.
    const [others, confirmations] = await Promise.all([
      this.repository.giveUpOthers(tx, buying.map(({ money }) => money)),
      this.confirmations(tx, buying, items, issued),
      this.repository.markSettled(tx, buying.map(({ money }) => money.paymentId), 'completed'),
      this.repository.move(tx, ids, 'confirmed'),
    ]);
    await this.outbox.append(tx, [...others.map((paymentId) => CancelPayment.message({ paymentId, reason: 'cancelled' })), ...confirmations]);
    await this.inventory.confirm(tx, inTime.map(({ order }) => ({ holdId: order.hold_id, orderId: order.id })), unpromised);
    afterCommit(tx, () => {
      this.heat.warm(buying.length);
      this.settled.inc({ outcome: 'confirmed' }, inTime.length);
      this.settled.inc({ outcome: 'confirmed_late' }, buying.length - inTime.length);
    });
  }

  private async confirmations(tx: Tx, buying: Decided[], items: Awaited<ReturnType<OrderRepository['items']>>, issued: IssuedTicket[][]): Promise<OutgoingMessage[]> {
    const terms = await this.catalog.saleTerms([...new Set(buying.map(({ order }) => order.event_id))], tx);
    return buying.map(({ order, meets, money }, nth) => {
      const all = items.get(order.id) ?? [];
      const places = all.filter(({ kind }) => kind === 'ticket');
      const event = terms.get(order.event_id);
      return OrderConfirmed.message(
        {
          orderId: order.id, eventId: order.event_id, userId: order.user_id, email: order.email, name: order.name, language: order.language, totalCents: order.total_cents, currency: order.currency,
          tickets: (issued[nth] ?? []).map((ticket, index) => ({
            ticketId: ticket.ticketId, label: ticket.label, ticketTypeId: places[index]?.ticketTypeId as string, ticketTypeName: places[index]?.name ?? '', priceCents: places[index]?.priceCents ?? 0, holder: places[index]?.holderName ?? null,
          })),
          products: all.filter(({ kind }) => kind === 'product').map((item) => ({ productId: item.productId as string, name: item.name, quantity: item.quantity, priceCents: item.priceCents })),
          eventTitle: event?.title ?? '', venueName: event?.venueName ?? '', startsAt: event?.startsAt?.toISOString() ?? '', timezone: event?.timezone ?? 'UTC',
          address: order.address, deviceId: order.device_id, paymentId: money.paymentId, late: meets === 'retake',
        },
        order.request_id,
      );
    });
  }

  private async returnMoney(tx: Tx, returned: Completed[]): Promise<void> {
    const worth = returned.filter(({ amountCents }) => amountCents > 0);
    await this.repository.markSettled(tx, returned.map(({ paymentId }) => paymentId), 'returned');
    await this.outbox.append(
      tx,
      worth.map(({ paymentId, amountCents, requestId }) => RefundPayment.message({ paymentId, refundId: newId(), amountCents, reason: 'late', boughtNothing: true }, requestId)),
    );
    afterCommit(tx, () => this.settled.inc({ outcome: 'money_returned' }, returned.length));
  }

  /** A payment came to nothing: the places stay for another try, or go back on sale where the window is over. */
  private async refuse(tx: Tx, failed: Message<Payload<typeof PaymentFailed>>[], orders: Map<string, OrderRow>, holds: Map<string, Hold>): Promise<void> {
    if (failed.length === 0) return;
    const marked = await this.repository.markFailed(tx, failed.map(({ payload: { paymentId, reason, retryable } }) => ({ paymentId, reason, retryable })));
    const current = failed
      .filter(({ payload }) => marked.has(payload.paymentId) && orders.get(payload.purpose.id)?.state === 'awaiting_payment')
      .map(({ payload }) => ({ order: orders.get(payload.purpose.id) as OrderRow, reason: payload.reason }));
    const over = current.filter(({ reason }) => endsTheOrder(reason)).map(({ order }) => order);
    const again = current.filter(({ reason }) => !endsTheOrder(reason));
    await this.lettingGo.letGo(tx, over, over.flatMap(({ hold_id }) => holds.get(hold_id) ?? []), 'expired');
    await this.repository.move(tx, again.map(({ order }) => order.id), 'payment_failed');
    const kept = again.filter(({ order }) => holds.has(order.hold_id));
    if (kept.length > 0) await this.inventory.keep(tx, kept.map(({ order }) => ({ holdId: order.hold_id, seconds: RETRY_SECONDS })));
    await this.outbox.append(tx, again.map(({ order, reason }) => OrderPaymentFailed.message({ orderId: order.id, eventId: order.event_id, userId: order.user_id, reason }, order.request_id)));
    afterCommit(tx, () => this.settled.inc({ outcome: 'payment_failed' }, again.length));
  }

  /** What was taken otherwise than asked, from its arising to its end. The buyer hears of it from the wallet, which knows whose money it is. */
  private async makeGood(tx: Tx, conflicted: Message<PaymentConflicted>[], holds: Map<string, Hold>): Promise<void> {
    if (conflicted.length === 0) return;
    const paymentIds = (of: (state: PaymentConflicted['state']) => boolean): string[] => conflicted.flatMap(({ payload: { paymentId, state } }) => (of(state) ? [paymentId] : []));
    await this.repository.markConflicted(tx, paymentIds((state) => state === 'arisen'));
    await this.endConflicted(tx, conflicted.filter(({ payload }) => payload.state === 'arisen').map(({ payload }) => payload.purpose.id), holds);
    await this.repository.markMadeGood(tx, paymentIds((state) => state !== 'arisen'));
    afterCommit(tx, () => this.settled.inc({ outcome: 'conflicted' }, paymentIds((state) => state === 'arisen').length));
  }

  /** Orders whose try had failed otherwise before another amount turned out to be taken by it wait for no other try. */
  private async endConflicted(tx: Tx, orderIds: string[], holds: Map<string, Hold>): Promise<void> {
    if (orderIds.length === 0) return;
    // As they are by now: what travelled in the same batch may have ended them.
    const [orders, payments] = await Promise.all([this.repository.find(tx, orderIds), this.repository.payments(tx, orderIds)]);
    const ending = orders.filter(({ id, state }) => state === 'payment_failed' && isConflicted(payments.get(id)?.at(-1)));
    await this.lettingGo.letGo(tx, ending, ending.flatMap(({ hold_id }) => holds.get(hold_id) ?? []), 'expired');
  }

  /** Money went back. A payment that never bought the order (a second tab's) says nothing of the order itself. */
  private async giveBack(tx: Tx, refunded: Message<Payload<typeof PaymentRefunded>>[], orders: Map<string, OrderRow>): Promise<void> {
    if (refunded.length === 0) return;
    const payments = await this.repository.payments(tx, [...orders.keys()]);
    const told = refunded.flatMap(({ payload }) => {
      const order = orders.get(payload.purpose.id);
      const won = order && payments.get(order.id)?.find(({ state }) => state === 'completed');
      // Nor does one whose order is still open: another try may yet buy the places.
      const concerned = won ? won.id === payload.paymentId : order?.state === 'expired' || order?.state === 'refunded';
      return order && concerned ? [{ order, payload, late: !won }] : [];
    });
    // Late money that found no places: the buyer sees that it went back. A sold order's refund is the organiser's act, not this.
    await this.repository.move(tx, told.filter(({ order, late }) => late && order.state === 'expired').map(({ order }) => order.id), 'refunded');
    const terms = await this.catalog.saleTerms([...new Set(told.map(({ order }) => order.event_id))], tx);
    await this.outbox.append(
      tx,
      told.map(({ order, payload, late }) =>
        OrderRefunded.message({ ...endOf(order, terms.get(order.event_id)?.title), refundedCents: payload.amountCents, reason: late ? 'late' : 'refund' }, order.request_id),
      ),
    );
  }
}
