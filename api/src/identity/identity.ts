import { Injectable } from '@nestjs/common';
import { Config, Database, newId, type Tx } from '#platform';
import { DEMO_PASSWORD, type DemoAccount, demoPeople } from './demo.js';
import { Passwords } from './passwords.js';
import type { User } from './user.js';
import { UserRepository } from './user.repository.js';

/** What other modules may ask about people. */
@Injectable()
export class Identity {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly config: Config,
  ) {}

  /** The accounts of these ids, by id; unknown ones are absent. Within `tx` when given. */
  async findUsers(userIds: string[], tx: Tx = this.database.reads): Promise<Map<string, User>> {
    const users = userIds.length > 0 ? await this.users.byIds(tx, userIds) : [];
    return new Map(users.map((user) => [user.id, user]));
  }

  /**
   * The public accounts of the demo, verified, made where they are missing; in the order administrator, organiser, door, fan, fan1 to fan5.
   * @throws Error outside demo mode: nobody may be able to sign in with a printed password there.
   */
  async createDemoAccounts(): Promise<DemoAccount[]> {
    if (!this.config.demo) throw new Error('Demo accounts exist in demo mode only');
    const hash = await this.passwords.hash(DEMO_PASSWORD);
    const accounts = await this.database.transaction(async (tx) => {
      const made = await this.users.insert(tx, demoPeople.map((person) => ({ ...person, id: newId(), language: 'pt-BR', verified: true })));
      await this.users.setPasswords(tx, made.map(({ id }) => ({ userId: id, hash })));
      return this.users.byEmails(tx, demoPeople.map(({ email }) => email));
    });
    const byEmail = new Map(accounts.map((account) => [account.email, account]));
    return demoPeople.map(({ email }) => {
      const { id: userId, name, role } = byEmail.get(email) as User;
      return { userId, email, name, role, password: DEMO_PASSWORD };
    });
  }
}
