import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSeatPlan } from '../../test/support/seat-plans.js';
import { FreeSeats, type Party } from './best-available.js';
import type { SeatPlan } from './seat-plan.js';

/** What parties get one after the other, as `A1 A2`; `x` in `taken` marks seats that are not free. */
function seatsFor(rows: string[], taken: string[], ...parties: (number | Party)[]): (string | null)[] {
  const plan = newSeatPlan({ rows });
  const free = new FreeSeats(plan.sections, freeSeats(plan, taken));
  return parties.map((party) => names(free.choose(typeof party === 'number' ? { quantity: party, accessible: false } : party)?.seats));
}

function freeSeats(plan: SeatPlan, taken: string[]): Uint8Array {
  const free = new Uint8Array(plan.seats.length).fill(1);
  for (const seat of plan.seats) {
    if (taken[seat.y / 80]?.[seat.x / 50] === 'x') free[seat.index] = 0;
  }
  return free;
}

function names(seats?: readonly { row: string; number: string; index: number }[]): string | null {
  return seats ? seats.toSorted((a, b) => a.index - b.index).map(({ row, number }) => row + number).join(' ') : null;
}

const accessible = (quantity: number): Party => ({ quantity, accessible: true });

describe('best available', () => {
  it('begins in the middle of the row nearest the stage', () => {
    expect(seatsFor(['........', '........'], [], 2)).toEqual(['A3 A4']);
  });

  it('fills a row so that no single seat is left alone', () => {
    expect(seatsFor(['........', '........'], [], 2, 2, 2, 2, 2)).toEqual(['A3 A4', 'A5 A6', 'A1 A2', 'A7 A8', 'B3 B4']);
  });

  it('rather goes one row back than leave a single seat alone', () => {
    expect(seatsFor(['...', '......'], [], 2)).toEqual(['B3 B4']);
  });

  it('leaves a single seat alone when every row would', () => {
    expect(seatsFor(['...', '...'], [], 2)).toEqual(['A1 A2']);
  });

  it('does not seat a party together across an aisle', () => {
    expect(seatsFor(['..__..'], ['x...xx'], 1)).toEqual(['A2']);
    expect(seatsFor(['..__..', '....'], ['x....x'], 2)).toEqual(['B1 B2']);
  });

  it('seats a party that fits nowhere together in adjacent rows', () => {
    expect(seatsFor(['..', '..', '....'], ['', '', 'x.xx'], 4)).toEqual(['A1 A2 B1 B2']);
  });

  it('leaves nobody alone when a party must part and can part otherwise', () => {
    expect(seatsFor(['....', '...'], [], 5)).toEqual(['A1 A2 A3 B1 B2']);
  });

  it('parts two friends only when no two seats are together', () => {
    expect(seatsFor(['...', '...'], ['.x.', '.x.'], 2)).toEqual(['A1 A3']);
  });

  it('gives nothing rather than a part', () => {
    expect(seatsFor(['...', '...'], [], 7, 6, 1)).toEqual([null, 'A1 A2 A3 B1 B2 B3', null]);
  });

  it('keeps wheelchair places and companion seats for those who ask', () => {
    expect(seatsFor(['wc..'], [], 3, 2)).toEqual([null, 'A3 A4']);
    expect(seatsFor(['wc..wc'], [], accessible(2), accessible(2), accessible(1))).toEqual(['A1 A2', 'A5 A6', null]);
  });

  it('seats the friends of somebody in a wheelchair as near as can be', () => {
    expect(seatsFor(['....', 'wc..', '....'], [], accessible(4))).toEqual(['B1 B2 B3 B4']);
    expect(seatsFor(['....', 'wc..', '....'], ['', '..xx'], accessible(3))).toEqual(['A2 B1 B2']);
  });

  it('prefers the section nearer to the stage', () => {
    const plan = newSeatPlan({ name: 'Near', rows: ['....'] }, { name: 'Far', rows: ['....'] });
    const free = new FreeSeats(plan.sections, new Uint8Array(8).fill(1));
    expect([4, 4, 1].map((quantity) => free.choose({ quantity, accessible: false })?.seats[0]!.section.name)).toEqual(['Near', 'Far', undefined]);
  });
});

const sketch = fc.array(fc.string({ unit: fc.constantFrom('.', '.', '.', '_', 'w', 'c'), minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });
const parties = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 6 }), accessible: fc.boolean() }), { minLength: 1, maxLength: 20 });

