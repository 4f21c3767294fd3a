import { Injectable } from '@nestjs/common';
import { afterCommit, Batcher, Database, Log, Metrics, newId, Outbox, type OutgoingMessage, type Tx } from '#platform';
import { type Attempt, AttemptRepository } from './attempt.repository.js';
import { Differences } from './differences.js';
import { Gateways } from './gateways.js';
import type { RefundObservation } from './payment-gateway.js';
import { AttemptRefunded } from './payments.events.js';
import { ASK_AFTER_SECONDS, type DisputeOfRefund, type NewRefund, type Refund, type RefundChange, RefundRepository } from './refund.repository.js';

interface RefundSighting {
  refundId: string;
  observation: RefundObservation;
  event?: { gateway: string; eventId: string };
}

/** A refund that is not through is asked about after 1, 2, 4 … s, and every five minutes at last: banks take their time. */
const LOOK_SECONDS_MAX = 300;
const backoff = (looks: number): number => Math.min(2 ** Math.min(looks, 12), LOOK_SECONDS_MAX);
/**
 * After how long money that came twice is sent back again under another name, for two days: a balance that is short fills with the next sales.
 * Never later than 20 hours: so long an adapter may rely on a name's key.
 */
const TRY_AGAIN_SECONDS = [300, 1_800, 7_200, 28_800, 64_800, 64_800];

/** What can go back of what an attempt took. Of what was taken otherwise before it was written down only the wallet knows how much it was. */
const takenCents = ({ state, amountCents, takenCents: otherwise }: Attempt): number => otherwise ?? (state === 'conflicted' ? Number.POSITIVE_INFINITY : amountCents);
/** Of an amount that only the wallet knows nothing is left to give once a bank has taken some. */
const leftOf = (attempt: Attempt, lostCents: number): number => (lostCents > 0 && takenCents(attempt) === Number.POSITIVE_INFINITY ? 0 : takenCents(attempt) - lostCents);

const DAY_SECONDS = 86_400;
/** A gateway that speaks of a dispute tells of it within hours, and lists are gone through once a day. */
const UNHEARD_DAYS_MAX = 2;

/**
 * Whether a refund of disputed money waits; else it is refused. One that was asked for waits with its bank, and each as long as a call that was made before
 * the bank's last word may still be executed: what the gateway has made is a fact. A gateway may know of a bank's wish before us.
 */
function waitsForBank({ byItself }: Refund, dispute: DisputeOfRefund | undefined, settleSecondsMax: number): boolean {
  if (!dispute) return true;
  if (dispute.stand === 'open' && !byItself) return true;
  return !dispute.firstCall && dispute.secondsSince < settleSecondsMax + ASK_AFTER_SECONDS;
}

/** Keeps the gateway's name for a refund. No refund is counted twice: where the name is another's of ours, nothing is known of this one. */
function named(refund: Refund, locked: Iterable<Refund>, seen: RefundObservation): RefundObservation {
  const refundId = 'refundId' in seen ? seen.refundId : undefined;
  if (refundId === undefined) return seen;
  const isAnothers = refund.otherRefundIds.includes(refundId) || [...locked].some((other) => other !== refund && other.attemptId === refund.attemptId && other.gatewayRefundId === refundId);
  if (isAnothers) return { kind: 'unknown', reason: 'the gateway names another refund' };
  refund.gatewayRefundId ??= refundId;
  return seen;
}

/**
 * Money on its way back. `pending` until the gateway says `refunded` or `refused`; sent as often as needed under the same
 * reference, and only after asking, so that it goes back once even when the gateway has forgotten the key.
 */
@Injectable()
export class Refunds {
  private readonly batcher: Batcher<RefundSighting, void>;
  private readonly outcomes;

  constructor(
    private readonly database: Database,
    private readonly refunds: RefundRepository,
    private readonly attempts: AttemptRepository,
    private readonly gateways: Gateways,
    private readonly differences: Differences,
    private readonly outbox: Outbox,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.outcomes = metrics.counter('catraca_payment_refunds_total', 'Refunds that ended, by gateway.', ['gateway', 'state']);
    this.batcher = new Batcher({ name: 'payments.refunds', execute: (sightings) => this.settle(sightings) });
  }

