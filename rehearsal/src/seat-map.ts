import type { Answer } from './transport.ts';
import { jsonOf } from './transport.ts';

interface Map {
  seatIdPrefix: string;
  states: string;
}

/** Parsing a stadium's map takes milliseconds of our machine: one fan in a second does it for all. */
const FRESH_MS = 1_000;
const FREE = 'f';

/** The seats as the fans last saw them. */
export class SeatMap {
  private map: Map | null = null;
  private readAtMs = -Infinity;

  /** Takes in a whole map that somebody has loaded. */
  see(answer: Answer): void {
    const now = performance.now();
    if (now - this.readAtMs < FRESH_MS) return;
    this.readAtMs = now;
    this.map = jsonOf<Map>(answer);
  }

  /** So many free seats beside each other by their numbers, the search begun at this share of the house; fewer where there are no more. */
  choose(quantity: number, phase: number): string[] {
    if (!this.map) return [];
    const { states, seatIdPrefix } = this.map;
    const id = (index: number): string => seatIdPrefix + index.toString(16).padStart(8, '0');
    const from = Math.floor(phase * states.length);
    for (let wanted = quantity; wanted > 0; wanted -= 1) {
      const run = FREE.repeat(wanted);
      const after = states.indexOf(run, from);
      const at = after >= 0 ? after : states.indexOf(run);
      if (at >= 0) return Array.from({ length: wanted }, (_, offset) => id(at + offset));
    }
    return [];
  }
}
