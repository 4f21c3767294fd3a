import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { OwedLine } from './apportionment.js';

/** A payment to an organiser as it was made. */
export interface SettlementRow {
  id: string;
  ownerId: string;
  /** 1, 2, 3 … of this organiser. */
  number: number;
  currency: string;
  amountCents: number;
  reference: string;
  coveredUntil: Date;
  madeBy: string;
  createdAt: Date;
}

export interface NewSettlement extends Omit<SettlementRow, 'createdAt' | 'number'> {
  key: string;
  fingerprint: Buffer;
  lines: (OwedLine & { paidCents: number })[];
}

const columns = sql`id, owner_id as "ownerId", number, currency, amount_cents as "amountCents", reference, covered_until as "coveredUntil", made_by as "madeBy", created_at as "createdAt"`;

// Joins what belongs to no event with itself.
const nobody = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** Settlements with organisers: SQL only. Lock order: the payee's account, which nobody else locks. */
@Injectable()
export class OrganiserSettlementRepository {
  /** Whoever settles with this organiser waits here; payments do not, they only read the row. Null where nothing was ever sold. */
  async lockAccount(tx: Tx, ownerId: string, currency: string): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`
      select id from wallet.account where kind = 'payee' and owner = ${ownerId} and currency = ${currency} for update`.execute(tx);
    return rows[0]?.id ?? null;
  }

  async accountOf(tx: Tx, ownerId: string, currency: string): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`select id from wallet.account where kind = 'payee' and owner = ${ownerId} and currency = ${currency}`.execute(tx);
    return rows[0]?.id ?? null;
  }

  async byKey(tx: Tx, madeBy: string, key: string): Promise<{ id: string; fingerprint: Buffer } | undefined> {
    const { rows } = await sql<{ id: string; fingerprint: Buffer }>`select id, fingerprint from wallet.settlement where made_by = ${madeBy} and idempotency_key = ${key}`.execute(tx);
    return rows[0];
  }

  /** What the account is owed event by event up to an instant: what the last settlement left and what moved since; the oldest event first. */
  async owed(tx: Tx, ownerId: string, accountId: string, until: Date): Promise<OwedLine[]> {
    const { rows } = await sql<OwedLine>`
      with last as (
        select id, covered_until from wallet.settlement where owner_id = ${ownerId} order by number desc limit 1
      ), carried as (
        select event_id, carried_cents + captured_cents + refunded_cents + fee_cents + other_cents - paid_cents as cents
        from wallet.settlement_line where settlement_id = (select id from last)
      ), moved as (
        select payment.event_id,
          coalesce(sum(entry.amount_cents) filter (where code in ('capture', 'payment')), 0)::bigint as captured,
          coalesce(sum(entry.amount_cents) filter (where code = 'refund'), 0)::bigint as refunded,
          coalesce(sum(entry.amount_cents) filter (where code in ('fee', 'fee_refund')), 0)::bigint as fee,
          coalesce(sum(entry.amount_cents) filter (where code not in ('capture', 'payment', 'refund', 'fee', 'fee_refund')), 0)::bigint as other
        from wallet.entry join wallet.payment on payment.id = entry.payment_id
        where entry.account_id = ${accountId} and entry.flag in ('posted', 'post_pending')
          and entry.created_at >= coalesce((select covered_until from last), '-infinity') and entry.created_at < ${until.toISOString()}::timestamptz
        group by payment.event_id
      )
      select coalesce(moved.event_id, carried.event_id) as "eventId", coalesce(carried.cents, 0) as "carriedCents", coalesce(moved.captured, 0) as "capturedCents",
        coalesce(moved.refunded, 0) as "refundedCents", coalesce(moved.fee, 0) as "feeCents", coalesce(moved.other, 0) as "otherCents"
      from moved full join carried on coalesce(moved.event_id, ${nobody}) = coalesce(carried.event_id, ${nobody})
      where moved.captured is not null or carried.cents <> 0
      order by 1 nulls last`.execute(tx);
    return rows;
  }

  async insert(tx: Tx, { id, ownerId, currency, amountCents, reference, coveredUntil, madeBy, key, fingerprint, lines }: NewSettlement): Promise<void> {
    await sql`
      insert into wallet.settlement (id, owner_id, number, currency, amount_cents, reference, covered_until, made_by, idempotency_key, fingerprint)
      select ${id}::uuid, ${ownerId}::uuid, coalesce(max(number), 0) + 1, ${currency}::text, ${amountCents}::bigint, ${reference}::text, ${coveredUntil.toISOString()}::timestamptz, ${madeBy}::uuid, ${key}::text, ${fingerprint}::bytea
      from wallet.settlement where owner_id = ${ownerId}`.execute(tx);
    await sql`
      insert into wallet.settlement_line (settlement_id, event_id, carried_cents, captured_cents, refunded_cents, fee_cents, other_cents, paid_cents)
      select ${id}::uuid, line.* from unnest(
        ${lines.map(({ eventId }) => eventId)}::uuid[], ${lines.map(({ carriedCents }) => carriedCents)}::bigint[], ${lines.map(({ capturedCents }) => capturedCents)}::bigint[],
        ${lines.map(({ refundedCents }) => refundedCents)}::bigint[], ${lines.map(({ feeCents }) => feeCents)}::bigint[], ${lines.map(({ otherCents }) => otherCents)}::bigint[],
        ${lines.map(({ paidCents }) => paidCents)}::bigint[]) as line`.execute(tx);
  }

  /** Newest first. */
  async page(tx: Tx, ownerId: string, before: number | undefined, limit: number): Promise<SettlementRow[]> {
    const { rows } = await sql<SettlementRow>`
      select ${columns} from wallet.settlement
      where owner_id = ${ownerId} and (${before ?? null}::int is null or number < ${before ?? null}::int) order by number desc limit ${limit}`.execute(tx);
    return rows;
  }

  async find(tx: Tx, ownerId: string, id: string): Promise<SettlementRow | undefined> {
    const { rows } = await sql<SettlementRow>`select ${columns} from wallet.settlement where owner_id = ${ownerId} and id = ${id}`.execute(tx);
    return rows[0];
  }

  async lines(tx: Tx, id: string): Promise<(OwedLine & { paidCents: number })[]> {
    const { rows } = await sql<OwedLine & { paidCents: number }>`
      select event_id as "eventId", carried_cents as "carriedCents", captured_cents as "capturedCents", refunded_cents as "refundedCents", fee_cents as "feeCents",
        other_cents as "otherCents", paid_cents as "paidCents"
      from wallet.settlement_line where settlement_id = ${id} order by event_id nulls last`.execute(tx);
    return rows;
  }
}
