import { Injectable } from '@nestjs/common';
import { Database, type Language, type Tx } from '#platform';
import { budgetsOf, budgetsOfSignUp } from './attempt.js';
import { Attempts } from './attempts.js';
import { AccountSuspended, WrongCredentials } from './identity.errors.js';
import { LiveSessions, type OpenedSession } from './live-sessions.js';
import { Passwords } from './passwords.js';
import { Registration } from './registration.js';
import type { Origin } from './session.repository.js';
import type { User } from './user.js';
import { UserRepository } from './user.repository.js';

/** Somebody who has come in, and the session that was opened for them. */
export interface SignedInUser {
  user: User;
  session: OpenedSession;
}

/** Where an attempt comes from; the address is always known here. */
export type AttemptOrigin = Origin & { address: string };

/** The ways in by e-mail and password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly registration: Registration,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly liveSessions: LiveSessions,
  ) {}

  /** A new account, signed in at once. @throws EmailTaken, TooManyRequests, Overloaded */
  async signUp({ password, ...account }: { email: string; name: string; password: string; language: Language }, origin: AttemptOrigin): Promise<SignedInUser> {
    return this.attempts.within(budgetsOfSignUp(origin.address), async () => {
      const passwordHash = await this.passwords.hash(password);
      return this.database.transaction(async (tx) => {
        const user = await this.registration.register(tx, { ...account, verified: false, passwordHash });
        return { user, session: await this.liveSessions.open(tx, user, origin) };
      });
    });
  }

  /**
   * Takes the same time and the same steps for addresses without an account.
   * @throws WrongCredentials, AccountSuspended, TooManyRequests, Overloaded
   */
  async signIn({ email, password }: { email: string; password: string }, origin: AttemptOrigin): Promise<SignedInUser> {
    const account = await this.users.credential(this.database.reads, email, origin.deviceId);
    const budgets = budgetsOf({ email, address: origin.address, deviceId: origin.deviceId, knownDevice: account?.knownDevice ?? false });
    return this.attempts.within(budgets, async () => {
      const right = await this.passwords.matches(password, account?.passwordHash ?? null);
      if (!right || !account?.passwordHash) throw new WrongCredentials();
      const renewed = this.passwords.outdated(account.passwordHash) ? await this.passwords.hash(password) : null;
      return this.database.transaction(async (tx) => {
        const signedIn = await this.enter(tx, account.userId, origin);
        if (renewed !== null) await this.users.setPasswords(tx, [{ userId: account.userId, hash: renewed }]);
        return signedIn;
      });
    });
  }

  /** Opens a session for somebody who has proven who they are. @throws AccountSuspended; WrongCredentials when the account is gone */
  async enter(tx: Tx, userId: string, origin: Origin): Promise<SignedInUser> {
    const user = await this.users.lock(tx, userId);
    if (!user) throw new WrongCredentials();
    if (user.suspendedAt) throw new AccountSuspended();
    return { user, session: await this.liveSessions.open(tx, user, origin) };
  }
}
