import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Processor milliseconds of one, on one core of the machine that was measured. */
export interface Cost {
  api: number;
  postgres: number;
}

/** What things cost, as `npm run bench -- costs` has measured it. */
export interface Costs {
  measured: { on: string; at: string; command: string; joinsPerSecond: number; purchasesPerSecond: number };
  cpuMs: { join: Cost; poll: Cost; purchase: Cost; mail: number };
  bytes: {
    /** In the database, of one who waits. */
    waiting: number;
    /** In the database, of one ticket sold, with everything that is written about it. */
    ticket: number;
    /** In the bucket: the picture of its code. */
    bucketTicket: number;
    /** PostgreSQL's log between two checkpoints. */
    log: number;
    /** Of the answer to a poll, with its head. */
    pollAnswer: number;
  };
}

/** What rehearsals showed beyond that, for each purchase; written by hand from their reports, as docs/capacity.md tells. */
export interface Rehearsed {
  from: string[];
  cpuMs: {
    /** Everything else of a fan's way: the claim, the looks, those who do not buy. */
    turn: Cost;
    /** Choosing on a seat map: the map, and seats that others had first. */
    map: Cost;
  };
  /** Purchases a second of one event that whole ways held, from the line to the confirmed answer; a bench without a line makes more. */
  held: Record<'places' | 'map', { purchasesPerSecond: number; from: string }>;
}

/** Where the measured costs stand; written by the bench, read by the calculator. */
export const costsFile = join(import.meta.dirname, 'costs.json');

export function readRehearsed(): Rehearsed {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'rehearsed.json'), 'utf8')) as Rehearsed;
}

export function readCosts(file: string = costsFile): Costs {
  return JSON.parse(readFileSync(file, 'utf8')) as Costs;
}
