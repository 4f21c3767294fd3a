import { type Language, shareOf } from '#platform';

/**
 * A payment: the intent to pay one purpose (an order, a top-up, a service). How it is tried at gateways is the
 * processor's; here it is one part that a gateway takes and one that the payer's balance gives.
 *
 *   created ──► awaiting_gateway ──► presented        presented: the buyer has a PIX code to pay
 *      │             │    └──► cancelling ◄──┘        cancelling: a void was asked for, the outcome is open
 *      │             └──────────────┴────┬──► completed ──► refunded
 *      ├──► completed (balance alone)    ├──► failed      declined, or no gateway took it
 *      └──► failed (balance too low)     ├──► cancelled   voided, or its window ended
 *                                        └──► conflicted  another amount than ours was taken: a person decides (`conflict.ts`) ──► refunded
 *
 * `created` is never stored: a payment is made and taken further in one transaction.
 * `failed` and `cancelled` are final but for late money: a capture that arrives afterwards completes the payment all the
 * same, or goes back by itself. A message that leads nowhere from the present state changes nothing.
 */

export const purposeKinds = ['order', 'top_up', 'service'] as const;
export const paymentMethods = ['card', 'pix', 'wallet'] as const;
export const failureReasons = [
  'declined',
  'expired',
  'cancelled',
  'insufficient_funds',
  'authentication_required',
  'refused',
  'unavailable',
  /** The gateway took another amount or currency than it was asked for. */
  'conflicted',
] as const;
export const cancelReasons = ['expired', 'cancelled'] as const;

export interface Purpose {
  kind: (typeof purposeKinds)[number];
  id: string;
}
export type PaymentMethod = (typeof paymentMethods)[number];
export type FailureReason = (typeof failureReasons)[number];
export type CancelReason = (typeof cancelReasons)[number];

export type PaymentState =
  | 'created'
  | 'awaiting_gateway'
  | 'presented'
  | 'cancelling'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'conflicted'
  | 'refunded';

const reachable: Record<PaymentState, readonly PaymentState[]> = {
  created: ['awaiting_gateway', 'completed', 'failed'],
  awaiting_gateway: ['presented', 'cancelling', 'completed', 'failed', 'cancelled', 'conflicted'],
  presented: ['cancelling', 'completed', 'failed', 'cancelled', 'conflicted'],
  cancelling: ['completed', 'failed', 'cancelled', 'conflicted'],
  completed: ['refunded'],
  failed: ['completed', 'conflicted', 'refunded'],
  cancelled: ['completed', 'conflicted', 'refunded'],
  conflicted: ['refunded'],
  refunded: [],
};

export const mayBecome = (from: PaymentState, to: PaymentState): boolean => reachable[from].includes(to);

/** States in which a purpose is being paid or has been: at most one stored payment per purpose is in one of them. */
export const liveOrWon: readonly PaymentState[] = [
  'awaiting_gateway',
  'presented',
  'cancelling',
  'completed',
  'conflicted',
];

export const isLiveOrWon = (state: PaymentState): boolean => liveOrWon.includes(state);
/** Whether a gateway is still at it. */
export const isOpen = (state: PaymentState): boolean =>
  state === 'created' || state === 'awaiting_gateway' || state === 'presented' || state === 'cancelling';

export interface Failure {
  reason: FailureReason;
  /** Whether another payment for the same purpose may follow. */
  retryable: boolean;
  detail: string | null;
}

export interface PixCode {
  brCode: string;
  qrCodeUrl?: string | undefined;
  expiresAt: string;
}

/** Who and where, as it stands on a receipt; kept as it was when the payment was asked for. */
export interface Parties {
  payerName?: string | undefined;
  payerEmail?: string | undefined;
  payeeName?: string | undefined;
  timezone?: string | undefined;
  language?: Language | undefined;
}

export interface Payment {
  readonly id: string;
  readonly purpose: Purpose;
  readonly payerId: string;
  /** Who is paid; null for a top-up, which pays the payer's own account. */
  readonly payeeId: string | null;
  readonly amountCents: number;
  /** The platform's part of the amount, agreed upon when the payment was asked for. */
  readonly feeCents: number;
  readonly fromWalletCents: number;
  readonly currency: string;
  readonly description: string;
  readonly parties: Parties;
  /** Which of the payee's events it is for. */
  readonly eventId: string | null;
  readonly method: PaymentMethod;
  /** A rehearsal's: play money, on accounts of its own. */
  readonly sandbox: boolean;
  /** The window's end, instant in ms. */
  readonly deadline: number;
  state: PaymentState;
  pix: PixCode | null;
  failure: Failure | null;
  cancelReason: CancelReason | null;
  /** Instant in ms at which the frozen part goes back whatever is still unknown; null where nothing is frozen. */
  unfreezeAt: number | null;
  gateway: string | null;
  attemptId: string | null;
  /** What was taken for good: gateway's part and balance's part; without the latter where late money goes back. */
  capturedCents: number;
  refundedCents: number;
  /** Refunds that a gateway has not answered yet, the balance's part of them included. */
  refundingCents: number;
  /** What the platform has of its fee now: nothing before the completion, less with every refund. */
  feeTakenCents: number;
  /** Instant in ms; null before, and for money that went straight back. */
  completedAt: number | null;
  /** What the payer's bank wants back, or has taken. May exceed what is left: a bank does not ask what was refunded. */
  disputedCents: number;
  /** Completed after it had been given up. */
  late: boolean;
  /** Whoever asked for it has no use for it: all of it goes back, what is spoken for otherwise as soon as it is free. */
  boughtNothing: boolean;
}

