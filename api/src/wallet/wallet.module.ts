import { Module } from '@nestjs/common';
import { BooksJob } from './books.job.js';
import { BooksRepository } from './books.repository.js';
import { Cancellations } from './cancellations.js';
import { ConflictRepository } from './conflict.repository.js';
import { Conflicts } from './conflicts.js';
import { ConflictsController } from './conflicts.controller.js';
import { ClosingJob } from './closing.job.js';
import { Checkout } from './checkout.js';
import { CheckoutRepository } from './checkout.repository.js';
import { DeadlinesJob } from './deadlines.job.js';
import { DemoPayees } from './demo-payees.js';
import { GatewayPayoutRepository } from './gateway-payout.repository.js';
import { GatewayPayouts } from './gateway-payouts.js';
import { GatewayPayoutsController } from './gateway-payouts.controller.js';
import { KeptRequests } from './kept-requests.js';
import { LedgerRepository } from './ledger.repository.js';
import { OrganiserAccountController } from './organiser.controller.js';
import { OrganiserSettlementRepository } from './organiser-settlement.repository.js';
import { OrganiserSettlements } from './organiser-settlements.js';
import { OwnAccounts } from './own-accounts.js';
import { PayeeRepository } from './payee.repository.js';
import { Payees } from './payees.js';
import { PayeesController } from './payees.controller.js';
import { PaymentOutcomes } from './payment-outcomes.js';
import { PaymentRepository } from './payment.repository.js';
import { ReceiptRepository } from './receipt.repository.js';
import { Receipts } from './receipts.js';
import { ReceiptsJob } from './receipts.job.js';
import { StatementRepository } from './statement.repository.js';
import { Statements } from './statements.js';
import { StatementsController } from './statements.controller.js';
import { walletDatabase, WalletPost } from './wallet-database.js';
import { WalletConsumers } from './wallet-consumers.js';
import { PaymentsController, WalletController } from './wallet.controller.js';
import { WalletQueries } from './wallet.queries.js';
import { Wallet } from './wallet.js';

/** Where the wallet's facts are, for whoever reads them beside it. */
@Module({ providers: [walletDatabase], exports: [walletDatabase] })
export class WalletDatabaseModule {}

/** payment-wallet: the ledger, balances and freezes, and the life of a payment. Others speak to it by messages only. */
@Module({
  imports: [WalletDatabaseModule],
  controllers: [WalletController, PaymentsController, PayeesController, ConflictsController, OrganiserAccountController, StatementsController, GatewayPayoutsController],
  providers: [
    BooksJob,
    BooksRepository,
    Cancellations,
    Checkout,
    CheckoutRepository,
    ClosingJob,
    ConflictRepository,
    Conflicts,
    DeadlinesJob,
    DemoPayees,
    GatewayPayoutRepository,
    GatewayPayouts,
    KeptRequests,
    LedgerRepository,
    OrganiserSettlementRepository,
    OrganiserSettlements,
    OwnAccounts,
    PayeeRepository,
    Payees,
    PaymentOutcomes,
    PaymentRepository,
    ReceiptRepository,
    Receipts,
    ReceiptsJob,
    StatementRepository,
    Statements,
    Wallet,
    WalletConsumers,
    WalletPost,
    WalletQueries,
  ],
})
export class WalletModule {}
