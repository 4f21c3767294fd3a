import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { InventoryModule } from '#inventory';
import { TicketsModule } from '#tickets';
import { WaitingRoomModule } from '#waiting-room';
import { BoughtTogether } from './bought-together.js';
import { Deadlines } from './deadline.job.js';
import { DisputeRepository } from './dispute.repository.js';
import { Disputes } from './disputes.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceJob } from './evidence.job.js';
import { EvidenceRepository } from './evidence.repository.js';
import { FeeRuleRepository } from './fee-rule.repository.js';
import { FeeRules } from './fee-rules.js';
import { FeeRulesController } from './fee-rules.controller.js';
import { HoldKeyRepository } from './hold-key.repository.js';
import { Holding } from './holding.js';
import { HoldsController } from './holds.controller.js';
import { LettingGo } from './letting-go.js';
import { OrderOutcomes } from './order-outcomes.js';
import { OrderQueries } from './order.queries.js';
import { OrderRepository } from './order.repository.js';
import { OrderStreams } from './order-streams.js';
import { Orders } from './orders.js';
import { OrdersController } from './orders.controller.js';
import { RepeatedHolds } from './repeated-holds.js';
import { RefundOperationRepository } from './refund-operation.repository.js';
import { RefundOperations } from './refund-operations.js';
import { RefundOutcomes } from './refund-outcomes.js';
import { RefundQueries } from './refund.queries.js';
import { RefundRepository } from './refund.repository.js';
import { RefundTryKeyRepository } from './refund-try-key.repository.js';
import { RefundSettlement } from './refund-settlement.js';
import { RefundTries } from './refund.job.js';
import { Refunds } from './refunds.js';
import { RefundsController } from './refunds.controller.js';
import { Settlement } from './settlement.js';

/** Purchases, their refunds and disputes, with all their routes and what is done about them by the clock: the service `tickets`. */
@Module({
  imports: [CatalogModule, InventoryModule, WaitingRoomModule, TicketsModule],
  controllers: [HoldsController, OrdersController, RefundsController, FeeRulesController, EvidenceController],
  providers: [Holding, Orders, Settlement, LettingGo, BoughtTogether, Deadlines, FeeRules, FeeRuleRepository, OrderRepository, HoldKeyRepository, RepeatedHolds, OrderQueries, OrderOutcomes, OrderStreams, Refunds, RefundRepository, RefundTryKeyRepository, RefundSettlement, RefundQueries, RefundOutcomes, RefundTries, RefundOperations, RefundOperationRepository, Disputes, DisputeRepository, EvidenceRepository, EvidenceJob],
  exports: [OrderQueries],
})
export class OrdersModule {}
