// What the schema cannot say, for plans from JSON and from CSV alike.

import { seatsMax, type Accessibility, type PlanMistake } from './seating-plan.js';

export type Place = Pick<PlanMistake, 'path' | 'line'>;

export interface ListedSeat {
  zone: string;
  row: string;
  number: string;
  guid: string;
  category: string;
  /** Where the seat's own field stands in its file. */
  at: (field: 'guid' | 'number' | 'category') => Place;
}

/** Every mistake of the seats as a whole: doubled ids, two seats that one ticket text would name, categories nobody defined. */
export function seatMistakes(seats: ListedSeat[], categories: ReadonlySet<string>, whole: Place): PlanMistake[] {
  const mistakes: PlanMistake[] = [];
  if (seats.length === 0) mistakes.push({ ...whole, rule: 'no_seats', detail: 'The plan has no seat.' });
  if (seats.length > seatsMax) {
    mistakes.push({ ...whole, rule: 'too_many_seats', detail: `The plan has ${seats.length} seats; ${seatsMax} are allowed.` });
  }
  const guids = new Map<string, ListedSeat>();
  const names = new Map<string, ListedSeat>();
  for (const seat of seats) {
    const sameGuid = guids.get(seat.guid);
    if (sameGuid) {
      mistakes.push({ ...seat.at('guid'), rule: 'duplicate_guid', detail: `${quote(seat.guid)} is already the id of the seat at ${spell(sameGuid.at('guid'))}.` });
    } else guids.set(seat.guid, seat);

    const name = JSON.stringify([seat.zone, seat.row, seat.number]);
    const sameName = names.get(name);
    if (sameName) {
      mistakes.push({ ...seat.at('number'), rule: 'duplicate_seat', detail: `Seat ${quote(seat.number)} of row ${quote(seat.row)} in ${quote(seat.zone)} already stands at ${spell(sameName.at('number'))}.` });
    } else names.set(name, seat);

    if (!categories.has(seat.category)) {
      mistakes.push({ ...seat.at('category'), rule: 'unknown_category', detail: `${quote(seat.category)} is not among the plan's categories.` });
    }
  }
  return mistakes;
}

/** Every mistake of the sheet: seats that do not exist, companions of places that are none, seats listed twice. */
export function accessibilityMistakes(sheet: Accessibility, guids: ReadonlySet<string>): PlanMistake[] {
  const mistakes: PlanMistake[] = [];
  const unknown = (guid: string, path: string) => {
    if (!guids.has(guid)) mistakes.push({ path, rule: 'unknown_seat', detail: `No seat of the plan has the id ${quote(guid)}.` });
  };
  const wheelchair = new Set<string>();
  sheet.wheelchair.forEach((guid, i) => {
    const path = `/accessibility/wheelchair/${i}`;
    unknown(guid, path);
    if (wheelchair.has(guid)) mistakes.push({ path, rule: 'duplicate_guid', detail: `${quote(guid)} is listed twice.` });
    wheelchair.add(guid);
  });
  const companions = new Set<string>();
  sheet.companions.forEach(({ seat, of }, i) => {
    const path = `/accessibility/companions/${i}`;
    unknown(seat, `${path}/seat`);
    if (!wheelchair.has(of)) mistakes.push({ path: `${path}/of`, rule: 'not_a_wheelchair_place', detail: `${quote(of)} is not listed as a wheelchair place.` });
    if (wheelchair.has(seat) || companions.has(seat)) {
      mistakes.push({ path: `${path}/seat`, rule: 'duplicate_companion', detail: `${quote(seat)} is already a wheelchair place or a companion's seat.` });
    }
    companions.add(seat);
  });
  return mistakes;
}

export const quote = (text: string): string => `"${text}"`;

const spell = (place: Place): string => place.line === undefined ? place.path || '/' : `line ${place.line}`;
