/**
 * What each message does to payments and refunds: pure, in the order of the messages, on rows that the caller has read under
 * lock. The effects are what the outbox announces in the same transaction. Which accounts move stands in `postings.ts`.
 */
import assert from 'node:assert/strict';
import type { Conflict } from './conflict.js';
import { ConflictSettlement } from './conflict-settlement.js';
import type { Ledger, TransferResult } from './ledger.js';
import {
  type CancelReason,
  type Dispute,
  type DisputeState,
  type Failure,
  type Payment,
  type PaymentState,
  type PixCode,
  type Refund,
  feeDueCents,
  type RefundWish,
  gatewayCents,
  isLiveOrWon,
  isOpen,
  mayBecome,
  refundableCents,
  leadsOn,
  splitRefund,
} from './payment.js';
import { Postings } from './postings.js';
import type { Effect, RefusedBecause, Settled } from './settlement-effects.js';

const purposeKey = ({ purpose }: Pick<Payment, 'purpose'>): string => `${purpose.kind}:${purpose.id}`;

export class Settlement {
  readonly effects: Effect[] = [];
  readonly changed = new Set<Payment>();
  readonly changedRefunds = new Set<Refund>();
  readonly changedDisputes = new Set<Dispute>();
  /** What gateways took otherwise than asked. */
  readonly conflicts: ConflictSettlement;
  private readonly postings: Postings;
  /** The one live or won payment of each purpose. */
  private readonly holders = new Map<string, string>();

  /** `refunds` are all of each payment that gets another one here; `rivals` the live or won payments of the same purposes that are not themselves settled here. */
  constructor(
    private readonly ledger: Ledger,
    private readonly payments: ReadonlyMap<string, Payment>,
    private readonly refunds: Map<string, Refund>,
    rivals: Iterable<Pick<Payment, 'id' | 'purpose'>>,
    private readonly newId: () => string,
    private readonly currency: string,
    private readonly disputes = new Map<string, Dispute>(),
    conflicts = new Map<string, Conflict>(),
  ) {
    this.postings = new Postings(ledger, newId);
    this.conflicts = new ConflictSettlement(this.postings, conflicts, disputes, this.effects, newId, (payment) => this.move(payment, 'refunded'));
    for (const rival of rivals) this.holders.set(purposeKey(rival), rival.id);
    for (const payment of payments.values()) {
      if (isLiveOrWon(payment.state)) this.holders.set(purposeKey(payment), payment.id);
    }
  }

  /** A new payment: the balance's part is taken or frozen, the rest is asked of a gateway. */
  open(paymentId: string): void {
    const payment = this.payment(paymentId);
    if (payment.state !== 'created') return;
    if (this.holders.has(purposeKey(payment))) {
      return this.fail(payment, 'failed', { reason: 'refused', retryable: false, detail: 'purpose_has_a_payment' });
    }
    if (payment.currency !== this.currency) return this.fail(payment, 'failed', { reason: 'refused', retryable: false, detail: 'currency_not_accepted' });
    const rest = gatewayCents(payment);
    if (rest > 0 && payment.deadline <= this.ledger.now) {
      return this.fail(payment, 'failed', { reason: 'expired', retryable: false, detail: null });
    }
    if (payment.fromWalletCents > 0) {
      const result = this.postings.takeFromBalance(payment);
      if (result !== 'created') return this.fail(payment, 'failed', refusal(result));
    }
    if (rest === 0) return this.complete(payment);
    this.move(payment, 'awaiting_gateway');
    this.effects.push({ kind: 'attempt', payment });
  }

  /** The buyer has a PIX code. Too late for a payment that is being cancelled or is over. */
  present(paymentId: string, pix: PixCode): void {
    const payment = this.payment(paymentId);
    if (!mayBecome(payment.state, 'presented')) return;
    payment.pix = pix;
    this.move(payment, 'presented');
    this.effects.push({ kind: 'presented', payment, pix });
  }

