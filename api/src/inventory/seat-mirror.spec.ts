import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSeatPlan } from '../../test/support/seat-plans.js';
import type { SeatMap } from './seat-map.js';
import { type SeatChange, SeatMirror } from './seat-mirror.js';

const SEATS = 60;
const plan = newSeatPlan({ rows: ['.'.repeat(SEATS)] });
const newMirror = (at: number) => new SeatMirror(plan, new Uint8Array(SEATS), at);

/** A client: the map once, then whatever deltas say. */
class Reader {
  states: string;
  version: number;
  constructor(mirror: SeatMirror) {
    ({ states: this.states, version: this.version } = JSON.parse(mirror.whole()) as SeatMap);
  }
  poll(mirror: SeatMirror): void {
    const delta = JSON.parse(mirror.since(this.version)) as { version: number; changes?: Record<string, number[]>; states?: string };
    const letters = [...(delta.states ?? this.states)];
    for (const [letter, indexes] of Object.entries(delta.changes ?? {})) for (const index of indexes) letters[index] = letter;
    this.states = letters.join('');
    this.version = delta.version;
  }
}

const statesOf = (mirror: SeatMirror) => (JSON.parse(mirror.whole()) as SeatMap).states;

describe('a seat mirror', () => {
  it('tells what changed after a version, and nothing when nothing did', () => {
    const mirror = newMirror(1_000_000);
    mirror.apply([[3, 1]], 1_010_000);
    expect(JSON.parse(mirror.since(1_000_000))).toEqual({ since: 1_000_000, version: 1_010_000, changes: { h: [3] } });
    mirror.apply([[3, 2]], 1_020_000);
    expect(JSON.parse(mirror.since(1_010_000))).toEqual({ since: 1_010_000, version: 1_020_000, changes: { s: [3] } });
    expect(JSON.parse(mirror.since(1_040_000))).toEqual({ since: 1_040_000, version: 1_040_000, changes: {} });
  });

  it('tells every state to readers from before its snapshot, or with an invented version', () => {
    const mirror = newMirror(1_000_000);
    for (const since of [0, 999_999, 9_999_999_999_999]) {
      expect(JSON.parse(mirror.since(since))).toEqual({ since, version: 1_000_000, states: 'f'.repeat(SEATS) });
    }
  });

  it('does not forget what a reader has not seen, however much happens', () => {
    const mirror = newMirror(1_000_000);
    const reader = new Reader(mirror);
    mirror.apply([[7, 2]], 1_000_001);
    for (let step = 0; step < 120_000; step += 1) mirror.apply([[step % 5, step % 3]], 1_000_002 + step * 10);
    reader.poll(mirror);
    expect(reader.states).toBe(statesOf(mirror));
  });

  it('brings readers that poll now here, now there to the truth, though processes hear of changes late and out of order', () => {
    const change = fc.record({ seat: fc.nat(SEATS - 1), code: fc.nat(3), lateMs: fc.nat(800), behind: fc.nat(2), poll: fc.boolean(), where: fc.nat(1) });
    fc.assert(fc.property(fc.array(change, { maxLength: 80 }), (sale) => {
      const mirrors = [newMirror(1_000_000), newMirror(1_000_000)] as const;
      const reader = new Reader(mirrors[0]);
      const queue: { seats: SeatChange[]; at: number }[] = [];
      sale.forEach(({ seat, code, lateMs, behind, poll, where }, step) => {
        // Stamped before it was committed; the second process lags behind the first. Together less than two seconds.
        const event = { seats: [[seat, code]] as SeatChange[], at: 1_010_000 + step * 400 - lateMs };
        mirrors[0].apply(event.seats, event.at);
        queue.push(event);
        while (queue.length > behind) mirrors[1].apply(queue[0]!.seats, queue.shift()!.at);
        if (poll) reader.poll(mirrors[where]!);
      });
      for (const { seats, at } of queue) mirrors[1].apply(seats, at);
      reader.poll(mirrors[1]);
      expect(reader.states).toBe(statesOf(mirrors[0]));
    }));
  });
});
