// The seat map as clients get it: what was laid out, by rows, and one letter per seat for what may change.
// Plain JSON, made to compress: ids are a prefix and an index, positions are differences to the seat before.

import { rowsOf, type PlannedSeat, type SeatPlan } from './seat-plan.js';

export type SeatState = 'free' | 'held' | 'sold' | 'blocked';

/** One letter per state; a seat map's `states` is a string of them. */
const letterOf: Record<SeatState, string> = { free: 'f', held: 'h', sold: 's', blocked: 'b' };

/** The states in the order of their codes in memory: a seat is a byte there. */
const seatStates: readonly SeatState[] = ['free', 'held', 'sold', 'blocked'];

export const codeOf = (state: SeatState): number => seatStates.indexOf(state);

export interface SeatMapRow {
  name: string;
  /** The index of the row's first seat; the others follow it. */
  first: number;
  /** What is written on the seats. */
  numbers: string[];
  /** The first seat's position, then each seat's difference to the one before it. */
  x: number[];
  y: number[];
  /** Indexes of wheelchair places, and pairs of a companion seat and the place it is kept beside. */
  wheelchair?: number[];
  companions?: [seat: number, place: number][];
}

export interface SeatMapSection {
  id: string;
  name: string;
  category: string;
  kind: 'seated' | 'standing';
  capacity: number;
  rows: SeatMapRow[];
}

export interface SeatMap {
  eventId: string;
  version: number;
  /** A seat's id is this and its index as eight hexadecimal digits. */
  seatIdPrefix: string;
  /** Nearest the stage first. */
  sections: SeatMapSection[];
  /** The letter at a seat's index: f free, h held, s sold, b blocked. */
  states: string;
}

/** What has changed after version `since`, or every seat's state where that is shorter or no longer known. */
export type SeatMapDelta =
  | { since: number; version: number; /** By letter, the indexes of the seats that now have it. */ changes: Record<string, number[]> }
  | { since: number; version: number; states: string };

function differences(values: number[]): number[] {
  return values.map((value, at) => (at === 0 ? value : value - values[at - 1]!));
}

function rowOf(seats: PlannedSeat[]): SeatMapRow {
  const wheelchair = seats.filter((seat) => seat.wheelchair).map(({ index }) => index);
  const companions = seats.flatMap(({ index, companionOf }): [number, number][] => (companionOf === null ? [] : [[index, companionOf]]));
  return {
    name: seats[0]!.row,
    first: seats[0]!.index,
    numbers: seats.map(({ number }) => number),
    x: differences(seats.map(({ x }) => x)),
    y: differences(seats.map(({ y }) => y)),
    ...(wheelchair.length > 0 && { wheelchair }),
    ...(companions.length > 0 && { companions }),
  };
}

/** The part that never changes, ready to be put before the states: everything of the JSON text up to them. */
export function encodeLayout(plan: SeatPlan): string {
  const sections = plan.sections.map((section): SeatMapSection => {
    const { id, name, category, kind, capacity } = section;
    return { id, name, category, kind, capacity, rows: rowsOf(section).map(rowOf) };
  });
  return `${JSON.stringify({ eventId: plan.eventId, seatIdPrefix: plan.seatIdPrefix, sections }).slice(0, -1)},`;
}

const letterCodes = seatStates.map((state) => letterOf[state].charCodeAt(0));

function lettersOf(states: Uint8Array): string {
  const letters = Buffer.allocUnsafe(states.length);
  for (let index = 0; index < states.length; index += 1) letters[index] = letterCodes[states[index]!]!;
  return letters.toString('latin1');
}

/** The whole seat map as JSON text; `states` holds a code (see `codeOf`) per seat. */
export function encodeSeatMap(layout: string, version: number, states: Uint8Array): string {
  return `${layout}"version":${version},"states":"${lettersOf(states)}"}`;
}

// An index and its comma; with more changes than this all letters are shorter.
const CHARACTERS_PER_CHANGE = 6;

/** `changed` tells the codes by index; null when it is not known what has changed. */
export function encodeDelta(since: number, version: number, changed: ReadonlyMap<number, number> | null, states: Uint8Array): SeatMapDelta {
  if (!changed || changed.size * CHARACTERS_PER_CHANGE > states.length) return { since, version, states: lettersOf(states) };
  const changes: Record<string, number[]> = {};
  for (const [index, code] of [...changed].sort(([a], [b]) => a - b)) (changes[letterOf[seatStates[code]!]] ??= []).push(index);
  return { since, version, changes };
}
