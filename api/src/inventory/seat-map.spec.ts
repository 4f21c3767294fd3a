import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newSeatPlan, newStadium } from '../../test/support/seat-plans.js';
import { encodeDelta, encodeLayout, encodeSeatMap, type SeatMap } from './seat-map.js';
import { seatId, seatOf, type SeatPlan } from './seat-plan.js';

const encode = (plan: SeatPlan, states: number[], version = 7): string => encodeSeatMap(encodeLayout(plan), version, Uint8Array.from(states));

/** What a client does with a seat map, written from the module's README alone. */
function read(map: SeatMap) {
  return map.sections.flatMap((section) => section.rows.flatMap((row) => {
    let [x, y] = [0, 0];
    return row.numbers.map((number, at) => {
      x += row.x[at]!;
      y += row.y[at]!;
      const index = row.first + at;
      return { id: map.seatIdPrefix + index.toString(16).padStart(8, '0'), section: section.name, row: row.name, number, x, y, state: map.states[index] };
    });
  }));
}

// A sale in its middle: nothing compresses worse than chance.
function chance(count: number): number[] {
  let seed = 42;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 16) % 3;
  });
}

describe('the seat map', () => {
  it('gives a client every seat with its place and its state', () => {
    const plan = newSeatPlan({ name: 'Stalls', rows: ['..', 'wc'] }, { name: 'Balcony', rows: ['._.'] }, { name: 'Pitch', standing: 500 });
    const map = JSON.parse(encode(plan, [0, 1, 2, 3, 0, 1])) as SeatMap;
    expect(read(map)).toEqual(plan.seats.map(({ index, section, row, number, x, y }) =>
      ({ id: seatId(plan.seatIdPrefix, index), section: section.name, row, number, x, y, state: 'fhsbfh'[index] })));
    expect(map).toMatchObject({ eventId: plan.eventId, version: 7 });
    expect(map.sections[0]!.rows[1]).toMatchObject({ wheelchair: [2], companions: [[3, 2]] });
    expect(map.sections[2]).toMatchObject({ kind: 'standing', capacity: 500, rows: [] });
  });

  it('has 60,000 seats in less than 150 KB, whatever their states', () => {
    const plan = newStadium(60_000);
    expect(plan.seats).toHaveLength(60_000);
    const text = encode(plan, chance(60_000));
    expect((JSON.parse(text) as SeatMap).states).toHaveLength(60_000);
    expect(gzipSync(text, { level: 6 }).length).toBeLessThan(150_000);
  });

  it('tells changes by their letters', () => {
    const states = new Uint8Array(100);
    expect(encodeDelta(3, 9, new Map([[12, 1], [4, 0], [2, 1]]), states)).toEqual({ since: 3, version: 9, changes: { h: [2, 12], f: [4] } });
    expect(encodeDelta(3, 9, new Map(), states)).toEqual({ since: 3, version: 9, changes: {} });
  });

  it('tells every state where that is shorter, or where changes are not known', () => {
    const states = Uint8Array.from([0, 1, 2, 3]);
    expect(encodeDelta(3, 9, new Map([[1, 1], [2, 2], [3, 3]]), states)).toEqual({ since: 3, version: 9, states: 'fhsb' });
    expect(encodeDelta(3, 9, null, states)).toEqual({ since: 3, version: 9, states: 'fhsb' });
  });
});

describe('a seat id', () => {
  it('leads back to its seat and to no other', () => {
    const plan = newSeatPlan({ rows: ['..'] });
    expect(seatOf(plan, seatId(plan.seatIdPrefix, 1))).toBe(plan.seats[1]);
    expect(seatOf(plan, seatId(plan.seatIdPrefix, 1).toUpperCase())).toBe(plan.seats[1]);
    expect(seatOf(plan, seatId(plan.seatIdPrefix, 2))).toBeUndefined();
    expect(seatOf(plan, '0199a000-0000-7000-8000-000000000001')).toBeUndefined();
    expect(seatOf(plan, '')).toBeUndefined();
  });
});
