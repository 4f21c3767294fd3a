// `npm run chaos`: the crash tests of `npm test` for as long as one likes, or one of their sales again.
//   npm run chaos -- --minutes 30     as many sales as fit
//   npm run chaos -- --runs 10        so many
//   npm run chaos -- --seed 4711      the sale of that seed, or with --runs that one and those after it
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './steps.ts';

const NIGHT_MINUTES = '30';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { minutes: { type: 'string' }, runs: { type: 'string' }, seed: { type: 'string' } } });

const wanted = {
  CHAOS_MINUTES: values.minutes ?? (values.runs === undefined && values.seed === undefined ? NIGHT_MINUTES : ''),
  CHAOS_RUNS: values.runs ?? '',
  CHAOS_SEED: values.seed ?? '',
  CHAOS_PROGRESS: 'yes',
};
Object.assign(process.env, wanted);
process.once('disconnect', () => process.exit(1));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { code } = await run(process.execPath, [vitest, 'run', '--project', 'chaos'], join(root, 'api'), 'inherit');
process.exit(code);
