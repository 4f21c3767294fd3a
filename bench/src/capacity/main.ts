import { BenchRefused } from '../refused.ts';
import { machinesFor } from './capacity.ts';
import { describeMachines } from './describe.ts';
import { readCosts, readRehearsed } from './costs.ts';
import { saleFrom } from './sale.ts';

/** `npm run capacity`: what machines a sale of a given size needs. */
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
