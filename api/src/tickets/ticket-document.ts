import type { Language } from '#platform';

/** Everything that stands on a printed ticket. */
export interface TicketDocument {
  ticketId: string;
  orderId: string;
  code: string;
  issuedAt: Date;
  eventTitle: string;
  artist: string | null;
  /** Null: the date is still to be told. */
  startsAt: Date | null;
  /** IANA name: the time is printed as it is at the venue. */
  timezone: string;
  venueName: string;
  city: string | null;
  /** A standing place is a section without row and seat. */
  section: string;
  row: string | null;
  seat: string | null;
  ticketTypeName: string;
  holderName: string | null;
  /** CPF, digits only; printed with its ends hidden. */
  holderDocument: string | null;
  /** A half-price ticket's notice: the right to it is proved at the door. */
  proofRequired: boolean;
  language: Language;
}

/** The part of an id that a person can read out: the last eight digits of a UUIDv7 are random. */
export function shortId(id: string): string {
  const digits = id.replaceAll('-', '').slice(-8).toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** A CPF as it may stand on paper: `***.456.789-**`. Other documents keep their last three characters. */
export function maskedDocument(document: string): string {
  const digits = document.replaceAll(/\D/g, '');
  if (digits.length === 11) return `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**`;
  return `***${document.slice(-3)}`;
}
