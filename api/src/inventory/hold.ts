// A hold: places taken out of the stock for one buyer, at fixed prices, for a while.

/**
 * The states of a hold, and what leads from one to the next:
 *
 *     held ──confirm──▶ confirmed        its order was paid
 *     held ──release──▶ released         its buyer let go, or the payment failed for good
 *     held ──expire───▶ expired          its deadline has passed
 *     released, expired ──retake──▶ confirmed    the money came late, and the places could be taken once more
 *
 * Only `held` and `confirmed` holds have places; nothing leaves `confirmed`. Of its places those that are refunded go back on sale, one by one.
 */
export type HoldState = 'held' | 'confirmed' | 'released' | 'expired';

/** One place of a hold: a seat, or one of a standing section's places. */
export interface HoldItem {
  readonly itemNo: number;
  readonly sectionId: string;
  /** Null for a standing place. */
  readonly seatId: string | null;
  readonly ticketTypeId: string;
  /** What a ticket prints: zone, row, seat; the section's name for a standing place. */
  readonly label: string;
  /** Fixed when the hold was made. */
  readonly priceCents: number;
}

/** A place of a confirmed hold. */
export interface SoldPlace {
  readonly holdId: string;
  readonly itemNo: number;
}

/** A hold as it was read or made; its items never change but by late money. */
export interface Hold {
  readonly id: string;
  readonly eventId: string;
  readonly userId: string;
  /** Null where the event has no line. */
  readonly admissionId: string | null;
  /** The session whose tickets are counted; null where the admission does that. */
  readonly sessionId: string | null;
  readonly state: HoldState;
  readonly currency: string;
  readonly createdAt: Date;
  /** When it ends, if no payment keeps it. */
  readonly expiresAt: Date;
  /** With a payment in flight: how long its places are kept for it. */
  readonly keptUntil: Date | null;
  /** How many of its places were promised by the line before. */
  readonly fromPromise: number;
  /** The order that paid for it. */
  readonly orderId: string | null;
  readonly items: readonly HoldItem[];
}

/** A hold in state `held` whose row is locked; `overdue` tells, by the database's clock, that its deadline has passed. */
export interface LockedHold extends Hold {
  readonly overdue: boolean;
}

/** Seats by name, each with the ticket type it shall be sold as; or the best available of a ticket type's category. */
export type Want =
  | { readonly seats: readonly { readonly seatId: string; readonly ticketTypeId?: string | undefined }[] }
  | { readonly ticketTypeId: string; readonly quantity: number; readonly accessible?: boolean | undefined };

/** What a buyer asks of the stock of one event. */
export interface HoldRequest {
  readonly holdId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly admissionId: string | null;
  /** The session whose tickets are counted; null where the admission does that. */
  readonly sessionId: string | null;
  /** As many as are wanted where the event has a line, else 0. */
  readonly fromPromise: number;
  readonly want: Want;
  /** How long the hold lives. */
  readonly seconds: number;
  /** The most tickets one buyer may have of this event, held and bought together. */
  readonly buyerTicketLimit: number;
  /** The most tickets the session may have of it, held and bought together. */
  readonly sessionTicketLimit: number;
}

/** How many places are wanted. */
export function quantityOf(want: Want): number {
  return 'seats' in want ? want.seats.length : want.quantity;
}
