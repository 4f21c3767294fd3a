import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { type Conflict, type ConflictState, isSettled } from './conflict.js';
import type { Payment } from './payment.js';

/** A conflict as a person sees it: beside what was asked for. */
export interface ListedConflict extends Conflict {
  purpose: Payment['purpose'];
  payerId: string;
  method: Payment['method'];
  description: string;
  sandbox: boolean;
  askedCents: number;
  askedCurrency: string;
  arisenAt: Date;
  settledAt: Date | null;
}

const conflict = sql.raw(`
  conflict.payment_id as "paymentId", conflict.attempt_id as "attemptId", conflict.gateway, conflict.amount_cents as "amountCents", conflict.currency, conflict.currency = payment.currency as booked,
  conflict.state, conflict.refund_id as "refundId", conflict.disputed_cents as "disputedCents", conflict.taken_back_cents as "takenBackCents", conflict.note, conflict.decided_by as "decidedBy"`);
const listed = sql.raw(`
  payment.purpose_kind, payment.purpose_id, payment.payer_id as "payerId", payment.method, payment.description, payment.sandbox,
  payment.amount_cents - payment.from_wallet_cents as "askedCents", payment.currency as "askedCurrency", conflict.arisen_at as "arisenAt", conflict.settled_at as "settledAt"`);

type ListedRow = Omit<ListedConflict, 'purpose'> & { purpose_kind: Payment['purpose']['kind']; purpose_id: string };

/** SQL of what gateways took otherwise than asked. A conflict is locked by its payment's row. */
@Injectable()
export class ConflictRepository {
  async ofPayments(tx: Tx, paymentIds: string[]): Promise<Map<string, Conflict>> {
    if (paymentIds.length === 0) return new Map();
    const { rows } = await sql<Conflict>`
      select ${conflict} from wallet.conflict join wallet.payment on payment.id = payment_id where payment_id = any(${paymentIds}::uuid[])`.execute(tx);
    return new Map(rows.map((row) => [row.paymentId, row]));
  }

  async write(tx: Tx, conflicts: Conflict[]): Promise<void> {
    for (const each of conflicts) {
      await sql`
        insert into wallet.conflict as kept (payment_id, attempt_id, gateway, amount_cents, currency, state, refund_id, disputed_cents, taken_back_cents, note, decided_by, settled_at)
        values (${each.paymentId}, ${each.attemptId}, ${each.gateway}, ${each.amountCents}, ${each.currency}, ${each.state}, ${each.refundId}, ${each.disputedCents}, ${each.takenBackCents}, ${each.note}, ${each.decidedBy}, case when ${isSettled(each)} then platform.now() end)
        on conflict (payment_id) do update set state = excluded.state, refund_id = excluded.refund_id, disputed_cents = excluded.disputed_cents, taken_back_cents = excluded.taken_back_cents,
          note = excluded.note, decided_by = excluded.decided_by, settled_at = coalesce(kept.settled_at, excluded.settled_at)`.execute(tx);
    }
  }

  /** The newest payments first; `before`: the last one seen. */
  async page(tx: Tx, asked: { state: ConflictState | undefined; before: string | undefined; limit: number }): Promise<ListedConflict[]> {
    const { rows } = await sql<ListedRow>`
      select ${conflict}, ${listed} from wallet.conflict join wallet.payment on payment.id = payment_id
      where (${asked.state ?? null}::text is null or conflict.state = ${asked.state ?? null}) and (${asked.before ?? null}::uuid is null or payment_id < ${asked.before ?? null}::uuid)
      order by payment_id desc limit ${asked.limit}`.execute(tx);
    return rows.map(toListed);
  }

  async find(tx: Tx, paymentId: string): Promise<ListedConflict | undefined> {
    const { rows } = await sql<ListedRow>`
      select ${conflict}, ${listed} from wallet.conflict join wallet.payment on payment.id = payment_id where payment_id = ${paymentId}`.execute(tx);
    return rows[0] && toListed(rows[0]);
  }

  async counts(tx: Tx): Promise<{ gateway: string; state: ConflictState; count: number }[]> {
    const { rows } = await sql<{ gateway: string; state: ConflictState; count: number }>`
      select gateway, state, count(*)::int as count from wallet.conflict where settled_at is null group by gateway, state`.execute(tx);
    return rows;
  }
}

const toListed = ({ purpose_kind: kind, purpose_id: id, ...row }: ListedRow): ListedConflict => ({ ...row, purpose: { kind, id } });
