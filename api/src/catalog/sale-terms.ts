/** `draft → published → (postponed ↔ published) → cancelled | closed`; what leads where stands in `event.ts`. */
export type EventState = 'draft' | 'published' | 'postponed' | 'cancelled' | 'closed';

/** On what terms an event is sold: all that line, inventory and orders need to know of it. */
export interface SaleTerms {
  eventId: string;
  organiserId: string;
  organiserName: string;
  title: string;
  /** All artists, comma-separated; empty when none is named. */
  artist: string;
  startsAt: Date | null;
  venueName: string;
  city: string;
  /** IANA name, the venue's. */
  timezone: string;
  currency: 'BRL';
  /** Null only while a draft. */
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  status: EventState;
  lineRequired: boolean;
  /** Who joins before `saleStartsAt` is drawn; needs a line. */
  drawAtOpening: boolean;
  /** The public value that goes into the draw's seed (a lottery's result, say), named in advance. */
  publicDrawValueName: string | null;
  /** Tickets in one session (S1.16). */
  sessionTicketLimit: number;
  /** Tickets of one buyer for this event, over all sessions. */
  buyerTicketLimit: number;
  claimSeconds: number;
  admissionSeconds: number;
  holdSeconds: number;
  paymentWindowSeconds: number;
  graceSeconds: number;
  /** For how many days after the purchase the buyer may withdraw; 0: not at all. */
  withdrawalDays: number;
  /** How long before the event that ends in any case. */
  withdrawalHoursBefore: number;
  verifiedAccountRequired: boolean;
  challengeRequired: boolean;
  /** Sold to its own throw-away accounts only, and paid at sandbox gateways only. */
  rehearsal: boolean;
  /** Seats and standing places together; 0 while a draft. */
  capacity: number;
}

/** A price on a category; several may sell the same category. */
export interface TicketType {
  id: string;
  eventId: string;
  name: string;
  category: string;
  kind: 'seated' | 'standing';
  priceCents: number;
  /** Brazil's meia-entrada. */
  halfPrice: boolean;
  /** A proof of the right to it is shown at the door. */
  proofRequired: boolean;
  /** The ticket carries its holder's name and CPF. */
  holderRequired: boolean;
}

/** What may be bought beside the tickets of an event. */
export interface Product {
  id: string;
  eventId: string;
  name: string;
  description: string;
  priceCents: number;
  /** Null: as many as one likes. */
  maxPerOrder: number | null;
  /** What is left; null: no limit. */
  left: number | null;
}
