import { Module } from '@nestjs/common';
import { AttemptRepository } from './attempt.repository.js';
import { Attempts } from './attempts.js';
import { BookRepository } from './book.repository.js';
import { Books } from './books.js';
import { CertificateJob } from './certificate.job.js';
import { DifferenceRepository } from './difference.repository.js';
import { Differences } from './differences.js';
import { DisputeListsJob } from './dispute-lists.job.js';
import { Disputes } from './disputes.js';
import { GatewayStates } from './gateway-states.js';
import { GatewaysController } from './gateways.controller.js';
import { Gateways } from './gateways.js';
import { OpenAttempts } from './open-attempts.js';
import { PaymentMethodsController } from './payment-methods.controller.js';
import { PaymentMethods } from './payment-methods.js';
import { PaymentsController } from './payments.controller.js';
import { Payments } from './payments.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { Reconciliation } from './reconciliation.js';
import { ReconciliationRepository } from './reconciliation.repository.js';
import { RecoveryJob } from './recovery.job.js';
import { RefundRepository } from './refund.repository.js';
import { Refunds } from './refunds.js';
import { Settlement } from './settlement.js';
import { SubscriptionJob } from './subscription.job.js';

/** payment-processor (service `processor`). Others speak to it by its commands and events only. */
@Module({
  controllers: [GatewaysController, PaymentMethodsController, PaymentsController],
  providers: [
    AttemptRepository, RefundRepository, Gateways, Settlement, Refunds, Disputes, Attempts, Payments, RecoveryJob, SubscriptionJob, OpenAttempts,
    DifferenceRepository, Differences, ReconciliationRepository, Reconciliation, BookRepository, Books, ReconciliationJob, DisputeListsJob, CertificateJob, GatewayStates, PaymentMethods,
  ],
})
export class PaymentsModule {}
