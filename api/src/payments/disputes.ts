import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { afterCommit, Batcher, Database, Jobs, Log, Metrics, newId, Outbox, type Tx } from '#platform';
import { type Attempt, AttemptRepository } from './attempt.repository.js';
import { leadsOn } from './dispute.js';
import type { DisputeState } from './payment-gateway.js';
import { AttemptDisputed } from './payments.events.js';
import { RefundRepository } from './refund.repository.js';

interface DisputeSighting {
  attemptId: string;
  disputeId: string;
  amountCents: number;
  state: DisputeState;
  event: { gateway: string; eventId: string };
}

interface DisputeRow {
  id: string;
  gateway: string;
  name: string;
  attemptId: string;
  amountCents: number;
  state: DisputeState;
}

// Disputes take weeks; news that came before its capture was known can wait a moment longer.
const EVERY_MS = 2_000;
const BATCH = 200;
/** What an earlier release left lying is there since; the books of banks are in no hurry. */
const LEFT_EVERY_MS = 600_000;

/** Money taken that banks want back: written down once per dispute, and told when the attempt is known to have taken it. */
@Injectable()
export class Disputes implements OnModuleInit {
  private readonly batcher: Batcher<DisputeSighting, void>;
  private readonly seen;

  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly refunds: RefundRepository,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.seen = metrics.counter('catraca_payment_disputes_total', 'Disputes by gateway and by what became of them.', ['gateway', 'state']);
    this.batcher = new Batcher({ name: 'payments.disputes', execute: (sightings) => this.note(sightings) });
  }

  onModuleInit(): void {
    this.jobs.every('payments.tell_disputes', EVERY_MS, () => this.database.transaction((tx) => this.tell(tx)));
    this.jobs.every('payments.give_back_left', LEFT_EVERY_MS, () => this.giveBackLeft());
  }

  /**
   * Gives back, once, what was left of money that came twice when a bank had taken a part of it and nobody thought of the rest (releases before this one): no
   * news of that dispute comes any more. A try of our own that was written down after the bank's word had its turn, whatever came of it.
   */
  async giveBackLeft(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select attempt.id from payments.dispute join payments.attempt on attempt.id = attempt_id
        where attempt.state = 'surplus' and dispute.state = 'lost'
          and not exists (select from payments.refund where attempt_id = attempt.id and by_itself and (state = 'pending' or created_at >= dispute.settled_at))
        group by attempt.id having sum(dispute.amount_cents) + (select coalesce(sum(amount_cents), 0) from payments.refund where attempt_id = attempt.id and state <> 'refused')
          < coalesce(attempt.taken_cents, attempt.amount_cents)
        order by attempt.id limit ${BATCH}`.execute(tx);
      const ids = new Set(rows.map(({ id }) => id));
      const locked = await this.attempts.lock(tx, [...ids]);
      await this.giveBackRest(tx, locked.filter(({ id }) => ids.has(id)));
    });
  }

  /** What a webhook said. @throws Overloaded */
  async hear(sighting: DisputeSighting): Promise<void> {
    await this.batcher.submit(sighting);
  }

  private note(sightings: DisputeSighting[]): Promise<void[]> {
    return this.database.transaction(async (tx) => {
      const fresh = await this.attempts.freshEvents(tx, sightings.map(({ event }) => event));
      const attempts = new Map((await this.attempts.lock(tx, sightings.map(({ attemptId }) => attemptId))).map((attempt) => [attempt.id, attempt]));
      const known = new Map((await this.find(tx, sightings)).map((row) => [`${row.gateway} ${row.name}`, row]));
      const changed = new Set<DisputeRow>();
      for (const { attemptId, disputeId: name, amountCents, state, event: { gateway, eventId } } of sightings) {
        // A gateway's word counts for its own charges only.
        if (attempts.get(attemptId)?.gateway !== gateway || !fresh.has(`${gateway}/${eventId}`)) continue;
        const dispute = known.get(`${gateway} ${name}`);
        if (!leadsOn(dispute?.state, state)) continue;
        const next = dispute ?? { id: newId(), gateway, name, attemptId, amountCents, state };
        next.state = state;
        known.set(`${gateway} ${name}`, next);
        changed.add(next);
        afterCommit(tx, () => {
          this.seen.inc({ gateway, state });
          if (state !== 'won') this.log.warn({ attemptId, disputeId: next.id, amountCents, gateway, state }, 'a payment is disputed');
        });
      }
      await this.write(tx, [...changed]);
      await this.tell(tx, [...changed].map(({ id }) => id));
      await this.giveBackRest(tx, [...changed].filter(({ state }) => state !== 'opened').flatMap(({ attemptId }) => attempts.get(attemptId) ?? []));
      return sightings.map(() => undefined);
    });
  }

  /**
   * Tells what has not been told yet of attempts that took money, as asked or otherwise: of these disputes, or of any. What came twice
   * is in no ledger; what banks have taken of it is told only as far as it had gone back as well, and so is missing: the last ones took that.
   */
  private async tell(tx: Tx, ids?: string[]): Promise<void> {
    const { rows } = await sql<DisputeRow & { paymentId: string; requestId: string | null; surplus: boolean }>`
      with missing as (
        select dispute.id, least(dispute.amount_cents, sum(dispute.amount_cents) over (partition by attempt.id)
          + (select coalesce(sum(amount_cents), 0) from payments.refund where attempt_id = attempt.id and state = 'refunded') - coalesce(attempt.taken_cents, attempt.amount_cents)
          - coalesce(sum(dispute.amount_cents) over (partition by attempt.id order by told is not null desc, dispute.settled_at desc, dispute.id desc rows between unbounded preceding and 1 preceding), 0)) as cents
        from payments.dispute join payments.attempt on attempt.id = attempt_id
        where attempt.state = 'surplus' and dispute.state = 'lost' and attempt_id in (select attempt_id from payments.dispute where told is distinct from state ${ids ? sql`and id = any(${ids}::uuid[])` : sql``})
      ), untold as (
        select dispute.id, attempt.payment_id, attempt.request_id, attempt.state = 'surplus' as surplus, missing.cents from payments.dispute join payments.attempt on attempt.id = attempt_id
        left join missing on missing.id = dispute.id
        where told is distinct from dispute.state and (attempt.state in ('captured', 'conflicted') or missing.cents > 0) ${ids ? sql`and dispute.id = any(${ids}::uuid[])` : sql``}
        order by dispute.id limit ${BATCH} for update of dispute skip locked
      )
      update payments.dispute set told = dispute.state from untold where dispute.id = untold.id
      returning dispute.id, gateway, gateway_dispute_id as name, attempt_id as "attemptId", coalesce(untold.cents, amount_cents)::bigint as "amountCents", state, untold.payment_id as "paymentId", untold.request_id as "requestId", untold.surplus`.execute(tx);
    await this.outbox.append(tx, rows.map(({ id: disputeId, gateway, attemptId, amountCents, state, paymentId, requestId, surplus }) =>
      AttemptDisputed.message({ paymentId, attemptId, gateway, disputeId, amountCents, state, ...(surplus && { surplus }) }, requestId)));
  }

  /** What came twice and was kept back while banks wanted of it goes back once they have decided, less what they have taken. */
  private async giveBackRest(tx: Tx, decided: Attempt[]): Promise<void> {
    const left = await this.refunds.surplusLeft(tx, decided.filter(({ state }) => state === 'surplus').map(({ id }) => id));
    const attempts = new Map(decided.map((attempt) => [attempt.id, attempt]));
    await this.refunds.insert(tx, [...left].map(([attemptId, amountCents]) => {
      const { paymentId, requestId } = attempts.get(attemptId) as Attempt;
      return { id: newId(), attemptId, paymentId, amountCents, byItself: true, requestId, lookInSeconds: 0 };
    }));
  }

  private async find(tx: Tx, sightings: DisputeSighting[]): Promise<DisputeRow[]> {
    const { rows } = await sql<DisputeRow>`
      select id, gateway, gateway_dispute_id as name, attempt_id as "attemptId", amount_cents as "amountCents", state from payments.dispute
      where (gateway, gateway_dispute_id) in (select * from unnest(${sightings.map(({ event }) => event.gateway)}::text[], ${sightings.map(({ disputeId }) => disputeId)}::text[]))
      order by id for update`.execute(tx);
    return rows;
  }

  private async write(tx: Tx, disputes: DisputeRow[]): Promise<void> {
    if (disputes.length === 0) return;
    const column = <Key extends keyof DisputeRow>(key: Key) => disputes.map((dispute) => dispute[key]);
    await sql`
      insert into payments.dispute (id, gateway, gateway_dispute_id, attempt_id, amount_cents, state, settled_at)
      select *, case when state <> 'opened' then platform.now() end
      from unnest(${column('id')}::uuid[], ${column('gateway')}::text[], ${column('name')}::text[], ${column('attemptId')}::uuid[], ${column('amountCents')}::bigint[], ${column('state')}::text[])
        as d (id, gateway, gateway_dispute_id, attempt_id, amount_cents, state)
      on conflict (id) do update set state = excluded.state, settled_at = excluded.settled_at`.execute(tx);
  }
}
