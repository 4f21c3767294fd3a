/**
 * A ticket: the right to one place at one event, shown at the door by its code.
 *
 * States: `valid` from its issue; `refunded` when its money went back, `revoked` when a bank took it back. Both are final, and the code is void from then on.
 */
export type TicketState = 'valid' | 'refunded' | 'revoked';

/** Whose name the ticket carries; null on a ticket whose event asks for no names. */
export interface Holder {
  name: string;
  /** Digits only; null where the event does not ask for it. */
  cpf: string | null;
}

/** One place of an order that was just paid. */
export interface TicketItem {
  itemNo: number;
  /** Section, row and seat, joined by ` · `; or the standing place's name. */
  label: string;
  ticketTypeId: string;
  ticketTypeName: string;
  /** Whether the right to the price is proved at the door; asked of the catalog at printing when not told. */
  proofRequired?: boolean | undefined;
  holder?: { name: string; cpf?: string | null | undefined } | null | undefined;
}

/** An order whose tickets are to be issued. */
export interface TicketOrder {
  orderId: string;
  userId: string;
  eventId: string;
  items: readonly TicketItem[];
}

/** A ticket as it was issued, with the code that it has. */
export interface Ticket {
  id: string;
  orderId: string;
  eventId: string;
  userId: string;
  itemNo: number;
  label: string;
  ticketTypeId: string;
  ticketTypeName: string;
  holder: Holder | null;
  proofRequired: boolean | null;
  state: TicketState;
  issuedAt: Date;
  codeId: string;
  /** What the QR code says. */
  code: string;
}

export interface Place {
  section: string;
  row: string | null;
  seat: string | null;
}

/** A label taken apart: `Plateia · C · 12` is section, row and seat, `Mesa 4 · 2` section and seat, `Pista` a section. */
export function placeOf(label: string): Place {
  const parts = label.split(' · ');
  if (parts.length === 1) return { section: label, row: null, seat: null };
  const seat = parts.pop()!;
  const row = parts.length > 1 ? parts.pop()! : null;
  return { section: parts.join(' · '), row, seat };
}
