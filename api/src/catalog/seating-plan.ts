// A seating plan in the open format that pretix publishes and its editors write: zones hold rows, rows hold seats,
// seats name a category. A position is relative to what holds it (seat to row, row to zone).
// Both drafts of the format in circulation are read: the older has integer positions and areas with a width and a
// height, the newer has shapes, labels and fractional positions.

export interface PlanPosition {
  x: number;
  y: number;
}

export interface PlanSeat {
  seat_guid: string;
  seat_number: string;
  position: PlanPosition;
  category: string;
  uuid?: string;
  radius?: number;
  start_direction?: string | null;
}

export interface PlanRow {
  row_number: string;
  seats: PlanSeat[];
  position?: PlanPosition;
  row_label?: string | null;
  seat_label?: string | null;
  row_number_position?: 'start' | 'end' | 'both' | null;
  uuid?: string;
  number_of_seats?: number;
  seats_spacing?: number;
}

export interface PlanArea {
  position?: PlanPosition;
  color?: string;
  border_color?: string;
  rotation?: number;
  uuid?: string;
  width?: number;
  height?: number;
  shape?: 'polygon' | 'rectangle' | 'ellipse' | 'circle' | 'text';
  polygon?: { points: PlanPosition[] };
  rectangle?: { width: number; height: number };
  ellipse?: { radius: PlanPosition };
  circle?: { radius: number };
  text?: string | { text: string; position: PlanPosition; color?: string; size?: number };
}

export interface PlanZone {
  position: PlanPosition;
  rows: PlanRow[];
  name?: string;
  zone_id?: string;
  uuid?: string;
  displayed?: boolean;
  areas?: PlanArea[];
}

export interface SeatingPlan {
  name: string;
  zones: PlanZone[];
  categories: { name: string; color?: string }[];
  size?: { width: number; height: number };
}

/** The format has no field for it and allows none beside its own, so this sheet travels next to the plan. */
export interface Accessibility {
  /** `seat_guid`s of the wheelchair places. */
  wheelchair: string[];
  /** Seats kept for the companion of a wheelchair place. */
  companions: { seat: string; of: string }[];
}

export const noAccessibility: Accessibility = { wheelchair: [], companions: [] };

/** The largest stadium holds about 115,000; twice that is certainly a mistake. */
export const seatsMax = 200_000;

/** More mistakes than anybody reads; the count of all is told beside the list. */
export const mistakesMax = 10_000;

/** One mistake in a file: where it is (a JSON pointer, or a line of the CSV, the header being line 1) and what it is. */
export interface PlanMistake {
  path?: string;
  line?: number;
  rule: MistakeRule;
  detail: string;
}

export type MistakeRule =
  | 'missing' | 'unknown_property' | 'wrong_type' | 'wrong_value' | 'too_long' | 'malformed'
  | 'duplicate_guid' | 'duplicate_seat' | 'duplicate_category' | 'duplicate_companion'
  | 'unknown_category' | 'unknown_seat' | 'not_a_wheelchair_place' | 'no_seats' | 'too_many_seats';

export type Reading<T> = { ok: true; value: T } | { ok: false; mistakes: PlanMistake[] };

/** What both readers hand over: the plan in the open format, whatever it was written in, and its sheet. */
export interface ReadPlan {
  plan: SeatingPlan;
  accessibility: Accessibility;
  seatCount: number;
}

export const zoneName = (zone: PlanZone): string => zone.name ?? zone.zone_id ?? '';
