import { Injectable } from '@nestjs/common';
import { afterCommit, Batcher, Database, Log, Metrics, newId, Outbox, type OutgoingMessage, type Tx } from '#platform';
import { asAsked, type AttemptFacts, decide, type Decision, isLive, isWon, type Observation, type Via } from './attempt.js';
import { type Attempt, AttemptRepository, type Change, type NewAttempt } from './attempt.repository.js';
import { Gateways } from './gateways.js';
import { AttemptPresented, AttemptSettled } from './payments.events.js';
import { type NewRefund, type Refund, RefundRepository } from './refund.repository.js';

/** An observation of one attempt; `event` when a webhook brought it. */
export interface Sighting {
  attemptId: string;
  observation: Observation;
  via: Via;
  event?: { gateway: string; eventId: string };
}

/** What is to be done once the settlement is durable. */
export type Errand = { kind: 'send'; attempt: Attempt; via: 'charge' | 'replay' } | { kind: 'capture'; attempt: Attempt } | { kind: 'look'; attempt: Attempt } | { kind: 'refund'; refund: Refund };

/** What is told of an attempt that was written after its deadline and so never sent. */
export function bornTooLate({ paymentId, id: attemptId, gateway, amountCents, requestId }: Attempt): OutgoingMessage {
  return AttemptSettled.message({ paymentId, attemptId, gateway, outcome: 'failed', amountCents, retryable: false }, requestId);
}

/** What the decisions of one batch add up to. */
class Sheet {
  readonly changes = new Map<string, Change>();
  readonly messages: OutgoingMessage[] = [];
  readonly successors = new Map<string, { predecessorId: string; attempt: NewAttempt }>();
  readonly refunds: NewRefund[] = [];
  readonly errands = new Map<string, Errand[]>();
  readonly effects: (() => void)[] = [];

  errand(attemptId: string, errand: Errand): void {
    this.errands.set(attemptId, [...(this.errands.get(attemptId) ?? []), errand]);
  }
}

/**
 * Where observations become facts: everything seen while the last batch was committing is decided and written in one
 * transaction, with the messages it causes, the attempt that follows, and the row that makes a webhook count once.
 */
