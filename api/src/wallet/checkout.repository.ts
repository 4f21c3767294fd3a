import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Refusal, Tx } from '#platform';

export interface Claim {
  userId: string;
  key: string;
  fingerprint: Buffer;
  paymentId: string;
  /** Whom the payment would pay; null for a top-up. */
  payeeId: string | null;
}

/** What a key stands for: the first claim's payment, and its payee's name; or why there is none. `unknown_payee`: for nothing. */
export type Claimed = { paymentId: string; fingerprint: Buffer; payeeName: string | null } | { refusal: Refusal; fingerprint: Buffer } | 'unknown_payee';

/** Idempotency keys, and whether their payees may be paid. */
@Injectable()
export class CheckoutRepository {
  /**
   * Claims keys that are still free, for payees that there are: for a payment, or for the refusal where the payee is retired. Answers in the
   * order of the claims with what each key stands for now; and the database's clock.
   */
  async claim(tx: Tx, claims: Claim[], retired: Refusal): Promise<{ claimed: Claimed[]; now: Date }> {
    const userIds = claims.map(({ userId }) => userId);
    const keys = claims.map(({ key }) => key);
    const payeeIds = claims.map(({ payeeId }) => payeeId);
    await sql`
      insert into wallet.idempotency_key (user_id, key, fingerprint, payment_id, refusal)
      select user_id, key, fingerprint, case when payee.retired_at is null then payment_id end, case when payee.retired_at is not null then ${JSON.stringify(retired)}::jsonb end
      from unnest(
        ${userIds}::uuid[], ${keys}::text[], ${claims.map(({ fingerprint }) => fingerprint)}::bytea[],
        ${claims.map(({ paymentId }) => paymentId)}::uuid[], ${payeeIds}::uuid[])
        as claim (user_id, key, fingerprint, payment_id, payee_id)
      left join wallet.payee on payee.id = payee_id
      where payee_id is null or payee.id is not null
      order by user_id, key
      on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ now: Date; payment_id: string | null; fingerprint: Buffer | null; refusal: Refusal | null; payee_name: string | null }>`
      select platform.now() as now, taken.payment_id, taken.fingerprint, taken.refusal, payee.name as payee_name
      from unnest(${userIds}::uuid[], ${keys}::text[], ${payeeIds}::uuid[])
        with ordinality as claim (user_id, key, payee_id, place)
      left join wallet.idempotency_key taken on taken.user_id = claim.user_id and taken.key = claim.key
      left join wallet.payee on payee.id = claim.payee_id
      order by claim.place`.execute(tx);
    const claimed = rows.map(({ payment_id: paymentId, fingerprint, refusal, payee_name: payeeName }): Claimed => {
      if (fingerprint === null) return 'unknown_payee';
      return paymentId === null ? { refusal: refusal as Refusal, fingerprint } : { paymentId, fingerprint, payeeName };
    });
    return { claimed, now: rows[0]?.now ?? new Date(0) };
  }
}
