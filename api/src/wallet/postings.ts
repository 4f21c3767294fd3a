/**
 * Which accounts a payment moves:
 *   captured by a gateway       gateway  ─► payee   (a top-up: ─► buyer)
 *   from the balance            buyer    ─► payee   (pending while a gateway has the rest)
 *   refund                      payee    ─► gateway (pending until the gateway has done it), payee ─► buyer
 *   taken back by a bank        payee    ─► gateway (pending while it is disputed)
 *   taken in another amount     gateway  ─► platform:suspense
 *   … given back                suspense ─► gateway (pending until the gateway has done it); seen to by hand: at once
 *   … or taken back by a bank   suspense ─► gateway (pending while it is disputed)
 *   gone back and taken, too    suspense ─► gateway: the platform's loss
 *   the platform's fee          payee    ─► platform:fees, beside the completion; what is refunded of it the other way
 *
 * A rehearsal's payment moves between accounts of its own, every owner's name behind `sandbox:`: nothing of it is ever in a real
 * balance, and what a gateway or organiser is owed stays what was really taken.
 *
 * A transfer's id is taken from what it records, so that recording it twice cannot be: the balance's part has the payment's
 * id, a capture the attempt's, the gateway's part of a refund the refund's.
 */
import assert from 'node:assert/strict';
import type { AccountRef, Ledger, TransferDraft, TransferResult } from './ledger.js';
import { type Conflict, leftCents } from './conflict.js';
import { gatewayCents, type Payment, type Refund } from './payment.js';

/** A frozen part outlives the window by this much and no longer; it is also when orders gives up the seats. */
export const freezeGraceMs = 60_000;

type Money = Pick<Payment, 'sandbox' | 'currency'>;

/** The account that a payment moves for an owner: the real one, or the rehearsals'. */
export const accountFor = ({ sandbox, currency }: Money, kind: AccountRef['kind'], owner: string): AccountRef => ({ kind, owner: sandbox ? `sandbox:${owner}` : owner, currency });

const fees = (payment: Money): AccountRef => accountFor(payment, 'platform', 'fees');

/** The accounts a payment may move, so that they can be opened and read before anything is decided. */
export function accountsOf(payment: Payment, gateways: Iterable<string | null>): AccountRef[] {
  const refs: AccountRef[] = [];
  if (payment.payeeId) refs.push(accountFor(payment, 'payee', payment.payeeId));
  if (payment.feeCents > 0) refs.push(fees(payment));
  if (payment.fromWalletCents > 0 || !payment.payeeId) refs.push(accountFor(payment, 'buyer', payment.payerId));
  for (const gateway of gateways) if (gateway) refs.push(accountFor(payment, 'gateway', gateway));
  return refs;
}

export const suspense = (payment: Money): AccountRef => accountFor(payment, 'platform', 'suspense');

/** Writes a payment's movements into the ledger and keeps its `unfreezeAt` and `feeTakenCents`. */
export class Postings {
  /** `newId` makes the ids of transfers that have no natural one. */
  constructor(
    private readonly ledger: Ledger,
    private readonly newId: () => string,
  ) {}

  /** The balance's part: moved at once, or frozen while a gateway has the rest. */
  takeFromBalance(payment: Payment): TransferResult {
    const timeoutAt = gatewayCents(payment) > 0 ? payment.deadline + freezeGraceMs : null;
    const result = this.ledger.create({
      ...this.balancePart(payment),
      id: payment.id,
      flag: timeoutAt === null ? 'posted' : 'pending',
      timeoutAt,
    });
    if (result === 'created') payment.unfreezeAt = timeoutAt;
    return result;
  }

  /** The balance's part of a captured payment; taken anew where its freeze has ended. False where the balance no longer has it. */
  postBalancePart(payment: Payment): boolean {
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
    return this.isMade(this.ledger.create({ ...this.balancePart(payment), id: this.newId(), flag: 'posted' }));
  }

  /** What is frozen is free again. */
  release(payment: Payment): void {
    if (payment.unfreezeAt === null) return;
    assert.equal(this.ledger.resolve(this.newId(), 'void_pending', payment.id), 'created');
    payment.unfreezeAt = null;
  }

  /** The same because its time is over; false while it is not. */
  expire(payment: Payment): boolean {
    if (payment.unfreezeAt === null) return false;
    const result = this.ledger.resolve(this.newId(), 'expire_pending', payment.id);
    if (result === 'pending_transfer_not_yet_expired') return false;
    assert.equal(result, 'created');
    payment.unfreezeAt = null;
    return true;
  }

  /** A gateway's money: for whom the payment pays, or into suspense where the amount is not ours. */
  receive(payment: Payment, attemptId: string, amountCents: number, where: 'destination' | 'suspense'): void {
    const settled = where === 'destination';
    const result = this.ledger.create({
      id: attemptId,
      flag: 'posted',
      code: settled ? (payment.payeeId ? 'capture' : 'top_up') : 'conflict',
      paymentId: payment.id,
      debitAccountId: this.gateway(payment),
      creditAccountId: settled ? this.destination(payment) : this.ledger.account(suspense(payment)).id,
      amountCents,
    });
    assert.equal(result, 'created');
  }

