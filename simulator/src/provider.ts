import { Book, refundedOf, type Charge, type DeclineReason, type Dispute, type DisputeState, type Refund } from './book.ts';
import { brCode } from './br-code.ts';
import type { Clock } from './clock.ts';
import type { Fault } from './faults.ts';
import { IssuedCards } from './issued-cards.ts';
import type { Random } from './random.ts';

export interface ChargeRequest {
  reference: string;
  purchase: string;
  amountCents: number;
  currency: string;
  method: 'card' | 'pix';
  token: string | undefined;
  pixSeconds: number | undefined;
  /** A card is only authorised, and captured by a second call. */
  manualCapture?: boolean;
}

export interface Character {
  /** A slow card is either kept waiting for its answer or answered at once and decided later. */
  slowCards: 'wait' | 'review';
  /** Whether an unpaid Pix turns `expired`; the Pix API's own charges stay as they were. */
  pixExpires: boolean;
  /** The merchant's own reference is the Pix's txid; else the provider gives it one. */
  merchantsTxid?: boolean;
  /** Refunds are final at once, or after `refundMs`. */
  refundMs: number;
  /** What its charges are called, where that has a form of its own. */
  chargeId?: (sequence: number, random: Random) => string;
}

export interface Settings {
  slowMs: number;
  /** A Pix pays itself after so many seconds; null: only when told to. */
  pixPaidAfterSeconds: number | null;
}

export type ChargeEvent = 'created' | 'authorized' | 'captured' | 'declined' | 'voided' | 'expired' | 'refunded' | 'refund_failed' | 'disputed';
export type Occurrence = { event: ChargeEvent; charge: Charge; refund?: Refund; dispute?: Dispute };
export type Refusal = 'not_pending' | 'not_authorized' | 'declined' | 'not_captured' | 'exceeds_captured';

/** What an authorisation of a card is good for at most networks. */
const AUTHORIZED_MS = 7 * 86_400_000;

export const CARD_TOKENS = ['tok_ok', 'tok_declined', 'tok_insufficient', 'tok_soft_declined', 'tok_unconfirmed', 'tok_slow', 'tok_timeout', 'tok_error'] as const;

const DECLINES: Record<string, DeclineReason> = {
  tok_declined: 'card_refused',
  tok_insufficient: 'insufficient_funds',
  tok_soft_declined: 'issuer_unavailable',
  tok_unconfirmed: 'unconfirmed',
};

/**
 * The provider itself, without HTTP: what it accepts, declines, captures and gives back.
 *
 *     card: (captured | declined)            slow at one provider: in_review -> captured
 *           authorized -> captured | voided  where that was asked for; voided by itself when it lapses
 *     pix:  pending -> captured | voided | expired, and expired | voided -> captured when money comes late
 */
export class Provider {
  readonly book: Book;
  readonly settings: Settings;
  readonly cards: IssuedCards;
  /** Told of everything that happens by itself, after the answer to the request that began it. */
  occurred: (occurrence: Occurrence) => void = () => {};
  private readonly name: string;
  private readonly character: Character;
  private readonly clock: Clock;
  private readonly random: Random;

  constructor(parts: { name: string; character: Character; settings: Settings; clock: Clock; random: Random; chargesMax: number }) {
    this.name = parts.name;
    this.character = parts.character;
    this.settings = parts.settings;
    this.clock = parts.clock;
    this.random = parts.random;
    this.cards = new IssuedCards(parts.random);
    this.book = new Book(parts.chargesMax);
  }

  now(): number {
    return this.clock.now();
  }

  charge(request: ChargeRequest, fault?: Fault): Occurrence {
    return this.decide(this.open(request, fault), request, fault);
  }

  /** What comes of a charge that was opened. */
  decide(charge: Charge, request: ChargeRequest, fault?: Fault): Occurrence {
    if (charge.method === 'pix') this.expectPix(charge);
    else this.decideCard(charge, request.token, fault);
    const { state } = charge;
    return { event: state === 'captured' || state === 'declined' || state === 'authorized' ? state : 'created', charge };
  }

  /** Takes what was authorised. The issuer may refuse even that; what it keeps aside on the card stays there then. */
  captureAuthorized(charge: Charge, fault?: Fault): Occurrence | Refusal {
    if (charge.state !== 'authorized') return 'not_authorized';
    if (fault?.kind === 'soft_decline' || fault?.kind === 'hard_decline') {
      charge.decline = fault.kind === 'soft_decline' ? 'issuer_unavailable' : 'card_refused';
      return 'declined';
    }
    if (fault?.kind === 'other_amount') charge.amountCents = fault.amountCents ?? charge.amountCents - 1;
    this.capture(charge);
    return { event: 'captured', charge };
  }

  /** Refused when it is too late: then the charge's state says why. */
  void(charge: Charge, fault?: Fault): Occurrence | Refusal {
    if (fault?.kind === 'paid_while_cancelled' && charge.state === 'pending') {
      this.capture(charge);
      this.occurred({ event: 'captured', charge });
    }
    if (charge.state === 'voided') return { event: 'voided', charge };
    if (charge.state !== 'pending' && charge.state !== 'in_review' && charge.state !== 'authorized') return 'not_pending';
    charge.state = 'voided';
    return { event: 'voided', charge };
  }

