import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Heat, Jobs } from '#platform';
import { Receipts } from './receipts.js';

// The mail of an order goes out within a second or two, and a receipt that is asked for is numbered at once.
const EVERY_MS = 1_000;
// A sale goes first: receipts keep.
const COOL_MS_MAX = 2_000;

/** Numbers the receipts of completed payments, one batch after the other. */
@Injectable()
export class ReceiptsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly receipts: Receipts,
    private readonly heat: Heat,
  ) {}

  onModuleInit(): void {
    this.jobs.every('wallet.receipts', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    do await this.heat.cool(COOL_MS_MAX);
    while ((await this.receipts.issue()) > 0);
  }
}
