import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, Database, Inbox, Jobs, Log, type Message, Metrics, type Principal } from '#platform';
import { Catalog, EventCancelled } from '#catalog';
import { NoRefundOperation } from './orders.errors.js';
import { choose } from './refund.js';
import { RefundOperationRepository } from './refund-operation.repository.js';
import { Refunds } from './refunds.js';

const CONSUMER = 'orders.cancelled_events';
const EVERY_MS = 1_000;
/** One page is one transaction, and holds the locks of its orders for some tens of milliseconds. */
const PAGE = 200;
/** Gateways take some tens of refunds a second; more on their way at once only makes queues, in which the sales of other shows would wait. */
const UNDERWAY_MAX = 500;
/** So many are done long before by a gateway that answers; what takes longer waits for one that does not, and keeps nobody of another from their money. */
const UNDERWAY_SECONDS = 60;
/** A page is asked for as soon as there is room for so many. */
const ROOM_MIN = 50;
/** What a process remembers of an event is a second old; after a minute nobody confirms an order of a cancelled one any more. */
const LATECOMERS_SECONDS = 60;
const EVENTS_MAX = 10;
const LOOK_BACK_EVERY_MS = 60_000;
/** No transaction that settles disputes lasts so long. */
const OVERTAKEN_SECONDS = 60;

/**
 * A cancelled event gives everybody their money back: page by page in the order of the orders' ids, each page one transaction that writes
 * the refunds, asks the wallet for them and moves on. Whatever crashes, the next page follows the last that was committed.
 */
@Injectable()
export class RefundOperations implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly consumers: Consumers,
    private readonly inbox: Inbox,
    private readonly jobs: Jobs,
    private readonly operations: RefundOperationRepository,
    private readonly refunds: Refunds,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_refund_operation_refunds', 'Refunds of cancelled events that are being refunded, by their state.', ['event', 'state'], async (gauge) => {
      gauge.reset();
      const running = await this.operations.running(this.database.reads, EVENTS_MAX);
      for (const [event, counts] of await this.operations.counts(this.database.reads, running)) {
        for (const [state, { refunds: count }] of Object.entries(counts)) gauge.set({ event, state }, count);
      }
    });
  }

  onModuleInit(): void {
    this.consumers.events(CONSUMER, [EventCancelled], (messages) => this.begin(messages));
    this.jobs.every('orders.refund_events', EVERY_MS, () => this.run());
    this.jobs.every('orders.resume_refund_events', LOOK_BACK_EVERY_MS, () => this.lookBack());
  }

  /** How an event's operation stands. @throws NoRefundOperation, the catalog's EventNotFound for those who do not maintain it */
  async of(principal: Principal, eventId: string) {
    await this.catalog.mayMaintain(principal, eventId);
    const operation = await this.operations.find(this.database.reads, eventId);
    if (!operation) throw new NoRefundOperation({ eventId });
    const counts = (await this.operations.counts(this.database.reads, [eventId])).get(eventId)!;
    return { operation, counts };
  }

  async run(): Promise<void> {
    for (const eventId of await this.operations.running(this.database.reads, EVENTS_MAX)) while (await this.page(eventId));
  }

  /** A dispute may be won, or leave a part, at the moment when its operation finishes without the money; locking the operation for it would turn the lock order around. */
  async lookBack(): Promise<void> {
    await this.operations.resumeOvertaken(this.database.reads, OVERTAKEN_SECONDS);
  }

  /** Asks for the next refunds. Whether there may be more at once. */
  async page(eventId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const operation = await this.operations.take(tx, eventId);
      if (!operation) return false;
      const underway = await this.operations.underway(tx, eventId, UNDERWAY_SECONDS, UNDERWAY_MAX);
      if (UNDERWAY_MAX - underway < ROOM_MIN) return false;
      const room = Math.min(PAGE, UNDERWAY_MAX - underway);
      const orders = await this.operations.nextOrders(tx, operation, room);
      if (orders.length > 0) {
        const left = await this.refunds.left(tx, orders);
        const decided = orders.flatMap((order) => {
          const choice = choose({ tickets: [], products: [] }, left.get(order.id)!.left);
          return choice.ok ? [{ ...choice, order, reason: 'event_cancelled' as const, to: 'source' as const, balanceIfRefused: false, operationId: eventId }] : [];
        });
        await this.refunds.request(tx, decided);
        await this.operations.moveOn(tx, eventId, orders.at(-1)!.id);
        return orders.length === room;
      }
      if (await this.operations.anyOpen(tx, eventId)) return false;
      // The end: once more from the beginning for those who were confirmed meanwhile; when there are none, that was everybody.
      if (await this.operations.anyLeft(tx, eventId)) await this.operations.moveOn(tx, eventId, null);
      else if (await this.operations.finish(tx, eventId, LATECOMERS_SECONDS)) this.log.info({ eventId }, 'everybody of a cancelled event was refunded');
      return false;
    });
  }

  private async begin(messages: Message[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const fresh = await this.inbox.fresh(tx, CONSUMER, messages.filter((message) => EventCancelled.is(message)));
      await this.operations.begin(tx, fresh.map(({ payload }) => payload.eventId));
    });
  }
}
