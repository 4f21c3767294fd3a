import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** What a gateway paid out at once: `gross` is no longer owed, `net` came to the bank, `fee` it kept. Below zero: it took that from the bank, having given back more than it had. */
export interface GatewayPayout {
  id: string;
  gateway: string;
  /** 1, 2, 3 … of this gateway. */
  number: number;
  currency: string;
  grossCents: number;
  feeCents: number;
  netCents: number;
  /** The gateway's own name for it. */
  reference: string;
  /** The day on which it came, as the bank has it: `2026-11-25`. */
  valueDate: string;
  note: string;
  madeBy: string;
  createdAt: Date;
  reversedAt: Date | null;
  reversedBy: string | null;
  reversalNote: string | null;
}

export type NewGatewayPayout = Omit<GatewayPayout, 'number' | 'createdAt' | 'reversedAt' | 'reversedBy' | 'reversalNote'>;

/** A day as the books have it: its two midnights (UTC), in order, and payouts of one sign by when they were booked and by when they came. */
export interface PayoutDay {
  midnights: string[];
  /** What those booked before each midnight moved. */
  bookedCents: number[];
  /** What those that came until this day are, whenever they were written down. */
  cameCents: number;
}

const columns = sql`id, gateway, number, currency, gross_cents as "grossCents", fee_cents as "feeCents", net_cents as "netCents", reference, value_date::text as "valueDate", note, made_by as "madeBy",
  created_at as "createdAt", reversed_at as "reversedAt", reversed_by as "reversedBy", reversal_note as "reversalNote"`;

/** Payouts of gateways: SQL only. Lock order: the gateway's account, which payments only read. */
@Injectable()
export class GatewayPayoutRepository {
  /** Whoever writes down a payout of this gateway waits here. Null where it never took anything. */
  async lockAccount(tx: Tx, gateway: string, currency: string): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`select id from wallet.account where kind = 'gateway' and owner = ${gateway} and currency = ${currency} for update`.execute(tx);
    return rows[0]?.id ?? null;
  }

  async accountOf(tx: Tx, gateway: string, currency: string): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`select id from wallet.account where kind = 'gateway' and owner = ${gateway} and currency = ${currency}`.execute(tx);
    return rows[0]?.id ?? null;
  }

  /** The one of this name that was not reversed. */
  async byReference(tx: Tx, gateway: string, reference: string): Promise<string | undefined> {
    const { rows } = await sql<{ id: string }>`select id from wallet.gateway_payout where gateway = ${gateway} and reference = ${reference} and reversed_at is null`.execute(tx);
    return rows[0]?.id;
  }

  async find(tx: Tx, gateway: string, id: string): Promise<GatewayPayout | undefined> {
    const { rows } = await sql<GatewayPayout>`select ${columns} from wallet.gateway_payout where gateway = ${gateway} and id = ${id}`.execute(tx);
    return rows[0];
  }

  /** Newest first. */
  async page(tx: Tx, gateway: string, before: number | undefined, limit: number): Promise<GatewayPayout[]> {
    const { rows } = await sql<GatewayPayout>`
      select ${columns} from wallet.gateway_payout
      where gateway = ${gateway} and (${before ?? null}::int is null or number < ${before ?? null}::int) order by number desc limit ${limit}`.execute(tx);
    return rows;
  }

  /** The day of this payout, and each later one on which another of its sign came. */
  async days(tx: Tx, gateway: string, { grossCents, valueDate }: Pick<GatewayPayout, 'grossCents' | 'valueDate'>): Promise<PayoutDay[]> {
    const { rows } = await sql<PayoutDay>`
      with alike as (
        select * from wallet.gateway_payout where gateway = ${gateway} and sign(gross_cents) = sign(${grossCents}::bigint)
      ), booked as (
        select transfer.created_at, case when credit.kind = 'gateway' then transfer.amount_cents else -transfer.amount_cents end as cents
        from alike join wallet.gateway_payout_transfer booking on booking.payout_id = alike.id join wallet.transfer on transfer.id = booking.transfer_id
        join wallet.account credit on credit.id = transfer.credit_account_id
      ), day as (
        select ${valueDate}::date as date union select value_date from alike where reversed_at is null and value_date > ${valueDate}::date
      )
      select array_agg(at::text order by at) as midnights, array_agg(cents order by at) as "bookedCents",
        coalesce((select sum(gross_cents) from alike where reversed_at is null and value_date <= day.date), 0)::bigint as "cameCents"
      from day cross join lateral (values (day.date::timestamp at time zone 'UTC'), ((day.date + 1)::timestamp at time zone 'UTC')) as midnight (at)
      cross join lateral (select coalesce(sum(booked.cents), 0)::float8 as cents from booked where booked.created_at < midnight.at) moved
      group by day.date`.execute(tx);
    return rows;
  }

  async insert(tx: Tx, { id, gateway, currency, grossCents, feeCents, netCents, reference, valueDate, note, madeBy }: NewGatewayPayout): Promise<void> {
    await sql`
      insert into wallet.gateway_payout (id, gateway, number, currency, gross_cents, fee_cents, net_cents, reference, value_date, note, made_by)
      select ${id}::uuid, ${gateway}::text, coalesce(max(number), 0) + 1, ${currency}::text, ${grossCents}::bigint, ${feeCents}::bigint, ${netCents}::bigint, ${reference}::text, ${valueDate}::date, ${note}::text, ${madeBy}::uuid
      from wallet.gateway_payout where gateway = ${gateway}`.execute(tx);
  }

  async reverse(tx: Tx, id: string, by: string, note: string): Promise<void> {
    await sql`update wallet.gateway_payout set reversed_at = platform.now(), reversed_by = ${by}, reversal_note = ${note} where id = ${id}`.execute(tx);
  }

  async book(tx: Tx, payoutId: string, transferIds: string[]): Promise<void> {
    await sql`insert into wallet.gateway_payout_transfer (transfer_id, payout_id) select transfer_id, ${payoutId}::uuid from unnest(${transferIds}::uuid[]) as transfer_id`.execute(tx);
  }
}
