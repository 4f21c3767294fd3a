import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { OwedLine } from './apportionment.js';
import { countersAt } from './books.repository.js';

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

export type SettlementDetail = SettlementRow & { lines: (OwedLine & { paidCents: number })[] };
export type NewSettlement = Omit<SettlementDetail, 'createdAt' | 'number'>;

/** An organiser's account at one moment, in cents. */
export interface OwedNow {
  coveredUntil: Date;
  balanceCents: number;
  /** Refunds and disputes that are not decided, and what buyers of cancelled events are still to get back. */
  heldBackCents: number;
  lines: OwedLine[];
}

export interface Owed extends OwedNow {
  /** What can be paid out now: never more than is there, nor than what the closed books say. */
  availableCents: number;
}

const columns = sql`id, owner_id as "ownerId", number, currency, amount_cents as "amountCents", reference, covered_until as "coveredUntil", made_by as "madeBy", created_at as "createdAt"`;

// Joins what belongs to no event with itself.
const nobody = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** The balances' parts of refunds that a gateway has not answered yet: no transfer reserves them. */
const refundingCents = (ownerId: string, currency: string) => sql`(
  select coalesce(sum(refund.to_wallet_cents), 0)::bigint from wallet.refund join wallet.payment on payment.id = refund.payment_id
  where refund.state = 'requested' and refund.to_wallet_cents > 0 and payment.payee_id = ${ownerId} and payment.currency = ${currency} and not payment.sandbox)`;

/**
 * What is captured for cancelled events and has not gone back yet, less the fees that go back with it: as much as their entries come to, in the
 * closed books and since. What is on its way back already, or disputed, is held back as such. Whether it was paid out before does not matter: it goes back all the same.
 */
const owedToBuyersCents = (ownerId: string, accountId: string | null, currency: string) => sql`(
  with kept as (
    select event_id, sum(cents) as cents from (
      select event_id, captured_cents + refunded_cents + fee_cents + other_cents as cents from wallet.event_total where account_id = ${accountId}::uuid
      union all
      select event_id, amount_cents from wallet.event_entry where account_id = ${accountId}::uuid and created_at >= (select closed_until from wallet.closing)
    ) as moved where event_id in (select event_id from wallet.cancelled_event) group by event_id
  ), underway as (
    select event_id, sum(cents) as cents from (
      select payment_id, amount_cents as cents from wallet.refund where state = 'requested'
      union all
      select payment_id, amount_cents from wallet.dispute where state = 'opened'
    ) as going join wallet.payment on payment.id = payment_id
    where payee_id = ${ownerId} and currency = ${currency} and not sandbox and event_id in (select event_id from wallet.cancelled_event) group by event_id
  )
  select coalesce(sum(greatest(0, kept.cents - coalesce(underway.cents, 0))), 0)::bigint from kept left join underway using (event_id))`;

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

  /**
   * What the account is owed event by event in the closed books, the oldest event first, cancelled ones last (nothing is paid for them as long as something else is owed), and until when they are closed: what the settlements before left, and what came
   * since. With it what the account holds and what of it is held back, in one statement, so that all of it is of one moment: between two of them a refund could be seen as not begun by the one and as over by the other.
   */
  async owed(tx: Tx, ownerId: string, accountId: string | null, currency: string): Promise<OwedNow> {
    const { rows } = await sql<OwedLine & Omit<OwedNow, 'lines'> & { counts: boolean }>`
      with settled as (
        select line.event_id, sum(captured_cents)::bigint as captured, sum(refunded_cents)::bigint as refunded, sum(fee_cents)::bigint as fee, sum(other_cents)::bigint as other, sum(paid_cents)::bigint as paid
        from wallet.settlement join wallet.settlement_line line on line.settlement_id = settlement.id
        where settlement.owner_id = ${ownerId} group by line.event_id
      ), owed as (
        select total.event_id, coalesce(captured + refunded + fee + other - paid, 0) as carried, captured_cents - coalesce(captured, 0) as captured,
          refunded_cents - coalesce(refunded, 0) as refunded, fee_cents - coalesce(fee, 0) as fee, other_cents - coalesce(other, 0) as other
        from wallet.event_total total left join settled on coalesce(settled.event_id, ${nobody}) = coalesce(total.event_id, ${nobody})
        where total.account_id = ${accountId}::uuid
      ), held as (
        select now."creditsPosted" - now."debitsPosted" as balance, now."debitsPending" + ${refundingCents(ownerId, currency)} + ${owedToBuyersCents(ownerId, accountId, currency)} as back
        from (${countersAt(accountId, ['infinity'])}) as now
      )
      select closing.closed_until as "coveredUntil", held.balance as "balanceCents", held.back as "heldBackCents", captured is not null as counts, event_id as "eventId", carried as "carriedCents",
        captured as "capturedCents", refunded as "refundedCents", fee as "feeCents", other as "otherCents"
      from wallet.closing cross join held left join owed on (carried, captured, refunded, fee, other) <> (0, 0, 0, 0, 0)
      order by event_id in (select event_id from wallet.cancelled_event) is true, event_id nulls last`.execute(tx);
    const { coveredUntil, balanceCents, heldBackCents } = rows[0] as Omit<OwedNow, 'lines'>;
    const lines = rows.flatMap(({ coveredUntil: _until, balanceCents: _balance, heldBackCents: _held, counts, ...line }) => (counts ? [line] : []));
    return { coveredUntil, balanceCents, heldBackCents, lines };
  }

  async insert(tx: Tx, { id, ownerId, currency, amountCents, reference, coveredUntil, madeBy, lines }: NewSettlement): Promise<void> {
    await sql`
      insert into wallet.settlement (id, owner_id, number, currency, amount_cents, reference, covered_until, made_by)
      select ${id}::uuid, ${ownerId}::uuid, coalesce(max(number), 0) + 1, ${currency}::text, ${amountCents}::bigint, ${reference}::text, ${coveredUntil.toISOString()}::timestamptz, ${madeBy}::uuid
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
