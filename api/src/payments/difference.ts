import { type AttemptState, isLive, isWon, type Observation } from './attempt.js';
import type { Refund } from './refund.repository.js';
import type { RefundObservation } from './payment-gateway.js';

/**
 * What two books can say differently. `charge_*` and `refund_*` are between a gateway and us, `ledger_*` between us and the wallet:
 * another state, another amount, something only they have (`unknown`), something only we have (`missing`).
 *
 *     open ──► repaired   by itself: the gateway's word was heard, or the books agree since
 *      │  └──► closed     by a person, with a note; opens again only if the books come to say something else
 *      └◄────────┘
 */
export const differenceKinds = [
  'charge_state', 'charge_amount', 'charge_unknown', 'charge_missing',
  'refund_state', 'refund_amount', 'refund_unknown', 'refund_missing',
  'ledger_missing', 'ledger_amount', 'ledger_unknown',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];
export const differenceStates = ['open', 'repaired', 'closed'] as const;
export type DifferenceState = (typeof differenceStates)[number];

/** What a book has of a charge, a refund or an entry; null: nothing. */
export type Side = { state: string; amountCents?: number } | null;

/** `hear`: there is one safe repair, which is to believe the gateway; the state table knows how. `unheard`: it said nothing. */
export type Verdict = 'agrees' | 'hear' | 'unheard' | DifferenceKind;

interface OursJudged {
  state: AttemptState;
  amountCents: number;
  chargeId: string | null;
  /** What was taken where it is not what was asked for. */
  takenCents?: number | null;
  /** What was taken otherwise has gone back, or a person has seen to it. */
  madeGood?: boolean;
}

/**
 * A gateway's charge against our attempt. A Pix that is still open there is voided or watched by its own looks. Of `receipts`, each of which is money
 * by itself, one under another name than the one that paid us is money that came once more.
 */
export function judgeCharge(ours: OursJudged | undefined, seen: Observation, receipts = false): Verdict {
  switch (seen.kind) {
    case 'captured':
      if (!ours) return 'charge_unknown';
      if (ours.state === 'conflicted' && !ours.madeGood) return 'charge_amount';
      if (ours.state !== 'conflicted' && !isTaken(ours.state)) return 'hear';
      if (receipts && ours.state !== 'surplus' && ours.chargeId !== null && ours.chargeId !== seen.chargeId) return 'charge_unknown';
      return seen.amountCents === (ours.takenCents ?? (ours.state === 'conflicted' ? seen.amountCents : ours.amountCents)) ? 'agrees' : 'charge_amount';
    case 'declined':
    case 'voided':
    case 'expired':
      if (ours && isLive(ours.state)) return 'hear';
      return ours && isTaken(ours.state) ? 'charge_state' : 'agrees';
    case 'absent':
      return ours && isTaken(ours.state) ? 'charge_missing' : 'agrees';
    case 'authorized':
      // Kept aside on a card for nobody: whoever hears of it lets it go.
      if (ours && !isLive(ours.state) && !isWon(ours.state) && !isTaken(ours.state)) return 'hear';
      return ours && isTaken(ours.state) ? 'charge_state' : 'agrees';
    case 'pending':
      return ours && isTaken(ours.state) ? 'charge_state' : 'agrees';
    default:
      return 'unheard';
  }
}

const isTaken = (state: AttemptState): boolean => state === 'captured' || state === 'surplus';

/** A gateway's refund against ours. One that it is still working on says nothing yet. */
export function judgeRefund(ours: Pick<Refund, 'state' | 'amountCents'> | undefined, seen: RefundObservation, amountCents: number): Verdict {
  if (seen.kind === 'unknown') return 'unheard';
  if (!ours) return seen.kind === 'refunded' || seen.kind === 'pending' ? 'refund_unknown' : 'agrees';
  if (seen.kind === 'absent') return ours.state === 'refunded' ? 'refund_missing' : 'agrees';
  if (amountCents !== ours.amountCents) return 'refund_amount';
  if (seen.kind === 'pending') return ours.state === 'refused' ? 'refund_state' : 'agrees';
  if (ours.state === 'pending') return 'hear';
  return ours.state === seen.kind ? 'agrees' : 'refund_state';
}

/** What a gateway said, as it is kept. */
export function sideOf(seen: Observation | RefundObservation, amountCents?: number): Side {
  if (seen.kind === 'absent') return null;
  const cents = 'amountCents' in seen ? seen.amountCents : amountCents;
  return { state: seen.kind, ...(cents !== undefined && { amountCents: cents }) };
}
