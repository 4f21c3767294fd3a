export type ChargeState = 'pending' | 'in_review' | 'authorized' | 'captured' | 'declined' | 'voided' | 'expired';
export type DeclineReason = 'insufficient_funds' | 'card_refused' | 'issuer_unavailable' | 'unconfirmed';

export interface Refund {
  id: string;
  reference: string;
  amountCents: number;
  state: 'pending' | 'done' | 'not_done';
  createdAt: number;
}

/** Money that the payer's bank wants back: a card's chargeback, or a Pix returned for fraud (MED). */
export interface Dispute {
  id: string;
  amountCents: number;
  state: DisputeState;
  openedAt: number;
}
export type DisputeState = 'opened' | 'won' | 'lost';

export interface Charge {
  /** Consecutive; the cursor of lists. */
  sequence: number;
  id: string;
  /** The merchant's name for this one try. */
  reference: string;
  /** The merchant's name for what is being paid; several charges may be tries for the same. */
  purchase: string;
  method: 'card' | 'pix';
  amountCents: number;
  currency: string;
  /** Its money is only kept aside on the card, and taken by a second call. */
  manualCapture: boolean;
  state: ChargeState;
  decline: DeclineReason | undefined;
  createdAt: number;
  expiresAt: number | undefined;
  pix: { txid: string; brCode: string; endToEndId: string | undefined } | undefined;
  capturedAt: number | undefined;
  refunds: Refund[];
  disputes: Dispute[];
}

/** Forgotten charges are cut off in pieces of this size, so that a full book costs no shift per charge. */
const FORGET_AT_ONCE = 10_000;

/**
 * Every charge the provider ever accepted, in order, up to `chargesMax` (then the oldest are forgotten).
 * It is the oracle of a rehearsal: what it says was captured was captured, whatever the merchant believes.
 */
export class Book {
  private charges: Charge[] = [];
  private readonly byId = new Map<string, Charge>();
  private readonly byReference = new Map<string, Charge[]>();
  private readonly chargesMax: number;
  forgotten = 0;

  constructor(chargesMax: number) {
    this.chargesMax = chargesMax;
  }

  get nextSequence(): number {
    return this.forgotten + this.charges.length;
  }

  add(charge: Charge): void {
    this.charges.push(charge);
    this.byId.set(charge.id, charge);
    const same = this.byReference.get(charge.reference);
    if (same) same.push(charge);
    else this.byReference.set(charge.reference, [charge]);
    if (this.charges.length >= this.chargesMax + FORGET_AT_ONCE) this.forgetOldest();
  }

  find(id: string): Charge | undefined {
    return this.byId.get(id);
  }

  withReference(reference: string): readonly Charge[] {
    return this.byReference.get(reference) ?? [];
  }

  last(fits: (charge: Charge) => boolean): Charge | undefined {
    return this.charges.findLast(fits);
  }

  all(fits: (charge: Charge) => boolean): Charge[] {
    return this.charges.filter(fits);
  }

  /** Charges created in [from, to), from the cursor on, oldest first. */
  list(page: { from?: number; to?: number; cursor?: number; limit: number }): { charges: Charge[]; cursor: number | undefined } {
    const found: Charge[] = [];
    let index = Math.max(0, (page.cursor ?? 0) - this.forgotten);
    if (page.from !== undefined) index = Math.max(index, this.firstCreatedAt(page.from));
    for (; index < this.charges.length; index++) {
      const charge = this.charges[index]!;
      if (page.to !== undefined && charge.createdAt >= page.to) break;
      if (found.length === page.limit) return { charges: found, cursor: charge.sequence };
      found.push(charge);
    }
    return { charges: found, cursor: undefined };
  }

  /** Charges created in [from, to), before the one of that sequence, newest first. */
  latest(page: { from: number; to?: number; before?: number; limit: number }): Charge[] {
    const end = page.before === undefined ? this.charges.length : Math.max(0, page.before - this.forgotten);
    const found: Charge[] = [];
    for (let index = (page.to === undefined ? end : Math.min(end, this.firstCreatedAt(page.to))) - 1; index >= 0 && found.length < page.limit; index--) {
      const charge = this.charges[index]!;
      if (charge.createdAt < page.from) break;
      found.push(charge);
    }
    return found;
  }

  /** Refunds asked for since an instant, oldest first, so many beyond the cursor. */
  listRefunds({ from, cursor, limit }: { from: number; cursor: number; limit: number }): { refunds: { refund: Refund; charge: Charge }[]; cursor: number | undefined } {
    const since = this.charges.flatMap((charge) => charge.refunds.filter(({ createdAt }) => createdAt >= from).map((refund) => ({ refund, charge })));
    const refunds = since.sort((a, b) => a.refund.createdAt - b.refund.createdAt).slice(cursor, cursor + limit);
    return { refunds, cursor: since.length > cursor + limit ? cursor + limit : undefined };
  }

  /** Disputes opened since an instant, oldest first, so many beyond the cursor. */
  listDisputes({ from, cursor, limit }: { from: number; cursor: number; limit: number }): { disputes: { dispute: Dispute; charge: Charge }[]; cursor: number | undefined } {
    const since = this.charges.flatMap((charge) => charge.disputes.filter(({ openedAt }) => openedAt >= from).map((dispute) => ({ dispute, charge })));
    const disputes = since.sort((a, b) => a.dispute.openedAt - b.dispute.openedAt).slice(cursor, cursor + limit);
    return { disputes, cursor: since.length > cursor + limit ? cursor + limit : undefined };
  }

  summary(): { charges: number; captured: number; capturedCents: number; refundedCents: number; forgotten: number; capturedTwice: string[] } {
    const captures = new Map<string, number>();
    let captured = 0;
    let capturedCents = 0;
    let refundedCents = 0;
    for (const charge of this.charges) {
      if (charge.state !== 'captured') continue;
      captured++;
      capturedCents += charge.amountCents;
      refundedCents += refundedOf(charge);
      captures.set(charge.purchase, (captures.get(charge.purchase) ?? 0) + 1);
    }
    const capturedTwice = [...captures].filter(([, times]) => times > 1).map(([purchase]) => purchase);
    return { charges: this.nextSequence, captured, capturedCents, refundedCents, forgotten: this.forgotten, capturedTwice };
  }

  /** Sequences follow the clock, so the first charge at or after an instant is found by halving. */
  private firstCreatedAt(instant: number): number {
    let low = 0;
    let high = this.charges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.charges[middle]!.createdAt < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private forgetOldest(): void {
    for (const charge of this.charges.splice(0, FORGET_AT_ONCE)) {
      this.byId.delete(charge.id);
      this.byReference.delete(charge.reference);
    }
    this.forgotten += FORGET_AT_ONCE;
  }
}

/** What was given back, and what is on its way back. */
export const refundedOf = (charge: Charge, includingPending = false): number =>
  charge.refunds.reduce((sum, refund) => sum + (refund.state === 'done' || (includingPending && refund.state === 'pending') ? refund.amountCents : 0), 0);
