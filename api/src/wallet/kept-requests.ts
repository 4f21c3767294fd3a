import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { DomainError, KeptRefusal, type Refusal, refusalOf, type Tx } from '#platform';
import { IdempotencyKeyReused } from './wallet.errors.js';
import { WalletDatabase } from './wallet-database.js';

/** Who asks, from where, and under which Idempotency-Key; the fingerprint says what for. */
export interface KeyedRequest {
  userId: string;
  address: string;
  key: string;
  fingerprint: Buffer;
}

interface Kept {
  fingerprint: Buffer;
  answer: object | null;
  refusal: Refusal | null;
}

/**
 * What people with a hand on others' money asked for, and what they were told: done once under each key, and told again in the same words, whatever has
 * changed since. Kept for ever, for they are few. Lock order: the key, then what the request locks.
 */
@Injectable()
export class KeptRequests {
  constructor(private readonly database: WalletDatabase) {}

  /** What `work` answers goes to the caller as it is; a refusal that it returns is kept, one that it throws leaves the key free. @throws IdempotencyKeyReused */
  async once<Answer extends object>({ userId, key, fingerprint }: KeyedRequest, work: (tx: Tx) => Promise<Answer | DomainError>): Promise<Answer> {
    const told = await this.database.transaction(async (tx) => {
      const before = await this.take(tx, userId, key, fingerprint);
      if (before && !before.fingerprint.equals(fingerprint)) throw new IdempotencyKeyReused();
      if (before) return before.refusal ? new KeptRefusal(before.refusal) : (before.answer as Answer);
      const answer = await work(tx);
      await this.keep(tx, userId, key, answer);
      return answer;
    });
    if (told instanceof DomainError) throw told;
    return told;
  }

  /** Takes a key, or tells what it was taken for. Who wants one that another transaction is taking waits for its end. */
  private async take(tx: Tx, userId: string, key: string, fingerprint: Buffer): Promise<Kept | undefined> {
    const { rows: taken } = await sql`
      insert into wallet.kept_request (asked_by, key, fingerprint) values (${userId}, ${key}, ${fingerprint}) on conflict do nothing returning key`.execute(tx);
    if (taken.length > 0) return undefined;
    const { rows } = await sql<Kept>`select fingerprint, answer, refusal from wallet.kept_request where asked_by = ${userId} and key = ${key}`.execute(tx);
    return rows[0];
  }

  private async keep(tx: Tx, userId: string, key: string, told: object): Promise<void> {
    const [answer, refusal] = told instanceof DomainError ? [null, JSON.stringify(refusalOf(told))] : [JSON.stringify(told), null];
    await sql`update wallet.kept_request set answer = ${answer}::json, refusal = ${refusal}::json where asked_by = ${userId} and key = ${key}`.execute(tx);
  }
}
