import { Injectable } from '@nestjs/common';
import { afterCommit, Config, Database, type Tx } from '#platform';
import { AlreadyVerified } from './identity.errors.js';
import { LiveSessions } from './live-sessions.js';
import { MailedLinks } from './mailed-links.js';
import { UserRepository } from './user.repository.js';

/** Proves that an e-mail address is its account's. */
@Injectable()
export class Verifications {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly links: MailedLinks,
    private readonly liveSessions: LiveSessions,
    private readonly config: Config,
  ) {}

  /** Another mail for an account. @throws AlreadyVerified, TooManyRequests */
  async requestAgain(userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const user = await this.users.lock(tx, userId);
      if (!user || user.verifiedAt) throw new AlreadyVerified();
      await this.links.sendAgain(tx, 'email', user);
    });
  }

  /** @throws VerificationRefused */
  async confirm(token: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const userId = await this.links.owner(tx, 'email', token);
      await this.users.lock(tx, userId);
      await this.links.redeem(tx, 'email', userId, token);
      await this.prove(tx, userId);
    });
  }

  /** The address is its account's: somebody has read mail to it, or a third party vouches for that. */
  async prove(tx: Tx, userId: string): Promise<void> {
    await this.users.verify(tx, userId, this.config.firstAdministratorEmail);
    afterCommit(tx, () => this.liveSessions.forget(userId));
  }
}
