import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Heat, Jobs } from '#platform';
import { Books } from './books.js';
import { Reconciliation } from './reconciliation.js';

const EVERY_MS = 60_000;
// A sale at its hottest lasts minutes; comparing can wait, but not for ever.
const YIELD_MS_MAX = 120_000;

/** Compares the three books, so that money nobody told us of is found within minutes. */
@Injectable()
export class ReconciliationJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly heat: Heat,
    private readonly reconciliation: Reconciliation,
    private readonly books: Books,
  ) {}

  onModuleInit(): void {
    this.jobs.every('payments.reconcile', EVERY_MS, async () => {
      await this.heat.cool(YIELD_MS_MAX);
      await this.reconcile();
    });
  }

  async reconcile(): Promise<void> {
    await this.reconciliation.compareAll();
    await this.books.compare();
  }
}
