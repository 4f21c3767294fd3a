import { Injectable } from '@nestjs/common';
import { newId, Outbox, type Tx } from '#platform';
import { EmailTaken } from './identity.errors.js';
import { UserSignedUp } from './identity.events.js';
import { MailedLinks } from './mailed-links.js';
import type { User } from './user.js';
import { type NewUser, UserRepository } from './user.repository.js';

/** Makes accounts; one per address. */
@Injectable()
export class Registration {
  constructor(
    private readonly users: UserRepository,
    private readonly links: MailedLinks,
    private readonly outbox: Outbox,
  ) {}

  /** `passwordHash` is null for who signs in by a third party. Has an unproven address proven by mail. @throws EmailTaken */
  async register(tx: Tx, { passwordHash, ...account }: Omit<NewUser, 'id' | 'role'> & { passwordHash: string | null }): Promise<User> {
    const [user] = await this.users.insert(tx, [{ ...account, id: newId(), role: 'fan' }]);
    if (!user) throw new EmailTaken();
    if (passwordHash !== null) await this.users.setPasswords(tx, [{ userId: user.id, hash: passwordHash }]);
    await this.outbox.append(tx, [UserSignedUp.message({ userId: user.id, by: passwordHash === null ? 'third_party' : 'password' })]);
    if (!account.verified) await this.links.send(tx, 'email', user);
    return user;
  }
}
