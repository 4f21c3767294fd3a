import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs } from '#platform';
import { AttemptRepository } from './attempt.repository.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { SessionRepository } from './session.repository.js';
import { VerificationRepository } from './verification.repository.js';

// What is over is in nobody's way for a minute more.
const EVERY_MS = 60_000;
// Small steps: forgetting never holds locks or a connection for long.
const STEP_MAX = 2_000;
// 50,000 accounts a minute: the largest rehearsal is gone in four, and no round takes much of a minute.
const REHEARSAL_STEPS_MAX = 25;
// Long enough to answer "that was not me"; addresses and devices are personal data and go then. Known devices are known as long.
const SESSIONS_KEPT_DAYS = 90;

/** Forgets what is over: sessions, links, budgets, rehearsals' accounts. */
@Injectable()
export class Maintenance implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly verifications: VerificationRepository,
    private readonly attempts: AttemptRepository,
    private readonly rehearsals: RehearsalRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.every('identity.maintenance', EVERY_MS, () => this.forget());
  }

  async forget(): Promise<void> {
    await this.sessions.forget(this.database.reads, SESSIONS_KEPT_DAYS, STEP_MAX);
    await this.verifications.forget(this.database.reads, STEP_MAX);
    await this.attempts.forget(STEP_MAX);
    for (let step = 0; step < REHEARSAL_STEPS_MAX; step += 1) if ((await this.rehearsals.forget(this.database.reads, STEP_MAX)) < STEP_MAX) break;
  }
}
