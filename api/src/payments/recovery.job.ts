import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs } from '#platform';
import { isOver } from './attempt.js';
import { AttemptRepository } from './attempt.repository.js';
import { Attempts, neverSent } from './attempts.js';
import { RefundRepository } from './refund.repository.js';

const EVERY_MS = 500;
const BATCH = 200;
/** More is not taken while so much is on its way: a gateway that hangs must not fill the process. */
const UNDERWAY_MAX = 1_000;
const FORGET_EVERY = 120;

/**
 * Asks the gateways about everything whose time has come: answers that never arrived, Pix that may have been paid, what
 * a crash has left behind, windows that have closed, money that may still come late.
 */
@Injectable()
export class RecoveryJob implements OnModuleInit {
  private ticks = 0;

  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly repository: AttemptRepository,
    private readonly refunds: RefundRepository,
    private readonly attempts: Attempts,
  ) {}

  onModuleInit(): void {
    this.jobs.every('payments.recover', EVERY_MS, () => this.recover());
  }

  async recover(): Promise<void> {
    while (this.attempts.underway < UNDERWAY_MAX && (await this.takeAttempts()) === BATCH);
    while (this.attempts.underway < UNDERWAY_MAX && (await this.takeRefunds()) === BATCH);
    if (this.ticks++ % FORGET_EVERY === 0) await this.repository.forgetEvents(this.database.relaxed);
  }

  private async takeAttempts(): Promise<number> {
    const { due, unsent } = await this.database.transaction(async (tx) => {
      const taken = await this.repository.takeDue(tx, BATCH);
      const toSend = taken.filter((attempt) => neverSent(attempt) && !isOver(attempt));
      await this.repository.markSent(tx, toSend.map(({ id }) => id));
      return { due: taken, unsent: new Set(toSend) };
    });
    for (const attempt of due) {
      if (unsent.has(attempt)) this.attempts.send(attempt);
      else this.attempts.look(attempt);
    }
    return due.length;
  }

  private async takeRefunds(): Promise<number> {
    const due = await this.database.transaction((tx) => this.refunds.takeDue(tx, BATCH));
    for (const refund of due) this.attempts.lookAtRefund(refund);
    return due.length;
  }
}
