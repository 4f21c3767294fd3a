import type { IncomingHttpHeaders } from 'node:http';
import type { Method, Observation } from './attempt.js';
import type { CardField } from './card-field.js';

/** What a gateway can do, and the limits that its documentation states. */
export interface Capabilities {
  readonly methods: readonly Method[];
  /** The shortest time for which it keeps a Pix open; shorter windows are closed by voiding. */
  readonly pixSecondsMin: number;
  /** After so many seconds a call that it was sent cannot be executed any more, and what was executed is found. */
  readonly settleSecondsMax: number;
  /** Charging a card only keeps the money aside there; it is taken by `capture`, and let go without a refund by `void`. */
  readonly authorises?: boolean;
}

export interface ChargeRequest {
  /** Our attempt's name: idempotency key and reference in one. Always passed explicitly. */
  reference: string;
  paymentId: string;
  method: Method;
  amountCents: number;
  currency: string;
  token: string | null;
  description: string;
  /** Where the gateway writes to the payer; some take no payment without it. */
  payerEmail: string | null;
  /** How long a Pix should stay open, the same however often it is asked for; raised to the gateway's minimum. */
  pixSeconds: number;
  /** The payment's window closes in so long; no answer is awaited beyond it. */
  answerMsMax?: number;
}

export interface CaptureRequest {
  /** Our attempt's name. */
  reference: string;
  chargeId: string;
  amountCents: number;
  /** Idempotency key of this one call. */
  key: string;
  /** The payment's window closes in so long; no answer is awaited beyond it. */
  answerMsMax?: number;
}

export interface RefundRequest {
  chargeId: string;
  /** Our refund's name: idempotency key and reference in one. */
  reference: string;
  amountCents: number;
  /** The gateway's own name for it, as far as it is known. */
  gatewayRefundId?: string | null;
  /** The gateway's names for the other refunds of this charge that are ours. */
  otherRefundIds?: readonly string[];
  /** Our names of those of ours of this charge and this very amount that come before this one and for which no such name is known, in their order. */
  likeBefore?: readonly string[];
}

/**
 * What became of a refund: `pending` and `unknown` are asked again under the same reference. A refusal is the end of that reference;
 * another one may fare better later unless `retryable` is false (a card that is no more, a time limit that is over). `refundId` is the
 * gateway's own name, said where ours is not kept there for good.
 */
export type RefundObservation =
  | { kind: 'refunded' | 'pending'; refundId?: string }
  | { kind: 'refused'; reason: string; retryable?: boolean; refundId?: string }
  | { kind: 'absent' }
  /** Not executed, because the payer wants the money back from a bank (or from the gateway itself), or has it. */
  | { kind: 'disputed' }
  | { kind: 'unknown'; reason: string };

/**
 * The payer's bank wants money back that was captured: a card's chargeback, or a Pix returned for fraud (MED). `opened` while it is looked
 * into; `won`: the money stays; `lost`: it was taken.
 */
export const disputeStates = ['opened', 'won', 'lost'] as const;
export type DisputeState = (typeof disputeStates)[number];

/** One piece of news in a webhook or a list. References of others (another installation) are simply not found. */
export type Notice = { eventId: string } & (
  | { about: 'charge'; reference: string; observation: Observation }
  | { about: 'refund'; reference: string; observation: RefundObservation }
  /** `reference` is the charge's; `disputeId` is the gateway's own name, the same in all news about one dispute. */
  | { about: 'dispute'; reference: string; disputeId: string; amountCents: number; state: DisputeState }
  | NamedCharge
);

/** A webhook that names a charge and says nothing of it: `news` is asked for what there is to say. */
export interface NamedCharge {
  about: 'name';
  chargeId: string;
}

export interface ListedCharge {
  reference: string;
  createdAt: Date;
  observation: Observation;
}

