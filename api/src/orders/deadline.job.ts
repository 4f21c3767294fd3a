import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, Jobs, Outbox } from '#platform';
import { Inventory } from '#inventory';
import { CancelPayment } from '#wallet';
import { LettingGo } from './letting-go.js';
import { OrderRepository } from './order.repository.js';

// Half a second late at most: a place that nobody pays for is on sale again within seconds (I3).
const EVERY_MS = 500;
const BATCH = 500;
// Longer than any client repeats a request.
const KEYS_KEPT = '30 days';
const HOURLY_MS = 3_600_000;

/** Ends what time ends: asks for the cancellation of overdue payments, and puts the places of overdue holds back. */
@Injectable()
export class Deadlines implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly inventory: Inventory,
    private readonly repository: OrderRepository,
    private readonly lettingGo: LettingGo,
  ) {}

  onModuleInit(): void {
    this.jobs.every('orders.cancel_overdue', EVERY_MS, () => this.repeat(() => this.cancelOverdue()));
    this.jobs.every('orders.expire_holds', EVERY_MS, () => this.repeat(() => this.expireHolds()));
    this.jobs.every('orders.forget_keys', HOURLY_MS, () => this.forgetKeys());
  }

  private async repeat(work: () => Promise<number>): Promise<void> {
    while ((await work()) === BATCH);
  }

  /** At the window's end the wallet is told to cancel; whether the money came first, its answer will say. */
  private async cancelOverdue(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const overdue = await this.repository.takeOverdue(tx, BATCH);
      await this.outbox.append(tx, overdue.map((each) => CancelPayment.message({ paymentId: each.payment_id, reason: 'expired' }, each.request_id)));
      return overdue.length;
    });
  }

  /**
   * Holds past their last deadline: for a payment in flight that is window + grace, so here the places go back whatever is
   * still unknown. Lock order: orders, then holds.
   */
  private async expireHolds(): Promise<number> {
    const ids = await this.inventory.expired(this.database.reads, BATCH);
    if (ids.length === 0) return 0;
    return this.database.transaction(async (tx) => {
      const orders = await this.repository.lockOpenOfHolds(tx, ids);
      // Looked at again under the lock: a payment may have given a hold more time meanwhile.
      const holds = (await this.inventory.lock(tx, ids)).filter(({ overdue }) => overdue);
      const over = new Set(holds.map(({ id }) => id));
      await this.lettingGo.letGo(tx, orders.filter(({ hold_id }) => over.has(hold_id)), holds, 'expired');
      return ids.length;
    });
  }

  private async forgetKeys(): Promise<void> {
    await sql`delete from orders.idempotency_key where created_at < platform.now() - ${KEYS_KEPT}::interval`.execute(this.database.reads);
  }
}
