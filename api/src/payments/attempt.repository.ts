import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { AttemptState, Method, PixCode } from './attempt.js';

/** An attempt as it stands in the table, with ages and deadlines by the database's clock. */
export interface Attempt {
  id: string;
  paymentId: string;
  ordinal: number;
  gateway: string;
  method: Method;
  state: AttemptState;
  reference: string;
  chargeId: string | null;
  amountCents: number;
  currency: string;
  /** What the gateway took where it is not what it was asked for. */
  takenCents: number | null;
  token: string | null;
  description: string;
  payerEmail: string | null;
  sandbox: boolean;
  pixCode: string | null;
  deadline: Date;
  requestId: string | null;
  looks: number;
  secondsSinceSent: number | null;
  secondsLeft: number;
  /** From when it was written down to its deadline: a call that is made again says the same as the first. */
  windowSeconds: number;
  deadlinePassed: boolean;
  voidRequested: boolean;
}

export interface NewAttempt {
  id: string;
  paymentId: string;
  ordinal: number;
  gateway: string;
  method: Method;
  amountCents: number;
  currency: string;
  token: string | null;
  description: string;
  payerEmail: string | null;
  sandbox: boolean;
  deadline: string;
  requestId: string | null;
}

/** What a settlement changes; null leaves a column as it is, except for `lookInSeconds`. */
export interface Change {
  id: string;
  state: AttemptState;
  chargeId: string | null;
  declineCode: string | null;
  detail: string | null;
  pix: PixCode | null;
  taken: { amountCents: number; currency: string } | null;
  lookInSeconds: number | null;
  looks: number;
  sent: 'never' | 'again' | null;
  void: boolean;
  final: boolean;
}

const attempt = sql.raw(`
  a.id, a.payment_id as "paymentId", a.ordinal, a.gateway, a.method, a.state, a.reference, a.charge_id as "chargeId",
  a.amount_cents as "amountCents", a.currency, a.taken_cents as "takenCents", a.token, a.description, a.payer_email as "payerEmail", a.sandbox, a.pix_code as "pixCode", a.deadline, a.request_id as "requestId", a.looks,
  extract(epoch from platform.now() - a.sent_at)::float8 as "secondsSinceSent",
  extract(epoch from a.deadline - platform.now())::float8 as "secondsLeft",
  extract(epoch from a.deadline - a.created_at)::float8 as "windowSeconds",
  a.deadline <= platform.now() as "deadlinePassed", a.void_requested_at is not null as "voidRequested"`);

// Twice the longest call: a process that still works on an attempt is not disturbed, one that died is followed soon.
const ASK_AFTER_SECONDS = 15;
/** A smallint's; nobody tells so many from more, and what waits for a bank is looked at for months. */
export const LOOKS_COUNTED_MAX = 32_767;

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key]);

/** SQL of attempts, set-based. */
@Injectable()
export class AttemptRepository {
  /**
   * Writes attempts down before anything is sent. Those past their deadline are born `not_sent`; a payment that has an
   * attempt already gets no second first one. Returns what was written.
   */
  async insert(tx: Tx, attempts: NewAttempt[]): Promise<Attempt[]> {
    if (attempts.length === 0) return [];
    const { rows } = await sql<Attempt>`
      insert into payments.attempt as a (id, payment_id, ordinal, gateway, method, state, amount_cents, currency, token, description, payer_email, sandbox, deadline, request_id, sent_at, next_look_at, settled_at)
      select n.id, n.payment_id, n.ordinal, n.gateway, n.method, case when late then 'not_sent' else 'pending' end, n.amount_cents, n.currency,
        case when late then null else n.token end, n.description, case when late then null else n.payer_email end, n.sandbox, n.deadline, n.request_id,
        case when late then null else platform.now() end,
        case when late then null else platform.now() + make_interval(secs => ${ASK_AFTER_SECONDS}) end,
        case when late then platform.now() end
      from (select *, deadline <= platform.now() as late from unnest(
        ${column(attempts, 'id')}::uuid[], ${column(attempts, 'paymentId')}::uuid[], ${column(attempts, 'ordinal')}::smallint[],
        ${column(attempts, 'gateway')}::text[], ${column(attempts, 'method')}::text[], ${column(attempts, 'amountCents')}::bigint[],
        ${column(attempts, 'currency')}::text[], ${column(attempts, 'token')}::text[], ${column(attempts, 'description')}::text[], ${column(attempts, 'payerEmail')}::text[], ${column(attempts, 'sandbox')}::boolean[],
        ${column(attempts, 'deadline')}::timestamptz[], ${column(attempts, 'requestId')}::text[])
        as n(id, payment_id, ordinal, gateway, method, amount_cents, currency, token, description, payer_email, sandbox, deadline, request_id)) as n
      on conflict do nothing
      returning ${attempt}`.execute(tx);
    return rows;
  }

  /** All attempts of the payments that these attempts belong to, locked in the order of their ids. */
  async lock(tx: Tx, ids: string[]): Promise<Attempt[]> {
    const { rows } = await sql<Attempt>`
      select ${attempt} from payments.attempt a
      where a.payment_id in (select payment_id from payments.attempt where id = any(${ids}::uuid[]))
      order by a.id for update`.execute(tx);
    return rows;
  }

  /** The same of payments, for a batch whose statements would each lock some of them. */
  async lockPayments(tx: Tx, paymentIds: string[]): Promise<void> {
    if (paymentIds.length === 0) return;
    await sql`select from payments.attempt where payment_id = any(${paymentIds}::uuid[]) order by id for update`.execute(tx);
  }

