import { Injectable } from '@nestjs/common';
import { Database, type Principal } from '#platform';
import { budgetsOf } from './attempt.js';
import { Attempts } from './attempts.js';
import { WrongPassword } from './identity.errors.js';
import { Passwords } from './passwords.js';
import { UserRepository } from './user.repository.js';

/** A new password for those who know the present one. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
  ) {}

  /** A stolen session is not enough, and guesses are counted as at the sign-in. @throws WrongPassword, TooManyRequests, Overloaded */
  async change({ userId, email, deviceId }: Principal, wish: { currentPassword: string; newPassword: string }, address: string): Promise<void> {
    const device = deviceId ?? userId;
    const account = await this.users.credential(this.database.reads, email, device);
    await this.attempts.within(budgetsOf({ email, address, deviceId: device, knownDevice: true }), async () => {
      if (!(await this.passwords.matches(wish.currentPassword, account?.passwordHash ?? null))) throw new WrongPassword();
      const hash = await this.passwords.hash(wish.newPassword);
      await this.users.setPasswords(this.database.reads, [{ userId, hash }]);
    });
  }
}
