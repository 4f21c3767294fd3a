import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Database } from '#platform';
import { DifferenceRepository } from './difference.repository.js';
import type { GatewayLine } from './gateway-line.js';
import { Gateways, toldState } from './gateways.js';
import { OpenAttempts, type OpenCount } from './open-attempts.js';
import type { gatewaysAnswer } from './payments.schemas.js';
import { ReconciliationRepository } from './reconciliation.repository.js';

type GatewayView = z.infer<typeof gatewaysAnswer>['items'][number];

/** What an administrator sees of each gateway at a glance. */
@Injectable()
export class GatewayStates {
  constructor(
    private readonly database: Database,
    private readonly gateways: Gateways,
    private readonly attempts: OpenAttempts,
    private readonly differences: DifferenceRepository,
    private readonly reconciliation: ReconciliationRepository,
  ) {}

  async all(): Promise<GatewayView[]> {
    const [open, differences] = await Promise.all([this.attempts.counts(), this.differences.openCounts(this.database.reads)]);
    return Promise.all(this.gateways.all.map((line) => this.one(line, open, differences.filter(({ gateway }) => gateway === line.name))));
  }

  private async one(line: GatewayLine, open: OpenCount[], differences: { count: number }[]): Promise<GatewayView> {
    const { name, condition } = line;
    const { serves, costs, preference, weight, callsMax, callsPerSecond, burst } = this.gateways.termsOf(name);
    const [charges, refunds] = await Promise.all((['charges', 'refunds'] as const).map((list) => this.reconciliation.comparedUntil(this.database.reads, name, list)));
    return {
      name,
      serves,
      methods: [...line.gateway.capabilities.methods],
      breaker: toldState(line),
      well: condition.well,
      answeredShare: condition.answered,
      latencyMs: condition.latencyMs,
      awaySeconds: line.awaySeconds,
      calls: line.load,
      openAttempts: open.filter(({ gateway }) => gateway === name).map(({ state, count, seconds }) => ({ state, count, oldestSeconds: seconds })),
      openDifferences: differences.reduce((sum, { count }) => sum + count, 0),
      limits: { callsMax, callsPerSecond: callsPerSecond ?? null, burst: burst ?? null },
      costs: { card: costs.card ?? null, pix: costs.pix ?? null },
      preference,
      weight,
      comparedUntil: { charges: charges?.toISOString() ?? null, refunds: refunds?.toISOString() ?? null },
    };
  }
}
