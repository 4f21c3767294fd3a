import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, Database, Inbox } from '#platform';
import { Catalog } from '#catalog';
import { OrderConfirmed } from './orders.events.js';

const CONSUMER = 'orders.bought_together';

/** Tells the catalog which products went together, off the hot path; its suggestions are drawn from that (S1.12). */
@Injectable()
export class BoughtTogether implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly catalog: Catalog,
  ) {}

  onModuleInit(): void {
    this.consumers.events(CONSUMER, [OrderConfirmed], async (messages) => {
      const confirmed = messages.filter((message) => OrderConfirmed.is(message)).filter(({ payload }) => payload.products.length > 0);
      if (confirmed.length === 0) return;
      await this.database.transaction(async (tx) => {
        const fresh = await this.inbox.fresh(tx, CONSUMER, confirmed);
        await this.catalog.recordPurchases(tx, fresh.map(({ payload: { eventId, products } }) => ({ eventId, productIds: products.map(({ productId }) => productId) })));
      });
    });
  }
}
