import { Injectable } from '@nestjs/common';
import { afterCommit, Database, isViolation, type Language, newId, type Tx } from '#platform';
import { REHEARSAL_DOMAIN } from './account.js';
import { RehearsalEnded, RehearsalFull } from './identity.errors.js';
import { LiveSessions } from './live-sessions.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { newToken, SESSION_SECONDS } from './session.js';

/** A throw-away account, signed in; the only time its token is seen. */
export interface RehearsalFan {
  userId: string;
  token: string;
  email: string;
}

/**
 * The accounts that rehearse a sale: verified fans with a session on a device each, made by the thousand, without passwords, so that
 * nobody can ever sign in to one. They exist for one event and end with its rehearsal.
 */
@Injectable()
export class RehearsalAccounts {
  constructor(
    private readonly database: Database,
    private readonly repository: RehearsalRepository,
    private readonly liveSessions: LiveSessions,
  ) {}

  /** Makes so many more, in the caller's transaction. @throws RehearsalFull, RehearsalEnded */
  async make(tx: Tx, eventId: string, count: number, language: Language): Promise<RehearsalFan[]> {
    await this.count(tx, eventId, count);
    const fans = Array.from({ length: count }, () => {
      const userId = newId();
      const { token, hash: tokenHash } = newToken();
      return { userId, token, tokenHash, email: `${userId}@${REHEARSAL_DOMAIN}`, name: `Rehearsal ${userId.slice(-6)}`, sessionId: newId(), deviceId: newId() };
    });
    await this.repository.insert(tx, eventId, language, fans, SESSION_SECONDS);
    return fans.map(({ userId, token, email }) => ({ userId, token, email }));
  }

  /** How many were made. */
  fans(eventId: string): Promise<number> {
    return this.repository.fans(this.database.reads, eventId);
  }

  /** Signs all of them out for good, in the caller's transaction; their rows are deleted within minutes. May be repeated. */
  async end(tx: Tx, eventId: string): Promise<void> {
    await this.repository.end(tx, eventId);
    afterCommit(tx, () => this.liveSessions.forgetRehearsal(eventId));
  }

  private async count(tx: Tx, eventId: string, fans: number): Promise<void> {
    const goesOn = await this.repository.count(tx, eventId, fans).catch((error: unknown) => {
      throw isViolation(error, 'rehearsal_fans_in_range') ? new RehearsalFull({ eventId }) : error;
    });
    if (!goesOn) throw new RehearsalEnded({ eventId });
  }
}
