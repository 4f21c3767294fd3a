import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { type FeeRule, noFee } from './fee.js';

/** A rule and whose it is; null: of all who have none of their own. */
export interface KeptFeeRule extends FeeRule {
  organiserId: string | null;
}

const columns = sql`organiser_id as "organiserId", basis_points as "basisPoints", cents_per_ticket as "centsPerTicket", min_cents as "minCents", max_cents as "maxCents"`;

/** The SQL of fee rules. */
@Injectable()
export class FeeRuleRepository {
  /** The rule that holds for each of these organisers now: their own, else the one for all, else none. */
  async of(tx: Tx, organiserIds: string[]): Promise<(organiserId: string) => FeeRule> {
    const { rows } = await sql<KeptFeeRule>`
      select ${columns} from orders.fee_rule where organiser_id = any(${organiserIds}::uuid[]) or organiser_id is null`.execute(tx);
    const rules = new Map(rows.map((rule) => [rule.organiserId, rule]));
    return (organiserId) => rules.get(organiserId) ?? rules.get(null) ?? noFee;
  }

  /** In the order of their organisers, the one for all last. */
  async page(tx: Tx, after: string | undefined, limit: number): Promise<KeptFeeRule[]> {
    const { rows } = await sql<KeptFeeRule>`
      select ${columns} from orders.fee_rule
      where ${after ?? null}::uuid is null or organiser_id is null or organiser_id > ${after ?? null}::uuid
      order by organiser_id nulls last limit ${limit}`.execute(tx);
    return rows;
  }

  async put(tx: Tx, { organiserId, basisPoints, centsPerTicket, minCents, maxCents }: KeptFeeRule): Promise<void> {
    await sql`
      insert into orders.fee_rule (organiser_id, basis_points, cents_per_ticket, min_cents, max_cents)
      values (${organiserId}, ${basisPoints}, ${centsPerTicket}, ${minCents}, ${maxCents})
      on conflict on constraint one_fee_rule_per_organiser do update set
        basis_points = excluded.basis_points, cents_per_ticket = excluded.cents_per_ticket, min_cents = excluded.min_cents,
        max_cents = excluded.max_cents, changed_at = platform.now()`.execute(tx);
  }

  async remove(tx: Tx, organiserId: string): Promise<void> {
    await sql`delete from orders.fee_rule where organiser_id = ${organiserId}`.execute(tx);
  }
}
