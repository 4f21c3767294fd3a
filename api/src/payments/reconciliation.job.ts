import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Heat, Jobs } from '#platform';
import { Books } from './books.js';
import { Gateways } from './gateways.js';
import { Reconciliation } from './reconciliation.js';

const EVERY_MS = 60_000;
// A sale at its hottest lasts minutes; comparing can wait, but not for ever.
const YIELD_MS_MAX = 120_000;

/** Compares the three books, so that money nobody told us of is found within minutes. Each gateway in its own time: a long list at a slow pace keeps no other from being compared. */
@Injectable()
export class ReconciliationJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly heat: Heat,
    private readonly gateways: Gateways,
    private readonly reconciliation: Reconciliation,
    private readonly books: Books,
  ) {}

  onModuleInit(): void {
    for (const [of, compare] of this.comparisons) {
      this.jobs.every(`payments.reconcile:${of}`, EVERY_MS, async () => {
        await this.heat.cool(YIELD_MS_MAX);
        await compare();
      });
    }
  }

  /** All of it, one after the other. */
  async reconcile(): Promise<void> {
    for (const [, compare] of this.comparisons) await compare();
  }

  private get comparisons(): [of: string, compare: () => Promise<void>][] {
    const lists = this.gateways.all.map((line): [string, () => Promise<void>] => [line.name, () => this.reconciliation.compare(line)]);
    // No gateway's name has a bracket.
    return [...lists, ['(ledger)', () => this.books.compare()]];
  }
}
