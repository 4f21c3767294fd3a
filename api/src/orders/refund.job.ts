import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs } from '#platform';
import { OrderRepository } from './order.repository.js';
import { RefundRepository } from './refund.repository.js';
import { RefundSettlement } from './refund-settlement.js';

// Tries are minutes and hours apart.
const EVERY_MS = 2_000;
const BATCH = 100;

/** Asks the gateways again, by way of the wallet, for what they would not give back at first. */
@Injectable()
export class RefundTries implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly orders: OrderRepository,
    private readonly refunds: RefundRepository,
    private readonly settlement: RefundSettlement,
  ) {}

  onModuleInit(): void {
    this.jobs.every('orders.try_refunds', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    while ((await this.tryDue()) === BATCH);
  }

  private async tryDue(): Promise<number> {
    const due = await this.refunds.due(this.database.reads, BATCH);
    if (due.length === 0) return 0;
    return this.database.transaction(async (tx) => {
      // Looked at again under their orders' locks: somebody may have tried them by hand meanwhile.
      await this.orders.lock(tx, [...new Set(due.map(({ order_id }) => order_id))]);
      const waiting = (await this.refunds.find(tx, due.map(({ id }) => id))).filter(({ state }) => state === 'waiting');
      await this.settlement.tryAgain(tx, waiting.map((refund) => ({ refund, destination: refund.destination, tries: refund.tries + 1 })));
      return due.length;
    });
  }
}