export interface ListedRefund {
  /** Our name for it; the gateway's own where somebody asked for it there. */
  reference: string;
  /** Our name for the charge of which it gives back. */
  chargeReference: string;
  amountCents: number;
  createdAt: Date;
  observation: RefundObservation;
}

/** Makes one request of a list when there is room for it. Whoever pages hands each request to it. @throws GatewaySilent where there is none in time */
export type InTurn = <Answer>(request: () => Promise<Answer>) => Promise<Answer>;
/** Nobody to wait for. */
export const atOnce: InTurn = (request) => request();

/** A dispute as it stands now. */
export interface ListedDispute {
  /** The charge's. */
  reference: string;
  disputeId: string;
  amountCents: number;
  state: DisputeState;
}

/**
 * The anti-corruption layer: everything a gateway says is translated here into the words of the state table, and
 * nothing of its language passes. Adapters throw on defects only; every trouble of the network or of the gateway is
 * an observation. Held to one contract test.
 */
export abstract class PaymentGateway {
  abstract readonly name: string;
  abstract readonly capabilities: Capabilities;

  /** How a page gets the token of a card for it; null where it takes none, or none from pages. Nothing in it is secret. */
  get cardField(): CardField | null {
    return null;
  }

  /** Whether its list of charges has the money received, each by a name of its own (`chargeId`) and several of one charge where that was paid more than once. */
  get listsReceipts(): boolean {
    return false;
  }

  /** Whether this may be the token of a card that was given to it: another's token it could only refuse. */
  takes(_token: string): boolean {
    return true;
  }
  /** Charges a card or opens a Pix, once per reference, however often it is called. */
  abstract charge(request: ChargeRequest): Promise<Observation>;
  /** Takes what was authorised, all of it and once; only asked of gateways that authorise. Too late: asks, and answers with what it is instead. */
  capture(_request: CaptureRequest): Promise<Observation> {
    throw new Error(`${this.name} takes the money at once: there is nothing to capture`);
  }
  /** Asks what became of a charge, by its own id where that is known, else by our reference. */
  abstract find(by: { reference: string; chargeId: string | null }): Promise<Observation>;
  /** Cancels what is not paid or not captured. Refused: asks, and answers with what it is instead (it was probably paid). */
  abstract void(by: { reference: string; chargeId: string }): Promise<Observation>;
  /** Gives money back, once per reference. */
  abstract refund(request: RefundRequest): Promise<RefundObservation>;
  abstract findRefund(request: RefundRequest): Promise<RefundObservation>;
  /** The news of a webhook whose signature over the raw body holds, or whose address (`url`: path and query) is a secret. @throws WebhookRefused */
  abstract readWebhook(headers: IncomingHttpHeaders, rawBody: Buffer, url: string): Notice[];
  /** What became of a charge that a webhook only named; nothing where it is none of ours. @throws GatewaySilent */
  news(_named: NamedCharge & { eventId: string }): Promise<Notice[]> {
    return Promise.resolve([]);
  }
  /** What was created from an instant on (by the gateway's clock), oldest first, page by page; however many requests a page takes, each is made `inTurn`. @throws GatewaySilent when a page does not come. */
  abstract list(createdFrom: Date, inTurn?: InTurn): AsyncIterable<ListedCharge[]>;
  /** The same of refunds. A gateway that keeps no such list is asked about each of ours that is not seen in it. */
  async *listRefunds(_createdFrom: Date, _inTurn?: InTurn): AsyncIterable<ListedRefund[]> {}
  /** How disputes stand that were opened from an instant on, or whose charge was made from then on. @throws GatewaySilent */
  abstract listDisputes(from: Date, inTurn?: InTurn): AsyncIterable<ListedDispute[]>;
  /** Tells the gateway where its webhooks go, where it wants to be told so by a call; false: it did not hear. */
  subscribe(_webhookUrl: string): Promise<boolean> {
    return Promise.resolve(true);
  }
  abstract close(): Promise<void>;
}

/** A gateway did not give a page of its list; the comparison is made again later. */
export class GatewaySilent extends Error {}
