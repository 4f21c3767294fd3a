/**
 * What each message does to payments, refunds and the ledger: pure, in the order of the messages, on rows that the
 * caller has read under lock. The effects are what the outbox announces in the same transaction.
 *
 * Which accounts move:
 *   captured by a gateway       gateway  ─► payee   (a top-up: ─► buyer)
 *   from the balance            buyer    ─► payee   (pending while a gateway has the rest)
 *   refund                      payee    ─► gateway (pending until the gateway has done it), payee ─► buyer
 *   taken in another amount     gateway  ─► platform:suspense
 * The platform's fee, once there is one, is a second transfer payee ─► platform:fees beside the completion.
 */
import assert from 'node:assert/strict';
import type { AccountRef, Ledger, TransferResult } from './ledger.js';
import {
  type CancelReason,
  type Failure,
  type Payment,
  type PaymentState,
  type PixCode,
  type Refund,
  gatewayCents,
  isLiveOrWon,
  isOpen,
  mayBecome,
  refundableCents,
  splitRefund,
} from './payment.js';

/** A frozen part outlives the window by this much and no longer; it is also when orders gives up the seats. */
export const freezeGraceMs = 60_000;

export interface Settled {
  attemptId: string | null;
  gateway: string | null;
  outcome: 'captured' | 'declined' | 'failed' | 'voided' | 'conflicted';
  amountCents: number;
  declineCode?: string | undefined;
  retryable: boolean;
}

export type RefusedBecause = 'not_captured' | 'exceeds_captured' | 'insufficient_funds' | 'gateway_refused';

export type Effect =
  | { kind: 'attempt'; payment: Payment }
  | { kind: 'void'; payment: Payment; reason: CancelReason }
  | { kind: 'presented'; payment: Payment; pix: PixCode }
  | { kind: 'completed'; payment: Payment }
  | { kind: 'failed'; payment: Payment; failure: Failure }
  | { kind: 'refund_attempt'; payment: Payment; refund: Refund }
  | { kind: 'refunded'; payment: Payment; refund: Refund }
  | { kind: 'refund_refused'; payment: Payment; refundId: string; amountCents: number; reason: RefusedBecause };

const purposeKey = ({ purpose }: Pick<Payment, 'purpose'>): string => `${purpose.kind}:${purpose.id}`;

/** The accounts a payment may move, so that they can be opened and read before anything is decided. */
export function accountsOf(payment: Payment, gateways: Iterable<string | null>): AccountRef[] {
  const { currency } = payment;
  const refs: AccountRef[] = [];
  if (payment.payeeId) refs.push({ kind: 'payee', owner: payment.payeeId, currency });
  if (payment.fromWalletCents > 0 || !payment.payeeId) refs.push({ kind: 'buyer', owner: payment.payerId, currency });
  for (const gateway of gateways) if (gateway) refs.push({ kind: 'gateway', owner: gateway, currency });
  return refs;
}

export const suspense = (currency: string): AccountRef => ({ kind: 'platform', owner: 'suspense', currency });

export class Settlement {
  readonly effects: Effect[] = [];
  readonly changed = new Set<Payment>();
  readonly changedRefunds = new Set<Refund>();
  /** The one live or won payment of each purpose. */
  private readonly holders = new Map<string, string>();

