import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Batcher, Database, Jobs, Log, Outbox } from '#platform';
import { Inventory } from '#inventory';
import { CancelPayment } from '#wallet';
import { HoldKeyRepository } from './hold-key.repository.js';
import { RefundTryKeyRepository } from './refund-try-key.repository.js';
import { LettingGo } from './letting-go.js';
import { OrderRepository } from './order.repository.js';

// Half a second late at most: a place that nobody pays for is on sale again within seconds (I3).
const EVERY_MS = 500;
const BATCH = 500;
// When the database is at fault all fail alike; one line says as much as five hundred.
const LOGGED_MAX = 3;
// Longer than any client repeats a request.
const KEYS_KEPT = '30 days';
// A hold, its payment window (a day each at most) and the grace (an hour) are over by then.
const HOLD_KEYS_KEPT = '3 days';
const FORGET_EVERY_MS = 60_000;
// Bites, so that no delete locks for long or runs into the statement's time limit and then never gets any smaller. Twenty of them a
// minute outrun 500 orders a second.
const BITE = 2_000;
const BITES_MAX = 20;

/** Ends what time ends: asks for the cancellation of overdue payments, and puts the places of overdue holds back. */
@Injectable()
export class Deadlines implements OnModuleInit {
  // Halves what fails: a hold that cannot be ended keeps no other from ending.
  private readonly expiring = new Batcher<string, boolean>({ name: 'orders.expire', sizeMax: BATCH, execute: (ids) => this.expire(ids) });

  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly inventory: Inventory,
    private readonly repository: OrderRepository,
    private readonly holdKeys: HoldKeyRepository,
    private readonly tryKeys: RefundTryKeyRepository,
    private readonly lettingGo: LettingGo,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.jobs.every('orders.cancel_overdue', EVERY_MS, () => this.repeat(() => this.cancelOverdue()));
    this.jobs.every('orders.expire_holds', EVERY_MS, () => this.repeat(() => this.expireHolds()));
    this.jobs.every('orders.forget_keys', FORGET_EVERY_MS, () => this.forgetKeys());
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

  /** Ends what is overdue and says how many holds it ended. */
  private async expireHolds(): Promise<number> {
    const ids = await this.inventory.expired(this.database.reads, BATCH);
    const ended = await Promise.allSettled(ids.map((id) => this.expiring.submit(id)));
    const failed = ids.flatMap((id, index) => (ended[index]?.status === 'rejected' ? [{ id, err: (ended[index] as PromiseRejectedResult).reason as unknown }] : []));
    for (const { id, err } of failed.slice(0, LOGGED_MAX)) this.log.error({ err, holdId: id }, 'an overdue hold could not be ended and will be tried again');
    return ids.length - failed.length;
  }

  /**
   * Holds past their last deadline: for a payment in flight that is window + grace, so here the places go back whatever is
   * still unknown. Lock order: orders, then holds.
   */
  private async expire(ids: string[]): Promise<boolean[]> {
    return this.database.transaction(async (tx) => {
      const orders = await this.repository.lockOpenOfHolds(tx, ids);
      // Looked at again under the lock: a payment may have given a hold more time meanwhile.
      const holds = (await this.inventory.lock(tx, ids)).filter(({ overdue }) => overdue);
      const over = new Set(holds.map(({ id }) => id));
      await this.lettingGo.letGo(tx, orders.filter(({ hold_id }) => over.has(hold_id)), holds, 'expired');
      return ids.map((id) => over.has(id));
    });
  }

  async forgetKeys(): Promise<void> {
    const { relaxed } = this.database;
    for (const forget of [() => this.repository.forgetKeys(relaxed, KEYS_KEPT, BITE), () => this.holdKeys.forget(relaxed, HOLD_KEYS_KEPT, BITE), () => this.tryKeys.forget(relaxed, KEYS_KEPT, BITE)]) {
      for (let bites = 1; (await forget()) === BITE && bites < BITES_MAX; bites += 1);
    }
  }
}