  /**
   * Writes refunds of payments that took money down and returns what is to be sent. One that took none, or of which not so much is
   * left, is refused at once; so is one of money taken otherwise than asked as long as a bank wants it, too, and of what the bank has
   * taken for good. What was taken as asked is the wallet's to decide, which has a ledger for it.
   */
  async take(tx: Tx, wanted: { refundId: string; paymentId: string; amountCents: number; requestId: string | null }[]): Promise<Refund[]> {
    if (wanted.length === 0) return [];
    const won = await this.attempts.lockWon(tx, wanted.map(({ paymentId }) => paymentId));
    const given = await this.refunds.given(tx, [...won.values()].map(({ id }) => id));
    const disputed = await this.refunds.disputed(tx, [...won.values()].flatMap(({ id, state }) => (state === 'conflicted' ? [id] : [])));
    const accepted: NewRefund[] = [];
    const refusals: OutgoingMessage[] = [];
    for (const { refundId, paymentId, amountCents, requestId } of wanted) {
      const attempt = won.get(paymentId);
      const already = attempt ? (given.get(attempt.id) ?? 0) : 0;
      const { open = false, lostCents = 0 } = disputed.get(attempt?.id ?? '') ?? {};
      const tooMuch = !attempt || already + amountCents > leftOf(attempt, lostCents);
      if (tooMuch || open) {
        // Should the merchant win, it may go back then.
        refusals.push(AttemptRefunded.message({ paymentId, refundId, outcome: 'refused', retryable: !tooMuch }, requestId));
        continue;
      }
      given.set(attempt.id, already + amountCents);
      accepted.push({ id: refundId, attemptId: attempt.id, paymentId, amountCents, byItself: false, requestId });
    }
    await this.outbox.append(tx, refusals);
    return this.refunds.insert(tx, accepted);
  }

  /** Sends a refund that was just written down. Never throws. */
  async send(refund: Refund): Promise<void> {
    await this.see(refund, () => this.giveBack(refund));
  }

  /** Asks what became of a refund, and sends it, again under the same name if need be, where the gateway does not know it. Never throws. */
  async look(refund: Refund): Promise<void> {
    const line = this.gateways.line(refund.gateway);
    await this.see(refund, async () => {
      const found = await line.giveBack(() => line.gateway.findRefund(refund));
      if (found.kind !== 'absent') return found;
      // Under a name that it gave itself it had it: sent again it might go out twice.
      return refund.gatewayRefundId === null ? this.giveBack(refund) : { kind: 'unknown', reason: 'the gateway denies a refund that it had given a name' };
    });
  }

  /** Money that a bank wants back, or has taken, would be given back twice: it stays until that is decided. */
  private async giveBack(refund: Refund): Promise<RefundObservation> {
    const line = this.gateways.line(refund.gateway);
    // Looked at when its turn has come: after a bank's word nothing is sent any more.
    return line.giveBack(async () => {
      const dispute = await this.refunds.dispute(this.database.reads, refund.id);
      const seen = dispute?.contested ? ({ kind: 'disputed' } as const) : await line.gateway.refund(refund);
      if (seen.kind !== 'disputed') return seen;
      if (!dispute) this.tellUnheard(refund);
      if (waitsForBank(refund, dispute, line.gateway.capabilities.settleSecondsMax)) return { kind: 'unknown', reason: 'disputed' };
      // Another one may fare better: less is asked of the gateway then, and what it says of this name it says of no other.
      return { kind: 'refused', reason: 'disputed', retryable: true };
    });
  }

  /** It waits on, for what was refused here the wallet would credit while the bank may take it as well; but somebody should ask the gateway. Once or twice a day. */
  private tellUnheard({ id: refundId, paymentId, gateway, ageSeconds }: Refund): void {
    if (ageSeconds < UNHEARD_DAYS_MAX * DAY_SECONDS || ageSeconds % DAY_SECONDS >= 2 * LOOK_SECONDS_MAX) return;
    this.log.error({ refundId, paymentId, gateway }, 'a gateway refuses a refund for a dispute of which nothing was heard for days: a person must ask it');
  }

  /** What a webhook said. @throws Overloaded */
  async hear(sighting: RefundSighting): Promise<void> {
    await this.batcher.submit(sighting);
  }

  private async see(refund: Refund, ask: () => Promise<RefundObservation>): Promise<void> {
    try {
      await this.batcher.submit({ refundId: refund.id, observation: await ask() });
    } catch (error) {
      // It stays pending and due, so it is asked about again.
      this.log.warn({ err: error, refundId: refund.id }, 'a refund could not be settled');
    }
  }

