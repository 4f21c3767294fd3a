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
      await this.giveBackAgain(tx, [...changed].filter(({ state }) => state === 'won').flatMap(({ attemptId }) => attempts.get(attemptId) ?? []));
      return sightings.map(() => undefined);
    });
  }

  /**
   * Tells what has not been told yet of attempts that took money, as asked or otherwise: of these disputes, or of any. What came twice
   * is in no ledger; it is told of only where it had gone back before the bank took it as well.
   */
  private async tell(tx: Tx, ids?: string[]): Promise<void> {
    const { rows } = await sql<DisputeRow & { paymentId: string; requestId: string | null; surplus: boolean }>`
      with untold as (
        select dispute.id, attempt.payment_id, attempt.request_id, attempt.state = 'surplus' as surplus from payments.dispute join payments.attempt on attempt.id = attempt_id
          and (attempt.state in ('captured', 'conflicted') or attempt.state = 'surplus' and dispute.state = 'lost' and exists (
            select from payments.refund where refund.attempt_id = attempt.id and refund.state = 'refunded'))
        where told is distinct from dispute.state ${ids ? sql`and dispute.id = any(${ids}::uuid[])` : sql``}
        order by dispute.id limit ${BATCH} for update of dispute skip locked
      )
      update payments.dispute set told = dispute.state from untold where dispute.id = untold.id
      returning dispute.id, gateway, gateway_dispute_id as name, attempt_id as "attemptId", amount_cents as "amountCents", state, untold.payment_id as "paymentId", untold.request_id as "requestId", untold.surplus`.execute(tx);
    await this.outbox.append(tx, rows.map(({ id: disputeId, gateway, attemptId, amountCents, state, paymentId, requestId, surplus }) =>
      AttemptDisputed.message({ paymentId, attemptId, gateway, disputeId, amountCents, state, ...(surplus && { surplus }) }, requestId)));
  }

  /** What came twice and was kept back while a bank wanted it goes back now. */
  private async giveBackAgain(tx: Tx, won: Attempt[]): Promise<void> {
    const surplus = new Map(won.filter(({ state }) => state === 'surplus').map((attempt) => [attempt.id, attempt]));
    if (surplus.size === 0) return;
    const given = await this.refunds.given(tx, [...surplus.keys()]);
    const kept = [...surplus.values()].filter(({ id }) => !given.has(id));
    await this.refunds.insert(tx, kept.map(({ id, paymentId, amountCents, takenCents, requestId }) => ({ id: newId(), attemptId: id, paymentId, amountCents: takenCents ?? amountCents, byItself: true, requestId, lookInSeconds: 0 })));
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
