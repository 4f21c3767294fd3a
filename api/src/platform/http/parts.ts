import { Injectable } from '@nestjs/common';
import { Log } from '../observability/log.js';

/** What a part of the house says of itself. */
export interface PartHealth {
  ok: boolean;
  detail?: string;
}

interface Health {
  ok: boolean;
  parts: Record<string, PartHealth>;
}

// However often anybody asks, the parts are looked at once in this time.
const REMEMBERED_MS = 500;

/** The parts whose state `/health` tells. `vital` ones decide whether this process can sell. */
@Injectable()
export class HealthParts {
  private readonly parts = new Map<string, { vital: boolean; check: () => Promise<PartHealth> | PartHealth }>();

  private latest: { askedAt: number; answer: Promise<Health> } | undefined;

  constructor(private readonly log: Log) {}

  /** `check` may take its time and may fail: a part that throws does not answer. */
  add(name: string, vital: boolean, check: () => Promise<PartHealth> | PartHealth): void {
    this.parts.set(name, { vital, check });
  }

  /** The state of every part, half a second old at most. */
  examine(): Promise<Health> {
    const now = performance.now();
    if (!this.latest || now - this.latest.askedAt > REMEMBERED_MS) this.latest = { askedAt: now, answer: this.look() };
    return this.latest.answer;
  }

  private async look(): Promise<Health> {
    const results = await Promise.all(
      [...this.parts].map(async ([name, { vital, check }]) => {
        const health = await Promise.resolve()
          .then(check)
          .catch((error: unknown): PartHealth => {
            // Anybody may ask how we are; addresses and users of inner servers stand in the log only.
            this.log.warn({ err: error, part: name }, 'a part of the house does not answer');
            return { ok: false, detail: 'does not answer' };
          });
        return { name, vital, health };
      }),
    );
    return {
      ok: results.every(({ vital, health }) => health.ok || !vital),
      parts: Object.fromEntries(results.map(({ name, health }) => [name, health])),
    };
  }
}