  /** The attempts' end, or money that arrives after it. */
  settle(paymentId: string, settled: Settled): void {
    const payment = this.payment(paymentId);
    if (settled.outcome === 'captured') return this.capture(payment, settled);
    if (settled.outcome === 'conflicted') return this.suspend(payment, settled);
    if (!isOpen(payment.state)) return;
    const { declineCode: detail = null, retryable } = settled;
    const inTime = payment.deadline > this.ledger.now;
    if (settled.outcome === 'voided') {
      if (payment.cancelReason === null && inTime) return this.fail(payment, 'failed', { reason: 'unavailable', retryable: true, detail });
      const reason = payment.cancelReason ?? 'expired';
      return this.fail(payment, 'cancelled', { reason, retryable: reason === 'cancelled', detail });
    }
    const declined = detail === 'authentication_required' ? detail : 'declined';
    const reason = settled.outcome === 'declined' ? declined : inTime ? 'unavailable' : 'expired';
    this.fail(payment, 'failed', { reason, retryable, detail });
  }

  /** Asks for a void. What the gateway answers decides: it may have been paid in the meantime. */
  cancel(paymentId: string, reason: CancelReason): void {
    const payment = this.payment(paymentId);
    if (!mayBecome(payment.state, 'cancelling')) return;
    payment.cancelReason = reason;
    this.move(payment, 'cancelling');
    this.effects.push({ kind: 'void', payment, reason });
  }

  /** The frozen part goes back to its owner though the gateway's outcome is still unknown. */
  unfreeze(paymentId: string): void {
    const payment = this.payment(paymentId);
    if (this.postings.expire(payment)) this.changed.add(payment);
  }

  /** Money back to where it came from. The refund's id is its idempotency key. */
  refund(paymentId: string, wish: RefundWish): void {
    const payment = this.payment(paymentId);
    const { id: refundId, amountCents, reason, creditIfRefused = true } = wish;
    if (this.refunds.has(refundId)) return;
    if (payment.capturedCents === 0) return this.refuse(payment, refundId, amountCents, 'not_captured');
    if (wish.boughtNothing) return this.giveUp(payment, wish);
    if (amountCents > refundableCents(payment)) return this.refuse(payment, refundId, amountCents, 'exceeds_captured');
    const refund: Refund = {
      id: refundId,
      paymentId,
      amountCents,
      ...splitRefund(payment, wish, this.refunds.values()),
      reason,
      creditIfRefused,
      state: 'requested',
    };
    if (refund.toGatewayCents > 0 && !this.postings.reserveRefund(payment, refund)) {
      return this.refuse(payment, refundId, amountCents, 'insufficient_funds');
    }
    this.refunds.set(refundId, refund);
    payment.refundingCents += amountCents;
    this.changed.add(payment);
    this.changedRefunds.add(refund);
    if (refund.toGatewayCents > 0) this.effects.push({ kind: 'refund_attempt', payment, refund });
    else this.finishRefund(payment, refund, 'refunded');
  }

  /** Nobody wants this money. What somebody else has asked back of it, or a bank wants, is not asked back once more. */
  private giveUp(payment: Payment, wish: Pick<RefundWish, 'id' | 'reason'>): void {
    payment.boughtNothing = true;
    this.changed.add(payment);
    this.giveBackRest(payment, wish);
  }

  /** What is left of money that bought nothing. The balance has what the gateway refuses, so that this comes to its end. */
  private giveBackRest(payment: Payment, { id, reason }: Pick<RefundWish, 'id' | 'reason'> = { id: this.newId(), reason: 'bought_nothing' }): void {
    const amountCents = refundableCents(payment);
    if (payment.boughtNothing && amountCents > 0) this.refund(payment.id, { id, amountCents, reason });
  }

