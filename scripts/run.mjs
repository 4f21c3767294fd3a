// Plain JavaScript, because whatever Node a fresh machine has must be able to run it (20 or newer). It makes the
// clone runnable — dependencies, Node 26, a build — and hands over to the real program.
import { existsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, buildLine, buildPages, forgetBuild } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { handOver } from './hand-over.mjs';
import { findNode } from './node.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');

const MEBIBYTE = 1024 * 1024;
// A crowd of sixty thousand leaves much garbage, and what collects it takes from the box office on the same machine: less often where two gigabytes, or an eighth
// of a smaller machine, may fill up first. Answers lie outside V8's heap, and sixty-four megabytes of them would begin a collection of all of it every few seconds,
// though most are long read: they count towards the same limit instead.
const CROWD = [
  '--max-semi-space-size=64', `--initial-old-space-size=${Math.min(2048, Math.floor(totalmem() / 8 / MEBIBYTE))}`, '--external-memory-accounted-in-global-limit',
];

const commands = {
  start: { program: ['api/dist/launch/start.js'], built: true, pages: true },
  dev: { program: ['api/dist/launch/start.js', '--watch'], built: true, line: true },
  verify: { program: ['api/dist/verify/main.js'], built: true },
  rehearse: { program: [...CROWD, 'rehearsal/src/main.ts'], built: true },
  walk: { program: ['web/test/weigh/walk.ts'], built: true, pages: true },
  bench: { program: [...CROWD, 'bench/src/main.ts'], built: true },
  capacity: { program: ['bench/src/capacity/main.ts'], built: false },
  screenshots: { program: ['web/test/screenshots.ts'], built: true, pages: true },
  weigh: { program: ['web/test/weigh/main.ts'], built: true, pages: true },
  test: { program: ['scripts/test.ts'], built: false },
  faults: { program: ['scripts/faults.ts'], built: false },
  chaos: { program: ['scripts/chaos.ts'], built: true },
};

const [name = 'start', ...options] = process.argv.slice(2);
const command = commands[name];

try {
  if (command === undefined) throw new Error(`There is no command "${name}": ${Object.keys(commands).join(', ')}.`);
  if (!existsSync(join(root, 'api', 'src'))) throw new Error('This is not a complete clone: the folder api/src is missing.');
  installDependencies(root);
  const node = findNode(root);
  if (command.built) build(root, node);
  if (command.pages) buildPages(root, node);
  // Pages that are compiled as they are asked for need what Next does not compile.
  if (command.line) buildLine(root, node);
  // The compiler that watches writes its own build, which no stamp describes.
  if (name === 'dev') forgetBuild(root);
  process.exitCode = await handOver(node, [...command.program, ...options], root);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
