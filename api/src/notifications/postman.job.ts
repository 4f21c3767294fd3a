import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { isRehearsalAddress } from '#identity';
import { Database, FORGOTTEN_ADDRESS, Heat, isDatabaseTrouble, Jobs, Log, Metrics, withRequest } from '#platform';
import { MailWriter } from './mail-writer.js';
import { type ClaimedMail, MailRepository } from './mail.repository.js';
import { Mailer, MailRefused } from './mailer.js';
import { pauseAfter } from './retries.js';

// Rounds that any process of the service may take, so that several share the work.
const ROUNDS = 4;
// How late a mail begins its way when nothing else is under way; a look at a small index.
const EVERY_MS = 500;
// Letters and PDFs that are in memory at a time, for each round.
const BATCH_MAX = 20;
// A batch over a slow mail server takes a minute or two; afterwards its mails are free for others.
const CLAIM_SECONDS = 300;
// A database that is busy or restarts is back by then; together less than the claim lasts.
const NOTE_AGAIN_AFTER_MS = [200, 1_000, 5_000, 15_000, 30_000];

/**
 * Brings the mails that are due to the mail server. A mail is marked as sent after the server has taken it: a crash
 * between the two repeats it once, under the same Message-ID (I9).
 */
@Injectable()
export class Postman implements OnModuleInit, BeforeApplicationShutdown {
  private readonly outcomes;
  private leaving = false;

  constructor(
    private readonly jobs: Jobs,
    private readonly heat: Heat,
    private readonly database: Database,
    private readonly mails: MailRepository,
    private readonly writer: MailWriter,
    private readonly mailer: Mailer,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.outcomes = metrics.counter('catraca_mails_total', 'Tries to send a mail.', ['kind', 'outcome']);
    metrics.gauge('catraca_mails', 'Mails that wait to be sent, and mails that were given up.', ['state'], async (gauge) => {
      const { waiting, dead } = await this.mails.counts(this.database.reads);
      gauge.set({ state: 'waiting' }, waiting);
      gauge.set({ state: 'dead' }, dead);
    });
  }

  onModuleInit(): void {
    for (let round = 0; round < ROUNDS; round += 1) this.jobs.every(`notifications.postman:${round}`, EVERY_MS, () => this.deliver());
  }

  beforeApplicationShutdown(): void {
    this.leaving = true;
  }

  /** Sends what is due. */
  async deliver(): Promise<void> {
    for (;;) {
      const claimed = await this.mails.claim(this.database.reads, BATCH_MAX, CLAIM_SECONDS);
      const claimedAt = performance.now();
      await Promise.all(claimed.map((mail) => withRequest(mail.requestId ?? mail.subjectId, () => this.bring(mail, claimedAt))));
      if (claimed.length < BATCH_MAX || this.leaving) return;
    }
  }

  private async bring(due: ClaimedMail, claimedAt: number): Promise<void> {
    // A rehearsal's letters are written like any other, which is what is rehearsed, and handed to nobody. Nor are those to somebody who is forgotten.
    const toNobody = isRehearsalAddress(due.address) ? 'rehearsed' : due.address === FORGOTTEN_ADDRESS ? 'forgotten' : null;
    try {
      // Sales go first: a mail with two tickets is some 10 ms of work.
      const mail = await this.heat.yielding(async () => (this.mayStill(claimedAt) ? this.writer.write(due) : null));
      // It becomes due again by itself.
      if (mail === null) return;
      if (toNobody === null) await this.mailer.send(mail);
    } catch (error) {
      return this.failed(due, error);
    }
    await this.note(() => this.mails.markSent(this.database.reads, due, this.writer.messageIdOf(due)));
    this.outcomes.inc({ kind: due.kind, outcome: toNobody ?? 'sent' });
  }

  /** Whoever waited long for its turn leaves the mail to the next claim: near the end of this one another process may have it, too. */
  private mayStill(claimedAt: number): boolean {
    return !this.leaving && performance.now() - claimedAt < (CLAIM_SECONDS * 1_000) / 2;
  }

  private async failed(due: ClaimedMail, error: unknown): Promise<void> {
    const { kind, subjectId, tries } = due;
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
    const pause = error instanceof MailRefused ? null : pauseAfter(tries);
    await this.note(() => (pause === null ? this.mails.bury(this.database.reads, due, text) : this.mails.postpone(this.database.reads, due, pause, text)));
    const outcome = pause === null ? 'dead' : 'postponed';
    this.outcomes.inc({ kind, outcome });
    this.log[pause === null ? 'error' : 'warn']({ err: error, kind, subjectId, tries }, pause === null ? 'a mail was given up' : 'a mail will be tried again');
  }

  /** What became of a mail is written down even when the database is in trouble just then: forgotten, the mail would be sent once more. */
  private async note(write: () => Promise<void>): Promise<void> {
    for (const pause of NOTE_AGAIN_AFTER_MS) {
      try {
        return await write();
      } catch (error) {
        if (!isDatabaseTrouble(error) || this.leaving) throw error;
        await delay(pause);
      }
    }
    await write();
  }
}
