import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Jobs, type Tx } from '#platform';
import { PaymentRepository } from './payment.repository.js';
import { overdueStep, overfrozenStep, type Step } from './steps.js';
import { payingTransaction, Wallet } from './wallet.js';
import { WalletDatabase } from './wallet-database.js';

const EVERY_MS = 1_000;
const BATCH_MAX = 500;
const PURGE_EVERY_MS = 600_000;
const PURGE_MAX = 10_000;

/**
 * Ends what time ends: at the window's end the gateway is told to void (top-ups and services have nobody else who would; for
 * an order it is the same as its own CancelPayment), and a grace later the frozen part goes back.
 */
@Injectable()
export class DeadlinesJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: WalletDatabase,
    private readonly payments: PaymentRepository,
    private readonly wallet: Wallet,
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
      if (ids.length > 0) await payingTransaction(this.database, (tx) => this.wallet.take(tx, ids.map(step)));
      if (ids.length < BATCH_MAX) return;
    }
  }

  private async purge(): Promise<void> {
    await sql`
      delete from wallet.idempotency_key where ctid = any(array(
        select ctid from wallet.idempotency_key where created_at < platform.now() - interval '30 days' limit ${PURGE_MAX}))`.execute(this.database.relaxed);
  }
}
