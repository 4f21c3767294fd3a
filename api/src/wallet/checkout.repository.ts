import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

export interface Claim {
  userId: string;
  key: string;
  fingerprint: Buffer;
  paymentId: string;
  /** Whom the payment would pay; null for a top-up. */
  payeeId: string | null;
}

/** What a key stands for: the first claim's payment, and its payee's name. `refused`: for nothing, and why. */
export type Claimed =
  | { paymentId: string; fingerprint: Buffer; payeeName: string | null; refused?: undefined }
  | { refused: 'unknown_payee' | 'retired_payee' };

/** Idempotency keys, and whether their payees may be paid. */
@Injectable()
export class CheckoutRepository {
  /**
   * Claims keys that are still free, for payees that may be paid. Answers in the order of the claims with what each key
   * stands for now, null where nothing does because the payee may not be paid; and the database's clock.
   */
  async claim(tx: Tx, claims: Claim[]): Promise<{ claimed: Claimed[]; now: Date }> {
    const userIds = claims.map(({ userId }) => userId);
    const keys = claims.map(({ key }) => key);
    const payeeIds = claims.map(({ payeeId }) => payeeId);
    await sql`
      insert into wallet.idempotency_key (user_id, key, fingerprint, payment_id)
      select user_id, key, fingerprint, payment_id
      from unnest(
        ${userIds}::uuid[], ${keys}::text[], ${claims.map(({ fingerprint }) => fingerprint)}::bytea[],
        ${claims.map(({ paymentId }) => paymentId)}::uuid[], ${payeeIds}::uuid[])
        as claim (user_id, key, fingerprint, payment_id, payee_id)
      where payee_id is null
        or exists (select from wallet.payee where payee.id = claim.payee_id and payee.retired_at is null)
      order by user_id, key
      on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ now: Date; payment_id: string | null; fingerprint: Buffer; payee_name: string | null; retired: boolean }>`
      select platform.now() as now, taken.payment_id, taken.fingerprint, payee.name as payee_name,
        payee.retired_at is not null as retired
      from unnest(${userIds}::uuid[], ${keys}::text[], ${payeeIds}::uuid[])
        with ordinality as claim (user_id, key, payee_id, place)
      left join wallet.idempotency_key taken on taken.user_id = claim.user_id and taken.key = claim.key
      left join wallet.payee on payee.id = claim.payee_id
      order by claim.place`.execute(tx);
    const claimed = rows.map((row): Claimed =>
      row.payment_id === null ? { refused: row.retired ? 'retired_payee' : 'unknown_payee' } : { paymentId: row.payment_id, fingerprint: row.fingerprint, payeeName: row.payee_name },
    );
    return { claimed, now: rows[0]?.now ?? new Date(0) };
  }
}
