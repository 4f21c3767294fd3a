import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Heat, Jobs, Metrics } from '#platform';
import { BooksRepository } from './books.repository.js';
import { WalletDatabase } from './wallet-database.js';

// A quarter of an hour is closed within a minute of its end; until then its entries are summed when they are asked for.
const EVERY_MS = 60_000;
// A sale goes first; statements only read a little more meanwhile.
const COOL_MS_MAX = 10_000;

/** Closes the books, quarter by quarter. */
@Injectable()
export class ClosingJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: WalletDatabase,
    private readonly books: BooksRepository,
    private readonly heat: Heat,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_books_open_seconds', 'For how long what was booked stands in no closed quarter; some sixteen minutes at most when all is well.', [], async (gauge) => {
      gauge.set(await this.books.openSeconds(this.database.reads));
    });
  }

  onModuleInit(): void {
    this.jobs.every('wallet.closing', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    do await this.heat.cool(COOL_MS_MAX);
    while (await this.database.transaction((tx) => this.books.close(tx)));
  }
}