  async update(tx: Tx, changes: Change[]): Promise<void> {
    if (changes.length === 0) return;
    await sql`
      update payments.attempt a set
        state = c.state,
        charge_id = coalesce(c.charge_id, a.charge_id),
        decline_code = coalesce(c.decline_code, a.decline_code),
        detail = coalesce(c.detail, a.detail),
        pix_code = coalesce(c.pix_code, a.pix_code),
        pix_expires_at = coalesce(c.pix_expires_at, a.pix_expires_at),
        taken_cents = coalesce(c.taken_cents, a.taken_cents),
        taken_currency = coalesce(c.taken_currency, a.taken_currency),
        token = case when c.final then null else a.token end,
        payer_email = case when c.final then null else a.payer_email end,
        sent_at = case c.sent when 'never' then null when 'again' then platform.now() else a.sent_at end,
        void_requested_at = case when c.void then coalesce(a.void_requested_at, platform.now()) else a.void_requested_at end,
        next_look_at = platform.now() + make_interval(secs => c.look_in),
        looks = c.looks,
        settled_at = case when c.final then coalesce(a.settled_at, platform.now()) end
      from unnest(
        ${column(changes, 'id')}::uuid[], ${column(changes, 'state')}::text[], ${column(changes, 'chargeId')}::text[],
        ${column(changes, 'declineCode')}::text[], ${column(changes, 'detail')}::text[], ${changes.map(({ pix }) => pix?.brCode ?? null)}::text[],
        ${changes.map(({ pix }) => pix?.expiresAt.toISOString() ?? null)}::timestamptz[], ${column(changes, 'lookInSeconds')}::float8[],
        ${column(changes, 'looks')}::smallint[], ${column(changes, 'sent')}::text[], ${column(changes, 'void')}::boolean[],
        ${column(changes, 'final')}::boolean[], ${changes.map(({ taken }) => taken?.amountCents ?? null)}::bigint[], ${changes.map(({ taken }) => taken?.currency ?? null)}::text[])
        as c(id, state, charge_id, decline_code, detail, pix_code, pix_expires_at, look_in, looks, sent, void, final, taken_cents, taken_currency)
      where a.id = c.id`.execute(tx);
  }

  /** Marks the live attempts of these payments as no longer wanted and due. Returns them, and which of the payments were ever tried. */
  async requestVoid(tx: Tx, paymentIds: string[]): Promise<{ live: Attempt[]; tried: Set<string> }> {
    const { rows: live } = await sql<Attempt>`
      update payments.attempt a set void_requested_at = coalesce(void_requested_at, platform.now()), next_look_at = platform.now() + make_interval(secs => ${ASK_AFTER_SECONDS})
      where payment_id = any(${paymentIds}::uuid[]) and state in ('pending', 'in_flight', 'unknown', 'authorized')
      returning ${attempt}`.execute(tx);
    const { rows } = await sql<{ paymentId: string }>`
      select distinct payment_id as "paymentId" from payments.attempt where payment_id = any(${paymentIds}::uuid[])`.execute(tx);
    return { live, tried: new Set(rows.map(({ paymentId }) => paymentId)) };
  }

  /** Takes attempts whose next look is due, and puts it off so that nobody else takes them meanwhile. */
  async takeDue(tx: Tx, limit: number): Promise<Attempt[]> {
    const { rows } = await sql<Attempt>`
      update payments.attempt a set looks = least(looks + 1, ${LOOKS_COUNTED_MAX}), next_look_at = platform.now() + make_interval(secs => ${ASK_AFTER_SECONDS})
      where id in (select id from payments.attempt where next_look_at <= platform.now() order by next_look_at limit ${limit} for update skip locked)
      returning ${attempt}`.execute(tx);
    return rows;
  }

  /** Writes down that calls which surely were not made will be made now; must be durable before they are. */
  async markSent(tx: Tx, ids: string[]): Promise<void> {
    await sql`update payments.attempt set sent_at = platform.now() where id = any(${ids}::uuid[]) and state = 'pending'`.execute(tx);
  }

  /** The attempt of each payment that took money, as asked or otherwise, locked in the order of ids; payments without one are absent. */
  async lockWon(tx: Tx, paymentIds: string[]): Promise<Map<string, Attempt>> {
    const { rows } = await sql<Attempt>`
      select ${attempt} from payments.attempt a where payment_id = any(${paymentIds}::uuid[]) and state in ('captured', 'conflicted') order by id for update`.execute(tx);
    return new Map(rows.map((row) => [row.paymentId, row]));
  }

  /** Marks what was taken otherwise than asked as seen to by a person. */
  async seeTo(tx: Tx, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql`update payments.attempt set seen_to_at = platform.now() where id = any(${ids}::uuid[]) and state = 'conflicted' and seen_to_at is null`.execute(tx);
  }

  /** Records webhook events and returns those that were not seen before, as `gateway/eventId`. */
  async freshEvents(tx: Tx, events: { gateway: string; eventId: string }[]): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const { rows } = await sql<{ name: string }>`
      insert into payments.webhook_event (gateway, event_id)
      select * from unnest(${column(events, 'gateway')}::text[], ${column(events, 'eventId')}::text[]) as e(gateway, event_id) order by 1, 2
      on conflict do nothing
      returning gateway || '/' || event_id as name`.execute(tx);
    return new Set(rows.map(({ name }) => name));
  }

  /** Forgets webhook events older than any gateway repeats them, a bite at a time. */
  async forgetEvents(tx: Tx): Promise<void> {
    await sql`
      delete from payments.webhook_event where ctid = any(array(
        select ctid from payments.webhook_event where received_at < platform.now() - interval '30 days' limit 5000))`.execute(tx);
  }
}

/** The attempt that a reference names; undefined where it cannot be one of ours. */
export function attemptIdOf(reference: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(reference);
  return parts ? parts.slice(1).join('-') : undefined;
}
