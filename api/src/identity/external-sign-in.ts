import { Injectable } from '@nestjs/common';
import { Database, isViolation, type Language, type Tx } from '#platform';
import { normaliseEmail, normaliseName } from './account.js';
import { EmailTaken, ThirdPartyEmailUnproven, ThirdPartyRefused } from './identity.errors.js';
import { LiveSessions } from './live-sessions.js';
import { Registration } from './registration.js';
import type { Origin } from './session.repository.js';
import { SignIn, type SignedInUser } from './sign-in.js';
import type { ExternalPerson } from './third-party.js';
import { UserRepository } from './user.repository.js';
import { Verifications } from './verifications.js';

/** The way in for those whom a third party knows: by issuer and subject; the e-mail only joins accounts when both sides have proven it. */
@Injectable()
export class ExternalSignIn {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly registration: Registration,
    private readonly liveSessions: LiveSessions,
    private readonly signIn: SignIn,
    private readonly verifications: Verifications,
  ) {}

  /** @throws ThirdPartyEmailUnproven, ThirdPartyRefused (no usable address), AccountSuspended */
  async enter(person: ExternalPerson, language: Language, origin: Origin): Promise<SignedInUser> {
    const attempt = () => this.attempt(person, language, origin);
    // Two first visits at once make one account: the one that came second finds it.
    return attempt().catch((error: unknown) => {
      if (error instanceof EmailTaken || isViolation(error, 'one_account_per_external_identity')) return attempt();
      throw error;
    });
  }

  private attempt(person: ExternalPerson, language: Language, origin: Origin): Promise<SignedInUser> {
    return this.database.transaction(async (tx) => {
      const linked = await this.users.linkedTo(tx, person.issuer, person.subject);
      const userId = linked ?? (await this.link(tx, person, language));
      return this.signIn.enter(tx, userId, origin);
    });
  }

  private async link(tx: Tx, person: ExternalPerson, language: Language): Promise<string> {
    const email = normaliseEmail(person.email ?? '');
    if (email === null) throw new ThirdPartyRefused();
    const [existing] = await this.users.byEmails(tx, [email]);
    if (existing && !person.emailProven) throw new ThirdPartyEmailUnproven();
    const userId = existing?.id ?? (await this.register(tx, person, email, language));
    if (existing && !existing.verifiedAt) await this.takeOver(tx, userId);
    if (person.emailProven) await this.verifications.prove(tx, userId);
    await this.users.link(tx, person.issuer, person.subject, userId);
    return userId;
  }

  private async register(tx: Tx, person: ExternalPerson, email: string, language: Language): Promise<string> {
    const name = normaliseName(person.name ?? '') ?? (email.split('@')[0] as string);
    const user = await this.registration.register(tx, { email, name, language, verified: person.emailProven, passwordHash: null });
    return user.id;
  }

  /** Somebody had signed up with the address without proving it. It belongs to who has: the old password and session end. */
  private async takeOver(tx: Tx, userId: string): Promise<void> {
    await this.users.lock(tx, userId);
    await this.users.dropPassword(tx, userId);
    await this.liveSessions.endAll(tx, userId, 'password_changed');
  }
}
