import { Injectable } from '@nestjs/common';
import { Config, ConfigRefused, Database, newId, type Tx } from '#platform';
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
   * A demo's accounts sign in with printed passwords, so a database is a demo's for good or never.
   * @throws ConfigRefused where live mode finds a demo's database, or a demo one that people already use.
   */
  async requireDatabaseOfItsMode(): Promise<void> {
    // Asked first: a demo's accounts come in one transaction, so whoever sees people here sees the demo's below.
    const hasPeople = (await this.users.page(this.database.reads, { limit: 1 })).length > 0;
    const found = await this.users.byEmails(this.database.reads, demoPeople.map(({ email }) => email));
    // Anybody can sign up with such an address, but nobody can prove it: `.example` receives no mail.
    const isDemo = found.some(({ verifiedAt }) => verifiedAt !== null);
    if (!this.config.demo && isDemo) {
      throw new ConfigRefused("This database is a demo's: it has accounts whose passwords are public. Live mode needs another; DATABASE_URL or CATRACA_HOME names it.");
    }
    if (this.config.demo && !isDemo && hasPeople) {
      throw new ConfigRefused('This database has accounts and is no demo\'s, and a demo would let everybody in as its administrator. Set CATRACA_MODE=live, or name another database.');
    }
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
