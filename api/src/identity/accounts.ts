import { Injectable } from '@nestjs/common';
import { afterCommit, AuditTrail, Database, type Language, type ListPage, Outbox, paged, type Tx } from '#platform';
import { LastAdministrator, OwnAccount, UserNotFound } from './identity.errors.js';
import { UserSuspended } from './identity.events.js';
import { LiveSessions } from './live-sessions.js';
import { type AccountChange, changed } from './role.js';
import type { User, UserFilter } from './user.js';
import { UserRepository } from './user.repository.js';

/** Who changes an account, and from where. */
export interface Administrator {
  userId: string;
  address: string;
}

/** Accounts as their owners and the administrators see and change them. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly liveSessions: LiveSessions,
    private readonly outbox: Outbox,
    private readonly auditTrail: AuditTrail,
  ) {}

  /** @throws UserNotFound */
  async get(userId: string): Promise<User> {
    const [user] = await this.users.byIds(this.database.reads, [userId]);
    if (!user) throw new UserNotFound({ userId });
    return user;
  }

  /** Newest first. */
  async list(filter: UserFilter): Promise<ListPage<User>> {
    const users = await this.users.page(this.database.reads, { ...filter, limit: filter.limit + 1 });
    return paged(users, filter.limit, ({ id }) => id);
  }

  /** What people may change of their own account. @throws UserNotFound */
  async changeProfile(userId: string, change: { name?: string | undefined; language?: Language | undefined }): Promise<User> {
    const user = await this.users.changeProfile(this.database.reads, userId, change);
    if (!user) throw new UserNotFound({ userId });
    this.liveSessions.forget(userId);
    return user;
  }

  /** Gives a role, suspends or readmits; suspending ends the sessions in the same transaction. @throws UserNotFound, OwnAccount, LastAdministrator */
  async administer(userId: string, change: AccountChange, by: Administrator): Promise<User> {
    return this.database.transaction(async (tx) => {
      const { user, otherAdministrators } = await this.users.lockWithAdministrators(tx, userId);
      if (!user) throw new UserNotFound({ userId });
      const before = { id: user.id, role: user.role, suspended: user.suspendedAt !== null };
      const outcome = changed(before, change, { userId: by.userId, otherAdministrators });
      if (outcome === 'own_account') throw new OwnAccount();
      if (outcome === 'last_administrator') throw new LastAdministrator();
      const after = await this.users.changeStanding(tx, outcome.standing);
      if (outcome.endsSessions) await this.suspend(tx, userId);
      await this.auditTrail.append(tx, {
        actor: by.userId,
        action: 'identity.change_user',
        target: `user:${userId}`,
        data: { before: { role: before.role, suspended: before.suspended }, after: { role: outcome.standing.role, suspended: outcome.standing.suspended } },
        personal: { address: by.address },
      });
      afterCommit(tx, () => this.liveSessions.forget(userId));
      return after;
    });
  }

  private async suspend(tx: Tx, userId: string): Promise<void> {
    await this.liveSessions.endAll(tx, userId, 'suspended');
    await this.outbox.append(tx, [UserSuspended.message({ userId })]);
  }
}