  private settle(sightings: RefundSighting[]): Promise<void[]> {
    return this.database.transaction(async (tx) => {
      const fresh = await this.attempts.freshEvents(tx, sightings.flatMap(({ event }) => (event ? [event] : [])));
      // A bank's word reckons with what is left of it, too: one of the two comes first.
      await this.refunds.lockSurplus(tx, sightings.flatMap(({ refundId, observation }) => (observation.kind === 'refused' ? [refundId] : [])));
      const rows = await this.refunds.lock(tx, sightings.map(({ refundId }) => refundId));
      const changes = new Map<string, RefundChange>();
      const messages: OutgoingMessage[] = [];
      const kept: { refund: Refund; retryable: boolean }[] = [];
      for (const { refundId, observation: said, event } of sightings) {
        const refund = rows.get(refundId);
        if (!refund || (event && (event.gateway !== refund.gateway || !fresh.has(`${event.gateway}/${event.eventId}`)))) continue;
        const wasNamed = refund.gatewayRefundId !== null;
        const observation = named(refund, rows.values(), said);
        const { gatewayRefundId } = refund;
        if (refund.state !== 'pending') {
          // Its name still tells others of ours from it.
          if (!wasNamed && gatewayRefundId !== null) changes.set(refundId, { id: refundId, state: refund.state, detail: null, lookInSeconds: null, ...changes.get(refundId), gatewayRefundId });
          continue;
        }
        const detail = 'reason' in observation ? observation.reason.slice(0, 200) : null;
        if (observation.kind !== 'refunded' && observation.kind !== 'refused') {
          changes.set(refundId, { id: refundId, state: 'pending', detail, lookInSeconds: backoff(refund.looks), gatewayRefundId });
          continue;
        }
        refund.state = observation.kind;
        changes.set(refundId, { id: refundId, state: observation.kind, detail, lookInSeconds: null, gatewayRefundId });
        const refused = observation.kind === 'refused' && { retryable: observation.retryable ?? true };
        if (refund.byItself && refused) kept.push({ refund, ...refused });
        if (!refund.byItself) messages.push(AttemptRefunded.message({ paymentId: refund.paymentId, refundId, outcome: observation.kind, ...refused }, refund.requestId));
        afterCommit(tx, () => this.count(refund, observation));
      }
      await this.refunds.update(tx, [...changes.values()]);
      await this.giveBackAgain(tx, kept);
      await this.outbox.append(tx, messages);
      return sightings.map(() => undefined);
    });
  }

  /**
   * Nobody asked for these, so nobody else tries again: once more under another name, at once with what a bank has left, and at last a person must see to
   * it. What banks want stays until they have decided; what they have taken is gone.
   */
  private async giveBackAgain(tx: Tx, kept: { refund: Refund; retryable: boolean }[]): Promise<void> {
    if (kept.length === 0) return;
    const ids = kept.map(({ refund }) => refund.attemptId);
    const [tries, left] = [await this.refunds.triesByItself(tx, ids), await this.refunds.surplusLeft(tx, ids)];
    const successors: NewRefund[] = [];
    for (const { refund, retryable } of kept) {
      const { attemptId, paymentId, requestId, gateway } = refund;
      const amountCents = left.get(attemptId);
      if (amountCents === undefined) continue;
      // Another one of this attempt that was refused along with it would send the same once more.
      left.delete(attemptId);
      const later = retryable ? TRY_AGAIN_SECONDS[(tries.get(attemptId) ?? 0) - 1] : undefined;
      const lookInSeconds = amountCents < refund.amountCents ? 0 : later;
      if (lookInSeconds !== undefined) {
        successors.push({ id: newId(), attemptId, paymentId, amountCents, byItself: true, requestId, lookInSeconds });
        continue;
      }
      const finding = { kind: 'ledger_missing' as const, reference: attemptId.replaceAll('-', ''), paymentId, ours: { state: 'surplus', amountCents }, theirs: null, repaired: false };
      await this.differences.record(tx, gateway, [finding], { kinds: [], references: [] });
    }
    await this.refunds.insert(tx, successors);
  }

  private count(refund: Refund, observation: RefundObservation): void {
    this.outcomes.inc({ gateway: refund.gateway, state: refund.state });
    const { id: refundId, paymentId, state, byItself } = refund;
    if (state !== 'refused') return;
    if (byItself) this.log.warn({ refundId, paymentId, observation }, 'a gateway refused to give back what came twice');
    // What is left of it is asked for anew.
    else if ('reason' in observation && observation.reason === 'disputed') this.log.warn({ refundId, paymentId }, "a refund was refused, for the payer's bank has the money");
    else this.log.error({ refundId, paymentId, observation }, 'a gateway refused a refund: a person must see to it');
  }
}
