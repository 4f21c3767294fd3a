import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config, Jobs, Log } from '#platform';
import { Gateways } from './gateways.js';

/** A gateway that is down when we start is told later; until then its charges are asked about. */
const EVERY_MS = 60_000;

/** Tells gateways where their webhooks go, where they want to be told by a call: once in the life of a process. */
@Injectable()
export class SubscriptionJob implements OnModuleInit {
  private readonly told = new Set<string>();

  constructor(
    private readonly jobs: Jobs,
    private readonly config: Config,
    private readonly gateways: Gateways,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.jobs.every('payments.subscribe', EVERY_MS, () => this.subscribe());
  }

  async subscribe(): Promise<void> {
    for (const { gateway } of this.gateways.all) {
      if (this.told.has(gateway.name)) continue;
      if (await gateway.subscribe(`${this.config.publicUrl}/api/v1/gateways/${gateway.name}/webhooks`)) this.told.add(gateway.name);
      else this.log.warn({ gateway: gateway.name }, 'a gateway could not be told where its webhooks go');
    }
  }
}
