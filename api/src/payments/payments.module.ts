import { Module } from '@nestjs/common';
import { AttemptRepository } from './attempt.repository.js';
import { Attempts } from './attempts.js';
import { Disputes } from './disputes.js';
import { Gateways } from './gateways.js';
import { OpenAttempts } from './open-attempts.js';
import { PaymentsController } from './payments.controller.js';
import { Payments } from './payments.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { RecoveryJob } from './recovery.job.js';
import { RefundRepository } from './refund.repository.js';
import { Refunds } from './refunds.js';
import { Settlement } from './settlement.js';
import { SubscriptionJob } from './subscription.job.js';

/** payment-processor (service `processor`). Others speak to it by its commands and events only. */
@Module({
  controllers: [PaymentsController],
  providers: [AttemptRepository, RefundRepository, Gateways, Settlement, Refunds, Disputes, Attempts, Payments, RecoveryJob, ReconciliationJob, SubscriptionJob, OpenAttempts],
})
export class PaymentsModule {}
