import { Injectable } from '@nestjs/common';
import { afterCommit, Metrics, Outbox, type Tx } from '#platform';
import { Catalog } from '#catalog';
import { type Hold, Inventory } from '#inventory';
import { WaitingRoom } from '#waiting-room';
import { OrderOutcomes } from './order-outcomes.js';
import { OrderRepository, type OrderRow } from './order.repository.js';
import { OrderExpired } from './orders.events.js';

/** Places that were not bought go back, with the orders that wanted them. */
@Injectable()
export class LettingGo {
  private readonly expired;

  constructor(
    private readonly catalog: Catalog,
    private readonly inventory: Inventory,
    private readonly waitingRoom: WaitingRoom,
    private readonly repository: OrderRepository,
    private readonly outcomes: OrderOutcomes,
    private readonly outbox: Outbox,
    metrics: Metrics,
  ) {
    this.expired = metrics.counter('catraca_orders_expired_total', 'Orders that ended unpaid.');
  }

  /**
   * Ends unpaid orders and puts the places of holds back: to their admission while its window is open, else on sale. The orders
   * and the holds are locked by the caller; then admissions, the stock of products, and the stock's own locks.
   */
  async letGo(tx: Tx, orders: OrderRow[], holds: Hold[], state: 'released' | 'expired'): Promise<void> {
    const promised = await this.promisedAgain(tx, holds);
    await this.end(tx, orders);
    if (holds.length > 0) await this.inventory.release(tx, holds.map(({ id }) => ({ holdId: id, asPromise: promised.has(id), state })));
  }

  private async promisedAgain(tx: Tx, holds: Hold[]): Promise<Set<string>> {
    const inLine = holds.filter(({ admissionId }) => admissionId !== null);
    if (inLine.length === 0) return new Set();
    const open = await this.waitingRoom.giveBack(tx, inLine.map(({ admissionId, items }) => ({ admissionId: admissionId as string, quantity: items.length })));
    return new Set(inLine.filter((_, index) => open[index]).map(({ id }) => id));
  }

  private async end(tx: Tx, orders: OrderRow[]): Promise<void> {
    if (orders.length === 0) return;
    const ids = orders.map(({ id }) => id);
    await this.repository.move(tx, ids, 'expired');
    const items = await this.repository.items(tx, ids);
    await this.catalog.returnProducts(tx, [...items.values()].flat().flatMap(({ productId, quantity }) => (productId === null ? [] : [{ productId, quantity }])));
    const terms = await this.catalog.saleTerms([...new Set(orders.map(({ event_id }) => event_id))], tx);
    await this.outbox.append(tx, orders.map((order) => OrderExpired.message(endOf(order, terms.get(order.event_id)?.title), order.request_id)));
    afterCommit(tx, () => {
      this.expired.inc(orders.length);
      void this.outcomes.tell(ids);
    });
  }
}

/** What an ended order tells those who hear of it. */
export function endOf(order: OrderRow, eventTitle = '') {
  return {
    orderId: order.id, eventId: order.event_id, userId: order.user_id, email: order.email, name: order.name, language: order.language, eventTitle, totalCents: order.total_cents, currency: order.currency,
  };
}
