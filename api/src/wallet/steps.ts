import assert from 'node:assert/strict';
import type { Message } from '#platform';
import type { Payment } from './payment.js';
import { AttemptDisputed, AttemptPresented, AttemptRefunded, AttemptSettled } from '#payments';
import { accountFor, accountsOf, suspense } from './postings.js';
import type { Settlement } from './settlement.js';
import { CancelPayment, RefundPayment, RequestPayment } from './wallet.commands.js';
import type { AccountRef } from './ledger.js';

/** One thing that happens to one payment, and what has to be read for it. */
export interface Step {
  paymentId: string;
  requestId: string | null;
  apply: (settlement: Settlement) => void;
  /** The payment that this step makes. */
  request?: RequestPayment;
  refundId?: string;
  disputeId?: string;
  /** What its gateway took otherwise than asked may be told of, or decided. */
  conflict?: true;
  /** The accounts it may move. */
  accounts?: (payment: Payment) => AccountRef[];
}

/** A gateway took something for it, and nothing of that is what was asked for. */
const wasSuspended = ({ attemptId, capturedCents }: Payment): boolean => attemptId !== null && capturedCents === 0;

const buyerOf = (payment: Payment): AccountRef => accountFor(payment, 'buyer', payment.payerId);

export function requestStep(request: RequestPayment, requestId: string | null): Step {
  const { paymentId } = request;
  return {
    paymentId,
    requestId,
    request,
    accounts: (payment) => (payment.fromWalletCents > 0 ? accountsOf(payment, []) : []),
    apply: (settlement) => settlement.open(paymentId),
  };
}

export const overdueStep = (paymentId: string): Step => ({
  paymentId,
  requestId: null,
  apply: (settlement) => settlement.cancel(paymentId, 'expired'),
});

export const overfrozenStep = (paymentId: string): Step => ({
  paymentId,
  requestId: null,
  accounts: (payment) => accountsOf(payment, []),
  apply: (settlement) => settlement.unfreeze(paymentId),
});

/** A person's decision about what a gateway took otherwise than asked. */
export const conflictStep = (paymentId: string, requestId: string | null, apply: Step['apply']): Step => ({
  paymentId,
  requestId,
  conflict: true,
  accounts: (payment) => [...accountsOf(payment, [payment.gateway]), suspense(payment)],
  apply,
});

/** @throws when the message is none that the wallet takes. */
export function stepOf(message: Message): Step {
  const { requestId } = message;
  if (RequestPayment.is(message)) return requestStep(message.payload, requestId);
  if (CancelPayment.is(message)) {
    const { paymentId, reason } = message.payload;
    return { paymentId, requestId, apply: (settlement) => settlement.cancel(paymentId, reason) };
  }
  if (RefundPayment.is(message)) {
    const { paymentId, refundId, ...wish } = message.payload;
    return {
      paymentId,
      requestId,
      refundId,
      accounts: (payment) => [...accountsOf(payment, [payment.gateway]), buyerOf(payment)],
      apply: (settlement) => settlement.refund(paymentId, { id: refundId, ...wish }),
    };
  }
  if (AttemptPresented.is(message)) {
    const { paymentId, pix } = message.payload;
    return { paymentId, requestId, apply: (settlement) => settlement.present(paymentId, pix) };
  }
  if (AttemptSettled.is(message)) {
    const { paymentId, gateway } = message.payload;
    return {
      paymentId,
      requestId,
      accounts: (payment) => [...accountsOf(payment, [gateway]), suspense(payment)],
      apply: (settlement) => settlement.settle(paymentId, message.payload),
    };
  }
  if (AttemptDisputed.is(message)) {
    const { paymentId, disputeId, gateway, surplus = false } = message.payload;
    return {
      paymentId,
      requestId,
      disputeId,
      conflict: true,
      accounts: (payment) => [...accountsOf(payment, [payment.gateway, gateway]), ...(payment.boughtNothing ? [buyerOf(payment)] : []), suspense(payment)],
      apply: (settlement) => settlement.dispute(paymentId, { ...message.payload, surplus: surplus ? gateway : undefined }),
    };
  }
  assert(AttemptRefunded.is(message), `the wallet does not take ${message.type}`);
  const { paymentId, refundId, outcome, retryable } = message.payload;
  return {
    paymentId,
    requestId,
    refundId,
    conflict: true,
    accounts: (payment) => [...accountsOf(payment, [payment.gateway]), buyerOf(payment), ...(wasSuspended(payment) ? [suspense(payment)] : [])],
    apply: (settlement) => settlement.settleRefund(paymentId, refundId, outcome, retryable),
  };
}
