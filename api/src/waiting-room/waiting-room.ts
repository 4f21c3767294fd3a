import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform';
import { Admissions, type SpendRequest, type SpendResult } from './admissions.js';
import { type AdmissionClaims, LineTokens } from './line-tokens.js';

/**
 * What the rest of the house asks of the line: the promise of tickets that an admission is. All but `verifyToken` run in the
 * caller's transaction, take batches, and lock admissions by id ascending: after orders and holds, before everything else.
 */
@Injectable()
export class WaitingRoom {
  constructor(
    private readonly admissions: Admissions,
    private readonly tokens: LineTokens,
  ) {}

  /**
   * Takes tickets out of admissions for holds; results in the order of the requests. The first hold binds the admission to
   * its user. Refused with AdmissionExpired, AdmissionNotYours, or LimitExceeded (what the admission has left).
   */
  spend(tx: Tx, requests: readonly SpendRequest[]): Promise<SpendResult[]> {
    return this.admissions.spend(tx, requests);
  }

  /** Returns tickets of released holds. True where the window is still open: the promise is the admission's again; false: nobody's. */
  giveBack(tx: Tx, returned: readonly { admissionId: string; quantity: number }[]): Promise<boolean[]> {
    return this.admissions.giveBack(tx, returned);
  }

  /** Locks admissions ahead of locks that come after them, for those who will end them later in the transaction. */
  lock(tx: Tx, admissionIds: readonly string[]): Promise<void> {
    return this.admissions.lock(tx, admissionIds);
  }

  /** Ends the admissions of confirmed orders. Returns, per event, the promised tickets that they leave behind. */
  finish(tx: Tx, admissionIds: readonly string[]): Promise<Map<string, number>> {
    return this.admissions.finish(tx, admissionIds);
  }

  /** What an `X-Admission` token says; whether it still holds is `spend`'s to decide. @throws TokenRefused */
  verifyToken(token: string): AdmissionClaims {
    return this.tokens.verifyAdmission(token);
  }
}
