// `npm test`: every check in order, the quick ones first. All of them run even when one fails, so that one run tells everything.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from './audit.ts';
import { runQuietly, runTests, type Outcome } from './steps.ts';

const root = join(import.meta.dirname, '..');
const filters = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'catraca-reports-'));

const tool = (path: string): string => join(root, 'node_modules', path);
const tsc = tool('typescript/bin/tsc');

const checks: [string, string[]][] = [
  ['types of the API', [tsc, '-p', 'api']],
  ['types of the simulator', [tsc, '-p', 'simulator']],
  ['types of the rehearsal', [tsc, '-p', 'rehearsal']],
  ['types of the bench', [tsc, '-p', 'bench']],
  ['types of the web', [tsc, '-p', 'web']],
  ['types of the small programs', [tsc, '-p', 'scripts']],
  ['lint', [tool('oxlint/bin/oxlint'), '--deny-warnings', 'api', 'simulator', 'rehearsal', 'bench', 'web', 'scripts', 'demo', 'docs']],
  // Once, before tests that run what is built would each do it; the pages import what the line's own build makes.
  ['build', ['scripts/build.mjs']],
  ['import graph', [tool('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', '.dependency-cruiser.mjs', 'api/src', 'api/test', 'simulator/src', 'rehearsal/src', 'rehearsal/test', 'bench/src', 'web']],
  ['nothing unused', [tool('knip/bin/knip.js')]],
];

process.once('disconnect', () => process.exit(1));
const outcomes: Outcome[] = [];
for (const [name, args] of checks) outcomes.push(await runQuietly(name, args, root));
outcomes.push(await audit(root));
outcomes.push(await runTests('tests of the simulator', tool('vitest/vitest.mjs'), join(root, 'simulator'), [], reports));
outcomes.push(await runTests('tests of the rehearsal', tool('vitest/vitest.mjs'), join(root, 'rehearsal'), [...filters, '--passWithNoTests'], reports));
outcomes.push(await runTests('tests of the bench', tool('vitest/vitest.mjs'), join(root, 'bench'), [], reports));
outcomes.push(await runTests('tests of the web', tool('vitest/vitest.mjs'), join(root, 'web'), [...filters, '--passWithNoTests'], reports));
outcomes.push(await runTests('tests of the API', tool('vitest/vitest.mjs'), join(root, 'api'), filters, reports));
rmSync(reports, { recursive: true, force: true });

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
// Said once more at the very end, where whoever sees only the end of a long log finds it.
for (const { name, failures } of outcomes.filter((outcome) => outcome.failed > 0)) console.log([`Failed: ${name}`, ...(failures ?? [])].join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