describe('best available, whatever the plan and the parties', () => {
  const serve = (rows: string[], seed: boolean[], wishes: Party[]) => {
    const plan = newSeatPlan({ rows }, { rows });
    const free = Uint8Array.from(plan.seats, ({ index }) => Number(seed[index % seed.length]!));
    const before = free.slice();
    const chooser = new FreeSeats(plan.sections, free);
    return { plan, before, free, choices: wishes.map((wish) => ({ wish, before: free.slice(), choice: chooser.choose(wish) })) };
  };
  const seeds = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });

  it('never gives a seat that is taken, nor one seat twice, and always as many as were asked for', () => {
    fc.assert(fc.property(sketch, seeds, parties, (rows, seed, wishes) => {
      const { before, free, choices } = serve(rows, seed, wishes);
      const given = choices.flatMap(({ choice }) => choice?.seats.map(({ index }) => index) ?? []);
      expect(new Set(given).size).toBe(given.length);
      for (const index of given) expect(before[index]).toBe(1);
      for (const { wish, choice } of choices) if (choice) expect(choice.seats).toHaveLength(wish.quantity);
      expect(free).toEqual(before.map((value, index) => (given.includes(index) ? 0 : value)));
    }));
  });

  it('refuses only when there are not enough seats', () => {
    fc.assert(fc.property(sketch, seeds, parties, (rows, seed, wishes) => {
      const { plan, choices } = serve(rows, seed, wishes);
      for (const { wish, before, choice } of choices) {
        const free = plan.seats.filter(({ index }) => before[index] === 1);
        const ordinary = free.filter((seat) => !seat.wheelchair && seat.companionOf === null).length;
        const places = free.filter((seat) => seat.wheelchair);
        const companions = (place: number) => free.filter((seat) => seat.companionOf === place).length;
        const most = wish.accessible ? Math.max(0, ...places.map(({ index }) => 1 + companions(index) + ordinary)) : ordinary;
        expect(choice === null).toBe(wish.quantity > most);
      }
    }));
  });

  it('gives wheelchair and companion seats to nobody who did not ask', () => {
    fc.assert(fc.property(sketch, seeds, parties, (rows, seed, wishes) => {
      for (const { wish, choice } of serve(rows, seed, wishes).choices) {
        const special = choice?.seats.filter((seat) => seat.wheelchair || seat.companionOf !== null) ?? [];
        if (!wish.accessible) expect(special).toEqual([]);
        else if (choice) expect(special.filter(({ wheelchair }) => wheelchair)).toHaveLength(1);
      }
    }));
  });

  // On straight rows without aisles the rule can be said in one line each, by looking at every placement.
  it('leaves a single seat alone only when every place for the party together would, and takes the nearest row that does not', () => {
    const rows = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 5 }).map((lengths) => lengths.map((length) => '.'.repeat(length)));
    fc.assert(fc.property(rows, seeds, fc.integer({ min: 1, max: 4 }), (sketches, seed, quantity) => {
      const plan = newSeatPlan({ rows: sketches });
      const free = Uint8Array.from(plan.seats, ({ index }) => Number(seed[index % seed.length]!));
      const placements = [...Map.groupBy(plan.seats, ({ row }) => row).values()].flatMap((row) => row.flatMap((_, at) => {
        const seats = row.slice(at, at + quantity);
        if (seats.length < quantity || seats.some(({ index }) => free[index] === 0)) return [];
        const isFree = (place: number) => row[place] !== undefined && free[row[place].index] === 1;
        const orphans = Number(isFree(at - 1) && !isFree(at - 2)) + Number(isFree(at + quantity) && !isFree(at + quantity + 1));
        return [{ row: seats[0]!.row, orphans, seats: names(seats) }];
      }));
      const choice = new FreeSeats(plan.sections, free.slice()).choose({ quantity, accessible: false });
      const fewest = Math.min(...placements.map(({ orphans }) => orphans));
      const best = placements.find(({ orphans }) => orphans === fewest);
      if (!best) return;
      const got = placements.find(({ seats }) => seats === names(choice!.seats))!;
      expect(got.orphans).toBe(fewest);
      expect(got.row).toBe(best.row);
      expect(choice!.perfect).toBe(fewest === 0);
    }));
  });

  it('gives the same seats for the same wishes', () => {
    fc.assert(fc.property(sketch, seeds, parties, (rows, seed, wishes) => {
      const once = () => serve(rows, seed, wishes).choices.map(({ choice }) => choice?.seats.map(({ index }) => index));
      expect(once()).toEqual(once());
    }));
  });
});
