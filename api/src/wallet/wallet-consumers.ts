import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, Inbox, type Message } from '#platform';
import { AttemptDisputed, AttemptPresented, AttemptRefunded, AttemptSettled } from '#payments';
import { stepOf } from './steps.js';
import { payingTransaction, Wallet } from './wallet.js';
import { CancelPayment, RefundPayment, RequestPayment } from './wallet.commands.js';
import { WalletDatabase } from './wallet-database.js';

/** What the wallet is told to do, and what it hears from the processor. */
@Injectable()
export class WalletConsumers implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: WalletDatabase,
    private readonly inbox: Inbox,
    private readonly wallet: Wallet,
  ) {}

  onModuleInit(): void {
    const take = (messages: Message[]) => this.take(messages);
    this.consumers.commands('wallet', [RequestPayment, CancelPayment, RefundPayment], take);
    this.consumers.events('wallet', [AttemptPresented, AttemptSettled, AttemptRefunded, AttemptDisputed], take);
  }

  private async take(messages: Message[]): Promise<void> {
    await payingTransaction(this.database, async (tx) => {
      const fresh = await this.inbox.fresh(tx, 'wallet', messages);
      await this.wallet.take(tx, fresh.map(stepOf));
    });
  }
}
