// What an event needs before it can be sold, and what may not contradict within it.

import type { TicketType } from './sale-terms.js';
import type { Seating } from './seating.js';

export interface PublicationMistake {
  field: string;
  rule: PublicationRule;
  detail: string;
}

export type PublicationRule =
  | 'missing' | 'in_the_past' | 'out_of_order' | 'doubled' | 'nothing_to_sell' | 'too_large'
  | 'category_without_ticket_type' | 'unknown_category' | 'wrong_kind' | 'half_price_without_full' | 'half_price_too_high' | 'no_sandbox_gateway';

/** As much of a ticket type as these rules look at. */
export type Offered = Pick<TicketType, 'name' | 'category' | 'kind' | 'priceCents' | 'halfPrice'>;

export interface PublicationCandidate {
  startsAt: Date | null;
  doorsAt: Date | null;
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  ticketTypes: Offered[];
  seating: Seating;
  /** A rehearsal, where no gateway is a sandbox: nobody could pay. */
  sandboxMissing: boolean;
  /** The database's clock. */
  now: Date;
}

/** Maracanã's largest crowd was below 200,000; a festival's day may be larger, a million is a typing mistake. */
export const capacityMax = 1_000_000;

/** Every mistake at once, in the order of the form; none means the event may be published. */
export function publicationMistakes(candidate: PublicationCandidate): PublicationMistake[] {
  const kinds = new Map(candidate.seating.sections.map(({ category, kind }) => [category, kind]));
  return [...dateMistakes(candidate), ...seatingMistakes(candidate), ...offerMistakes(kinds, candidate.ticketTypes), ...rehearsalMistakes(candidate)];
}

/** What is wrong with the dates alone. */
export function dateMistakes({ startsAt, doorsAt, saleStartsAt, saleEndsAt, now }: Omit<PublicationCandidate, 'ticketTypes' | 'seating' | 'sandboxMissing'>): PublicationMistake[] {
  const mistakes: PublicationMistake[] = [];
  if (startsAt === null) mistakes.push({ field: 'startsAt', rule: 'missing', detail: 'The event has no date.' });
  else if (startsAt <= now) mistakes.push({ field: 'startsAt', rule: 'in_the_past', detail: 'The event would have begun already.' });
  if (startsAt && doorsAt && doorsAt > startsAt) {
    mistakes.push({ field: 'doorsAt', rule: 'out_of_order', detail: 'The doors would open after the event begins.' });
  }
  if (saleStartsAt === null) mistakes.push({ field: 'saleStartsAt', rule: 'missing', detail: 'It is not said when the sale opens.' });
  else if (startsAt && saleStartsAt >= startsAt) {
    mistakes.push({ field: 'saleStartsAt', rule: 'out_of_order', detail: 'The sale would open after the event begins.' });
  }
  if (saleEndsAt && saleEndsAt <= now) mistakes.push({ field: 'saleEndsAt', rule: 'in_the_past', detail: 'The sale would have ended already.' });
  return mistakes;
}

function seatingMistakes({ seating }: PublicationCandidate): PublicationMistake[] {
  const mistakes: PublicationMistake[] = [];
  const capacity = seating.sections.reduce((sum, section) => sum + section.capacity, 0);
  if (capacity === 0) mistakes.push({ field: 'seatMapId', rule: 'nothing_to_sell', detail: 'The event has neither seats nor standing places.' });
  if (capacity > capacityMax) mistakes.push({ field: 'standing', rule: 'too_large', detail: `${capacity} places are more than ${capacityMax}.` });
  const seated = new Set(seating.sections.filter(({ kind }) => kind === 'seated').map(({ category }) => category));
  const names = new Set<string>();
  for (const { kind, name } of seating.sections) {
    if (kind === 'seated') continue;
    if (names.has(name) || seated.has(name)) {
      mistakes.push({ field: 'standing', rule: 'doubled', detail: `"${name}" names more than one standing place or category.` });
    }
    names.add(name);
  }
  return mistakes;
}

/** What is wrong with the ticket types, given the kind of each category that is to be sold. */
export function offerMistakes(kindOf: ReadonlyMap<string, Offered['kind']>, ticketTypes: Offered[]): PublicationMistake[] {
  const mistakes: PublicationMistake[] = [];
  for (const category of kindOf.keys()) {
    if (!ticketTypes.some((type) => type.category === category)) {
      mistakes.push({ field: 'ticketTypes', rule: 'category_without_ticket_type', detail: `No ticket type sells "${category}".` });
    }
  }
  for (const type of ticketTypes) {
    const kind = kindOf.get(type.category);
    if (kind === undefined) {
      mistakes.push({ field: 'ticketTypes', rule: 'unknown_category', detail: `"${type.name}" sells "${type.category}", which the event does not have.` });
    } else if (kind !== type.kind) {
      mistakes.push({ field: 'ticketTypes', rule: 'wrong_kind', detail: `"${type.name}" is ${type.kind}, "${type.category}" is ${kind}.` });
    }
    if (!type.halfPrice) continue;
    const full = ticketTypes.filter((other) => !other.halfPrice && other.category === type.category).map(({ priceCents }) => priceCents);
    if (full.length === 0) {
      mistakes.push({ field: 'ticketTypes', rule: 'half_price_without_full', detail: `"${type.name}" is half of a full price that "${type.category}" does not have.` });
      // Lei 12.933/2013: half of the full price; of the dearest where there are several, the odd cent rounded up.
    } else if (type.priceCents > Math.ceil(Math.max(...full) / 2)) {
      mistakes.push({ field: 'ticketTypes', rule: 'half_price_too_high', detail: `"${type.name}" costs more than half of the full price.` });
    }
  }
  return mistakes;
}

function rehearsalMistakes({ sandboxMissing }: PublicationCandidate): PublicationMistake[] {
  if (!sandboxMissing) return [];
  return [{ field: 'rehearsal', rule: 'no_sandbox_gateway', detail: 'A rehearsal is paid at a sandbox gateway, and this box office has none: its operator adds one to GATEWAYS.' }];
}
