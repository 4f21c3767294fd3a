import { Module } from '@nestjs/common';
import { Consumers, Database, type Message, newId, Outbox, type OutgoingMessage, type Principal } from '#platform';
import { CancelPayment, PaymentCompleted, PaymentConflicted, PaymentDisputed, PaymentFailed, PaymentRefunded, RefundPayment, RefundRefused, RequestPayment } from '#wallet';
import { OrdersModule } from '#orders';
import { Holding } from '../../src/orders/holding.js';
import { idempotencyOf } from '../../src/orders/idempotency.js';
import { OrderQueries } from '../../src/orders/order.queries.js';
import type { OrderWish } from '../../src/orders/order-wish.js';
import { Orders } from '../../src/orders/orders.js';
import { LineSchedule } from '../../src/waiting-room/line-schedule.js';
import { until } from './eventually.js';
import { newPrincipal } from './principal.js';
import { newStock } from './stock.js';
import type { TestDatabase } from './test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from './test-house.js';

type Payload<Type> = Type extends { is(message: Message): message is Message<infer P> } ? P : never;
type Failure = Pick<Payload<typeof PaymentFailed>, 'reason'> & { retryable?: boolean };

const card = { method: 'card', token: 'tok_ok' } as const;

/** Orders with everything below them real, and the wallet played by the test: what it is told is collected, what it says is sent. */
export class OrdersHouse {
  private constructor(
    readonly house: TestHouse,
    readonly database: TestDatabase,
    /** What the processes on one database told the wallet: they share the partitions. */
    readonly told: Message[],
  ) {}

  static async start(database: TestDatabase, told: Message[] = [], environment: Record<string, string> = {}, principals: Record<string, Principal> = {}): Promise<OrdersHouse> {
    @Module({})
    class PlayedWallet {
      constructor(consumers: Consumers) {
        consumers.commands('wallet', [RequestPayment, CancelPayment, RefundPayment], async (messages) => void told.push(...messages));
      }
    }
    // What fails on purpose is asserted, not logged.
    const house = await startHouse(database, [OrdersModule, PlayedWallet, sessionsByDecree(principals)], { LOG_LEVEL: 'fatal', ...environment });
    return new OrdersHouse(house, database, told);
  }

  stock(event: Parameters<typeof newStock>[2]) {
    return newStock(this.database, this.house, event);
  }

  /** Makes the event's line now instead of when its publication is heard. */
  async openLine(eventId: string): Promise<void> {
    await this.house.app.get(LineSchedule).sync([eventId]);
  }

  hold(buyer: Principal, eventId: string, wish: Parameters<Holding['hold']>[2], admissionToken?: string, key?: string) {
    const idempotency = key === undefined ? null : idempotencyOf(key, eventId, wish);
    return this.house.app.get(Holding).hold(buyer, eventId, wish, { admissionToken, idempotency });
  }

  release(buyer: Principal, holdId: string) {
    return this.house.app.get(Holding).release(buyer, holdId);
  }

  place(principal: Principal, holdId: string, payment: OrderWish['payment'] = card, key = newId(), products: OrderWish['products'] = []): Promise<string> {
    return this.house.app.get(Orders).place(buyerOf(principal), { holdId, products, holders: [], payment }, { key, bodyHash: Buffer.from(holdId) });
  }

  /** A buyer with one standing place of a new event on order. */
  async ordered(event: { standing?: number; buyerTicketLimit?: number } = {}, payment?: OrderWish['payment']) {
    const stock = await this.stock({ sections: [{ name: 'Pitch', standing: event.standing ?? 10 }] });
    const buyer = newPrincipal();
    const want = { ticketTypeId: stock.types['Pitch']!.full, quantity: 1 };
    const hold = await this.hold(buyer, stock.eventId, want);
    const orderId = await this.place(buyer, hold.id, payment);
    return { stock, buyer, want, hold, orderId, paymentId: await this.lastPayment(orderId) };
  }

  pay(principal: Principal, orderId: string, payment: OrderWish['payment'] = card, key = newId()): Promise<string> {
    return this.house.app.get(Orders).pay(buyerOf(principal), orderId, payment, { key, bodyHash: Buffer.from(orderId) });
  }

  order(principal: Principal, orderId: string) {
    return this.house.app.get(OrderQueries).one(principal.userId, orderId);
  }

