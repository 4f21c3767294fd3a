// The seating of an event as it is sold: sections, each a unit of stock, nearest the stage first.

import { zoneName, type Accessibility, type PlanArea, type PlanPosition, type PlanRow, type PlanSeat, type SeatingPlan } from './seating-plan.js';

/** A seat as laid out by the plan; positions are absolute and rounded to whole units of the plan. */
export interface SeatingSeat {
  guid: string;
  row: string;
  number: string;
  /** What a ticket prints: zone, row, seat. */
  label: string;
  x: number;
  y: number;
  wheelchair: boolean;
  /** The `guid` of the wheelchair place this seat is kept beside. */
  companionOf?: string;
}

/** One (zone, category) pair of the plan with its seats, or a standing place with a capacity. */
export interface SeatingSection {
  /** Unique within the event, and the same every time the same plan is laid out. */
  key: string;
  name: string;
  zone: string;
  category: string;
  kind: 'seated' | 'standing';
  capacity: number;
  /** 0 is nearest the stage. */
  rank: number;
  /** Rows nearest the stage first, a row's seats side by side; empty for standing places. */
  seats: SeatingSeat[];
}

/** Sections in the order of their rank. */
export interface Seating {
  sections: SeatingSection[];
}

export interface StandingPlace {
  name: string;
  capacity: number;
}

type Drawn = { section: Omit<SeatingSection, 'rank'>; distance: number };
type PlacedRow = { seats: SeatingSeat[]; distance: number };

/** Lays out an event: the plan's seats, if it has a plan, and the standing places added to it. */
export function layOut(plan: SeatingPlan | null, accessibility: Accessibility, standing: StandingPlace[]): Seating {
  const stage = plan === null ? null : stageOf(plan);
  const drawn: Drawn[] = [
    ...(plan === null || stage === null ? [] : seatedSections(plan, accessibility, stage)),
    ...standing.map((place) => ({ section: standingSection(place), distance: standingDistance(place, plan, stage) })),
  ];
  drawn.sort((a, b) => a.distance - b.distance);
  return { sections: drawn.map(({ section }, rank) => ({ ...section, rank })) };
}

export const capacityOf = (seating: Seating): number => seating.sections.reduce((sum, section) => sum + section.capacity, 0);

function seatedSections(plan: SeatingPlan, accessibility: Accessibility, stage: PlanPosition): Drawn[] {
  const wheelchair = new Set(accessibility.wheelchair);
  const companionOf = new Map(accessibility.companions.map(({ seat, of }) => [seat, of]));
  const sections = new Map<string, { zone: string; category: string; rows: PlacedRow[] }>();
  for (const zone of plan.zones) {
    for (const row of zone.rows) {
      const origin = add(zone.position, row.position ?? { x: 0, y: 0 });
      for (const [category, seats] of Map.groupBy(row.seats, (seat) => seat.category)) {
        const key = sectionKey('seated', zoneName(zone), category);
        const section = sections.get(key) ?? { zone: zoneName(zone), category, rows: [] };
        sections.set(key, section);
        section.rows.push(placeRow(seats, { zone: zoneName(zone), row, origin, stage, wheelchair, companionOf }));
      }
    }
  }
  const categoriesIn = Map.groupBy(sections.values(), (section) => section.zone);
  return [...sections].map(([key, { zone, category, rows }]) => {
    rows.sort((a, b) => a.distance - b.distance);
    const seats = rows.flatMap((row) => row.seats);
    const only = categoriesIn.get(zone)!.length === 1;
    const name = zone === '' ? category : only ? zone : `${zone} · ${category}`;
    return {
      section: { key, name, zone, category, kind: 'seated', capacity: seats.length, seats },
      distance: mean(seats.map((seat) => distance(seat, stage))),
    };
  });
}

interface RowContext {
  zone: string;
  row: PlanRow;
  origin: PlanPosition;
  stage: PlanPosition;
  wheelchair: Set<string>;
  companionOf: Map<string, string>;
}

