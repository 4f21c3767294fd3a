import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { timezoneByDefault } from './receipt.js';

/** A completed payment without a number, and the series in which it gets one. */
export interface Unnumbered {
  paymentId: string;
  payeeId: string | null;
  year: number;
}

export interface Numbered {
  paymentId: string;
  year: number;
  number: number;
}

/** The numbers of receipts: SQL only. Lock order: the payments to be numbered, then their series. */
@Injectable()
export class ReceiptRepository {
  /** Completed payments without a number, or one of them, in the order of their completion; who is numbering them just now keeps them. */
  async unnumbered(tx: Tx, which: { limit: number; paymentId?: string }): Promise<Unnumbered[]> {
    const one = which.paymentId ?? null;
    const { rows } = await sql<Unnumbered>`
      select id as "paymentId", payee_id as "payeeId", extract(year from completed_at at time zone coalesce(parties ->> 'timezone', ${timezoneByDefault}))::int as year
      from wallet.payment
      where completed_at is not null and receipt_number is null and amount_cents > 0 and not sandbox and (${one}::uuid is null or id = ${one}::uuid)
      order by completed_at, id limit ${which.limit}
      for update ${one === null ? sql`skip locked` : sql``}`.execute(tx);
    return rows;
  }

  /** Takes the next numbers of a series; answers the last one. Its row stays locked until the commit, so a number that is not used is not gone. */
  async take(tx: Tx, payeeId: string | null, year: number, count: number): Promise<number> {
    const { rows } = await sql<{ last: number }>`
      insert into wallet.receipt_series (payee_id, year, last_number) values (${payeeId}, ${year}, ${count})
      on conflict on constraint one_series_per_payee_and_year do update set last_number = receipt_series.last_number + excluded.last_number
      returning last_number as last`.execute(tx);
    return (rows[0] as { last: number }).last;
  }

  async write(tx: Tx, numbered: readonly Numbered[]): Promise<void> {
    await sql`
      update wallet.payment set receipt_year = given.year, receipt_number = given.number
      from unnest(${numbered.map(({ paymentId }) => paymentId)}::uuid[], ${numbered.map(({ year }) => year)}::int[], ${numbered.map(({ number }) => number)}::int[])
        as given (id, year, number)
      where payment.id = given.id`.execute(tx);
  }

  async find(tx: Tx, paymentId: string): Promise<Numbered | undefined> {
    const { rows } = await sql<Numbered>`
      select id as "paymentId", receipt_year as year, receipt_number as number from wallet.payment where id = ${paymentId} and receipt_number is not null`.execute(tx);
    return rows[0];
  }
}
