import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type Tx } from '#platform';
import type { DifferenceKind, DifferenceState, Side } from './difference.js';

/** Two books that do not agree, `repaired` where hearing the gateway has made them. */
export interface Finding {
  kind: DifferenceKind;
  reference: string;
  paymentId: string | null;
  ours: Side;
  theirs: Side;
  repaired: boolean;
}

export interface Difference extends Omit<Finding, 'repaired'> {
  id: string;
  gateway: string;
  state: DifferenceState;
  foundAt: Date;
  seenAt: Date;
  settledAt: Date | null;
  note: string | null;
  closedBy: string | null;
}

const difference = sql.raw(`
  d.id, d.gateway, d.kind, d.reference, d.payment_id as "paymentId", d.ours, d.theirs, d.state, d.found_at as "foundAt", d.seen_at as "seenAt",
  d.settled_at as "settledAt", d.note, d.closed_by as "closedBy"`);

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key]);

/** SQL of differences, set-based. */
@Injectable()
export class DifferenceRepository {
  /**
   * Writes findings down, each once whoever finds it again, and returns those that are new or say something new. What a person
   * has closed stays closed while both sides say what they said.
   */
  async write(tx: Tx, gateway: string, findings: Finding[]): Promise<Difference[]> {
    if (findings.length === 0) return [];
    const { rows } = await sql<Difference>`
      insert into payments.difference as d (id, gateway, kind, reference, payment_id, ours, theirs, state, settled_at)
      select n.id, ${gateway}, n.kind, n.reference, n.payment_id, n.ours, n.theirs, case when n.repaired then 'repaired' else 'open' end, case when n.repaired then platform.now() end
      from unnest(
        ${findings.map(() => newId())}::uuid[], ${column(findings, 'kind')}::text[], ${column(findings, 'reference')}::text[], ${column(findings, 'paymentId')}::uuid[],
        ${findings.map(({ ours }) => JSON.stringify(ours))}::jsonb[], ${findings.map(({ theirs }) => JSON.stringify(theirs))}::jsonb[], ${column(findings, 'repaired')}::boolean[])
        as n(id, kind, reference, payment_id, ours, theirs, repaired)
      order by n.kind, n.reference
      on conflict on constraint difference_once do update
        set ours = excluded.ours, theirs = excluded.theirs, state = excluded.state, settled_at = excluded.settled_at, seen_at = platform.now(), note = null, closed_by = null
        where d.state = 'repaired' and excluded.state = 'open' or (d.ours, d.theirs) is distinct from (excluded.ours, excluded.theirs)
      returning ${difference}`.execute(tx);
    return rows;
  }

  /** Settles the open differences of these kinds and references: the books agree now. */
  async settle(tx: Tx, gateway: string, kinds: readonly DifferenceKind[], references: string[]): Promise<void> {
    await sql`
      update payments.difference set state = 'repaired', settled_at = platform.now()
      where gateway = ${gateway} and state = 'open' and kind = any(${kinds}::text[]) and reference = any(${references}::text[])`.execute(tx);
  }

  /** Open ones between the gateway and us that nobody has looked at for longest; they count as looked at from now on. */
  async takeOpen(tx: Tx, gateway: string, limit: number): Promise<Difference[]> {
    const { rows } = await sql<Difference>`
      update payments.difference d set seen_at = platform.now()
      where id in (select id from payments.difference where gateway = ${gateway} and state = 'open' and kind not like 'ledger%' order by seen_at limit ${limit} for update skip locked)
      returning ${difference}`.execute(tx);
    return rows;
  }

  async openCounts(tx: Tx): Promise<{ gateway: string; kind: DifferenceKind; count: number }[]> {
    const { rows } = await sql<{ gateway: string; kind: DifferenceKind; count: number }>`
      select gateway, kind, count(*) as count from payments.difference where state = 'open' group by gateway, kind`.execute(tx);
    return rows;
  }

  /** Newest first. */
  async page(tx: Tx, gateway: string, filter: { state?: DifferenceState | undefined; kind?: DifferenceKind | undefined; before?: string | undefined; limit: number }): Promise<Difference[]> {
    const { rows } = await sql<Difference>`
      select ${difference} from payments.difference d
      where gateway = ${gateway} and (${filter.state ?? null}::text is null or state = ${filter.state ?? null}) and (${filter.kind ?? null}::text is null or kind = ${filter.kind ?? null})
        and (${filter.before ?? null}::uuid is null or id < ${filter.before ?? null})
      order by id desc limit ${filter.limit}`.execute(tx);
    return rows;
  }

  async lock(tx: Tx, gateway: string, id: string): Promise<Difference | undefined> {
    const { rows } = await sql<Difference>`select ${difference} from payments.difference d where gateway = ${gateway} and id = ${id} for update`.execute(tx);
    return rows[0];
  }

  async close(tx: Tx, id: string, by: string, note: string): Promise<Difference> {
    const { rows } = await sql<Difference>`
      update payments.difference d set state = 'closed', settled_at = platform.now(), note = ${note}, closed_by = ${by} where id = ${id} returning ${difference}`.execute(tx);
    return rows[0] as Difference;
  }
}
