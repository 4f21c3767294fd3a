import type { Conflict } from './conflict.js';
import type { CancelReason, Dispute, DisputeState, Failure, Payment, PixCode, Refund } from './payment.js';

/** How an attempt ended, as the processor tells it. */
export interface Settled {
  attemptId: string | null;
  gateway: string | null;
  outcome: 'captured' | 'declined' | 'failed' | 'voided' | 'conflicted';
  amountCents: number;
  /** Of what was taken, where it is another than was asked for. */
  currency?: string | undefined;
  declineCode?: string | undefined;
  retryable: boolean;
}

export type RefusedBecause = 'not_captured' | 'exceeds_captured' | 'insufficient_funds' | 'gateway_refused';

/** What the outbox announces in the transaction of the facts. */
export type Effect =
  | { kind: 'attempt'; payment: Payment }
  | { kind: 'void'; payment: Payment; reason: CancelReason }
  | { kind: 'presented'; payment: Payment; pix: PixCode }
  | { kind: 'completed'; payment: Payment }
  | { kind: 'failed'; payment: Payment; failure: Failure }
  | { kind: 'refund_attempt'; payment: Payment; refund: Pick<Refund, 'id' | 'toGatewayCents'> }
  | { kind: 'refunded'; payment: Payment; refund: Refund }
  | { kind: 'disputed'; payment: Payment; dispute: Dispute; state: DisputeState }
  | { kind: 'conflict'; payment: Payment; conflict: Conflict }
  | { kind: 'seen_to'; payment: Payment; conflict: Conflict }
  | { kind: 'refund_refused'; payment: Payment; refundId: string; amountCents: number; reason: RefusedBecause; retryable: boolean };
