import { Injectable } from '@nestjs/common';
import { afterCommit, Config, Database, newId, Outbox, TooManyRequests, type Tx } from '#platform';
import { AlreadyVerified, VerificationRefused } from './identity.errors.js';
import { VerificationRequested } from './identity.events.js';
import { LiveSessions } from './live-sessions.js';
import { hashOf, looksLikeToken, newToken } from './session.js';
import type { User } from './user.js';
import { UserRepository } from './user.repository.js';
import { VerificationRepository } from './verification.repository.js';

// Mails are read the next morning.
const LINK_SECONDS = 24 * 3_600;
// Enough for one that got lost; too few to fill a stranger's mailbox with.
const PER_DAY_MAX = 5;
const PAUSE_SECONDS = 60;

/** Proves that an e-mail address is its account's: by a token that only a mail to it carries. */
@Injectable()
export class Verifications {
  constructor(
    private readonly database: Database,
    private readonly repository: VerificationRepository,
    private readonly users: UserRepository,
    private readonly liveSessions: LiveSessions,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  /** Has the mail sent, once the transaction is durable. */
  async request(tx: Tx, { id: userId, email, name, language }: User): Promise<void> {
    const { token, hash } = newToken();
    const id = newId();
    const expiresAt = await this.repository.insert(tx, { id, userId, tokenHash: hash, seconds: LINK_SECONDS });
    // The token stands behind the #, so that it reaches no server's log on the way; the page sends it on when its button is pressed,
    // because mail scanners open links.
    const link = `${this.config.publicUrl}/api/v1/auth/verify-email#${token}`;
    await this.outbox.append(tx, [VerificationRequested.message({ verificationId: id, userId, email, name, language, link, expiresAt: expiresAt.toISOString() })]);
  }

  /** Another mail for an account. @throws AlreadyVerified, TooManyRequests */
  async requestAgain(userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const user = await this.users.lock(tx, userId);
      if (!user || user.verifiedAt) throw new AlreadyVerified();
      const { count, secondsAgo } = await this.repository.lately(tx, userId);
      if (count >= PER_DAY_MAX) throw new TooManyRequests({ retryAfterSeconds: 3_600 });
      if (secondsAgo !== null && secondsAgo < PAUSE_SECONDS) throw new TooManyRequests({ retryAfterSeconds: Math.ceil(PAUSE_SECONDS - secondsAgo) });
      await this.request(tx, user);
    });
  }

  /** Whoever brings the token has read the mail. @throws VerificationRefused when it was used, is too old or none of ours. */
  async confirm(token: string): Promise<void> {
    if (!looksLikeToken(token)) throw new VerificationRefused();
    await this.database.transaction(async (tx) => {
      const userId = await this.repository.use(tx, hashOf(token));
      if (userId === null) throw new VerificationRefused();
      await this.prove(tx, userId);
    });
  }

  /** The address is its account's: somebody has read mail to it, or a third party vouches for that. */
  async prove(tx: Tx, userId: string): Promise<void> {
    await this.users.verify(tx, userId, this.config.firstAdministratorEmail);
    afterCommit(tx, () => this.liveSessions.forget(userId));
  }
}
