import assert from 'node:assert/strict';
import type { OutgoingMessage } from '#platform';
import { type ConflictState, leftCents } from './conflict.js';
import { gatewayCents } from './payment.js';
import { AttemptPayment, RefundAttempt, SeeToAttempt, VoidAttempt } from '#payments';
import { languageByDefault } from './receipt.js';
import type { Effect } from './settlement-effects.js';
import type { Step } from './steps.js';
import { PaymentCompleted, PaymentConflicted, PaymentDisputed, PaymentFailed, PaymentPresented, PaymentRefunded, RefundRefused } from './wallet.events.js';

/** What is told of a conflict, whose news are how it begins and how it ends. */
const conflictNews: Record<ConflictState, PaymentConflicted['state']> = { open: 'arisen', returning: 'arisen', refused: 'arisen', returned: 'returned', closed: 'closed', taken_back: 'taken_back' };

/** What the outbox tells of an effect. */
export function announce(effect: Effect, { request, requestId }: Step): OutgoingMessage {
  const { id: paymentId, purpose, currency, method } = effect.payment;
  switch (effect.kind) {
    case 'attempt': {
      assert(request && method !== 'wallet', 'only a requested payment is attempted');
      const { token, description, buyer, deadline, sandbox } = request;
      const amountCents = gatewayCents(effect.payment);
      const attempt = { paymentId, amountCents, currency, method, deadline, description, buyer, ...(token !== undefined && { token }), ...(sandbox && { sandbox }) };
      return AttemptPayment.message(attempt, requestId);
    }
    case 'void':
      return VoidAttempt.message({ paymentId, reason: effect.reason }, requestId);
    case 'presented':
      return PaymentPresented.message({ paymentId, purpose, pix: effect.pix }, requestId);
    case 'completed': {
      const { amountCents, gateway, late } = effect.payment;
      return PaymentCompleted.message({ paymentId, purpose, amountCents, currency, method, gateway, late }, requestId);
    }
    case 'failed':
      return PaymentFailed.message({ paymentId, purpose, ...effect.failure }, requestId);
    case 'refund_attempt': {
      const { id: refundId, toGatewayCents } = effect.refund;
      return RefundAttempt.message({ paymentId, refundId, amountCents: toGatewayCents }, requestId);
    }
    case 'refunded': {
      const { id: refundId, amountCents, toWalletCents, state, reason } = effect.refund;
      const toBalanceCents = state === 'credited' ? amountCents : toWalletCents;
      return PaymentRefunded.message({ paymentId, purpose, refundId, amountCents, toBalanceCents, reason }, requestId);
    }
    case 'disputed': {
      const { id: disputeId, amountCents } = effect.dispute;
      return PaymentDisputed.message({ paymentId, purpose, disputeId, amountCents, state: effect.state }, requestId);
    }
    case 'conflict': {
      const { state, amountCents, currency: taken } = effect.conflict;
      const { description, eventId, payerId: userId, parties: { payerName = '', payerEmail = '', language = languageByDefault } } = effect.payment;
      return PaymentConflicted.message(
        { paymentId, purpose, state: conflictNews[state], askedCents: gatewayCents(effect.payment), currency, taken: { amountCents, currency: taken }, ...((state === 'returned' || state === 'closed') && { backCents: leftCents(effect.conflict) }), description, userId, payerName, payerEmail, language, ...(eventId && { eventId }) },
        requestId,
      );
    }
    case 'seen_to':
      return SeeToAttempt.message({ paymentId, attemptId: effect.conflict.attemptId }, requestId);
    case 'refund_refused': {
      const { refundId, amountCents, reason, retryable } = effect;
      return RefundRefused.message({ paymentId, purpose, refundId, amountCents, reason, retryable, ...(effect.payment.boughtNothing && { boughtNothing: true }) }, requestId);
    }
  }
}