@Injectable()
export class Settlement {
  private readonly batcher: Batcher<Sighting, Errand[]>;
  private readonly outcomes;
  private readonly failovers;

  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly refunds: RefundRepository,
    private readonly gateways: Gateways,
    private readonly outbox: Outbox,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.outcomes = metrics.counter('catraca_payment_attempts_total', 'Attempts that reached a state, by gateway.', ['gateway', 'method', 'state']);
    this.failovers = metrics.counter('catraca_payment_failovers_total', 'Payments that went on to another gateway, because the one before has not charged.', ['from', 'to']);
    this.batcher = new Batcher({ name: 'payments.settlement', execute: (sightings) => this.settle(sightings) });
  }

  /** Resolves when the observation is durable, with what is to be done next. @throws Overloaded */
  submit(sighting: Sighting): Promise<Errand[]> {
    return this.batcher.submit(sighting);
  }

  private settle(sightings: Sighting[]): Promise<Errand[][]> {
    return this.database.transaction(async (tx) => {
      const [fresh, rows] = await Promise.all([
        this.attempts.freshEvents(tx, sightings.flatMap(({ event }) => (event ? [event] : []))),
        this.attempts.lock(tx, sightings.map(({ attemptId }) => attemptId)),
      ]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      const byPayment = Map.groupBy(rows, ({ paymentId }) => paymentId);
      const sheet = new Sheet();
      for (const sighting of sightings) {
        const attempt = byId.get(sighting.attemptId);
        // A gateway is believed only about what was asked of it: no sandbox settles real money.
        if (!attempt || (sighting.event && sighting.event.gateway !== attempt.gateway)) continue;
        // `delete`: an event that stands twice in one batch counts once.
        if (sighting.event && !fresh.delete(`${sighting.event.gateway}/${sighting.event.eventId}`)) continue;
        this.apply(sheet, attempt, byPayment.get(attempt.paymentId) ?? [], sighting);
      }
      await this.write(tx, sheet);
      return sightings.map(({ attemptId }) => {
        const errands = sheet.errands.get(attemptId) ?? [];
        sheet.errands.delete(attemptId);
        return errands;
      });
    });
  }

  private apply(sheet: Sheet, attempt: Attempt, siblings: Attempt[], { observation, via }: Sighting): void {
    const before = attempt.state;
    const decision = decide(this.factsOf(attempt, siblings), observation, via);
    if (!decision) return;
    sheet.changes.set(attempt.id, this.changeOf(attempt, observation, decision, sheet.changes.get(attempt.id)));
    this.tell(sheet, attempt, observation, decision);
    attempt.state = decision.state;
    if (decision.void) attempt.voidRequested = true;
    if ('chargeId' in observation) attempt.chargeId ??= observation.chargeId ?? null;
    if (decision.present && observation.kind === 'pending') attempt.pixCode = observation.pix?.brCode ?? null;
    if (decision.looksAgain) attempt.looks = 0;
    this.goOn(sheet, attempt, siblings, observation, decision);
    const { gateway, method, state } = attempt;
    if (state !== before) sheet.effects.push(() => this.outcomes.inc({ gateway, method, state }));
    if (decision.alarm) sheet.effects.push(() => this.log.error({ attemptId: attempt.id, paymentId: attempt.paymentId, gateway, state, observation }, `payment attempt: ${decision.alarm}`));
  }

  private factsOf(attempt: Attempt, siblings: Attempt[]): AttemptFacts {
    const { gateways } = this;
    const { capabilities } = gateways.line(attempt.gateway).gateway;
    const others = siblings.filter(({ id }) => id !== attempt.id);
    const { state, ordinal, method, amountCents, currency, chargeId, looks, secondsSinceSent, secondsLeft, deadlinePassed, voidRequested } = attempt;
    return {
      state, ordinal, method, amountCents, currency, chargeId, looks, secondsSinceSent, secondsLeft, deadlinePassed, voidRequested,
      presented: attempt.pixCode !== null,
      rivalled: others.some((other) => isLive(other.state) || isWon(other.state)),
      authorises: capabilities.authorises ?? false,
      anotherGateway: gateways.untried(attempt, new Set(siblings.map(({ gateway }) => gateway))),
      settleSecondsMax: capabilities.settleSecondsMax,
    };
  }

  private changeOf(attempt: Attempt, seen: Observation, decision: Decision, earlier: Change | undefined): Change {
    return {
      id: attempt.id,
      state: decision.state,
      chargeId: ('chargeId' in seen ? seen.chargeId : undefined) ?? earlier?.chargeId ?? null,
      declineCode: seen.kind === 'declined' || seen.kind === 'rejected' ? seen.code : (earlier?.declineCode ?? null),
      detail: 'reason' in seen ? seen.reason.slice(0, 200) : (earlier?.detail ?? null),
      pix: decision.present && seen.kind === 'pending' ? (seen.pix ?? null) : (earlier?.pix ?? null),
      taken: seen.kind === 'captured' && !asAsked(attempt, seen) ? { amountCents: seen.amountCents, currency: seen.currency } : (earlier?.taken ?? null),
      lookInSeconds: decision.lookInSeconds,
      looks: decision.looksAgain ? 0 : attempt.looks,
      sent: decision.sent ?? earlier?.sent ?? null,
      void: decision.void ?? earlier?.void ?? false,
      final: !isLive(decision.state),
    };
  }

  private tell(sheet: Sheet, attempt: Attempt, seen: Observation, { present, ending }: Decision): void {
    const { paymentId, requestId } = attempt;
    if (present && seen.kind === 'pending' && seen.pix) {
      const { brCode, expiresAt } = seen.pix;
      const closesAt = new Date(Math.min(expiresAt.getTime(), attempt.deadline.getTime()));
      sheet.messages.push(AttemptPresented.message({ paymentId, pix: { brCode, expiresAt: closesAt.toISOString() } }, requestId));
    }
    if (!ending) return;
    sheet.messages.push(
      AttemptSettled.message(
        {
          paymentId,
          attemptId: attempt.id,
          gateway: attempt.gateway,
          outcome: ending.outcome,
          amountCents: seen.kind === 'captured' ? seen.amountCents : attempt.amountCents,
          ...(seen.kind === 'captured' && seen.currency !== attempt.currency && { currency: seen.currency }),
          ...(seen.kind === 'declined' && { declineCode: seen.code }),
          retryable: ending.retryable,
        },
        requestId,
      ),
    );
  }

  private goOn(sheet: Sheet, attempt: Attempt, siblings: Attempt[], seen: Observation, decision: Decision): void {
    if (decision.next === 'replay') sheet.errand(attempt.id, { kind: 'send', attempt, via: 'replay' });
    if (decision.next === 'capture') sheet.errand(attempt.id, { kind: 'capture', attempt });
    if (decision.next === 'look') sheet.errand(attempt.id, { kind: 'look', attempt });
    if (decision.refundSurplus && seen.kind === 'captured') {
      sheet.refunds.push({ id: newId(), attemptId: attempt.id, paymentId: attempt.paymentId, amountCents: seen.amountCents, byItself: true, requestId: attempt.requestId });
    }
    if (decision.next !== 'another_gateway') return;
    const { paymentId, method, secondsLeft: remainingSeconds, amountCents, currency, token, description, payerEmail, sandbox, requestId } = attempt;
    const [gateway] = this.gateways.routesFor({ paymentId, method, amountCents, remainingSeconds, token, sandbox }, new Set(siblings.map((other) => other.gateway)));
    const ordinal = Math.max(...siblings.map((other) => other.ordinal)) + 1;
    // Never undefined: the decision was made knowing that there is one.
    if (gateway === undefined) throw new Error(`no gateway is left for payment ${paymentId}`);
    const successor = { id: newId(), paymentId, ordinal, gateway, method, amountCents, currency, token, description, payerEmail, sandbox, deadline: attempt.deadline.toISOString(), requestId };
    sheet.successors.set(successor.id, { predecessorId: attempt.id, attempt: successor });
    sheet.effects.push(() => this.failovers.inc({ from: attempt.gateway, to: gateway }));
  }

  private async write(tx: Tx, sheet: Sheet): Promise<void> {
    await this.attempts.update(tx, [...sheet.changes.values()]);
    for (const attempt of await this.attempts.insert(tx, [...sheet.successors.values()].map((successor) => successor.attempt))) {
      const { predecessorId } = sheet.successors.get(attempt.id) as { predecessorId: string };
      if (isLive(attempt.state)) sheet.errand(predecessorId, { kind: 'send', attempt, via: 'charge' });
      else sheet.messages.push(bornTooLate(attempt));
    }
    for (const refund of await this.refunds.insert(tx, sheet.refunds)) sheet.errand(refund.attemptId, { kind: 'refund', refund });
    await this.outbox.append(tx, sheet.messages);
    afterCommit(tx, () => sheet.effects.forEach((effect) => effect()));
  }
}