/** The platform's part of what is not refunded: in full while nothing is, nothing once all is, rounded half up in between. */
export function feeDueCents({ feeCents, capturedCents, refundedCents }: Pick<Payment, 'feeCents' | 'capturedCents' | 'refundedCents'>): number {
  const kept = capturedCents - refundedCents;
  return kept === 0 ? 0 : shareOf(feeCents, kept, capturedCents);
}

export const gatewayCents = (payment: Payment): number => payment.amountCents - payment.fromWalletCents;

/** What is still left to give back. */
export const refundableCents = (payment: Payment): number =>
  payment.capturedCents - payment.refundedCents - payment.refundingCents - payment.disputedCents;

export interface PaymentRequest {
  paymentId: string;
  purpose: Purpose;
  payerUserId: string;
  payeeAccount: string | null;
  amountCents: number;
  feeCents?: number | undefined;
  fromWalletCents: number;
  currency: string;
  method: PaymentMethod;
  deadline: string;
  description?: string;
  buyer?: { name?: string | undefined; email?: string | undefined };
  language?: Language | undefined;
  payeeName?: string | undefined;
  timezone?: string | undefined;
  eventId?: string | undefined;
  sandbox?: boolean | undefined;
}

/**
 * A payment as asked for: method `wallet` takes everything from the balance. Its ids are in lower case, as its row will say them: the ledger's
 * owners are text, and one that is written in two ways is two.
 */
export function createPayment(request: PaymentRequest): Payment {
  return {
    id: request.paymentId,
    purpose: { kind: request.purpose.kind, id: request.purpose.id.toLowerCase() },
    payerId: request.payerUserId.toLowerCase(),
    payeeId: request.payeeAccount?.toLowerCase() ?? null,
    amountCents: request.amountCents,
    feeCents: request.feeCents ?? 0,
    feeTakenCents: 0,
    fromWalletCents: request.method === 'wallet' ? request.amountCents : request.fromWalletCents,
    currency: request.currency,
    description: request.description ?? '',
    parties: { payerName: request.buyer?.name, payerEmail: request.buyer?.email, payeeName: request.payeeName, timezone: request.timezone, language: request.language },
    eventId: request.eventId ?? null,
    method: request.method,
    sandbox: request.sandbox ?? false,
    deadline: Date.parse(request.deadline),
    state: 'created',
    pix: null,
    failure: null,
    cancelReason: null,
    unfreezeAt: null,
    gateway: null,
    attemptId: null,
    capturedCents: 0,
    refundedCents: 0,
    refundingCents: 0,
    completedAt: null,
    disputedCents: 0,
    late: false,
    boughtNothing: false,
  };
}

/** `refunded`: back at its source, or on the balance it came from. `credited`: the gateway would not, so the payer's balance has it. */
export type RefundState = 'requested' | 'refunded' | 'credited' | 'refused';

export const refundDestinations = ['source', 'balance'] as const;
export type RefundDestination = (typeof refundDestinations)[number];

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amountCents: number;
  readonly toGatewayCents: number;
  readonly toWalletCents: number;
  readonly reason: string;
  /** Whether the payer's balance gets what the gateway would not take back. */
  readonly creditIfRefused: boolean;
  state: RefundState;
}

/** `opened` while the payer's bank looks into it; `won`: the money stays, unless a higher instance takes it all the same; `lost`: it is gone, for good. */
export type DisputeState = 'opened' | 'won' | 'lost';

const disputeOrder: Record<DisputeState, number> = { opened: 0, won: 1, lost: 2 };

/** Whether news of a dispute that stands so, or is not known yet, changes anything. */
export const leadsOn = (from: DisputeState | undefined, to: DisputeState): boolean => from === undefined || disputeOrder[to] > disputeOrder[from];

/** Captured money that the payer's bank wants back. */
export interface Dispute {
  readonly id: string;
  readonly paymentId: string;
  readonly amountCents: number;
  state: DisputeState;
}

/** How money goes back. */
export interface RefundWish {
  id: string;
  amountCents: number;
  reason: string;
  /** To where it came from, unless said otherwise. */
  to?: RefundDestination | undefined;
  /** True unless whoever asks wants to decide themselves what follows a refusal. */
  creditIfRefused?: boolean | undefined;
  /** All that is left goes back, now and whenever more is left. */
  boughtNothing?: boolean | undefined;
}

/** What the gateway can still give back: not what it gave or is asked for, nor what the payer's bank wants. Below zero where the bank wants what was given back. */
function atGatewayCents(payment: Payment, refunds: Iterable<Refund>): number {
  let cents = gatewayCents(payment) - payment.disputedCents;
  for (const { paymentId, state, toGatewayCents } of refunds) {
    if (paymentId === payment.id && (state === 'requested' || state === 'refunded')) cents -= toGatewayCents;
  }
  return cents;
}

/**
 * The gateway's part goes back first, the balance's part last: the order in which a buyer expects a source to be made whole.
 * All of it goes to the balance where that was asked for; a top-up's money is there already, so it can only go to its source.
 * `before`: all refunds of the payment, and of others maybe.
 */
export function splitRefund(payment: Payment, { amountCents, to = 'source' }: Pick<RefundWish, 'amountCents' | 'to'>, before: Iterable<Refund>): { toGatewayCents: number; toWalletCents: number } {
  if (to === 'balance' && payment.payeeId !== null) return { toGatewayCents: 0, toWalletCents: amountCents };
  const toGatewayCents = Math.min(amountCents, Math.max(0, atGatewayCents(payment, before)));
  return { toGatewayCents, toWalletCents: amountCents - toGatewayCents };
}
