import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { type Dispute, type Failure, type Parties, type Payment, type PixCode, type Refund, liveOrWon } from './payment.js';

interface PaymentRow {
  id: string;
  purpose_kind: Payment['purpose']['kind'];
  purpose_id: string;
  payer_id: string;
  payee_id: string | null;
  amount_cents: number;
  fee_cents: number;
  from_wallet_cents: number;
  currency: string;
  description: string;
  parties: Parties;
  event_id: string | null;
  method: Payment['method'];
  sandbox: boolean;
  deadline: Date;
  state: Payment['state'];
  pix: PixCode | null;
  failure: Failure | null;
  cancel_reason: Payment['cancelReason'];
  unfreeze_at: Date | null;
  gateway: string | null;
  attempt_id: string | null;
  captured_cents: number;
  refunded_cents: number;
  refunding_cents: number;
  fee_taken_cents: number;
  completed_at: Date | null;
  disputed_cents: number;
  late: boolean;
  bought_nothing: boolean;
}

interface RefundRow {
  id: string;
  payment_id: string;
  amount_cents: number;
  to_gateway_cents: number;
  to_wallet_cents: number;
  reason: string;
  credit_if_refused: boolean;
  state: Refund['state'];
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const toPayment = (row: PaymentRow): Payment => ({
  id: row.id,
  purpose: { kind: row.purpose_kind, id: row.purpose_id },
  payerId: row.payer_id,
  payeeId: row.payee_id,
  amountCents: row.amount_cents,
  feeCents: row.fee_cents,
  fromWalletCents: row.from_wallet_cents,
  currency: row.currency,
  description: row.description,
  parties: row.parties,
  eventId: row.event_id,
  method: row.method,
  sandbox: row.sandbox,
  deadline: row.deadline.getTime(),
  state: row.state,
  pix: row.pix,
  failure: row.failure,
  cancelReason: row.cancel_reason,
  unfreezeAt: row.unfreeze_at?.getTime() ?? null,
  gateway: row.gateway,
  attemptId: row.attempt_id,
  capturedCents: row.captured_cents,
  refundedCents: row.refunded_cents,
  refundingCents: row.refunding_cents,
  feeTakenCents: row.fee_taken_cents,
  completedAt: row.completed_at?.getTime() ?? null,
  disputedCents: row.disputed_cents,
  late: row.late,
  boughtNothing: row.bought_nothing,
});

/** Payments and refunds: set-based, no rule. Lock order: payments by id, before any account. */
@Injectable()
export class PaymentRepository {
  /** Locks and reads; missing ones are absent. */
  async lock(tx: Tx, ids: string[]): Promise<Map<string, Payment>> {
    const { rows } = await sql<PaymentRow>`
      select * from wallet.payment where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
    return new Map(rows.map((row) => [row.id, toPayment(row)]));
  }

  async find(tx: Tx, ids: string[]): Promise<Map<string, Payment>> {
    const { rows } = await sql<PaymentRow>`select * from wallet.payment where id = any(${ids}::uuid[])`.execute(tx);
    return new Map(rows.map((row) => [row.id, toPayment(row)]));
  }

  /** Live or won payments of the same purposes as these, other than these. */
  async rivals(tx: Tx, payments: Payment[]): Promise<Pick<Payment, 'id' | 'purpose'>[]> {
    if (payments.length === 0) return [];
    const { rows } = await sql<Pick<PaymentRow, 'id' | 'purpose_kind' | 'purpose_id'>>`
      select payment.id, payment.purpose_kind, payment.purpose_id
      from wallet.payment
      join unnest(
        ${payments.map(({ purpose }) => purpose.kind)}::text[],
        ${payments.map(({ purpose }) => purpose.id)}::uuid[]) as wanted (purpose_kind, purpose_id)
        using (purpose_kind, purpose_id)
      where payment.state in (${sql.join(liveOrWon.map((state) => sql.lit(state)))})
        and payment.id <> all(${payments.map(({ id }) => id)}::uuid[])`.execute(tx);
    return rows.map((row) => ({ id: row.id, purpose: { kind: row.purpose_kind, id: row.purpose_id } }));
  }

  /** @throws a violation of `one_live_payment_per_purpose` when another payment took a purpose in the meantime. */
  async insert(tx: Tx, payments: Payment[]): Promise<void> {
    if (payments.length === 0) return;
    await sql`
      insert into wallet.payment
        (id, purpose_kind, purpose_id, payer_id, payee_id, amount_cents, from_wallet_cents, currency, method, sandbox, deadline,
         state, failure, cancel_reason, unfreeze_at, captured_cents, fee_cents, fee_taken_cents,
         description, event_id, parties, completed_at)
      select * from unnest(
        ${payments.map(({ id }) => id)}::uuid[],
        ${payments.map(({ purpose }) => purpose.kind)}::text[],
        ${payments.map(({ purpose }) => purpose.id)}::uuid[],
        ${payments.map(({ payerId }) => payerId)}::uuid[],
        ${payments.map(({ payeeId }) => payeeId)}::uuid[],
        ${payments.map(({ amountCents }) => amountCents)}::bigint[],
        ${payments.map(({ fromWalletCents }) => fromWalletCents)}::bigint[],
        ${payments.map(({ currency }) => currency)}::text[],
        ${payments.map(({ method }) => method)}::text[],
        ${payments.map(({ sandbox }) => sandbox)}::boolean[],
        ${payments.map(({ deadline }) => instant(deadline))}::timestamptz[],
        ${payments.map(({ state }) => state)}::text[],
        ${payments.map(({ failure }) => json(failure))}::jsonb[],
        ${payments.map(({ cancelReason }) => cancelReason)}::text[],
        ${payments.map(({ unfreezeAt }) => instant(unfreezeAt))}::timestamptz[],
        ${payments.map(({ capturedCents }) => capturedCents)}::bigint[],
        ${payments.map(({ feeCents }) => feeCents)}::bigint[],
        ${payments.map(({ feeTakenCents }) => feeTakenCents)}::bigint[],
        ${payments.map(({ description }) => description)}::text[],
        ${payments.map(({ eventId }) => eventId)}::uuid[],
        ${payments.map(({ parties }) => json(parties))}::jsonb[],
        ${payments.map(({ completedAt }) => instant(completedAt))}::timestamptz[])
        as payment (id, purpose_kind, purpose_id)
      order by purpose_kind, purpose_id`.execute(tx);
  }

  /** @throws a violation of `one_live_payment_per_purpose` when late money meets a payment made in the meantime. */
  async update(tx: Tx, payments: Payment[]): Promise<void> {
    if (payments.length === 0) return;
    await sql`
      update wallet.payment set
        state = changed.state, pix = changed.pix, failure = changed.failure, cancel_reason = changed.cancel_reason,
        unfreeze_at = changed.unfreeze_at, gateway = changed.gateway, attempt_id = changed.attempt_id,
        captured_cents = changed.captured_cents, refunded_cents = changed.refunded_cents,
        refunding_cents = changed.refunding_cents, disputed_cents = changed.disputed_cents, late = changed.late, bought_nothing = changed.bought_nothing, fee_taken_cents = changed.fee_taken_cents,
        completed_at = changed.completed_at
      from unnest(
        ${payments.map(({ id }) => id)}::uuid[],
        ${payments.map(({ state }) => state)}::text[],
        ${payments.map(({ pix }) => json(pix))}::jsonb[],
        ${payments.map(({ failure }) => json(failure))}::jsonb[],
        ${payments.map(({ cancelReason }) => cancelReason)}::text[],
        ${payments.map(({ unfreezeAt }) => instant(unfreezeAt))}::timestamptz[],
        ${payments.map(({ gateway }) => gateway)}::text[],
        ${payments.map(({ attemptId }) => attemptId)}::uuid[],
        ${payments.map(({ capturedCents }) => capturedCents)}::bigint[],
        ${payments.map(({ refundedCents }) => refundedCents)}::bigint[],
        ${payments.map(({ refundingCents }) => refundingCents)}::bigint[],
        ${payments.map(({ disputedCents }) => disputedCents)}::bigint[],
        ${payments.map(({ late }) => late)}::boolean[],
        ${payments.map(({ boughtNothing }) => boughtNothing)}::boolean[],
        ${payments.map(({ feeTakenCents }) => feeTakenCents)}::bigint[],
        ${payments.map(({ completedAt }) => instant(completedAt))}::timestamptz[])
        as changed (id, state, pix, failure, cancel_reason, unfreeze_at, gateway, attempt_id, captured_cents,
          refunded_cents, refunding_cents, disputed_cents, late, bought_nothing, fee_taken_cents, completed_at)
      where payment.id = changed.id`.execute(tx);
  }

  /** These, and what else was given back of their payments. */
  async refunds(tx: Tx, named: { refundId?: string | undefined; paymentId: string }[]): Promise<Map<string, Refund>> {
    if (named.length === 0) return new Map();
    const { rows } = await sql<RefundRow>`
      select * from wallet.refund where id = any(${named.flatMap(({ refundId }) => refundId ?? [])}::uuid[])
      union
      select * from wallet.refund where payment_id = any(${[...new Set(named.map(({ paymentId }) => paymentId))]}::uuid[]) and state in ('requested', 'refunded')`.execute(tx);
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          paymentId: row.payment_id,
          amountCents: row.amount_cents,
          toGatewayCents: row.to_gateway_cents,
          toWalletCents: row.to_wallet_cents,
          reason: row.reason,
          creditIfRefused: row.credit_if_refused,
          state: row.state,
        },
      ]),
    );
  }

  async writeRefunds(tx: Tx, refunds: Refund[]): Promise<void> {
    if (refunds.length === 0) return;
    await sql`
      insert into wallet.refund (id, payment_id, amount_cents, to_gateway_cents, to_wallet_cents, reason, credit_if_refused, state)
      select * from unnest(
        ${refunds.map(({ id }) => id)}::uuid[],
        ${refunds.map(({ paymentId }) => paymentId)}::uuid[],
        ${refunds.map(({ amountCents }) => amountCents)}::bigint[],
        ${refunds.map(({ toGatewayCents }) => toGatewayCents)}::bigint[],
        ${refunds.map(({ toWalletCents }) => toWalletCents)}::bigint[],
        ${refunds.map(({ reason }) => reason)}::text[],
        ${refunds.map(({ creditIfRefused }) => creditIfRefused)}::boolean[],
        ${refunds.map(({ state }) => state)}::text[])
      on conflict (id) do update set state = excluded.state`.execute(tx);
  }

  async disputes(tx: Tx, ids: string[]): Promise<Map<string, Dispute>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql<Dispute>`
      select id, payment_id as "paymentId", amount_cents as "amountCents", state from wallet.dispute where id = any(${ids}::uuid[])`.execute(tx);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** What payers' banks have taken of these payments for good; those of which nothing was taken are absent. Asked only where a bank wanted something. */
  async takenBack(tx: Tx, payments: readonly Payment[]): Promise<Map<string, number>> {
    const paymentIds = payments.filter(({ disputedCents }) => disputedCents > 0).map(({ id }) => id);
    if (paymentIds.length === 0) return new Map();
    const { rows } = await sql<{ paymentId: string; cents: number }>`
      select payment_id as "paymentId", sum(amount_cents)::bigint as cents from wallet.dispute where payment_id = any(${paymentIds}::uuid[]) and state = 'lost' group by payment_id`.execute(tx);
    return new Map(rows.map(({ paymentId, cents }) => [paymentId, cents]));
  }

  async writeDisputes(tx: Tx, disputes: Dispute[]): Promise<void> {
    if (disputes.length === 0) return;
    await sql`
      insert into wallet.dispute (id, payment_id, amount_cents, state)
      select * from unnest(
        ${disputes.map(({ id }) => id)}::uuid[],
        ${disputes.map(({ paymentId }) => paymentId)}::uuid[],
        ${disputes.map(({ amountCents }) => amountCents)}::bigint[],
        ${disputes.map(({ state }) => state)}::text[])
      on conflict (id) do update set state = excluded.state`.execute(tx);
  }

  /** Open payments whose window has ended. */
  async overdue(tx: Tx, limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from wallet.payment where state in ('awaiting_gateway', 'presented') and deadline <= platform.now()
      order by deadline limit ${limit}`.execute(tx);
    return rows.map(({ id }) => id);
  }

  /** Payments whose frozen part must go back. */
  async overfrozen(tx: Tx, limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from wallet.payment where unfreeze_at <= platform.now() order by unfreeze_at limit ${limit}`.execute(tx);
    return rows.map(({ id }) => id);
  }
}
