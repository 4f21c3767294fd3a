// The shape of a section, drawn from its rows: each row a broad line, broken at aisles. Rows stand close, so the lines join to the block that a
// visitor knows; boxes and tables, whose rows stand apart, stay apart, and nothing is covered that is not seats (a hull around boxes on both sides would cover the stalls).

import type { Plan, Row, Section } from './plan.ts';

export interface Outline {
  /** Lines as x, y, x, y …, a little longer than the rows are. */
  readonly lines: readonly (readonly number[])[];
  /** How broad the lines are, in the plan's units. */
  readonly breadth: number;
  /** Where the section's name stands: the middle of its seats, on one of them. */
  readonly label: { readonly x: number; readonly y: number };
}

// As the box office tells aisles when it looks for seats together.
const AISLE_FACTOR = 1.5;
// A line may leave out points that lie no further from it than this share of the pitch: nobody sees it, and a row of 30 is 3 points.
const STRAIGHT_SHARE = 0.35;
// Rows further apart than so many pitches are not one block.
const ROW_GAP_PITCHES_MAX = 4;

// The last seat of a row is wholly on the ground.
const END_SHARE = 0.65;

const distance = ({ x, y }: Plan, a: number, b: number): number => Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);

const median = (values: number[]): number | undefined => values.sort((a, b) => a - b)[values.length >> 1];

/** The ranges of neighbours in a row, `[from, to)` as seats: an aisle stands between two of them. */
export function blocksOf(plan: Plan, { first, count }: Row): [from: number, to: number][] {
  const gaps = Array.from({ length: count - 1 }, (_, at) => distance(plan, first + at, first + at + 1));
  const usual = median([...gaps]) ?? 0;
  const blocks: [number, number][] = [[first, first + 1]];
  for (let at = 1; at < count; at += 1) {
    const block = blocks.at(-1)!;
    if (gaps[at - 1]! <= usual * AISLE_FACTOR) block[1] = first + at + 1;
    else blocks.push([first + at, first + at + 1]);
  }
  return blocks;
}

export function outlineOf(plan: Plan, section: Section): Outline {
  const { x, y } = plan;
  const lines = section.rows.flatMap((row) => blocksOf(plan, row).map(([from, to]) => {
    const points: number[] = [];
    for (let seat = from; seat < to; seat += 1) points.push(x[seat]!, y[seat]!);
    return simplified(lengthened(points, plan.pitch * END_SHARE), plan.pitch * STRAIGHT_SHARE);
  }));
  return { lines, breadth: Math.max(plan.pitch, rowGap(plan, section)) * 1.08, label: middle(plan, section) };
}

/** Both ends moved outwards; a single point becomes a short line. */
function lengthened(points: number[], by: number): number[] {
  if (points.length === 2) return [points[0]! - by, points[1]!, points[0]! + by, points[1]!];
  const end = (x: number, y: number, fromX: number, fromY: number): [number, number] => {
    const length = Math.hypot(x - fromX, y - fromY) || 1;
    return [x + ((x - fromX) / length) * by, y + ((y - fromY) / length) * by];
  };
  const last = points.length - 2;
  return [...end(points[0]!, points[1]!, points[2]!, points[3]!), ...points.slice(2, last), ...end(points[last]!, points[last + 1]!, points[last - 2]!, points[last - 1]!)];
}

/** From each row to the next one, where that stands behind it. */
function rowGap(plan: Plan, { rows }: Section): number {
  const gaps = rows.slice(1).map((row, at) => {
    const before = rows[at]!;
    const [a, b] = [before.first + (before.count >> 1), row.first + (row.count >> 1)];
    return distance(plan, a, b);
  });
  const usual = median(gaps) ?? plan.pitch;
  return usual > plan.pitch * ROW_GAP_PITCHES_MAX ? plan.pitch : usual;
}

/** On the seat nearest to the mean, so that a section in two halves is not named in the gap between them. */
function middle({ x, y }: Plan, { rows }: Section): { x: number; y: number } {
  const first = rows[0]?.first ?? 0;
  const end = rows.reduce((most, row) => Math.max(most, row.first + row.count), first);
  let [sumX, sumY] = [0, 0];
  for (let seat = first; seat < end; seat += 1) [sumX, sumY] = [sumX + x[seat]!, sumY + y[seat]!];
  const [meanX, meanY] = [sumX / (end - first), sumY / (end - first)];
  let [best, least] = [first, Infinity];
  for (let seat = first; seat < end; seat += 1) {
    const away = Math.hypot(x[seat]! - meanX, y[seat]! - meanY);
    if (away < least) [best, least] = [seat, away];
  }
  return { x: x[best] ?? 0, y: y[best] ?? 0 };
}

/** Ramer 1972, Douglas and Peucker 1973; a stack instead of recursion, since a row may have thousands of seats. */
export function simplified(points: readonly number[], tolerance: number): number[] {
  const count = points.length / 2;
  if (count < 3) return [...points];
  const kept = new Uint8Array(count);
  kept[0] = kept[count - 1] = 1;
  const spans: [number, number][] = [[0, count - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [furthest, most] = [-1, tolerance];
    for (let at = from + 1; at < to; at += 1) {
      const away = offLine(points, at, from, to);
      if (away > most) [furthest, most] = [at, away];
    }
    if (furthest < 0) continue;
    kept[furthest] = 1;
    spans.push([from, furthest], [furthest, to]);
  }
  return points.filter((_, at) => kept[at >> 1] === 1);
}

function offLine(points: readonly number[], at: number, from: number, to: number): number {
  const [px, py, ax, ay, bx, by] = [points[2 * at]!, points[2 * at + 1]!, points[2 * from]!, points[2 * from + 1]!, points[2 * to]!, points[2 * to + 1]!];
  const length = Math.hypot(bx - ax, by - ay);
  return length === 0 ? Math.hypot(px - ax, py - ay) : Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length;
}
