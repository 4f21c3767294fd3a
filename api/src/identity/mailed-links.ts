import { Injectable } from '@nestjs/common';
import { Config, newId, Outbox, TooManyRequests, type Tx } from '#platform';
import { VerificationRefused } from './identity.errors.js';
import { PasswordResetRequested, VerificationRequested } from './identity.events.js';
import { hashOf, looksLikeToken, newToken } from './session.js';
import type { User } from './user.js';
import { type LinkPurpose, VerificationRepository } from './verification.repository.js';

const kinds = {
  // Mails are read the next morning.
  email: { page: 'verify-email', seconds: 24 * 3_600, event: VerificationRequested },
  // Who forgot a password is waiting for the mail; an hour also bounds what a mailbox opened later gives away.
  password: { page: 'reset-password', seconds: 3_600, event: PasswordResetRequested },
};
// Enough for one that got lost; too few to fill a stranger's mailbox with.
const PER_DAY_MAX = 5;
const PAUSE_SECONDS = 60;

/** Links sent to an account's address: whoever brings one back has read its mail. */
@Injectable()
export class MailedLinks {
  constructor(
    private readonly repository: VerificationRepository,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  /** Has the mail sent, once the transaction is durable. */
  async send(tx: Tx, purpose: LinkPurpose, { id: userId, email, name, language }: User): Promise<void> {
    const { page, seconds, event } = kinds[purpose];
    const { token, hash } = newToken();
    const id = newId();
    const expiresAt = await this.repository.insert(tx, { id, userId, purpose, tokenHash: hash, seconds });
    // The token stands behind the #, so that it reaches no server's log on the way; the page sends it on when its button is pressed,
    // because mail scanners open links.
    const link = `${this.config.publicUrl}/api/v1/auth/${page}#${token}`;
    await this.outbox.append(tx, [event.message({ verificationId: id, userId, email, name, language, link, expiresAt: expiresAt.toISOString() })]);
  }

  /** The same for whoever asks again; the caller has locked the account's row. @throws TooManyRequests */
  async sendAgain(tx: Tx, purpose: LinkPurpose, user: User): Promise<void> {
    const { count, secondsAgo } = await this.repository.lately(tx, user.id, purpose);
    if (count >= PER_DAY_MAX) throw new TooManyRequests({ retryAfterSeconds: 3_600 });
    if (secondsAgo !== null && secondsAgo < PAUSE_SECONDS) throw new TooManyRequests({ retryAfterSeconds: Math.ceil(PAUSE_SECONDS - secondsAgo) });
    await this.send(tx, purpose, user);
  }

  /** Whose link it is. @throws VerificationRefused when it was used, is too old or none of ours. */
  async owner(tx: Tx, purpose: LinkPurpose, token: string): Promise<string> {
    const userId = looksLikeToken(token) ? await this.repository.owner(tx, hashOf(token), purpose) : null;
    if (userId === null) throw new VerificationRefused();
    return userId;
  }

  /** Uses it up, and with it all others of its purpose; the caller has locked the account's row. @throws VerificationRefused */
  async redeem(tx: Tx, purpose: LinkPurpose, userId: string, token: string): Promise<void> {
    if (!(await this.repository.use(tx, userId, hashOf(token), purpose))) throw new VerificationRefused();
  }
}
