// `npm run faults`: the property test of faults for as long as one likes, or one of its runs again.
//   npm run faults -- --minutes 30     as many runs as fit
//   npm run faults -- --orders 500     until so many orders were placed
//   npm run faults -- --seed 4711      the run of that seed, or with one of the others that one and those after it
//   npm run faults -- --gateways real  at the adapters of real gateways only, or at the `simulated` ones
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './steps.ts';

const NIGHT_MINUTES = '30';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { minutes: { type: 'string' }, orders: { type: 'string' }, seed: { type: 'string' }, gateways: { type: 'string' } } });

Object.assign(process.env, {
  FAULTS_MINUTES: values.minutes ?? (values.orders === undefined && values.seed === undefined ? NIGHT_MINUTES : ''),
  FAULTS_ORDERS: values.orders ?? '',
  FAULTS_SEED: values.seed ?? '',
  FAULTS_GATEWAYS: values.gateways ?? '',
  FAULTS_PROGRESS: 'yes',
});
process.once('disconnect', () => process.exit(1));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { code } = await run(process.execPath, [vitest, 'run', '--project', 'faults'], join(root, 'api'), 'inherit');
process.exit(code);
