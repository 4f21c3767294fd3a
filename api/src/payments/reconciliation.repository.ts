import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { AttemptState } from './attempt.js';
import { namesOfRefund, type Refund } from './refund.repository.js';

export interface OurCharge {
  id: string;
  state: AttemptState;
  amountCents: number;
  paymentId: string;
  reference: string;
  chargeId: string | null;
  takenCents: number | null;
  madeGood: boolean;
  /** By the database's clock. */
  ageSeconds: number;
}
export type OurRefund = Pick<Refund, 'id' | 'state' | 'amountCents' | 'paymentId' | 'reference' | 'chargeId' | 'gatewayRefundId' | 'otherRefundIds' | 'likeBefore'> & { ageSeconds: number };

/** Which of a gateway's lists; each has a cursor of its own, by the gateway's clock. */
export type GatewayList = 'charges' | 'refunds';

// What was taken before it was written down is only known to the wallet: there any of it that went back has to do.
const charge = sql.raw(`
  a.id, a.state, a.amount_cents as "amountCents", a.payment_id as "paymentId", a.reference, a.charge_id as "chargeId", a.taken_cents as "takenCents",
  a.state = 'conflicted' and (a.seen_to_at is not null
    or (select coalesce(sum(r.amount_cents), 0) from payments.refund r where r.attempt_id = a.id and r.state = 'refunded')
      + (select coalesce(sum(d.amount_cents), 0) from payments.dispute d where d.attempt_id = a.id and d.state = 'lost')
      >= coalesce(a.taken_cents, 1)) as "madeGood",
  extract(epoch from platform.now() - a.created_at)::float8 as "ageSeconds"`);
const refund = sql.raw(`
  r.id, r.state, r.amount_cents as "amountCents", r.payment_id as "paymentId", r.reference, a.charge_id as "chargeId", ${namesOfRefund},
  extract(epoch from platform.now() - r.created_at)::float8 as "ageSeconds"`);

const byId = <Row extends { id: string }>(rows: Row[]): Map<string, Row> => new Map(rows.map((row) => [row.id, row]));

/** How far books were compared, and what of ours was seen in the others. */
@Injectable()
export class ReconciliationRepository {
  /** Those of these attempts that were made at this gateway. */
  async charges(tx: Tx, gateway: string, ids: string[]): Promise<Map<string, OurCharge>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql<OurCharge>`select ${charge} from payments.attempt a where id = any(${ids}::uuid[]) and gateway = ${gateway}`.execute(tx);
    return byId(rows);
  }

  async refunds(tx: Tx, gateway: string, ids: string[]): Promise<Map<string, OurRefund>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql<OurRefund>`
      select ${refund} from payments.refund r join payments.attempt a on a.id = r.attempt_id where r.id = any(${ids}::uuid[]) and a.gateway = ${gateway}`.execute(tx);
    return byId(rows);
  }

  async markListed(tx: Tx, list: GatewayList, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const table = sql.ref(list === 'charges' ? 'payments.attempt' : 'payments.refund');
    await sql`update ${table} set listed_at = platform.now() where id = any(${ids}::uuid[]) and listed_at is null`.execute(tx);
  }

  /** Captured so long ago that the gateway's list should have had them by now, and not seen in it. */
  async unlistedCharges(tx: Tx, gateway: string, afterSeconds: number, limit: number): Promise<OurCharge[]> {
    const { rows } = await sql<OurCharge>`
      select ${charge} from payments.attempt a
      where gateway = ${gateway} and state = 'captured' and listed_at is null and created_at < platform.now() - make_interval(secs => ${afterSeconds})
      order by created_at limit ${limit}`.execute(tx);
    return rows;
  }

  async unlistedRefunds(tx: Tx, gateway: string, afterSeconds: number, limit: number): Promise<OurRefund[]> {
    const { rows } = await sql<OurRefund>`
      select ${refund} from payments.refund r join payments.attempt a on a.id = r.attempt_id
      where a.gateway = ${gateway} and r.state = 'refunded' and r.listed_at is null and r.created_at < platform.now() - make_interval(secs => ${afterSeconds})
      order by r.created_at limit ${limit}`.execute(tx);
    return rows;
  }

  async comparedUntil(tx: Tx, gateway: string, list: GatewayList): Promise<Date | null> {
    const { rows } = await sql<{ charges: Date; refunds: Date | null }>`
      select compared_until as charges, refunds_until as refunds from payments.reconciliation where gateway = ${gateway}`.execute(tx);
    return rows[0]?.[list] ?? null;
  }

  async compared(tx: Tx, gateway: string, list: GatewayList, until: Date): Promise<void> {
    const refunds = list === 'refunds' ? until : null;
    await sql`
      insert into payments.reconciliation as r (gateway, compared_until, refunds_until) values (${gateway}, ${until}, ${refunds})
      on conflict (gateway) do update set
        compared_until = ${list === 'charges' ? sql`greatest(r.compared_until, excluded.compared_until)` : sql`r.compared_until`},
        refunds_until = greatest(r.refunds_until, excluded.refunds_until)`.execute(tx);
  }

  /** Whether the last days were not compared once more within so many seconds. */
  async againIsDue(tx: Tx, gateway: string, everySeconds: number): Promise<boolean> {
    const { rows } = await sql<{ due: boolean }>`
      select compared_again_at is null or compared_again_at <= platform.now() - make_interval(secs => ${everySeconds}) as due from payments.reconciliation where gateway = ${gateway}`.execute(tx);
    return rows[0]?.due ?? false;
  }

  async comparedAgain(tx: Tx, gateway: string): Promise<void> {
    await sql`update payments.reconciliation set compared_again_at = platform.now() where gateway = ${gateway}`.execute(tx);
  }

  /** Whether it has not been asked for its disputes for so long. Where nothing of its list was ever seen there is nothing to dispute. */
  async disputesAreDue(tx: Tx, gateway: string, everySeconds: number): Promise<boolean> {
    const { rows } = await sql<{ due: boolean }>`
      select disputes_listed_at is null or disputes_listed_at <= platform.now() - make_interval(secs => ${everySeconds}) as due from payments.reconciliation where gateway = ${gateway}`.execute(tx);
    return rows[0]?.due ?? false;
  }

  async disputesListed(tx: Tx, gateway: string): Promise<void> {
    await sql`update payments.reconciliation set disputes_listed_at = platform.now() where gateway = ${gateway}`.execute(tx);
  }
}