  /** Brings what the platform has of its fee to what is due of it: taken at the completion, returned with every refund. */
  adjustFee(payment: Payment, dueCents: number): void {
    const moreCents = dueCents - payment.feeTakenCents;
    if (moreCents === 0) return;
    const [payee, platform] = [this.destination(payment), this.ledger.account(fees(payment)).id];
    const result = this.ledger.create({
      id: this.newId(),
      flag: 'posted',
      code: moreCents > 0 ? 'fee' : 'fee_refund',
      paymentId: payment.id,
      debitAccountId: moreCents > 0 ? payee : platform,
      creditAccountId: moreCents > 0 ? platform : payee,
      amountCents: Math.abs(moreCents),
    });
    assert.equal(result, 'created');
    payment.feeTakenCents = dueCents;
  }

  /** The gateway's part of a refund waits for the gateway; false where a top-up's money has been spent. */
  reserveRefund(payment: Payment, refund: Refund): boolean {
    const result = this.ledger.create({
      id: refund.id,
      flag: 'pending',
      code: 'refund',
      paymentId: payment.id,
      debitAccountId: this.destination(payment),
      creditAccountId: this.gateway(payment),
      amountCents: refund.toGatewayCents,
    });
    return this.isMade(result);
  }

  resolveRefund(refund: Refund, flag: 'post_pending' | 'void_pending'): void {
    assert.equal(this.ledger.resolve(this.newId(), flag, refund.id), 'created');
  }

  /** A refund onto the payer's balance. */
  creditBalance(payment: Payment, amountCents: number): void {
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

  /** What a bank takes back, or wants to: from whoever was paid. A top-up that was spent since is the platform's loss, and waits in suspense for a person. */
  takeBack(payment: Payment, id: string, flag: 'pending' | 'posted', amountCents: number): void {
    const draft = { id, flag, code: 'chargeback' as const, paymentId: payment.id, creditAccountId: this.gateway(payment), amountCents };
    if (this.isMade(this.ledger.create({ ...draft, debitAccountId: this.destination(payment) }))) return;
    this.takeSuspended(payment, id, flag, amountCents);
  }

  /** The same of money that nobody was paid with. */
  takeSuspended(payment: Payment, id: string, flag: 'pending' | 'posted', amountCents: number): void {
    this.fromSuspense(payment, this.gateway(payment), { id, flag, code: 'chargeback', amountCents });
  }

  /** What came twice had gone back, and the bank took it all the same: the ledger had none of it, and the gateway takes it out of what it owes us. */
  lose(payment: Payment, id: string, gateway: string, amountCents: number): void {
    this.fromSuspense(payment, this.ledger.account(accountFor(payment, 'gateway', gateway)).id, { id, flag: 'posted', code: 'loss', amountCents });
  }

  /** What was taken otherwise than asked waits for the gateway to give it back, under its refund's id. */
  reserveReturn(payment: Payment, conflict: Conflict, refundId: string): void {
    this.fromSuspense(payment, this.gateway(payment), { id: refundId, flag: 'pending', code: 'conflict_refund', amountCents: leftCents(conflict) });
  }

  resolveReturn(refundId: string, flag: 'post_pending' | 'void_pending'): void {
    assert.equal(this.ledger.resolve(this.newId(), flag, refundId), 'created');
  }

  /** It was seen to at the gateway by hand. */
  closeConflict(payment: Payment, conflict: Conflict): void {
    this.fromSuspense(payment, this.gateway(payment), { id: this.newId(), flag: 'posted', code: 'conflict_closing', amountCents: leftCents(conflict) });
  }

  resolveDispute(id: string, flag: 'post_pending' | 'void_pending'): void {
    assert.equal(this.ledger.resolve(this.newId(), flag, id), 'created');
  }

  private balancePart(payment: Payment): Omit<TransferDraft, 'id' | 'flag'> {
    return {
      code: 'payment',
      paymentId: payment.id,
      debitAccountId: this.buyer(payment),
      creditAccountId: this.destination(payment),
      amountCents: payment.fromWalletCents,
    };
  }

  /** Of suspense there may be too little: what is missing is the platform's loss, and shows there. */
  private fromSuspense(payment: Payment, creditAccountId: string, draft: Pick<TransferDraft, 'id' | 'flag' | 'code' | 'amountCents'>): void {
    assert.equal(this.ledger.create({ ...draft, paymentId: payment.id, debitAccountId: this.ledger.account(suspense(payment)).id, creditAccountId }), 'created');
  }

  /** Too little is an answer; anything else but success is a mistake of ours. */
  private isMade(result: TransferResult): boolean {
    assert(result === 'created' || result === 'exceeds_credits', result);
    return result === 'created';
  }

  private buyer(payment: Payment): string {
    return this.ledger.account(accountFor(payment, 'buyer', payment.payerId)).id;
  }

  private destination(payment: Payment): string {
    if (!payment.payeeId) return this.buyer(payment);
    return this.ledger.account(accountFor(payment, 'payee', payment.payeeId)).id;
  }

  private gateway(payment: Payment): string {
    assert(payment.gateway, 'captured money names its gateway');
    return this.ledger.account(accountFor(payment, 'gateway', payment.gateway)).id;
  }
}
