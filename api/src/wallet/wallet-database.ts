import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { Carrier, Config, Database, forgetMessages, HealthParts, Heat, Jobs } from '#platform';

type Consumption = Awaited<ReturnType<Carrier['start']>>;

/** Where the wallet's facts are: the main database, unless it has one of its own (decision 7). */
export class WalletDatabase extends Database {}

export const walletDatabase = {
  provide: WalletDatabase,
  useFactory: ({ walletDatabaseUrl: databaseUrl, databasePoolMax, databaseStatementSeconds }: Config, main: Database): WalletDatabase =>
    databaseUrl === null ? main : new WalletDatabase({ databaseUrl, databasePoolMax, databaseStatementSeconds }),
  inject: [Config, Database],
};

// As the main database's housekeeping.
const FORGET_EVERY_MS = 60_000;

/** With a database of its own the wallet's messages are carried to the main one, and its health is a part of the house's. */
@Injectable()
export class WalletPost implements OnModuleInit, BeforeApplicationShutdown {
  private carrying: Consumption | undefined;

  constructor(
    private readonly own: WalletDatabase,
    private readonly main: Database,
    private readonly carrier: Carrier,
    private readonly jobs: Jobs,
    private readonly heat: Heat,
    private readonly health: HealthParts,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.own === this.main) return;
    this.health.add('wallet database', true, () => this.own.ping().then(() => ({ ok: true })));
    this.jobs.every('wallet.housekeeping', FORGET_EVERY_MS, () => forgetMessages(this.own, this.heat));
    this.carrying = await this.carrier.start({ name: 'wallet', from: this.own, to: this.main, signals: ['command:payments', 'event:wallet', 'event:audit'] });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.carrying?.stop();
  }
}
