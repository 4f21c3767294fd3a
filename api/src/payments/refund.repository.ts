import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { LOOKS_COUNTED_MAX } from './attempt.repository.js';

export interface NewRefund {
  id: string;
  attemptId: string;
  paymentId: string;
  amountCents: number;
  byItself: boolean;
  requestId: string | null;
  /** When it is sent, if not at once by whoever writes it down. */
  lookInSeconds?: number;
}

export interface Refund extends NewRefund {
  state: 'pending' | 'refunded' | 'refused';
  reference: string;
  looks: number;
  /** Since it was asked for. */
  ageSeconds: number;
  gateway: string;
  chargeId: string;
  gatewayRefundId: string | null;
  otherRefundIds: string[];
  likeBefore: string[];
}

export interface RefundChange {
  id: string;
  state: Refund['state'];
  detail: string | null;
  lookInSeconds: number | null;
  /** Kept once it is known. */
  gatewayRefundId: string | null;
}

export interface DisputeOfRefund {
  /** A bank has taken it once the wallet was told so: else the wallet would credit to the payer what is refused here. */
  stand: 'open' | 'lost';
  /** Since its last word. */
  secondsSince: number;
  /** What came is not enough for both. Of what was taken otherwise before that was written down nobody here knows how much it was. */
  contested: boolean;
  /** Nobody has taken this refund to look at it, so none but who wrote it down can have called: that may have waited in a queue meanwhile. */
  firstCall: boolean;
}

// Longer than a call takes: whoever has written a refund down sends it; who finds it later was left it by a crash. Who asks may list, look at the payment,
// send and look again: four exchanges of 8 seconds at most (`gateway-http.ts`).
export const ASK_AFTER_SECONDS = 35;

/** How a refund is told from others of its charge by a gateway that does not keep our name: what is done has had its turn before what is under way. */
export const namesOfRefund = `
  r.gateway_refund_id as "gatewayRefundId",
  array(select o.gateway_refund_id from payments.refund o where o.attempt_id = r.attempt_id and o.id <> r.id and o.gateway_refund_id is not null) as "otherRefundIds",
  array(select o.reference from payments.refund o where o.attempt_id = r.attempt_id and o.amount_cents = r.amount_cents and o.gateway_refund_id is null
    and o.state <> 'refused' and (o.state = 'pending', o.id) < (r.state = 'pending', r.id) order by o.state = 'pending', o.id) as "likeBefore"`;

const refund = sql.raw(`
  r.id, r.attempt_id as "attemptId", r.payment_id as "paymentId", r.amount_cents as "amountCents", r.by_itself as "byItself",
  r.request_id as "requestId", r.state, r.reference, r.looks,
  extract(epoch from platform.now() - r.created_at)::float8 as "ageSeconds",
  ${namesOfRefund},
  (select gateway from payments.attempt a where a.id = r.attempt_id) as gateway,
  (select charge_id from payments.attempt a where a.id = r.attempt_id) as "chargeId"`);

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key]);

/** SQL of refunds, set-based. */
@Injectable()
export class RefundRepository {
  /** Writes refunds down before they are sent; returns those that are new. */
  async insert(tx: Tx, refunds: NewRefund[]): Promise<Refund[]> {
    if (refunds.length === 0) return [];
    const { rows } = await sql<Refund>`
      insert into payments.refund as r (id, attempt_id, payment_id, amount_cents, by_itself, request_id, state, next_look_at)
      select id, attempt_id, payment_id, amount_cents, by_itself, request_id, 'pending', platform.now() + make_interval(secs => look_in)
      from unnest(${column(refunds, 'id')}::uuid[], ${column(refunds, 'attemptId')}::uuid[], ${column(refunds, 'paymentId')}::uuid[],
        ${column(refunds, 'amountCents')}::bigint[], ${column(refunds, 'byItself')}::boolean[], ${column(refunds, 'requestId')}::text[],
        ${refunds.map(({ lookInSeconds = ASK_AFTER_SECONDS }) => lookInSeconds)}::float8[])
        as n(id, attempt_id, payment_id, amount_cents, by_itself, request_id, look_in)
      on conflict (id) do nothing
      returning ${refund}`.execute(tx);
    return rows;
  }

  /** What was given back of each attempt, or is on its way. Call it with the attempts locked. */
  async given(tx: Tx, attemptIds: string[]): Promise<Map<string, number>> {
    const { rows } = await sql<{ attemptId: string; cents: number }>`
      select attempt_id as "attemptId", sum(amount_cents)::bigint as cents from payments.refund
      where attempt_id = any(${attemptIds}::uuid[]) and state <> 'refused' group by attempt_id`.execute(tx);
    return new Map(rows.map(({ attemptId, cents }) => [attemptId, cents]));
  }

  /** Whether a bank wants each attempt's money back, and how much banks have taken of it for good. Call it with the attempts locked. */
  async disputed(tx: Tx, attemptIds: string[]): Promise<Map<string, { open: boolean; lostCents: number }>> {
    if (attemptIds.length === 0) return new Map();
    const { rows } = await sql<{ attemptId: string; open: boolean; lostCents: number }>`
      select attempt_id as "attemptId", bool_or(state = 'opened') as open, coalesce(sum(amount_cents) filter (where state = 'lost'), 0)::bigint as "lostCents"
      from payments.dispute where attempt_id = any(${attemptIds}::uuid[]) group by attempt_id`.execute(tx);
    return new Map(rows.map(({ attemptId, ...stand }) => [attemptId, stand]));
  }

