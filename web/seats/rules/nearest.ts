// What to offer when seats are lost to somebody else: as many seats together, as near as can be to those that were wanted.

import { blocksOf } from '#seats/engine/outline.ts';
import { sectionOfSeat, type Plan, type Section } from '#seats/engine/plan.ts';

export interface Offer {
  readonly seats: readonly number[];
  /** In the row that was wanted; in the section; in another section of the same price. */
  readonly where: 'row' | 'section' | 'category';
}

// More would be a list to study while others take the seats.
const OFFERS_MAX = 3;
// A neighbour left alone between taken seats is hard to sell; so many pitches further away is better than that.
const ORPHAN_PITCHES = 3;

interface Run {
  readonly seats: number[];
  readonly cost: number;
  readonly row: number;
}

/**
 * Offers for a party that wanted `wanted`: the best of each row, the nearest first, in the same section; only where that has none, in others of its category.
 * Wheelchair places and the seats beside them are offered only to who wanted one of them.
 */
export function offersFor(plan: Plan, isFree: (seat: number) => boolean, wanted: readonly number[]): Offer[] {
  const [first] = wanted;
  if (first === undefined) return [];
  const accessible = wanted.some((seat) => plan.wheelchair.has(seat) || plan.companionOf.has(seat));
  if (accessible) return accessibleOffers(plan, isFree, wanted);
  const section = sectionOfSeat(plan, first);
  const rows = new Set(wanted.map((seat) => plan.rowOf[seat]!));
  const here = runsIn(plan, isFree, section, wanted);
  const where = (row: number): Offer['where'] => (rows.has(row) ? 'row' : 'section');
  if (here.length > 0) return here.slice(0, OFFERS_MAX).map(({ seats, row }) => ({ seats, where: where(row) }));
  const others = plan.sections.filter(({ category, kind, index }) => kind === 'seated' && category === section.category && index !== section.index);
  return others.flatMap((other) => runsIn(plan, isFree, other, wanted)).sort(byCost).slice(0, OFFERS_MAX).map(({ seats }) => ({ seats, where: 'category' }));
}

const byCost = (a: Run, b: Run): number => a.cost - b.cost || a.seats[0]! - b.seats[0]!;

/** The best run of each row, the nearest first. */
function runsIn(plan: Plan, isFree: (seat: number) => boolean, section: Section, wanted: readonly number[]): Run[] {
  const middle = middleOf(plan, wanted);
  const usable = (seat: number) => isFree(seat) && !plan.wheelchair.has(seat) && !plan.companionOf.has(seat);
  return section.rows.flatMap((row) => {
    let best: Run | undefined;
    for (const [from, to] of blocksOf(plan, row)) {
      for (let first = from; first + wanted.length <= to; first += 1) {
        const seats = Array.from({ length: wanted.length }, (_, at) => first + at);
        if (!seats.every(usable)) continue;
        const cost = awayFrom(plan, seats, middle) + plan.pitch * ORPHAN_PITCHES * orphans(first, first + wanted.length, from, to, usable);
        if (!best || cost < best.cost) best = { seats, cost, row: row.index };
      }
    }
    return best ?? [];
  }).sort(byCost);
}

/** How many single seats would be left between these and what is taken: 0, 1 or 2. */
function orphans(first: number, end: number, from: number, to: number, usable: (seat: number) => boolean): number {
  const alone = (beside: number, beyond: number) => beside >= from && beside < to && usable(beside) && !(beyond >= from && beyond < to && usable(beyond));
  return Number(alone(first - 1, first - 2)) + Number(alone(end, end + 1));
}

/** A free wheelchair place with as many of its companions' seats as are wanted beside it, wherever it is nearest. */
function accessibleOffers(plan: Plan, isFree: (seat: number) => boolean, wanted: readonly number[]): Offer[] {
  const middle = middleOf(plan, wanted);
  const { category, index } = sectionOfSeat(plan, wanted[0]!);
  const places = [...plan.wheelchair].filter((place) => isFree(place) && sectionOfSeat(plan, place).category === category);
  const sets = places.map((place) => [place, ...[...plan.companionOf].filter(([seat, of]) => of === place && isFree(seat)).map(([seat]) => seat)]);
  return sets
    .filter((seats) => seats.length >= wanted.length)
    .map((seats) => ({ seats: seats.slice(0, wanted.length), cost: awayFrom(plan, seats, middle), row: 0 }))
    .sort(byCost)
    .slice(0, OFFERS_MAX)
    .map(({ seats }): Offer => ({ seats, where: plan.sectionOf[seats[0]!] === index ? 'section' : 'category' }));
}

function middleOf({ x, y }: Plan, seats: readonly number[]): { x: number; y: number } {
  return { x: seats.reduce((sum, seat) => sum + x[seat]!, 0) / seats.length, y: seats.reduce((sum, seat) => sum + y[seat]!, 0) / seats.length };
}

function awayFrom(plan: Plan, seats: readonly number[], to: { x: number; y: number }): number {
  const from = middleOf(plan, seats);
  return Math.hypot(from.x - to.x, from.y - to.y);
}
