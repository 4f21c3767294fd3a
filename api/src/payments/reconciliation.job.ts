import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Heat, Jobs, Log, Metrics } from '#platform';
import { isLive, isWon, type Observation } from './attempt.js';
import { AttemptRepository, attemptIdOf } from './attempt.repository.js';
import { Attempts } from './attempts.js';
import { Gateways } from './gateways.js';
import { GatewaySilent, type ListedCharge, type PaymentGateway } from './payment-gateway.js';

const EVERY_MS = 60_000;
// A sale at its hottest lasts minutes; comparing can wait, but not for ever.
const YIELD_MS_MAX = 120_000;
/** Charges appear in a gateway's list a little after they were made. */
const OVERLAP_MS = 60_000;
const FIRST_TIME_MS = 3_600_000;

/** Compares each gateway's own list with ours, so that money nobody told us of is found within minutes. */
@Injectable()
export class ReconciliationJob implements OnModuleInit {
  private readonly differences;

  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly repository: AttemptRepository,
    private readonly attempts: Attempts,
    private readonly gateways: Gateways,
    private readonly heat: Heat,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.differences = metrics.counter('catraca_payment_differences_total', 'Charges that a gateway sees otherwise than we did, found by comparing.', ['gateway', 'said']);
  }

  onModuleInit(): void {
    this.jobs.every('payments.reconcile', EVERY_MS, async () => {
      await this.heat.cool(YIELD_MS_MAX);
      await this.reconcile();
    });
  }

  async reconcile(): Promise<void> {
    for (const { gateway } of this.gateways.all) {
      try {
        await this.compare(gateway);
      } catch (error) {
        if (!(error instanceof GatewaySilent)) throw error;
        this.log.warn({ gateway: gateway.name }, 'a gateway gave no list to compare with');
      }
    }
  }

  private async compare(gateway: PaymentGateway): Promise<void> {
    const known = await this.repository.comparedUntil(this.database.reads, gateway.name);
    const from = new Date((known?.getTime() ?? Date.now() - FIRST_TIME_MS) - OVERLAP_MS);
    for await (const page of gateway.list(from)) {
      await this.comparePage(gateway, page);
      const last = page.at(-1);
      if (last) await this.repository.compared(this.database.reads, gateway.name, last.createdAt);
    }
  }

  private async comparePage(gateway: PaymentGateway, page: ListedCharge[]): Promise<void> {
    const ours = page.flatMap(({ reference, observation }) => {
      const attemptId = attemptIdOf(reference);
      return attemptId === undefined ? [] : [{ attemptId, observation }];
    });
    const states = await this.repository.statesOf(this.database.reads, gateway.name, ours.map(({ attemptId }) => attemptId));
    for (const { attemptId, observation } of ours) {
      const state = states.get(attemptId);
      if (state === undefined || agrees(state, observation)) continue;
      this.differences.inc({ gateway: gateway.name, said: observation.kind });
      await this.attempts.hear({ attemptId, observation, via: 'notice' });
    }
  }
}

/** Whether the gateway's word brings nothing new. A Pix that is still open there is voided or watched by its own looks. */
function agrees(state: Parameters<typeof isLive>[0], seen: Observation): boolean {
  if (seen.kind === 'captured') return isWon(state) || state === 'surplus';
  return !isLive(state) || seen.kind === 'pending';
}