  /**
   * The gateway's answer to a refund. Where it would not, the payer's balance is credited, so that the money is never in
   * nobody's hands. Whoever asked to be told instead is told, and the money stays with the payee; so it is with a top-up, whose
   * money is on that balance already.
   */
  settleRefund(paymentId: string, refundId: string, outcome: 'refunded' | 'refused', retryable = false): void {
    const payment = this.payment(paymentId);
    if (this.conflicts.has(payment)) return this.conflicts.settleReturn(payment, refundId, outcome, retryable);
    const refund = this.refunds.get(refundId);
    assert(refund, `refund ${refundId} is not ours`);
    if (refund.state !== 'requested') return;
    this.postings.resolveRefund(refund, outcome === 'refunded' ? 'post_pending' : 'void_pending');
    if (outcome === 'refunded') return this.finishRefund(payment, refund, 'refunded');
    // The payer does not get from the balance what the payer's bank gets as well.
    if (payment.payeeId && refund.creditIfRefused && refundableCents(payment) >= 0) return this.finishRefund(payment, refund, 'credited');
    payment.refundingCents -= refund.amountCents;
    refund.state = 'refused';
    this.changed.add(payment);
    this.changedRefunds.add(refund);
    this.refuse(payment, refundId, refund.amountCents, 'gateway_refused', retryable);
    if (payment.payeeId) this.giveBackRest(payment);
  }

  /** The payer's bank wants money back, gives up, or takes it. While it is open the amount is held back from whoever was paid. */
  dispute(paymentId: string, { disputeId, amountCents, state, surplus }: { disputeId: string; amountCents: number; state: DisputeState; surplus?: string | undefined }): void {
    const payment = this.payment(paymentId);
    if (surplus !== undefined) return this.postings.lose(payment, disputeId, surplus, amountCents);
    if (this.conflicts.has(payment)) {
      const dispute = this.conflicts.dispute(payment, { id: disputeId, paymentId, amountCents, state });
      if (dispute) this.note(payment, dispute);
      return;
    }
    assert(payment.capturedCents > 0, `payment ${paymentId} took nothing that could be disputed`);
    const known = this.disputes.get(disputeId);
    if (!leadsOn(known?.state, state)) return;
    const dispute = known ?? { id: disputeId, paymentId, amountCents, state };
    if (known?.state === 'opened') this.postings.resolveDispute(disputeId, state === 'lost' ? 'post_pending' : 'void_pending');
    else if (state !== 'won') this.postings.takeBack(payment, state === 'opened' ? disputeId : this.newId(), state === 'opened' ? 'pending' : 'posted', dispute.amountCents);
    const counted = (of: DisputeState | undefined) => (of === 'opened' || of === 'lost' ? dispute.amountCents : 0);
    payment.disputedCents += counted(state) - counted(known?.state);
    dispute.state = state;
    this.note(payment, dispute);
    this.effects.push({ kind: 'disputed', payment, dispute, state });
    this.giveBackRest(payment);
  }

  /** Gives back what a gateway took otherwise than asked. @see ConflictSettlement */
  returnConflict(paymentId: string, refundId: string, by: string): void {
    this.conflicts.giveBack(this.payment(paymentId), refundId, by);
  }

  closeConflict(paymentId: string, note: string, by: string): void {
    this.conflicts.close(this.payment(paymentId), note, by);
  }

  private note(payment: Payment, dispute: Dispute): void {
    this.disputes.set(dispute.id, dispute);
    this.changed.add(payment);
    this.changedDisputes.add(dispute);
  }

  private capture(payment: Payment, settled: Settled): void {
    if (this.isRepeat(payment, settled)) return;
    if (settled.amountCents !== gatewayCents(payment)) return this.suspend(payment, settled);
    this.receive(payment, settled, 'destination');
    const late = !isOpen(payment.state);
    const rivalled = this.isRivalled(payment);
    if (rivalled || !this.postings.postBalancePart(payment)) return this.giveBack(payment, rivalled);
    payment.late = late;
    this.complete(payment);
  }

  /** Late money that cannot complete its payment: the purpose has another payment, or the balance's part is gone. */
  private giveBack(payment: Payment, rivalled: boolean): void {
    payment.capturedCents = gatewayCents(payment);
    if (isOpen(payment.state)) {
      this.fail(payment, 'failed', { reason: 'insufficient_funds', retryable: true, detail: null });
    }
    this.giveUp(payment, { id: this.newId(), reason: rivalled ? 'paid_twice' : 'insufficient_funds' });
  }

