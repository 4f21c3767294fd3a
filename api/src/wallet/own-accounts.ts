import { Injectable } from '@nestjs/common';
import { Memberships, type Principal } from '#platform';
import { AccountNotFound } from './wallet.errors.js';

/** Whose account somebody may look into, beside their own. */
@Injectable()
export class OwnAccounts {
  constructor(private readonly memberships: Memberships) {}

  /** Administrators and members of the organiser pass. @throws AccountNotFound for everybody else */
  async admit({ userId, role }: Principal, organiserId: string): Promise<void> {
    if (role === 'administrator') return;
    if (role !== 'organiser' || !(await this.memberships.organisersOf(userId)).includes(organiserId)) throw new AccountNotFound();
  }
}
