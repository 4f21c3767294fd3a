import assert from 'node:assert/strict';
import { type Conflict, isSettled, leftCents } from './conflict.js';
import { type Dispute, type DisputeState, leadsOn, type Payment } from './payment.js';
import type { Postings } from './postings.js';
import type { Effect, Settled } from './settlement-effects.js';

/** What becomes of money that a gateway took otherwise than it was asked: pure, as all that settles payments. */
export class ConflictSettlement {
  readonly changed = new Set<Conflict>();

  /** `free`: nothing of it is ours any more, so its payment gives its purpose up. */
  constructor(
    private readonly postings: Postings,
    private readonly conflicts: Map<string, Conflict>,
    private readonly disputes: ReadonlyMap<string, Dispute>,
    private readonly effects: Effect[],
    private readonly newId: () => string,
    private readonly free: (payment: Payment) => void,
  ) {}

  has = ({ id }: Payment): boolean => this.conflicts.has(id);

  /** The money is here, and booked where the ledger can have it. */
  arise(payment: Payment, { amountCents, currency = payment.currency }: Settled): void {
    const { id: paymentId, attemptId, gateway } = payment;
    assert(attemptId && gateway, 'what was taken names its gateway and attempt');
    const conflict: Conflict = {
      paymentId, attemptId, gateway, amountCents: Math.max(0, amountCents), currency, booked: currency === payment.currency,
      state: 'open', refundId: null, disputedCents: 0, takenBackCents: 0, note: null, decidedBy: null,
    };
    this.conflicts.set(paymentId, conflict);
    this.tell(payment, conflict);
  }

  /** It goes back by the gateway, all that is left of it. Whoever asks has seen that it is undecided. */
  giveBack(payment: Payment, refundId: string, by: string): void {
    const conflict = this.of(payment);
    if (conflict.booked) this.postings.reserveReturn(payment, conflict, refundId);
    Object.assign(conflict, { state: 'returning', refundId, decidedBy: by });
    this.changed.add(conflict);
    this.effects.push({ kind: 'refund_attempt', payment, refund: { id: refundId, toGatewayCents: leftCents(conflict) } });
  }

  /** The gateway's answer to that. Only the last try's counts. */
  settleReturn(payment: Payment, refundId: string, outcome: 'refunded' | 'refused', retryable: boolean): void {
    const conflict = this.of(payment);
    if (conflict.state !== 'returning' || conflict.refundId !== refundId) return;
    if (conflict.booked) this.postings.resolveReturn(refundId, outcome === 'refunded' ? 'post_pending' : 'void_pending');
    if (outcome === 'refunded') return this.end(payment, conflict, 'returned');
    conflict.state = 'refused';
    this.changed.add(conflict);
    // The bank may have been faster.
    if (leftCents(conflict) === 0) return this.end(payment, conflict, 'taken_back');
    this.effects.push({ kind: 'refund_refused', payment, refundId, amountCents: leftCents(conflict), reason: 'gateway_refused', retryable });
  }

  /** A person has seen to it at the gateway; `note` says how. */
  close(payment: Payment, note: string, by: string): void {
    const conflict = this.of(payment);
    if (conflict.booked && leftCents(conflict) > 0) this.postings.closeConflict(payment, conflict);
    Object.assign(conflict, { note, decidedBy: by });
    this.effects.push({ kind: 'seen_to', payment, conflict });
    this.end(payment, conflict, 'closed');
  }

  /**
   * A bank wants it, too. What the bank gets need not go back; where it had gone back already, the loss is the platform's. Returns the dispute where
   * the news leads on.
   */
  dispute(payment: Payment, { id, paymentId, amountCents, state }: Dispute): Dispute | undefined {
    const conflict = this.of(payment);
    const known = this.disputes.get(id);
    if (!leadsOn(known?.state, state)) return undefined;
    const dispute: Dispute = known ?? { id, paymentId, amountCents, state };
    const cents = (of: DisputeState | undefined, ...counted: DisputeState[]): number => (of !== undefined && counted.includes(of) ? dispute.amountCents : 0);
    if (conflict.booked) {
      if (known?.state === 'opened') this.postings.resolveDispute(id, state === 'lost' ? 'post_pending' : 'void_pending');
      else if (state !== 'won') this.postings.takeSuspended(payment, state === 'opened' ? id : this.newId(), state === 'opened' ? 'pending' : 'posted', dispute.amountCents);
      payment.disputedCents += cents(state, 'opened', 'lost') - cents(known?.state, 'opened', 'lost');
    }
    conflict.disputedCents += cents(state, 'opened') - cents(known?.state, 'opened');
    conflict.takenBackCents += cents(state, 'lost');
    dispute.state = state;
    this.changed.add(conflict);
    // What the ledger has none of is in another currency than all that would be told of it.
    if (conflict.booked) this.effects.push({ kind: 'disputed', payment, dispute, state });
    if ((conflict.state === 'open' || conflict.state === 'refused') && leftCents(conflict) === 0) this.end(payment, conflict, 'taken_back');
    return dispute;
  }

  private end(payment: Payment, conflict: Conflict, state: 'returned' | 'closed' | 'taken_back'): void {
    assert(!isSettled(conflict), `the conflict of payment ${payment.id} is ${conflict.state} already`);
    conflict.state = state;
    this.free(payment);
    this.tell(payment, conflict);
  }

  private tell(payment: Payment, conflict: Conflict): void {
    this.changed.add(conflict);
    this.effects.push({ kind: 'conflict', payment, conflict: { ...conflict } });
  }

  private of({ id }: Payment): Conflict {
    const conflict = this.conflicts.get(id);
    assert(conflict, `payment ${id} has no conflict`);
    return conflict;
  }
}
