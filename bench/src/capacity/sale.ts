import { parseArgs } from 'node:util';
import { BenchRefused } from '../refused.ts';
import type { Sale } from './capacity.ts';

const usage = `npm run capacity -- --fans 2000000 --tickets 150000 --minutes 30 [--join-minutes 10] [--tickets-per-purchase 2] [--seats] [--edge-nodes 100]
docs/capacity.md explains the formula.`;

/** More people than live in most countries; beyond it a number is a slip. */
const PEOPLE_MAX = 1_000_000_000;
/** A week: whatever sells for longer needs no machines for it. */
const MINUTES_MAX = 10_080;
/** The highest `sessionTicketLimit` of an event (api/src/catalog/event.schemas.ts). */
const TICKETS_PER_PURCHASE_MAX = 100;
/** The largest CDNs have some thousands. */
const EDGE_NODES_MAX = 100_000;
/** As people write numbers: no sign, no exponent, no other base. */
const DECIMAL = /^\d+(\.\d+)?$/;

interface Range {
  least: number;
  most: number;
  whole?: boolean;
  fallback?: number;
}

/** What the command line says of a sale; refuses what no sale can be. */
export function saleFrom(args: string[]): Sale {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { fans: text, tickets: text, minutes: text, 'join-minutes': text, 'tickets-per-purchase': text, 'edge-nodes': text, seats: { type: 'boolean' } },
  });
  const number = (name: Exclude<keyof typeof values, 'seats'>, { least, most, whole = false, fallback }: Range): number => {
    const given = values[name];
    if (given === undefined && fallback !== undefined) return fallback;
    const value = given !== undefined && DECIMAL.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    const range = `a ${whole ? 'whole number' : 'number'} from ${least} to ${most.toLocaleString('en')}`;
    throw new BenchRefused(`--${name} ${given === undefined ? 'is missing' : `is "${given}"`}; it takes ${range}.\n${usage}`);
  };
  return {
    fans: number('fans', { least: 1, most: PEOPLE_MAX, whole: true }),
    tickets: number('tickets', { least: 1, most: PEOPLE_MAX, whole: true }),
    minutes: number('minutes', { least: 0.1, most: MINUTES_MAX }),
    // Most come in the last minutes before the opening, and in the first after it.
    joinMinutes: number('join-minutes', { least: 0.1, most: MINUTES_MAX, fallback: 10 }),
    ticketsPerPurchase: number('tickets-per-purchase', { least: 1, most: TICKETS_PER_PURCHASE_MAX, fallback: 2 }),
    seats: values.seats ?? false,
    // The nodes of a CDN that serve one country, roughly; 0 is no cache at all.
    edgeNodes: number('edge-nodes', { least: 0, most: EDGE_NODES_MAX, whole: true, fallback: 100 }),
  };
}
