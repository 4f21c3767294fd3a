// An event's seats in the browser: what was laid out, in flat arrays by seat index, so that 60,000 of them cost a few hundred kilobytes and no object each.

/** The whole map as the API tells it (`GET /events/{id}/seats`). */
export interface SeatMapAnswer {
  readonly eventId: string;
  readonly version: number;
  readonly seatIdPrefix: string;
  readonly sections: readonly {
    readonly id: string; readonly name: string; readonly category: string; readonly kind: 'seated' | 'standing'; readonly capacity: number;
    readonly rows: readonly {
      readonly name: string; readonly first: number; readonly numbers: readonly string[]; readonly x: readonly number[]; readonly y: readonly number[];
      readonly wheelchair?: readonly number[]; readonly companions?: readonly (readonly number[])[];
    }[];
  }[];
  readonly states: string;
}

export interface Row {
  readonly index: number;
  readonly section: number;
  readonly name: string;
  /** The row's seats are `first` … `first + count - 1`, side by side. */
  readonly first: number;
  readonly count: number;
}

export interface Section {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly kind: 'seated' | 'standing';
  readonly capacity: number;
  readonly rows: readonly Row[];
  /** Of its seats; null where it has none. */
  readonly bounds: Rect | null;
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Plan {
  readonly seatIdPrefix: string;
  /** Nearest the stage first. */
  readonly sections: readonly Section[];
  readonly rows: readonly Row[];
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rowOf: Uint32Array;
  readonly sectionOf: Uint16Array;
  /** What is written on the seats. */
  readonly numbers: readonly string[];
  readonly wheelchair: ReadonlySet<number>;
  /** A companion's seat, and the wheelchair place that it is kept beside. */
  readonly companionOf: ReadonlyMap<number, number>;
  /** The usual distance between neighbours of a row, in the plan's units. */
  readonly pitch: number;
}

/** Reads the API's map. Positions come as differences to the seat before. */
export function decodePlan(map: SeatMapAnswer): Plan {
  const count = map.states.length;
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  const [rowOf, sectionOf] = [new Uint32Array(count), new Uint16Array(count)];
  const numbers = Array.from({ length: count }, () => '');
  const wheelchair = new Set<number>();
  const companionOf = new Map<number, number>();
  const rows: Row[] = [];
  const sections = map.sections.map((section, index): Section => {
    const own = section.rows.map((row): Row => {
      const decoded: Row = { index: rows.length, section: index, name: row.name, first: row.first, count: row.numbers.length };
      let [left, top] = [0, 0];
      row.numbers.forEach((number, at) => {
        const seat = row.first + at;
        x[seat] = left += row.x[at]!;
        y[seat] = top += row.y[at]!;
        rowOf[seat] = decoded.index;
        sectionOf[seat] = index;
        numbers[seat] = number;
      });
      for (const seat of row.wheelchair ?? []) wheelchair.add(seat);
      for (const [seat, place] of row.companions ?? []) companionOf.set(seat!, place!);
      rows.push(decoded);
      return decoded;
    });
    const { id, name, category, kind, capacity } = section;
    return { index, id, name, category, kind, capacity, rows: own, bounds: boundsOf(own, x, y) };
  });
  return { seatIdPrefix: map.seatIdPrefix, sections, rows, count, x, y, rowOf, sectionOf, numbers, wheelchair, companionOf, pitch: usualPitch(rows, x, y) };
}

// The index is written as so many hexadecimal digits.
const INDEX_DIGITS = 8;

export const seatIdOf = (plan: Plan, seat: number): string => plan.seatIdPrefix + seat.toString(16).padStart(INDEX_DIGITS, '0');

/** Undefined for an id that is none of this event's. */
export function seatOfId(plan: Plan, id: string): number | undefined {
  const seat = Number.parseInt(id.slice(-INDEX_DIGITS), 16);
  return seat < plan.count && seatIdOf(plan, seat) === id.toLowerCase() ? seat : undefined;
}

export const rowOfSeat = (plan: Plan, seat: number): Row => plan.rows[plan.rowOf[seat]!]!;
export const sectionOfSeat = (plan: Plan, seat: number): Section => plan.sections[plan.sectionOf[seat]!]!;

/** Around all seats; a plan without seats has a unit square, so that nothing divides by zero. */
export function planBounds({ sections }: Plan): Rect {
  const all = sections.flatMap(({ bounds }) => bounds ?? []);
  return all.length === 0 ? { left: 0, top: 0, right: 1, bottom: 1 } : all.reduce(union);
}

export const union = (a: Rect, b: Rect): Rect =>
  ({ left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) });

export const grown = ({ left, top, right, bottom }: Rect, by: number): Rect => ({ left: left - by, top: top - by, right: right + by, bottom: bottom + by });

export const meets = (a: Rect, b: Rect): boolean => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

function boundsOf(rows: readonly Row[], x: Float32Array, y: Float32Array): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { first, count } of rows) {
    for (let seat = first; seat < first + count; seat += 1) {
      left = Math.min(left, x[seat]!);
      right = Math.max(right, x[seat]!);
      top = Math.min(top, y[seat]!);
      bottom = Math.max(bottom, y[seat]!);
    }
  }
  return left > right ? null : { left, top, right, bottom };
}

// Enough rows to know what is usual, however large the plan is.
const SAMPLED_ROWS = 500;

/** The median, so that aisles and a few odd seats do not matter. */
function usualPitch(rows: readonly Row[], x: Float32Array, y: Float32Array): number {
  const every = Math.max(1, Math.ceil(rows.length / SAMPLED_ROWS));
  const gaps: number[] = [];
  for (let at = 0; at < rows.length; at += every) {
    const { first, count } = rows[at]!;
    for (let seat = first + 1; seat < first + count; seat += 1) gaps.push(Math.hypot(x[seat]! - x[seat - 1]!, y[seat]! - y[seat - 1]!));
  }
  const apart = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
  return apart[apart.length >> 1] ?? 1;
}
