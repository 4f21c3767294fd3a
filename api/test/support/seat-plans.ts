import { prefixOf, type PlannedSeat, type PlannedSection, type SeatPlan } from '../../src/inventory/seat-plan.js';

interface SectionSketch {
  name?: string;
  category?: string;
  /** One string per row: `.` a seat, `_` an aisle, `w` a wheelchair place, `c` the companion seat of the last one. */
  rows?: string[];
  /** Positions other than a straight grid. */
  place?: (row: number, seat: number) => { x: number; y: number };
  standing?: number;
}

/** A plan from sketches of its sections, nearest the stage first. */
export function newSeatPlan(...sketches: SectionSketch[]): SeatPlan {
  const sections: PlannedSection[] = [];
  const all: PlannedSeat[] = [];
  for (const [at, { name = `Section ${at + 1}`, category = 'Stalls', rows = [], place, standing }] of sketches.entries()) {
    const seats: PlannedSeat[] = [];
    const section = { id: sectionId(at), name, category, kind: standing === undefined ? 'seated' as const : 'standing' as const, capacity: standing ?? 0, seats };
    for (const [row, sketch] of rows.entries()) {
      let chair: number | null = null;
      [...sketch].forEach((sign, x) => {
        if (sign === '_') return;
        const index = all.length;
        if (sign === 'w') chair = index;
        const label = `${String.fromCharCode(65 + (row % 26))}${row >= 26 ? Math.floor(row / 26) : ''}`;
        const seat = {
          index, section, row: label, number: String(x + 1), label: `${name} · ${label} · ${x + 1}`, ...(place?.(row, x) ?? { x: x * 50, y: row * 80 }),
          wheelchair: sign === 'w', companionOf: sign === 'c' ? chair : null,
        };
        seats.push(seat);
        all.push(seat);
      });
    }
    sections.push(standing === undefined ? Object.assign(section, { capacity: seats.length }) : section);
  }
  return { eventId: '0199a000-0000-7000-8000-000000000001', seatIdPrefix: prefixOf('0199a000-1111-7222-8333-444400000000'), sections, seats: all };
}

const sectionId = (at: number): string => `0199a000-0000-7000-9000-${at.toString(16).padStart(12, '0')}`;

/** A bowl around a pitch: 40 sectors whose rows are bent, every seat at a position of its own. */
export function newStadium(seatCount = 60_000): SeatPlan {
  const sectors = 40;
  const perRow = 30;
  const rowCount = Math.ceil(seatCount / sectors / perRow);
  return newSeatPlan(
    ...Array.from({ length: sectors }, (_, sector) => ({
      name: `Setor ${sector + 1}`,
      category: ['Cadeira Inferior', 'Cadeira Superior', 'Arquibancada'][sector % 3]!,
      rows: Array.from({ length: rowCount }, () => '.'.repeat(perRow)),
      place: (row: number, seat: number) => {
        const radius = 3_000 + row * 80;
        const angle = ((sector + seat / (perRow + 2)) / sectors) * 2 * Math.PI;
        return { x: Math.round(10_000 + radius * 1.3 * Math.cos(angle)), y: Math.round(10_000 + radius * Math.sin(angle)) };
      },
    })),
  );
}
