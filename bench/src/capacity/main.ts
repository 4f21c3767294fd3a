import { parseArgs } from 'node:util';
import { BenchRefused } from '../refused.ts';
import { machinesFor, type Sale } from './capacity.ts';
import { describeMachines } from './describe.ts';
import { readCosts, readRehearsed } from './costs.ts';

const usage = `npm run capacity -- --fans 2000000 --tickets 150000 --minutes 30 [--join-minutes 10] [--tickets-per-purchase 2] [--seats] [--edge-nodes 100]
docs/capacity.md explains the formula.`;

/** `npm run capacity`: what machines a sale of a given size needs. */
function saleFrom(args: string[]): Sale {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { fans: text, tickets: text, minutes: text, 'join-minutes': text, 'tickets-per-purchase': text, 'edge-nodes': text, seats: { type: 'boolean' } },
  });
  const number = (name: Exclude<keyof typeof values, 'seats'>, fallback?: number, least = Number.MIN_VALUE): number => {
    const given = values[name];
    const value = given === undefined ? fallback : Number(given);
    if (value === undefined || !Number.isFinite(value) || value < least) throw new BenchRefused(`--${name} ${given === undefined ? 'is missing' : `is "${given}"`}.\n${usage}`);
    return value;
  };
  return {
    fans: number('fans'),
    tickets: number('tickets'),
    minutes: number('minutes'),
    // Most come in the last minutes before the opening, and in the first after it.
    joinMinutes: number('join-minutes', 10),
    ticketsPerPurchase: number('tickets-per-purchase', 2),
    seats: values.seats ?? false,
    // The nodes of a CDN that serve one country, roughly; 0 is no cache at all.
    edgeNodes: number('edge-nodes', 100, 0),
  };
}

try {
  const sale = saleFrom(process.argv.slice(2));
  const costs = readCosts();
  console.log(describeMachines(sale, machinesFor(sale, costs, readRehearsed()), costs));
} catch (error) {
  const expected = error instanceof BenchRefused || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
}
// The channel to the bootstrap would keep us alive.
if (process.connected) process.disconnect?.();
