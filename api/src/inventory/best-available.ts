// Best available: which seats somebody gets who names none.
//
// 1. Together: neighbours in the row nearest the stage, so that no single seat is left alone between taken ones;
//    in that row what leaves even numbers of seats (two come most often), then what is nearest the row's middle.
// 2. Together, but a single seat is left alone: only when no row has a place for rule 1.
// 3. Apart, only when no row has so many neighbours: in two adjacent rows, else in the fewest pieces; nobody sits
//    alone as long as that can be had.
//
// Wheelchair places and their companion seats are given only to those who ask for one; they then get a wheelchair
// place, its companion seats, and for whoever is left the seats nearest to it.
//
// Everything is decided by the seats' order in the plan: the same free seats and the same wishes, the same answer.

import { rowsOf, type PlannedSeat, type PlannedSection } from './seat-plan.js';

/** What somebody wants who leaves the choice to us. */
export interface Party {
  readonly quantity: number;
  readonly accessible: boolean;
}

/** The seats chosen, and whether nothing better could be had in any other section (rule 1). */
export interface Choice {
  readonly seats: PlannedSeat[];
  readonly perfect: boolean;
}

interface Row {
  readonly section: PlannedSection;
  readonly seats: readonly PlannedSeat[];
  /** Ranges of neighbours: broken by aisles, wheelchair places and companion seats. `[from, to)` in `seats`. */
  readonly blocks: readonly (readonly [from: number, to: number])[];
}

/** So many free neighbours, from that place in the row on. */
type Run = readonly [from: number, length: number];

interface Layout {
  readonly rows: readonly Row[];
  readonly accessible: readonly { place: PlannedSeat; companions: readonly PlannedSeat[] }[];
}

// An aisle is where two seats stand half a seat further apart than is usual in their row.
const AISLE_FACTOR = 1.5;

const distance = (a: PlannedSeat, b: PlannedSeat): number => Math.hypot(a.x - b.x, a.y - b.y);

function blocksOf(seats: readonly PlannedSeat[]): [number, number][] {
  const gaps = seats.slice(1).map((seat, at) => distance(seats[at]!, seat));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const blocks: [number, number][] = [];
  seats.forEach((seat, at) => {
    if (seat.wheelchair || seat.companionOf !== null) return;
    const block = blocks.at(-1);
    if (block && block[1] === at && gaps[at - 1]! <= usual * AISLE_FACTOR) block[1] = at + 1;
    else blocks.push([at, at + 1]);
  });
  return blocks;
}

// A section never changes, so its rows are worked out once, when it is first asked for.
const layouts = new WeakMap<PlannedSection, Layout>();
const rowOf = new WeakMap<PlannedSeat, Row>();

function layoutOf(section: PlannedSection): Layout {
  let layout = layouts.get(section);
  if (!layout) {
    const rows = rowsOf(section).map((seats): Row => ({ section, seats, blocks: blocksOf(seats) }));
    for (const row of rows) for (const seat of row.seats) rowOf.set(seat, row);
    const places = section.seats.filter(({ wheelchair }) => wheelchair);
    const companions = Map.groupBy(section.seats, ({ companionOf }) => companionOf);
    layout = { rows, accessible: places.map((place) => ({ place, companions: companions.get(place.index) ?? [] })) };
    layouts.set(section, layout);
  }
  return layout;
}

/**
 * The free seats of some sections, from which a whole batch of parties is served one after the other: what one
 * gets is taken for the next.
 */
export class FreeSeats {
  private readonly rows: readonly Row[];
  private readonly places: Layout['accessible'];
  private readonly runs = new Map<Row, readonly Run[]>();

  /** `free[index]` is 1 for a free seat; the sections come nearest the stage first. */
  constructor(
    sections: readonly PlannedSection[],
    private readonly free: Uint8Array,
  ) {
    const layouts = sections.map(layoutOf);
    this.rows = layouts.flatMap(({ rows }) => rows);
    this.places = layouts.flatMap(({ accessible }) => accessible);
  }

  /** Chooses and takes seats for one party; null when there are not enough. */
  choose({ quantity, accessible }: Party): Choice | null {
    if (quantity < 1) return null;
    const choice = accessible ? this.accessible(quantity) : this.ordinary(quantity);
    if (choice) this.take(choice.seats);
    return choice;
  }

  /** Takes seats that somebody has named. */
  take(seats: readonly PlannedSeat[]): void {
    this.set(seats, 0);
  }

  private ordinary(quantity: number): Choice | null {
    const alone = this.together(this.rows, quantity, 0);
    if (alone) return { seats: alone, perfect: true };
    const seats = this.together(this.rows, quantity, 1) ?? this.together(this.rows, quantity, 2) ?? this.apart(quantity);
    return seats && { seats, perfect: false };
  }

