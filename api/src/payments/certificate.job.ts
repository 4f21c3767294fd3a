import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config, Jobs, Log, Metrics } from '#platform';
import { daysLeft } from './certificate-life.js';

/** A bank takes a week or two to sign another one, and people have holidays. */
const WARN_DAYS = 30;
const LOOK_EVERY_MS = 86_400_000;

interface Ending {
  gateway: string;
  days: number;
}

/** When the certificates end that banks know us by: without one no Pix is opened there, and none is given back. */
@Injectable()
export class CertificateJob implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_gateway_certificate_days', "Days until a gateway's own certificate, or one that it is trusted by, ends.", ['gateway'], (gauge) => {
      for (const { gateway, days } of this.endings(Date.now())) gauge.set({ gateway }, days);
    });
  }

  onModuleInit(): void {
    this.jobs.every('payments.look_at_certificates', LOOK_EVERY_MS, async () => void this.warn(Date.now()));
  }

  /** Those that end within {@link WARN_DAYS}, or have. */
  warn(now: number): Ending[] {
    const soon = this.endings(now).filter(({ days }) => days < WARN_DAYS);
    for (const { gateway, days } of soon) {
      this.log.warn({ gateway, days: Math.floor(days) }, days < 0 ? "a gateway's certificate has ended" : "a gateway's certificate ends soon");
    }
    return soon;
  }

  private endings(now: number): Ending[] {
    return this.config.gateways.flatMap((gateway) => {
      const days = gateway.kind === 'pix' ? daysLeft(`${gateway.certificate ?? ''}\n${gateway.ca ?? ''}`, now) : null;
      return days === null ? [] : [{ gateway: gateway.name, days }];
    });
  }
}