  refund(charge: Charge, request: { reference: string; amountCents: number }, fault?: Fault): (Occurrence & { refund: Refund }) | Refusal {
    if (charge.state !== 'captured') return 'not_captured';
    if (refundedOf(charge, true) + request.amountCents > charge.amountCents) return 'exceeds_captured';
    const refund: Refund = { id: `re_${this.random.text(14)}`, ...request, state: 'pending', createdAt: this.clock.now() };
    charge.refunds.push(refund);
    const outcome = fault?.kind === 'refund_not_done' ? 'not_done' : 'done';
    const event = outcome === 'done' ? 'refunded' : 'refund_failed';
    if (this.character.refundMs === 0) refund.state = outcome;
    else {
      this.clock.in(this.character.refundMs, () => {
        refund.state = outcome;
        this.occurred({ event, charge, refund });
      });
    }
    return { event, charge, refund };
  }

  /** A customer pays a Pix. Banks refuse an expired or removed one, but for those that do not look (`late`). */
  pay(charge: Charge, how: { late?: boolean; amountCents?: number } = {}): boolean {
    const expired = charge.expiresAt !== undefined && charge.expiresAt <= this.clock.now();
    const payable = charge.state === 'pending' && !expired;
    const payableLate = charge.state === 'pending' || charge.state === 'expired' || charge.state === 'voided';
    if (charge.method !== 'pix' || !(payable || (how.late === true && payableLate))) return false;
    if (how.amountCents !== undefined) charge.amountCents = how.amountCents;
    this.capture(charge);
    this.occurred({ event: 'captured', charge });
    return true;
  }

  /** The payer's bank disputes a captured charge, or decides: `opened`, then `won` by the merchant or `lost`; lost at once where nobody asks the merchant. */
  dispute(charge: Charge, state: DisputeState, amountCents = charge.amountCents): Dispute | undefined {
    if (charge.state !== 'captured') return undefined;
    const open = charge.disputes.find((other) => other.state === 'opened');
    if (open ? state === 'opened' : state === 'won') return undefined;
    const dispute = open ?? { id: `dp_${this.random.text(14)}`, amountCents, state, openedAt: this.clock.now() };
    if (!open) charge.disputes.push(dispute);
    dispute.state = state;
    // What is announced is as it was then, though the next word may come before it leaves.
    this.occurred({ event: 'disputed', charge, dispute: { ...dispute } });
    return dispute;
  }

  /** In the book, and nothing decided: what a provider may show while a bank is being asked. */
  open(request: ChargeRequest, fault?: Fault): Charge {
    const now = this.clock.now();
    const otherAmount = fault?.kind === 'other_amount' ? (fault.amountCents ?? request.amountCents + 1) : undefined;
    const sequence = this.book.nextSequence;
    const charge: Charge = {
      sequence,
      id: this.character.chargeId?.(sequence, this.random) ?? `${this.name.slice(0, 2)}_${sequence.toString(36).padStart(6, '0')}${this.random.text(8)}`,
      reference: request.reference,
      purchase: request.purchase,
      method: request.method,
      amountCents: otherAmount ?? request.amountCents,
      currency: request.currency,
      manualCapture: request.manualCapture ?? false,
      state: 'pending',
      decline: undefined,
      createdAt: now,
      expiresAt: request.method === 'pix' ? now + (request.pixSeconds ?? 3_600) * 1_000 : undefined,
      pix: undefined,
      capturedAt: undefined,
      refunds: [],
      disputes: [],
    };
    this.book.add(charge);
    return charge;
  }

  private decideCard(charge: Charge, token: string | undefined, fault?: Fault): void {
    const decline = fault?.kind === 'soft_decline' ? 'issuer_unavailable' : fault?.kind === 'hard_decline' ? 'insufficient_funds' : DECLINES[token ?? ''];
    if (decline) {
      charge.state = 'declined';
      charge.decline = decline;
    } else if (token === 'tok_slow' && this.character.slowCards === 'review') {
      charge.state = 'in_review';
      this.clock.in(this.settings.slowMs, () => {
        if (charge.state !== 'in_review') return;
        this.capture(charge);
        this.occurred({ event: 'captured', charge });
      });
    } else if (charge.manualCapture) this.authorize(charge);
    else this.capture(charge);
  }

  private authorize(charge: Charge): void {
    charge.state = 'authorized';
    this.clock.in(AUTHORIZED_MS, () => {
      if (charge.state !== 'authorized') return;
      charge.state = 'voided';
      this.occurred({ event: 'voided', charge });
    });
  }

  private expectPix(charge: Charge): void {
    const txid = this.character.merchantsTxid ? charge.reference : this.random.text(32, 'abcdefghijklmnopqrstuvwxyz0123456789');
    const location = `pix.${this.name}.example/qr/v2/${txid}`;
    charge.pix = { txid, brCode: brCode({ name: `Bilheteria ${this.name}`, city: 'São Paulo' }, location), endToEndId: undefined };
    if (this.settings.pixPaidAfterSeconds !== null) {
      this.clock.in(this.settings.pixPaidAfterSeconds * 1_000, () => this.pay(charge));
    }
    if (!this.character.pixExpires) return;
    this.clock.in(charge.expiresAt! - charge.createdAt, () => {
      if (charge.state !== 'pending') return;
      charge.state = 'expired';
      this.occurred({ event: 'expired', charge });
    });
  }

  private capture(charge: Charge): void {
    charge.state = 'captured';
    charge.capturedAt = this.clock.now();
    if (!charge.pix) return;
    // E, the payer's bank (ISPB), the minute in UTC, eleven characters of the bank's own.
    const minute = new Date(charge.capturedAt).toISOString().replace(/\D/g, '').slice(0, 12);
    charge.pix.endToEndId = `E00038166${minute}${this.random.text(11)}`;
  }
}
