// The places of an event as they were laid out once, when it was published: nothing of this ever changes.

/** A seat; its id follows from the event's prefix and its index (`seatId`). */
export interface PlannedSeat {
  readonly index: number;
  readonly section: PlannedSection;
  readonly row: string;
  /** What is written on the seat. */
  readonly number: string;
  /** What a ticket prints: zone, row, seat. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly wheelchair: boolean;
  /** The index of the wheelchair place that this seat is kept beside. */
  readonly companionOf: number | null;
}

/** A unit of stock: a section of seats, or a standing place with a capacity. */
export interface PlannedSection {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly kind: 'seated' | 'standing';
  readonly capacity: number;
  /** Nearest the stage first, a row's seats side by side. */
  readonly seats: PlannedSeat[];
}

/** An event's sections, nearest the stage first, and its seats by index. */
export interface SeatPlan {
  readonly eventId: string;
  readonly seatIdPrefix: string;
  readonly sections: readonly PlannedSection[];
  readonly seats: readonly PlannedSeat[];
}

// The last 32 bits of a UUID, in hexadecimal: more seats than any event has.
const INDEX_DIGITS = 8;

/** What the ids of one event's seats begin with: a UUID version 7 without its last 32 bits. */
export const prefixOf = (uuid: string): string => uuid.slice(0, -INDEX_DIGITS);

/** The ids of an event's seats are consecutive, so that a map of 60,000 is a prefix and their indexes. */
export const seatId = (prefix: string, index: number): string => prefix + index.toString(16).padStart(INDEX_DIGITS, '0');

export const indexOf = (id: string): number => Number.parseInt(id.slice(-INDEX_DIGITS), 16);

/** The seat of that id, whatever the case of its letters; undefined when it is none of this event's. */
export function seatOf(plan: SeatPlan, id: string): PlannedSeat | undefined {
  const lower = id.toLowerCase();
  if (!lower.startsWith(plan.seatIdPrefix)) return undefined;
  const index = indexOf(lower);
  return seatId(plan.seatIdPrefix, index) === lower ? plan.seats[index] : undefined;
}

/** The section's rows as the plan draws them: seats that follow each other and carry the same row's name. */
export function rowsOf(section: PlannedSection): PlannedSeat[][] {
  const rows: PlannedSeat[][] = [];
  for (const seat of section.seats) {
    const row = rows.at(-1);
    if (row && row[0]!.row === seat.row) row.push(seat);
    else rows.push([seat]);
  }
  return rows;
}