  /** Another amount than ours was taken, or another currency: kept apart, and the purpose stays taken, until a person decides. */
  private suspend(payment: Payment, settled: Settled): void {
    if (this.isRepeat(payment, settled)) return;
    // A ledger has one currency, and another's cents are not its cents.
    const booked = settled.currency === undefined || settled.currency === payment.currency;
    this.receive(payment, booked ? settled : { ...settled, amountCents: 0 }, 'suspense');
    const announced = !isOpen(payment.state);
    // A second live or won payment cannot be: beside a rival the state stays, and the conflict tells the rest.
    if (!this.isRivalled(payment)) this.move(payment, 'conflicted');
    this.postings.release(payment);
    payment.failure = { reason: 'conflicted', retryable: false, detail: null };
    this.changed.add(payment);
    if (!announced) this.effects.push({ kind: 'failed', payment, failure: payment.failure });
    this.conflicts.arise(payment, settled);
  }

  /** The attempt whose money is here already. Two attempts with money are a defect that nobody may pass over. */
  private isRepeat(payment: Payment, { attemptId }: Settled): boolean {
    if (payment.attemptId === null && payment.capturedCents === 0) return false;
    assert.equal(attemptId, payment.attemptId, `payment ${payment.id} was captured by two attempts`);
    return true;
  }

  private isRivalled(payment: Payment): boolean {
    return (this.holders.get(purposeKey(payment)) ?? payment.id) !== payment.id;
  }

  private receive(payment: Payment, { gateway, attemptId, amountCents }: Settled, where: 'destination' | 'suspense'): void {
    assert(gateway && attemptId, 'captured money names its gateway and attempt');
    payment.gateway = gateway;
    payment.attemptId = attemptId;
    // A conflict may hold nothing for the ledger.
    if (amountCents > 0) this.postings.receive(payment, attemptId, amountCents, where);
  }

  private complete(payment: Payment): void {
    payment.capturedCents = payment.amountCents;
    payment.failure = null;
    payment.completedAt = this.ledger.now;
    this.postings.adjustFee(payment, feeDueCents(payment));
    this.move(payment, 'completed');
    this.effects.push({ kind: 'completed', payment });
  }

  private fail(payment: Payment, state: 'failed' | 'cancelled', failure: Failure): void {
    this.postings.release(payment);
    payment.failure = failure;
    this.move(payment, state);
    this.effects.push({ kind: 'failed', payment, failure });
  }

  private finishRefund(payment: Payment, refund: Refund, state: 'refunded' | 'credited'): void {
    // The balance's part moves with the gateway's, so that a refund is refused whole or not at all.
    const toBalanceCents = state === 'credited' ? refund.amountCents : refund.toWalletCents;
    if (toBalanceCents > 0) this.postings.creditBalance(payment, toBalanceCents);
    refund.state = state;
    payment.refundingCents -= refund.amountCents;
    this.countRefunded(payment, refund.amountCents);
    if (payment.refundedCents === payment.capturedCents) this.move(payment, 'refunded');
    this.changed.add(payment);
    this.changedRefunds.add(refund);
    this.effects.push({ kind: 'refunded', payment, refund });
  }

  /** What has gone back, and the fee's part of it. Money that goes back though it never completed its payment had no fee taken from it. */
  private countRefunded(payment: Payment, cents: number): void {
    payment.refundedCents += cents;
    this.postings.adjustFee(payment, Math.min(payment.feeTakenCents, feeDueCents(payment)));
  }

  private refuse(payment: Payment, refundId: string, amountCents: number, reason: RefusedBecause, retryable = false): void {
    this.effects.push({ kind: 'refund_refused', payment, refundId, amountCents, reason, retryable });
  }

  private move(payment: Payment, to: PaymentState): void {
    assert(mayBecome(payment.state, to), `payment ${payment.id}: ${payment.state} does not become ${to}`);
    const key = purposeKey(payment);
    payment.state = to;
    if (isLiveOrWon(to)) this.holders.set(key, payment.id);
    else if (this.holders.get(key) === payment.id) this.holders.delete(key);
    this.changed.add(payment);
  }

  private payment(id: string): Payment {
    const payment = this.payments.get(id);
    assert(payment, `payment ${id} is not ours`);
    return payment;
  }
}

function refusal(result: TransferResult): Failure {
  if (result === 'exceeds_credits') return { reason: 'insufficient_funds', retryable: true, detail: null };
  return { reason: 'refused', retryable: false, detail: result };
}