function placeRow(planSeats: PlanSeat[], { zone, row, origin, stage, wheelchair, companionOf }: RowContext): PlacedRow {
  const seats = planSeats.map((seat): SeatingSeat => {
    const at = add(origin, seat.position);
    const of = companionOf.get(seat.seat_guid);
    return {
      guid: seat.seat_guid,
      row: row.row_number,
      number: seat.seat_number,
      label: labelOf(zone, row, seat),
      x: Math.round(at.x),
      y: Math.round(at.y),
      wheelchair: wheelchair.has(seat.seat_guid),
      ...(of === undefined ? {} : { companionOf: of }),
    };
  });
  return { seats, distance: mean(seats.map((seat) => distance(seat, stage))) };
}

function labelOf(zone: string, row: PlanRow, seat: PlanSeat): string {
  const seatText = row.seat_label ? (row.seat_label.includes('%s') ? row.seat_label.replace('%s', seat.seat_number) : `${row.seat_label} ${seat.seat_number}`) : seat.seat_number;
  return [zone, row.row_label || row.row_number, seatText].filter((part) => part !== '').join(' · ');
}

const standingSection = ({ name, capacity }: StandingPlace): Drawn['section'] =>
  ({ key: sectionKey('standing', name), name, zone: name, category: name, kind: 'standing', capacity, seats: [] });

/** A standing place is where the plan's area of that name is; without one it comes after the seats. */
function standingDistance(place: StandingPlace, plan: SeatingPlan | null, stage: PlanPosition | null): number {
  const area = plan && areasOf(plan).find(({ text }) => text === place.name);
  return area && stage ? distance(area.centre, stage) : Number.MAX_VALUE;
}

const sectionKey = (...parts: string[]): string =>
  parts.map((part) => part.replace(/[%/]/g, encodeURIComponent)).join('/');

const stageWords = /\b(stage|palco|escenario|bühne|scène|podium|tablado)\b/iu;

/** The middle of the area that says it is the stage; else the middle of the plan's upper edge, where editors draw it. */
function stageOf(plan: SeatingPlan): PlanPosition | null {
  const area = areasOf(plan).find(({ text }) => stageWords.test(text));
  if (area) return area.centre;
  let [left, right, top] = [Infinity, -Infinity, Infinity];
  for (const zone of plan.zones) {
    for (const row of zone.rows) {
      for (const seat of row.seats) {
        const { x, y } = add(add(zone.position, row.position ?? { x: 0, y: 0 }), seat.position);
        [left, right, top] = [Math.min(left, x), Math.max(right, x), Math.min(top, y)];
      }
    }
  }
  return right === -Infinity ? null : { x: (left + right) / 2, y: top };
}

function areasOf(plan: SeatingPlan): { text: string; centre: PlanPosition }[] {
  return plan.zones.flatMap((zone) => (zone.areas ?? []).map((area) => ({
    text: (typeof area.text === 'string' ? area.text : area.text?.text ?? '').trim(),
    centre: add(add(zone.position, area.position ?? { x: 0, y: 0 }), middleOf(area)),
  })));
}

/** From an area's position to its middle; circles and ellipses are placed by their middle, polygons by their points. */
function middleOf(area: PlanArea): PlanPosition {
  const box = area.rectangle ?? (area.shape === undefined ? { width: area.width ?? 0, height: area.height ?? 0 } : null);
  if (box) {
    const angle = (area.rotation ?? 0) * Math.PI / 180;
    const [x, y] = [box.width / 2, box.height / 2];
    return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
  }
  const points = area.polygon?.points ?? [];
  return points.length === 0 ? { x: 0, y: 0 } : { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
}

const add = (a: PlanPosition, b: PlanPosition): PlanPosition => ({ x: a.x + b.x, y: a.y + b.y });
const distance = (a: PlanPosition, b: PlanPosition): number => Math.hypot(a.x - b.x, a.y - b.y);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