  private accessible(quantity: number): Choice | null {
    const free = this.places
      .filter(({ place }) => this.isFree(place))
      .map(({ place, companions }) => ({ place, beside: companions.filter((seat) => this.isFree(seat)) }));
    const enough = free.find(({ beside }) => beside.length >= quantity - 1);
    if (enough) return { seats: [enough.place, ...enough.beside.slice(0, quantity - 1)], perfect: true };
    for (const { place, beside } of free) {
      const others = this.near(place, quantity - 1 - beside.length);
      if (others) return { seats: [place, ...beside, ...others], perfect: false };
    }
    return null;
  }

  /** Ordinary seats in the place's own row, else in the rows next to it, in front and behind by turns. */
  private near(place: PlannedSeat, quantity: number): PlannedSeat[] | null {
    const own = this.rows.indexOf(rowOf.get(place)!);
    const byDistance = this.rows
      .map((row, at) => ({ row, away: row.section === place.section ? Math.abs(at - own) : Infinity }))
      .sort((a, b) => (a.away === b.away ? 0 : a.away - b.away))
      .map(({ row }) => row);
    return this.together(byDistance, quantity, 2) ?? this.pieces(byDistance, quantity, 1);
  }

  /** Rules 1 and 2: the first of the rows that has so many neighbours and leaves at most `orphansMax` seats alone. */
  private together(rows: readonly Row[], quantity: number, orphansMax: 0 | 1 | 2): PlannedSeat[] | null {
    for (const row of rows) {
      let best: { at: number; cost: number } | undefined;
      for (const [from, length] of this.runsOf(row)) {
        for (let at = from; at + quantity <= from + length; at += 1) {
          const [before, after] = [at - from, from + length - at - quantity];
          if (Number(before === 1) + Number(after === 1) > orphansMax) continue;
          const offCentre = Math.abs(2 * at + quantity - row.seats.length);
          const cost = ((before % 2) + (after % 2)) * row.seats.length + offCentre;
          if (!best || cost < best.cost) best = { at, cost };
        }
      }
      if (best) return row.seats.slice(best.at, best.at + quantity);
    }
    return null;
  }

  /** Rule 3. */
  private apart(quantity: number): PlannedSeat[] | null {
    // Fewer than four cannot part without one of them alone.
    for (const least of quantity >= 4 ? [2, 1] : [1]) {
      for (const [at, row] of this.rows.entries()) {
        const next = this.rows[at + 1];
        const seats = next?.section === row.section && this.pieces([row, next], quantity, least, 2);
        if (seats) return seats;
      }
      const seats = this.pieces(this.rows, quantity, least);
      if (seats) return seats;
    }
    return null;
  }

  /** The longest piece first, each of at least `least` seats and at most so many pieces. */
  private pieces(rows: readonly Row[], quantity: number, least: number, piecesMax = Infinity): PlannedSeat[] | null {
    const chosen: PlannedSeat[] = [];
    const longest = rows.reduce((max, row) => this.runsOf(row).reduce((most, [, length]) => Math.max(most, length), max), 0);
    let size = Math.min(quantity, longest);
    for (let pieces = 0; chosen.length < quantity && size >= least && pieces < piecesMax; ) {
      const left = quantity - chosen.length - size;
      const piece = left === 0 || left >= least ? this.together(rows, size, 2) : null;
      if (!piece) {
        size -= 1;
        continue;
      }
      this.take(piece);
      chosen.push(...piece);
      pieces += 1;
      size = Math.min(size, quantity - chosen.length);
    }
    // Only tried: `choose` takes what is finally chosen.
    this.set(chosen, 1);
    return chosen.length === quantity ? chosen : null;
  }

  private isFree(seat: PlannedSeat): boolean {
    return this.free[seat.index] === 1;
  }

  private set(seats: readonly PlannedSeat[], free: 0 | 1): void {
    for (const seat of seats) {
      this.free[seat.index] = free;
      this.runs.delete(rowOf.get(seat)!);
    }
  }

  private runsOf(row: Row): readonly Run[] {
    const known = this.runs.get(row);
    if (known) return known;
    const runs: Run[] = [];
    for (const [from, to] of row.blocks) {
      let start = from;
      for (let at = from; at <= to; at += 1) {
        if (at < to && this.isFree(row.seats[at]!)) continue;
        if (at > start) runs.push([start, at - start]);
        start = at + 1;
      }
    }
    this.runs.set(row, runs);
    return runs;
  }
}
