import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { CompareBooks } from './payments.commands.js';

type Entry = CompareBooks['entries'][number];

/** One of ours that the ledger has otherwise, or not at all; `ours` is null where it is the ledger's alone. */
export interface Unbooked {
  gateway: string;
  reference: string;
  paymentId: string | null;
  about: Entry['about'];
  state: string | null;
  amountCents: number | null;
}

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key]);

/** A ledger has one currency: what was taken in another is not in it, nor is its way back. */
const ofTheLedger = sql.raw('(a.taken_currency is null or a.taken_currency = a.currency)');

/** SQL of what the ledger has told: our captures and refunds with or without an entry. */
@Injectable()
export class BookRepository {
  /** Ours under the entries' ids, marked as booked where the ledger has them as we do; in the order of the entries. */
  async book(tx: Tx, entries: Entry[]): Promise<Unbooked[]> {
    const { rows } = await sql<Unbooked & { place: number }>`
      with told as (
        select * from unnest(${column(entries, 'about')}::text[], ${column(entries, 'id')}::uuid[], ${column(entries, 'gateway')}::text[], ${column(entries, 'amountCents')}::bigint[])
          with ordinality as t(about, id, gateway, amount_cents, place)
      ), charge as (
        update payments.attempt a set booked_at = platform.now() from told t
        where t.about = 'charge' and a.id = t.id and a.gateway = t.gateway and (a.state = 'captured' and a.amount_cents = t.amount_cents or a.state = 'conflicted' and coalesce(a.taken_cents, t.amount_cents) = t.amount_cents and ${ofTheLedger})
        returning a.id
      ), refund as (
        update payments.refund r set booked_at = platform.now() from told t
        where t.about = 'refund' and r.id = t.id and r.state = 'refunded' and r.amount_cents = t.amount_cents
        returning r.id
      )
      select t.gateway, replace(t.id::text, '-', '') as reference, t.about, t.place, coalesce(a.payment_id, r.payment_id) as "paymentId",
        coalesce(a.state, r.state) as state, coalesce(a.taken_cents, a.amount_cents, r.amount_cents) as "amountCents"
      from told t left join payments.attempt a on t.about = 'charge' and a.id = t.id left join payments.refund r on t.about = 'refund' and r.id = t.id
      where t.id not in (select id from charge union all select id from refund)
      order by t.place`.execute(tx);
    return rows;
  }

  async told(tx: Tx, until: string): Promise<void> {
    await sql`
      insert into payments.ledger_told as told (until) values (${until}) on conflict (one) do update set until = greatest(told.until, excluded.until)`.execute(tx);
  }

  /** Null before its first word. */
  async toldSecondsAgo(tx: Tx): Promise<number | null> {
    const { rows } = await sql<{ seconds: number }>`select extract(epoch from platform.now() - until)::float8 as seconds from payments.ledger_told`.execute(tx);
    return rows[0]?.seconds ?? null;
  }

  /** Ours that were settled so long before the ledger's last word that it should have told of them, and are not known to differ already. */
  async missing(tx: Tx, afterSeconds: number, limit: number): Promise<Unbooked[]> {
    const known = (reference: string) => sql`exists (
      select from payments.difference d where d.gateway = a.gateway and d.reference = ${sql.ref(reference)} and d.kind in ('ledger_missing', 'ledger_amount') and d.state <> 'repaired')`;
    const { rows } = await sql<Unbooked>`
      (select a.gateway, a.reference, a.payment_id as "paymentId", 'charge' as about, a.state, coalesce(a.taken_cents, a.amount_cents) as "amountCents"
        from payments.attempt a, payments.ledger_told
        where a.state in ('captured', 'conflicted') and a.booked_at is null and ${ofTheLedger} and a.settled_at < until - make_interval(secs => ${afterSeconds}) and not ${known('a.reference')} order by a.settled_at limit ${limit})
      union all
      (select a.gateway, r.reference, r.payment_id, 'refund', r.state, r.amount_cents
        from payments.refund r join payments.attempt a on a.id = r.attempt_id, payments.ledger_told
        where r.state = 'refunded' and r.booked_at is null and not r.by_itself and ${ofTheLedger} and r.settled_at < until - make_interval(secs => ${afterSeconds}) and not ${known('r.reference')} order by r.settled_at limit ${limit})`.execute(tx);
    return rows;
  }

  /** Open differences with the ledger whose charge or refund it has by now as we have it. */
  async agreed(tx: Tx, limit: number): Promise<{ gateway: string; reference: string }[]> {
    const { rows } = await sql<{ gateway: string; reference: string }>`
      select d.gateway, d.reference from payments.difference d
      where d.state = 'open' and d.kind like 'ledger%' and (
        exists (select from payments.attempt a where a.id = d.reference::uuid and a.booked_at is not null)
        or exists (select from payments.refund r where r.id = d.reference::uuid and r.booked_at is not null))
      limit ${limit}`.execute(tx);
    return rows;
  }
}