  /** What the payer's bank wants of the money that this refund is about, or has taken; nothing where it does neither. */
  async dispute(tx: Tx, refundId: string): Promise<DisputeOfRefund | undefined> {
    const { rows } = await sql<DisputeOfRefund>`
      select case when bool_or(dispute.state = 'opened' or dispute.told is distinct from dispute.state) then 'open' else 'lost' end as stand,
        extract(epoch from platform.now() - max(coalesce(dispute.settled_at, dispute.opened_at)))::float8 as "secondsSince",
        sum(dispute.amount_cents) + (select sum(amount_cents) from payments.refund where attempt_id = attempt.id and state <> 'refused')
          > coalesce(attempt.taken_cents, case attempt.state when 'conflicted' then 0 else attempt.amount_cents end) as contested,
        this.looks = 0 as "firstCall"
      from payments.refund this join payments.attempt on attempt.id = this.attempt_id join payments.dispute on dispute.attempt_id = attempt.id and dispute.state in ('opened', 'lost')
      where this.id = ${refundId}::uuid group by attempt.id, this.id`.execute(tx);
    return rows[0];
  }

  /** Locks the attempts whose money goes back by itself with some of these refunds, and their payments' others; before the refunds. */
  async lockSurplus(tx: Tx, refundIds: string[]): Promise<void> {
    if (refundIds.length === 0) return;
    await sql`
      select from payments.attempt where payment_id in (select payment_id from payments.refund where id = any(${refundIds}::uuid[]) and by_itself)
      order by id for update`.execute(tx);
  }

  /**
   * What is still to go back of attempts whose money came twice: neither back nor on its way, nor taken by a bank. Those of which nothing is, and those of
   * which a bank wants some, are absent. Call it with the attempts locked.
   */
  async surplusLeft(tx: Tx, attemptIds: string[]): Promise<Map<string, number>> {
    if (attemptIds.length === 0) return new Map();
    const { rows } = await sql<{ attemptId: string; cents: number }>`
      select * from (
        select id as "attemptId", (coalesce(taken_cents, amount_cents)
          - (select coalesce(sum(amount_cents), 0) from payments.refund where attempt_id = attempt.id and state <> 'refused')
          - (select coalesce(sum(amount_cents), 0) from payments.dispute where attempt_id = attempt.id and state = 'lost'))::bigint as cents
        from payments.attempt where id = any(${attemptIds}::uuid[]) and state = 'surplus' and not exists (select from payments.dispute where attempt_id = attempt.id and state = 'opened')
      ) of_each where cents > 0`.execute(tx);
    return new Map(rows.map(({ attemptId, cents }) => [attemptId, cents]));
  }

  /** How often we have tried by ourselves to give each attempt's money back. */
  async triesByItself(tx: Tx, attemptIds: string[]): Promise<Map<string, number>> {
    const { rows } = await sql<{ attemptId: string; tries: number }>`
      select attempt_id as "attemptId", count(*) as tries from payments.refund where attempt_id = any(${attemptIds}::uuid[]) and by_itself group by attempt_id`.execute(tx);
    return new Map(rows.map(({ attemptId, tries }) => [attemptId, tries]));
  }

  async lock(tx: Tx, ids: string[]): Promise<Map<string, Refund>> {
    const { rows } = await sql<Refund>`select ${refund} from payments.refund r where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async update(tx: Tx, changes: RefundChange[]): Promise<void> {
    if (changes.length === 0) return;
    await sql`
      update payments.refund r set state = c.state, detail = coalesce(c.detail, r.detail), gateway_refund_id = coalesce(r.gateway_refund_id, c.gateway_refund_id),
        next_look_at = platform.now() + make_interval(secs => c.look_in),
        settled_at = case when c.state = 'pending' then null else coalesce(r.settled_at, platform.now()) end
      from unnest(${column(changes, 'id')}::uuid[], ${column(changes, 'state')}::text[], ${column(changes, 'detail')}::text[],
        ${column(changes, 'lookInSeconds')}::float8[], ${column(changes, 'gatewayRefundId')}::text[]) as c(id, state, detail, look_in, gateway_refund_id)
      where r.id = c.id`.execute(tx);
  }

  /** Takes refunds whose next look is due, and puts it off so that nobody else takes them meanwhile. */
  async takeDue(tx: Tx, limit: number): Promise<Refund[]> {
    const { rows } = await sql<Refund>`
      update payments.refund r set looks = least(looks + 1, ${LOOKS_COUNTED_MAX}), next_look_at = platform.now() + make_interval(secs => ${ASK_AFTER_SECONDS})
      where id in (select id from payments.refund where next_look_at <= platform.now() order by next_look_at limit ${limit} for update skip locked)
      returning ${refund}`.execute(tx);
    return rows;
  }
}
