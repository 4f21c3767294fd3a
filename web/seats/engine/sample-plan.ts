// Small maps for tests, written as the API writes them.

import { decodePlan, type Plan, type SeatMapAnswer } from './plan.ts';
import { SeatStates } from './states.ts';

export interface SampleRow {
  readonly name: string;
  /** Where each seat stands; a row's seats are numbered from 1. */
  readonly seats: readonly (readonly [x: number, y: number])[];
  readonly wheelchair?: readonly number[];
  readonly companions?: readonly (readonly [seat: number, place: number])[];
}

export interface SampleSection {
  readonly name?: string;
  readonly category?: string;
  readonly rows: readonly SampleRow[];
}

export const straight = (name: string, count: number, y: number, from = 0): SampleRow => ({ name, seats: Array.from({ length: count }, (_, at) => [from + at * 10, y] as const) });

const differences = (values: readonly number[]): number[] => values.map((value, at) => (at === 0 ? value : value - values[at - 1]!));

export function sampleMap(sections: readonly SampleSection[], states?: string): SeatMapAnswer {
  let first = 0;
  const written = sections.map(({ name, category, rows }, index) => ({
    id: `section-${index}`, name: name ?? `Section ${index}`, category: category ?? 'Stalls', kind: 'seated' as const, capacity: rows.reduce((sum, row) => sum + row.seats.length, 0),
    rows: rows.map((row) => {
      const { seats, name: rowName, ...places } = row;
      const one = { name: rowName, first, numbers: seats.map((_, at) => String(at + 1)), x: differences(seats.map(([x]) => x)), y: differences(seats.map(([, y]) => y)), ...places };
      first += seats.length;
      return one;
    }),
  }));
  return { eventId: 'event', version: 1_000, seatIdPrefix: '019aa000-0000-7000-8000-0001', sections: written, states: states ?? 'f'.repeat(first) };
}

export function sample(sections: readonly SampleSection[], states?: string): { map: SeatMapAnswer; plan: Plan; states: SeatStates } {
  const map = sampleMap(sections, states);
  const plan = decodePlan(map);
  return { map, plan, states: new SeatStates(plan, map) };
}
