import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { InvalidRequest, type Tx } from '#platform';
import type { AccountKind, AccountRef, TransferCode } from './ledger.js';
import type { Payment } from './payment.js';

export interface Movement {
  id: string;
  at: Date;
  code: TransferCode;
  /** What came in; what went out is negative. */
  amountCents: number;
  paymentId: string | null;
  purposeKind: Payment['purpose']['kind'] | null;
  purposeId: string | null;
  /** What was paid for, or how a settlement or a gateway's payout is called at the bank. */
  description: string;
}

export interface KeptAccount extends AccountRef {
  id: string;
  createdAt: Date;
}

/** A day's beginning; `at` as text, to the microsecond. */
export interface Midnight {
  date: string;
  at: string;
}

// PostgreSQL's code for a time zone that it does not know.
const INVALID_PARAMETER = '22023';

/** Accounts and their movements for statements: SQL only. */
@Injectable()
export class StatementRepository {
  async accountOf(tx: Tx, { kind, owner, currency }: AccountRef): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`select id from wallet.account where kind = ${kind} and owner = ${owner} and currency = ${currency}`.execute(tx);
    return rows[0]?.id ?? null;
  }

  async account(tx: Tx, id: string): Promise<KeptAccount | undefined> {
    const { rows } = await sql<KeptAccount>`select id, kind, owner, currency, created_at as "createdAt" from wallet.account where id = ${id}`.execute(tx);
    return rows[0];
  }

  /** By kind, then owner. */
  async accounts(tx: Tx, { kind, owner }: { kind: AccountKind; owner?: string | undefined }, after: string | undefined, limit: number): Promise<KeptAccount[]> {
    const { rows } = await sql<KeptAccount>`
      select id, kind, owner, currency, created_at as "createdAt" from wallet.account
      where kind = ${kind} and (${owner ?? null}::text is null or owner = ${owner ?? null}::text) and (${after ?? null}::text is null or owner > ${after ?? null}::text)
      order by owner limit ${limit}`.execute(tx);
    return rows;
  }

  /** The beginnings of the days from one to the other and of the one after. @throws InvalidRequest where the zone is not known */
  async midnights(tx: Tx, from: string, to: string, timezone: string): Promise<Midnight[]> {
    try {
      const { rows } = await sql<Midnight>`
        select day::date::text as date, (day at time zone ${timezone}::text)::text as at
        from generate_series(${from}::timestamp, ${to}::timestamp + interval '1 day', interval '1 day') day order by day`.execute(tx);
      return rows;
    } catch (error) {
      if ((error as { code?: string }).code !== INVALID_PARAMETER) throw error;
      throw new InvalidRequest({ problems: [{ path: 'timezone', message: 'is not a time zone' }] });
    }
  }

  /** What moved an account's balance, oldest first, after the movement `after`. Either side has an index of its own. */
  async movements(tx: Tx, accountId: string, from: string, until: string, after: string | undefined, limit: number): Promise<Movement[]> {
    const side = (column: 'debit_account_id' | 'credit_account_id') => sql`
      (select id, created_at, code, payment_id, ${column === 'debit_account_id' ? sql`-amount_cents` : sql`amount_cents`} as amount_cents
      from wallet.transfer
      where ${sql.ref(column)} = ${accountId} and flag in ('posted', 'post_pending')
        and created_at >= ${from}::timestamptz and created_at < ${until}::timestamptz
        and (${after ?? null}::uuid is null or (created_at, id) > (select created_at, id from wallet.transfer where id = ${after ?? null}::uuid))
      order by created_at, id limit ${limit})`;
    const { rows } = await sql<Movement>`
      with movement as (
        select * from (${side('debit_account_id')} union all ${side('credit_account_id')}) either order by created_at, id limit ${limit}
      )
      select movement.id, movement.created_at as at, movement.code, movement.amount_cents as "amountCents", movement.payment_id as "paymentId",
        payment.purpose_kind as "purposeKind", payment.purpose_id as "purposeId", coalesce(payment.description, settlement.reference, payout.reference, '') as description
      from movement
      left join wallet.payment on payment.id = movement.payment_id
      left join wallet.settlement on settlement.id = movement.id
      left join wallet.gateway_payout_transfer booked on booked.transfer_id = movement.id
      left join wallet.gateway_payout payout on payout.id = booked.payout_id
      order by movement.created_at, movement.id`.execute(tx);
    return rows;
  }
}
