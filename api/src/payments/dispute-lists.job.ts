import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Heat, Jobs, Log } from '#platform';
import { attemptIdOf } from './attempt.repository.js';
import { Disputes } from './disputes.js';
import type { GatewayLine } from './gateway-line.js';
import { Gateways } from './gateways.js';
import { GatewaySilent } from './payment-gateway.js';
import { ReconciliationRepository } from './reconciliation.repository.js';

const LOOK_EVERY_MS = 600_000;
/** Who disputes gives us weeks to answer; a day later is early enough for what no webhook told. */
const LIST_EVERY_SECONDS = 86_400;
// A payer has 120 days to dispute a card's payment as a rule (80 for a Pix), and the decision takes up to 60 more.
const BACK_MS = 180 * 86_400_000;
// A sale at its hottest lasts minutes.
const YIELD_MS_MAX = 120_000;

/** Disputes without a webhook: once a day every gateway is asked how those of the last half year stand, and heard like a webhook. */
@Injectable()
export class DisputeListsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly heat: Heat,
    private readonly database: Database,
    private readonly repository: ReconciliationRepository,
    private readonly gateways: Gateways,
    private readonly disputes: Disputes,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.jobs.every('payments.list_disputes', LOOK_EVERY_MS, () => this.listDue());
  }

  /** Those gateways' that were not asked for a day. One that does not answer, or whose answer cannot be heard, keeps no other from it and is asked again the next time. */
  async listDue(): Promise<void> {
    for (const line of this.gateways.all) {
      try {
        if (!(await this.repository.disputesAreDue(this.database.reads, line.name, LIST_EVERY_SECONDS))) continue;
        await this.heat.cool(YIELD_MS_MAX);
        await this.list(line);
        await this.repository.disputesListed(this.database.reads, line.name);
      } catch (error) {
        if (error instanceof GatewaySilent) this.log.warn({ gateway: line.name }, 'a gateway gave no list of disputes');
        else this.log.error({ err: error, gateway: line.name }, 'a list of disputes could not be heard and will be asked for again');
      }
    }
  }

  private async list(line: GatewayLine): Promise<void> {
    const { name, gateway } = line;
    for await (const page of line.paced((inTurn) => gateway.listDisputes(new Date(Date.now() - BACK_MS), inTurn))) {
      await Promise.all(
        page.map(async ({ reference, disputeId, amountCents, state }) => {
          // References of another form are another installation's.
          const attemptId = attemptIdOf(reference);
          if (attemptId !== undefined) await this.disputes.hear({ attemptId, disputeId, amountCents, state, event: { gateway: name, eventId: `listed ${disputeId} ${state}` } });
        }),
      );
    }
  }
}
