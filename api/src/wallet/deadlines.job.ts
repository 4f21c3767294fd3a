import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Batcher, Jobs, Log, type Tx } from '#platform';
import { PaymentRepository } from './payment.repository.js';
import { overdueStep, overfrozenStep, type Step } from './steps.js';
import { payingTransaction, Wallet } from './wallet.js';
import { WalletDatabase } from './wallet-database.js';

const EVERY_MS = 1_000;
const BATCH_MAX = 500;
// When the database is at fault all fail alike; one line says as much as five hundred.
const LOGGED_MAX = 3;
const PURGE_EVERY_MS = 600_000;
const PURGE_MAX = 10_000;

/**
 * Ends what time ends: at the window's end the gateway is told to void (top-ups and services have nobody else who would; for
 * an order it is the same as its own CancelPayment), and a grace later the frozen part goes back.
 */
@Injectable()
export class DeadlinesJob implements OnModuleInit {
  // Halves what fails: a payment that cannot be ended keeps no other from ending.
  private readonly ending = new Batcher<Step, void>({ name: 'wallet.end', sizeMax: BATCH_MAX, execute: (steps) => this.end(steps) });

  constructor(
    private readonly jobs: Jobs,
    private readonly database: WalletDatabase,
    private readonly payments: PaymentRepository,
    private readonly wallet: Wallet,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.jobs.every('wallet.deadlines', EVERY_MS, () => this.run());
    this.jobs.every('wallet.forget_keys', PURGE_EVERY_MS, () => this.purge());
  }

  async run(): Promise<void> {
    await this.sweep((tx) => this.payments.overdue(tx, BATCH_MAX), overdueStep);
    await this.sweep((tx) => this.payments.overfrozen(tx, BATCH_MAX), overfrozenStep);
  }

  private async sweep(find: (tx: Tx) => Promise<string[]>, step: (id: string) => Step): Promise<void> {
    for (;;) {
      const ids = await find(this.database.reads);
      const ended = await Promise.allSettled(ids.map((id) => this.ending.submit(step(id))));
      const failed = ids.flatMap((id, index) => (ended[index]?.status === 'rejected' ? [{ id, err: (ended[index] as PromiseRejectedResult).reason as unknown }] : []));
      for (const { id, err } of failed.slice(0, LOGGED_MAX)) this.log.error({ err, paymentId: id }, 'an overdue payment could not be ended and will be tried again');
      if (ids.length - failed.length < BATCH_MAX) return;
    }
  }

  private async end(steps: Step[]): Promise<void[]> {
    await payingTransaction(this.database, (tx) => this.wallet.take(tx, steps));
    return steps.map(() => {});
  }

  private async purge(): Promise<void> {
    await sql`
      delete from wallet.idempotency_key where ctid = any(array(
        select ctid from wallet.idempotency_key where created_at < platform.now() - interval '30 days' limit ${PURGE_MAX}))`.execute(this.database.relaxed);
  }
}
