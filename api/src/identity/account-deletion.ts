import { Injectable, type OnModuleInit } from '@nestjs/common';
import { afterCommit, AuditTrail, Database, DeadLetterPersonalData, Jobs, Outbox, type Principal } from '#platform';
import { budgetsOf } from './attempt.js';
import { Attempts } from './attempts.js';
import { DeletionRepository } from './deletion.repository.js';
import { LastAdministrator, SignInAgain, UserNotFound, WrongPassword } from './identity.errors.js';
import { AccountDeleted, DeletionConfirmed } from './identity.events.js';
import { LiveSessions } from './live-sessions.js';
import { Passwords } from './passwords.js';
import { UserRepository } from './user.repository.js';

// Who has no password has just come back from the third party, at another page perhaps.
const FRESH_SECONDS = 600;
// It is told at once, after a day and after forty: a minute is nothing to the last two, and a hundred a minute are more than ever go.
const TELL_EVERY_MS = 60_000;
const TELL_MAX = 100;

/** An account ends for good, at its owner's wish. */
@Injectable()
export class AccountDeletion implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly deletions: DeletionRepository,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly liveSessions: LiveSessions,
    private readonly outbox: Outbox,
    private readonly auditTrail: AuditTrail,
    private readonly deadLetters: DeadLetterPersonalData,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('identity.deletions', TELL_EVERY_MS, () => this.tellAgain());
  }

  /**
   * Passes who shows the password, or has none and has just signed in: a session left open somewhere is not enough. Guesses are counted as at the sign-in.
   * @throws WrongPassword, SignInAgain, TooManyRequests, Overloaded
   */
  async prove({ userId, email, deviceId, sessionId }: Principal, password: string | undefined, address: string): Promise<void> {
    const device = deviceId ?? userId;
    const account = await this.users.credential(this.database.reads, email, device);
    if (account?.passwordHash) {
      const { passwordHash } = account;
      return this.attempts.within(budgetsOf({ email, address, deviceId: device, knownDevice: true }), async () => {
        if (password === undefined || !(await this.passwords.matches(password, passwordHash))) throw new WrongPassword();
      });
    }
    await this.proveFresh(sessionId);
  }

  /** Passes who has just signed in. @throws SignInAgain */
  async proveFresh(sessionId: string): Promise<void> {
    const seconds = await this.deletions.sessionSeconds(this.database.reads, sessionId);
    if (seconds === null || seconds > FRESH_SECONDS) throw new SignInAgain({ withinSeconds: FRESH_SECONDS });
  }

  /**
   * The account is gone with its sessions, and everybody is told to forget the person; who is told so themselves, and until when evidence is kept.
   * @throws LastAdministrator, UserNotFound
   */
  async delete(userId: string, evidenceUntil: Date | null): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { user, otherAdministrators } = await this.users.lockWithAdministrators(tx, userId);
      if (!user) throw new UserNotFound({ userId });
      if (user.role === 'administrator' && otherAdministrators === 0) throw new LastAdministrator();
      const { email, name, language } = user;
      await this.deletions.delete(tx, userId);
      // Here, where the address is still known: of some letters it is the only thing that says whose they are.
      await this.deadLetters.redact(tx, [userId, email]);
      await this.outbox.append(tx, [AccountDeleted.message({ userId }), DeletionConfirmed.message({ userId, email, name, language, evidenceUntil: evidenceUntil?.toISOString() ?? null })]);
      await this.auditTrail.append(tx, { actor: userId, action: 'identity.delete_account', target: `user:${userId}`, data: {}, personal: {} });
      afterCommit(tx, () => this.liveSessions.forget(userId));
    });
  }

  /** Tells of deletions once more, for what had not arrived anywhere when they were told before. */
  async tellAgain(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const userIds = await this.deletions.due(tx, TELL_MAX);
      await this.outbox.append(tx, userIds.map((userId) => AccountDeleted.message({ userId })));
    });
  }
}
