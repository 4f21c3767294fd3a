// Seating plans as a table, one seat a line: section,row,seat,x,y,category and, where wanted, guid,wheelchair,companion_of.
// Spreadsheets in Brazil separate by semicolons, so the separator is taken from the header line.

import { CsvError, parse } from 'csv-parse/sync';
import { quote, seatMistakes, type ListedSeat } from './seating-plan-checks.js';
import {
  seatsMax, type Accessibility, type PlanMistake, type PlanRow, type PlanZone, type Reading, type ReadPlan, type SeatingPlan,
} from './seating-plan.js';

const required = ['section', 'row', 'seat', 'x', 'y', 'category'] as const;
const optional = ['guid', 'wheelchair', 'companion_of'] as const;
type Column = typeof required[number] | typeof optional[number];
type Line = Record<Column, string> & { line: number };

const lengthMax: Record<Column, number> = { section: 100, row: 50, seat: 50, x: 20, y: 20, category: 100, guid: 200, wheelchair: 5, companion_of: 50 };

/** Reads a CSV plan: all of it as a plan in the open format, or every mistake in it by line. */
export function readCsvPlan(csv: string, name: string): Reading<ReadPlan> {
  const mistakes: PlanMistake[] = [];
  const lines = readLines(csv, mistakes);
  if (lines.length === 0 && mistakes.length > 0) return { ok: false, mistakes };
  lines.forEach((line) => mistakes.push(...lineMistakes(line)));

  const seats = lines.map(listed);
  const categories = new Set(lines.map((line) => line.category));
  const accessibility = readAccessibility(lines, mistakes);
  mistakes.push(...seatMistakes(seats, categories, { line: 1 }));
  if (mistakes.length > 0) {
    return { ok: false, mistakes: mistakes.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
  }
  return { ok: true, value: { plan: toPlan(name, lines, categories), accessibility, seatCount: lines.length } };
}

function readLines(csv: string, mistakes: PlanMistake[]): Line[] {
  const header = csv.slice(0, csv.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].find((sign) => header.includes(sign)) ?? ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(csv, {
      bom: true, delimiter, info: true, trim: true, skip_empty_lines: true, relax_column_count: true,
      max_record_size: 4_000, to: seatsMax + 2,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    mistakes.push({ line: Number(error['lines'] ?? 1), rule: 'malformed', detail: error.message });
    return [];
  }
  const columns = readHeader(records.shift()?.record ?? [], mistakes);
  if (columns === null) return [];
  return records.flatMap(({ record, info }) => {
    if (record.length !== columns.length) {
      mistakes.push({ line: info.lines, rule: 'malformed', detail: `The line has ${record.length} fields, the header ${columns.length}.` });
      return [];
    }
    const line = { guid: '', wheelchair: '', companion_of: '', ...Object.fromEntries(columns.map((column, i) => [column, record[i]])) };
    return [{ ...line, line: info.lines } as Line];
  });
}

function readHeader(header: string[], mistakes: PlanMistake[]): string[] | null {
  const columns = header.map((column) => column.toLowerCase());
  const before = mistakes.length;
  const known: readonly string[] = [...required, ...optional];
  for (const column of required) {
    if (!columns.includes(column)) mistakes.push({ line: 1, rule: 'missing', detail: `The column "${column}" is missing.` });
  }
  columns.forEach((column, i) => {
    if (!known.includes(column)) mistakes.push({ line: 1, rule: 'unknown_property', detail: `The column ${quote(column)} is not part of the format.` });
    else if (columns.indexOf(column) !== i) mistakes.push({ line: 1, rule: 'unknown_property', detail: `The column "${column}" appears twice.` });
  });
  return mistakes.length === before ? columns : null;
}

function lineMistakes(line: Line): PlanMistake[] {
  const mistakes: PlanMistake[] = [];
  for (const column of ['section', 'row', 'seat', 'category'] as const) {
    if (line[column] === '') mistakes.push({ line: line.line, rule: 'missing', detail: `"${column}" is empty.` });
  }
  for (const column of ['x', 'y'] as const) {
    if (!/^-?\d{1,6}(\.\d{1,9})?$/.test(line[column])) {
      mistakes.push({ line: line.line, rule: 'wrong_type', detail: `"${column}" must be a number, but is ${quote(line[column])}.` });
    }
  }
  if (!['', 'yes', 'no'].includes(line.wheelchair)) {
    mistakes.push({ line: line.line, rule: 'wrong_value', detail: `"wheelchair" must be yes, no or empty, but is ${quote(line.wheelchair)}.` });
  }
  for (const column of [...required, ...optional]) {
    if (/[\0\p{Cs}]/u.test(line[column])) mistakes.push({ line: line.line, rule: 'malformed', detail: `"${column}" holds a sign that cannot be stored.` });
    if (line[column].length > lengthMax[column]) {
      mistakes.push({ line: line.line, rule: 'too_long', detail: `"${column}" is longer than ${lengthMax[column]} characters.` });
    }
  }
  return mistakes;
}

const guidOf = (line: Line): string => line.guid || `${line.section}-${line.row}-${line.seat}`;

const listed = (line: Line): ListedSeat =>
  ({ zone: line.section, row: line.row, number: line.seat, guid: guidOf(line), category: line.category, at: () => ({ line: line.line }) });

/** `companion_of` names the wheelchair place by its seat number in the same section and row: a companion sits beside. */
function readAccessibility(lines: Line[], mistakes: PlanMistake[]): Accessibility {
  const placeOf = (line: Line, seat: string) => JSON.stringify([line.section, line.row, seat]);
  const places = new Map(lines.filter((line) => line.wheelchair === 'yes').map((line) => [placeOf(line, line.seat), guidOf(line)]));
  const companions = lines.filter((line) => line.companion_of !== '').flatMap((line) => {
    const of = places.get(placeOf(line, line.companion_of));
    if (of === undefined) {
      mistakes.push({ line: line.line, rule: 'not_a_wheelchair_place', detail: `Seat ${quote(line.companion_of)} of this row is not a wheelchair place.` });
    } else if (line.wheelchair === 'yes') {
      mistakes.push({ line: line.line, rule: 'duplicate_companion', detail: 'A wheelchair place cannot be a companion\'s seat.' });
    }
    return of === undefined ? [] : [{ seat: guidOf(line), of }];
  });
  return { wheelchair: [...places.values()], companions };
}

const categoryColours = ['#8b1e3f', '#2f6690', '#3a7d44', '#b5651d', '#5b4b8a', '#6c757d'];

function toPlan(name: string, lines: Line[], categories: Set<string>): SeatingPlan {
  const zones = [...Map.groupBy(lines, (line) => line.section)].map(([section, inSection]): PlanZone => ({
    name: section,
    position: { x: 0, y: 0 },
    rows: [...Map.groupBy(inSection, (line) => line.row)].map(([row, inRow]): PlanRow => ({
      row_number: row,
      seats: alongTheRow(inRow).map((line) => ({
        seat_guid: guidOf(line), seat_number: line.seat, position: { x: Number(line.x), y: Number(line.y) }, category: line.category,
      })),
    })),
  }));
  return {
    name, zones,
    categories: [...categories].map((category, i) => ({ name: category, color: categoryColours[i % categoryColours.length]! })),
  };
}

/** A table may be sorted by anything; neighbours are found by where they sit, along the longer side of their row. */
function alongTheRow(lines: Line[]): Line[] {
  const spread = (axis: 'x' | 'y') => {
    const values = lines.map((line) => Number(line[axis]));
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  };
  const axis = spread('y') > spread('x') ? 'y' : 'x';
  return lines.toSorted((a, b) => Number(a[axis]) - Number(b[axis]));
}
