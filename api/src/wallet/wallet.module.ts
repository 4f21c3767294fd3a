import { Module } from '@nestjs/common';
import { BooksJob } from './books.job.js';
import { Checkout } from './checkout.js';
import { CheckoutRepository } from './checkout.repository.js';
import { DeadlinesJob } from './deadlines.job.js';
import { DemoPayees } from './demo-payees.js';
import { LedgerRepository } from './ledger.repository.js';
import { PaymentOutcomes } from './payment-outcomes.js';
import { PaymentRepository } from './payment.repository.js';
import { WalletConsumers } from './wallet-consumers.js';
import { PayeesController, PaymentsController, WalletController } from './wallet.controller.js';
import { WalletQueries } from './wallet.queries.js';
import { Wallet } from './wallet.js';

/** payment-wallet: the ledger, balances and freezes, and the life of a payment. Others speak to it by messages only. */
@Module({
  controllers: [WalletController, PaymentsController, PayeesController],
  providers: [
    BooksJob,
    Checkout,
    CheckoutRepository,
    DeadlinesJob,
    DemoPayees,
    LedgerRepository,
    PaymentOutcomes,
    PaymentRepository,
    Wallet,
    WalletConsumers,
    WalletQueries,
  ],
})
export class WalletModule {}
