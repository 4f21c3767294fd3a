import { Injectable } from '@nestjs/common';
import { Database, TooManyRequests } from '#platform';
import { LiveSessions } from './live-sessions.js';
import { MailedLinks } from './mailed-links.js';
import { Passwords } from './passwords.js';
import { UserRepository } from './user.repository.js';
import { Verifications } from './verifications.js';

/** A new password for those who forgot theirs and can read the account's mail. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly links: MailedLinks,
    private readonly verifications: Verifications,
    private readonly liveSessions: LiveSessions,
  ) {}

  /** Has a link mailed. Says nothing about whether there is such an account, or whether it has had enough mails for now. */
  async request(email: string): Promise<void> {
    const [found] = await this.users.byEmails(this.database.reads, [email]);
    if (!found || found.suspendedAt) return;
    await this.database
      .transaction(async (tx) => {
        const user = await this.users.lock(tx, found.id);
        if (user) await this.links.sendAgain(tx, 'password', user);
      })
      .catch((error: unknown) => {
        if (!(error instanceof TooManyRequests)) throw error;
      });
  }

  /** The mail was read: its address is proven, the password is new, and whoever is signed in is not any more. @throws VerificationRefused, Overloaded */
  async reset(token: string, password: string): Promise<void> {
    // Looked at before the costly hash and again after it: nobody makes us hash with a made-up token.
    const userId = await this.links.owner(this.database.reads, 'password', token);
    const hash = await this.passwords.hash(password);
    await this.database.transaction(async (tx) => {
      await this.users.lock(tx, userId);
      await this.links.redeem(tx, 'password', userId, token);
      await this.users.setPasswords(tx, [{ userId, hash }]);
      await this.liveSessions.endAll(tx, userId, 'password_changed');
      await this.verifications.prove(tx, userId);
    });
  }
}
