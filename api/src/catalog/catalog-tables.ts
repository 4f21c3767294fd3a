import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { Picture } from './event.js';
import type { EventState } from './sale-terms.js';
import type { StandingPlace } from './seating.js';
import type { Accessibility, SeatingPlan } from './seating-plan.js';

type Stamped = ColumnType<Date, Date | string | undefined, Date | string>;
type InstantOrNone = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

interface Row {
  id: string;
  created_at: Stamped;
  retired_at: InstantOrNone;
}

interface Editable extends Row {
  version: Generated<number>;
}

export interface OrganiserRow extends Editable {
  name: string;
}

export interface VenueRow extends Editable {
  organiser_id: string;
  name: string;
  city: string;
  address: Generated<string>;
  timezone: string;
}

export interface SeatMapRow extends Row {
  venue_id: string;
  name: string;
  plan: JSONColumnType<SeatingPlan>;
  accessibility: JSONColumnType<Accessibility>;
  seat_count: number;
}

export interface EventRow extends Editable {
  organiser_id: string;
  venue_id: string;
  seat_map_id: string | null;
  state: Generated<EventState>;
  title: string;
  artists: string[];
  kind: string;
  description: string;
  pictures: JSONColumnType<Picture[]>;
  standing: JSONColumnType<StandingPlace[]>;
  starts_at: InstantOrNone;
  doors_at: InstantOrNone;
  sale_starts_at: InstantOrNone;
  sale_ends_at: InstantOrNone;
  line_required: boolean;
  draw_at_opening: boolean;
  public_draw_value_name: string | null;
  verified_account_required: boolean;
  challenge_required: boolean;
  session_ticket_limit: number;
  buyer_ticket_limit: number;
  claim_seconds: number;
  admission_seconds: number;
  hold_seconds: number;
  payment_window_seconds: number;
  grace_seconds: number;
  withdrawal_days: Generated<number>;
  withdrawal_hours_before: Generated<number>;
  capacity: Generated<number>;
  published_at: InstantOrNone;
  rehearsal: boolean;
  search_text: string;
}

/** The columns of an event's terms that everybody may know, whoever reads them. */
export type TermsColumns = Pick<Selectable<EventRow>,
  | 'line_required' | 'draw_at_opening' | 'public_draw_value_name' | 'verified_account_required' | 'challenge_required' | 'session_ticket_limit' | 'buyer_ticket_limit'
  | 'claim_seconds' | 'admission_seconds' | 'hold_seconds' | 'payment_window_seconds' | 'withdrawal_days' | 'withdrawal_hours_before' | 'rehearsal' | 'capacity'>;

/** Those terms in the house's words. */
export const termsOf = (row: TermsColumns) => ({
  lineRequired: row.line_required,
  drawAtOpening: row.draw_at_opening,
  publicDrawValueName: row.public_draw_value_name,
  verifiedAccountRequired: row.verified_account_required,
  challengeRequired: row.challenge_required,
  sessionTicketLimit: row.session_ticket_limit,
  buyerTicketLimit: row.buyer_ticket_limit,
  claimSeconds: row.claim_seconds,
  admissionSeconds: row.admission_seconds,
  holdSeconds: row.hold_seconds,
  paymentWindowSeconds: row.payment_window_seconds,
  withdrawalDays: row.withdrawal_days,
  withdrawalHoursBefore: row.withdrawal_hours_before,
  rehearsal: row.rehearsal,
  capacity: row.capacity,
});

export interface TicketTypeRow extends Editable {
  event_id: string;
  name: string;
  category: string;
  kind: 'seated' | 'standing';
  price_cents: number;
  half_price: boolean;
  proof_required: boolean;
  holder_required: boolean;
}

export interface ProductRow extends Editable {
  event_id: string;
  name: string;
  description: string;
  price_cents: number;
  max_per_order: number | null;
  stock: number | null;
  taken: Generated<number>;
}

export interface CatalogTables {
  'catalog.organiser': OrganiserRow;
  'catalog.organiser_member': { organiser_id: string; user_id: string; added_at: Stamped };
  'catalog.venue': VenueRow;
  'catalog.seat_map': SeatMapRow;
  'catalog.event': EventRow;
  'catalog.ticket_type': TicketTypeRow;
  'catalog.product': ProductRow;
  'catalog.pinned_suggestion': { event_id: string; position: number; product_id: string };
  'catalog.bought_together': { event_id: string; product_id: string; beside_id: string; orders: string };
}