  /**
   * `rivals` are the live or won payments of the same purposes that are not themselves settled here.
   * `newId` makes the ids of transfers that have no natural one.
   */
  constructor(
    private readonly ledger: Ledger,
    private readonly payments: ReadonlyMap<string, Payment>,
    private readonly refunds: Map<string, Refund>,
    rivals: Iterable<Pick<Payment, 'id' | 'purpose'>>,
    private readonly newId: () => string,
  ) {
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
    const rest = gatewayCents(payment);
    if (rest > 0 && payment.deadline <= this.ledger.now) {
      return this.fail(payment, 'failed', { reason: 'expired', retryable: false, detail: null });
    }
    if (payment.fromWalletCents > 0) {
      const result = this.takeFromBalance(payment, rest > 0);
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
    if (settled.outcome === 'voided') {
      const reason = payment.cancelReason ?? 'expired';
      return this.fail(payment, 'cancelled', { reason, retryable: reason === 'cancelled', detail });
    }
    const inTime = payment.deadline > this.ledger.now;
    const reason = settled.outcome === 'declined' ? 'declined' : inTime ? 'unavailable' : 'expired';
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
    if (payment.unfreezeAt === null) return;
    const result = this.ledger.resolve(this.newId(), 'expire_pending', payment.id);
    if (result === 'pending_transfer_not_yet_expired') return;
    assert.equal(result, 'created');
    payment.unfreezeAt = null;
    this.changed.add(payment);
  }

  /** Money back to where it came from. The refund's id is its idempotency key. */
  refund(paymentId: string, refundId: string, amountCents: number, reason: string): void {
    const payment = this.payment(paymentId);
    if (this.refunds.has(refundId)) return;
    if (payment.capturedCents === 0) return this.refuse(payment, refundId, amountCents, 'not_captured');
    if (amountCents > refundableCents(payment)) return this.refuse(payment, refundId, amountCents, 'exceeds_captured');
    const refund: Refund = {
      id: refundId,
      paymentId,
      amountCents,
      ...splitRefund(payment, amountCents),
      reason,
      state: 'requested',
    };
    if (refund.toGatewayCents > 0 && !this.reserveRefund(payment, refund)) {
      return this.refuse(payment, refundId, amountCents, 'insufficient_funds');
    }
    if (refund.toWalletCents > 0) this.creditBalance(payment, refund.toWalletCents);
    this.refunds.set(refundId, refund);
    payment.refundedCents += refund.toWalletCents;
    payment.refundingCents += refund.toGatewayCents;
    this.changed.add(payment);
    this.changedRefunds.add(refund);
    if (refund.toGatewayCents > 0) this.effects.push({ kind: 'refund_attempt', payment, refund });
    else this.finishRefund(payment, refund, 'refunded');
  }

  /**
   * The gateway's answer to a refund. Where it would not, the payer's balance is credited, so that the money is never in
   * nobody's hands; a top-up's money is on that balance already, and its refund is refused.
   */
  settleRefund(paymentId: string, refundId: string, outcome: 'refunded' | 'refused'): void {
    const payment = this.payment(paymentId);
    const refund = this.refunds.get(refundId);
    assert(refund, `refund ${refundId} is not ours`);
    if (refund.state !== 'requested') return;
    const flag = outcome === 'refunded' ? 'post_pending' : 'void_pending';
    assert.equal(this.ledger.resolve(this.newId(), flag, refundId), 'created');
    if (outcome === 'refunded') return this.finishRefund(payment, refund, 'refunded');
    if (payment.payeeId) {
      this.creditBalance(payment, refund.toGatewayCents);
      return this.finishRefund(payment, refund, 'credited');
    }
    payment.refundingCents -= refund.toGatewayCents;
    refund.state = 'refused';
    this.changed.add(payment);
    this.changedRefunds.add(refund);
    this.effects.push({
      kind: 'refund_refused',
      payment,
      refundId,
      amountCents: refund.amountCents,
      reason: 'gateway_refused',
    });
  }

  private capture(payment: Payment, settled: Settled): void {
    if (payment.capturedCents > 0 || payment.state === 'conflicted') {
      assert.equal(settled.attemptId, payment.attemptId, `payment ${payment.id} was captured by two attempts`);
      return;
    }
    if (settled.amountCents !== gatewayCents(payment)) return this.suspend(payment, settled);
    this.receive(payment, settled, this.destination(payment));

    const late = !isOpen(payment.state);
    const holder = this.holders.get(purposeKey(payment));
    const rivalled = holder !== undefined && holder !== payment.id;
    if (rivalled || !this.postBalancePart(payment)) return this.giveBack(payment, rivalled);
    payment.late = late;
    this.complete(payment);
  }

  /** The balance's part of a captured payment; taken anew where its freeze has ended in the meantime. */
  private postBalancePart(payment: Payment): boolean {
    if (payment.fromWalletCents === 0) return true;
    if (payment.unfreezeAt !== null) {
      const posted = this.ledger.resolve(this.newId(), 'post_pending', payment.id);
      if (posted === 'created') {
        payment.unfreezeAt = null;
        return true;
      }
      assert.equal(posted, 'pending_transfer_expired');
      this.release(payment);
    }
    const retaken = this.ledger.create({
      id: this.newId(),
      flag: 'posted',
      code: 'payment',
      paymentId: payment.id,
      debitAccountId: this.buyer(payment),
      creditAccountId: this.destination(payment),
      amountCents: payment.fromWalletCents,
    });
    assert(retaken === 'created' || retaken === 'exceeds_credits', retaken);
    return retaken === 'created';
  }

  /** Late money that cannot complete its payment: the purpose has another payment, or the balance's part is gone. */
  private giveBack(payment: Payment, rivalled: boolean): void {
    const amountCents = gatewayCents(payment);
    payment.capturedCents = amountCents;
    if (isOpen(payment.state)) {
      this.fail(payment, 'failed', { reason: 'insufficient_funds', retryable: true, detail: null });
    }
    this.refund(payment.id, this.newId(), amountCents, rivalled ? 'paid_twice' : 'insufficient_funds');
  }

  /** Another amount than ours was taken: kept apart, and the purpose stays taken, until a person decides. */
  private suspend(payment: Payment, settled: Settled): void {
    if (payment.attemptId !== null || !mayBecome(payment.state, 'conflicted')) return;
    if (settled.amountCents > 0) this.receive(payment, settled, this.ledger.account(suspense(payment.currency)).id);
    payment.attemptId = settled.attemptId;
    const announced = !isOpen(payment.state);
    const rivalled = (this.holders.get(purposeKey(payment)) ?? payment.id) !== payment.id;
    // A second live or won payment cannot be: beside a rival the state stays, and the suspense account tells the rest.
    if (!rivalled) this.move(payment, 'conflicted');
    this.release(payment);
    payment.failure = { reason: 'refused', retryable: false, detail: 'conflicted' };
    this.changed.add(payment);
    if (!announced) this.effects.push({ kind: 'failed', payment, failure: payment.failure });
  }

  private receive(payment: Payment, settled: Settled, creditAccountId: string): void {
    assert(settled.gateway && settled.attemptId, 'captured money names its gateway and attempt');
    payment.gateway = settled.gateway;
    payment.attemptId = settled.attemptId;
    const result = this.ledger.create({
      id: settled.attemptId,
      flag: 'posted',
      code: creditAccountId === this.destination(payment) ? (payment.payeeId ? 'capture' : 'top_up') : 'conflict',
      paymentId: payment.id,
      debitAccountId: this.gateway(payment),
      creditAccountId,
      amountCents: settled.amountCents,
    });
    assert.equal(result, 'created');
  }

  private complete(payment: Payment): void {
    payment.capturedCents = payment.amountCents;
    payment.failure = null;
    this.move(payment, 'completed');
    this.effects.push({ kind: 'completed', payment });
  }

  private fail(payment: Payment, state: 'failed' | 'cancelled', failure: Failure): void {
    this.release(payment);
    payment.failure = failure;
    this.move(payment, state);
    this.effects.push({ kind: 'failed', payment, failure });
  }

  private takeFromBalance(payment: Payment, pending: boolean): TransferResult {
    const unfreezeAt = pending ? payment.deadline + freezeGraceMs : null;
    const result = this.ledger.create({
      id: payment.id,
      flag: pending ? 'pending' : 'posted',
      code: 'payment',
      paymentId: payment.id,
      debitAccountId: this.buyer(payment),
      creditAccountId: this.destination(payment),
      amountCents: payment.fromWalletCents,
      timeoutAt: unfreezeAt,
    });
    if (result === 'created') payment.unfreezeAt = unfreezeAt;
    return result;
  }

  private release(payment: Payment): void {
    if (payment.unfreezeAt === null) return;
    assert.equal(this.ledger.resolve(this.newId(), 'void_pending', payment.id), 'created');
    payment.unfreezeAt = null;
  }

  private reserveRefund(payment: Payment, refund: Refund): boolean {
    const result = this.ledger.create({
      id: refund.id,
      flag: 'pending',
      code: 'refund',
      paymentId: payment.id,
      debitAccountId: this.destination(payment),
      creditAccountId: this.gateway(payment),
      amountCents: refund.toGatewayCents,
    });
    assert(result === 'created' || result === 'exceeds_credits', result);
    return result === 'created';
  }

  private creditBalance(payment: Payment, amountCents: number): void {
    const result = this.ledger.create({
      id: this.newId(),
      flag: 'posted',
      code: 'refund',
      paymentId: payment.id,
      debitAccountId: this.destination(payment),
      creditAccountId: this.buyer(payment),
      amountCents,
    });
    assert.equal(result, 'created');
  }

  private finishRefund(payment: Payment, refund: Refund, state: 'refunded' | 'credited'): void {
    refund.state = state;
    payment.refundingCents -= refund.toGatewayCents;
    payment.refundedCents += refund.toGatewayCents;
    if (payment.refundedCents === payment.capturedCents) this.move(payment, 'refunded');
    this.changed.add(payment);
    this.changedRefunds.add(refund);
    this.effects.push({ kind: 'refunded', payment, refund });
  }

  private refuse(payment: Payment, refundId: string, amountCents: number, reason: RefusedBecause): void {
    this.effects.push({ kind: 'refund_refused', payment, refundId, amountCents, reason });
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

  private buyer({ payerId, currency }: Payment): string {
    return this.ledger.account({ kind: 'buyer', owner: payerId, currency }).id;
  }

  private destination(payment: Payment): string {
    if (!payment.payeeId) return this.buyer(payment);
    return this.ledger.account({ kind: 'payee', owner: payment.payeeId, currency: payment.currency }).id;
  }

  private gateway({ gateway, currency }: Payment): string {
    assert(gateway, 'captured money names its gateway');
    return this.ledger.account({ kind: 'gateway', owner: gateway, currency }).id;
  }
}

function refusal(result: TransferResult): Failure {
  if (result === 'exceeds_credits') return { reason: 'insufficient_funds', retryable: true, detail: null };
  return { reason: 'refused', retryable: false, detail: result };
}