  async state(orderId: string): Promise<string | undefined> {
    return (await this.database.query<{ state: string }>('select state from orders."order" where id = $1', [orderId]))[0]?.state;
  }

  /** The tries at paying an order, oldest first. */
  async payments(orderId: string): Promise<{ id: string; state: string }[]> {
    return this.database.query('select id, state from orders.payment where order_id = $1 order by id', [orderId]);
  }

  async lastPayment(orderId: string): Promise<string> {
    return (await this.payments(orderId)).at(-1)!.id;
  }

  /** When the places of a hold go back at the latest, in seconds from when it was made. */
  async keptSeconds(holdId: string): Promise<number> {
    const [row] = await this.database.query<{ seconds: number }>(
      'select extract(epoch from coalesce(kept_until, expires_at) - created_at)::float8 as seconds from inventory.hold where id = $1', [holdId]);
    return row!.seconds;
  }

  async say(...messages: OutgoingMessage[]): Promise<void> {
    await this.house.app.get(Database).transaction((tx) => this.house.app.get(Outbox).append(tx, messages));
  }

  completed(orderId: string, paymentId: string, amountCents = 10_000): OutgoingMessage {
    return PaymentCompleted.message({ paymentId, purpose: { kind: 'order', id: orderId }, amountCents, currency: 'BRL', method: 'card', gateway: 'aurora', late: false });
  }

  failed(orderId: string, paymentId: string, { reason, retryable = true }: Failure): OutgoingMessage {
    return PaymentFailed.message({ paymentId, purpose: { kind: 'order', id: orderId }, reason, retryable, detail: null });
  }

  /** The gateway took something else than it was asked for, or that has ended. */
  conflicted(orderId: string, paymentId: string, state: 'arisen' | 'returned' | 'closed' | 'taken_back'): OutgoingMessage {
    return PaymentConflicted.message({
      paymentId, purpose: { kind: 'order', id: orderId }, state, askedCents: 10_000, currency: 'BRL', taken: { amountCents: 9_999, currency: 'BRL' }, description: 'A show', userId: newId(), payerName: 'Ana', payerEmail: 'ana@example.com', language: 'en',
    });
  }

  refunded(orderId: string, paymentId: string, amountCents = 10_000): OutgoingMessage {
    return PaymentRefunded.message({ paymentId, purpose: { kind: 'order', id: orderId }, refundId: newId(), amountCents, toBalanceCents: 0, reason: 'late' });
  }

  /** What the wallet was asked to give back of a payment, oldest first; at least `count` of it. */
  refundsAsked(paymentId: string, count = 1): Promise<Payload<typeof RefundPayment>[]> {
    return until(() => {
      const asked = this.told.filter((message) => RefundPayment.is(message)).map(({ payload }) => payload).filter((payload) => payload.paymentId === paymentId);
      return asked.length >= count && asked;
    }, `${count} refunds of ${paymentId}`);
  }

  /** The wallet's answer to one of them. */
  gaveBack(orderId: string, { paymentId, refundId, amountCents, to, reason }: Payload<typeof RefundPayment>): OutgoingMessage {
    return PaymentRefunded.message({ paymentId, purpose: { kind: 'order', id: orderId }, refundId, amountCents, toBalanceCents: to === 'balance' ? amountCents : 0, reason });
  }

  wouldNot(orderId: string, { paymentId, refundId, amountCents, boughtNothing }: Payload<typeof RefundPayment>, retryable: boolean): OutgoingMessage {
    return RefundRefused.message({ paymentId, purpose: { kind: 'order', id: orderId }, refundId, amountCents, reason: 'gateway_refused', retryable, ...(boughtNothing && { boughtNothing }) });
  }

  disputed(orderId: string, paymentId: string, disputeId: string, state: 'opened' | 'won' | 'lost', amountCents = 20_000): OutgoingMessage {
    return PaymentDisputed.message({ paymentId, purpose: { kind: 'order', id: orderId }, disputeId, amountCents, state });
  }

  /** What the wallet was told about a payment. */
  about(paymentId: string): string[] {
    return this.told.filter(({ key }) => key === paymentId).map(({ type }) => type);
  }

  deadLetters = () => this.database.query<{ type: string; error: string }>('select type, error from platform.dead_letter');
}

function buyerOf(principal: Principal) {
  return { principal, address: '203.0.113.7', deviceId: null, requestId: null };
}
