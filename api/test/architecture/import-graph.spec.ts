import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const house = mkdtempSync(join(tmpdir(), 'catraca-graph-'));
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** What the committed rules say about a small house of these files. */
function complaints(files: Record<string, string>): string {
  rmSync(house, { recursive: true, force: true });
  const clean = {
    'api/src/main.ts': "import { a } from '#platform'; export const main = a;",
    'api/src/platform/index.ts': "export { a } from './a.js';",
    'api/src/platform/a.ts': 'export const a = 1;',
    'simulator/src/index.ts': 'export const simulator = 1;',
    'rehearsal/src/main.ts': 'export const rehearsal = 1;',
  };
  for (const [name, text] of Object.entries({ ...clean, ...files })) {
    mkdirSync(dirname(join(house, name)), { recursive: true });
    writeFileSync(join(house, name), text);
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const name of ['.dependency-cruiser.mjs', 'package.json', 'api/package.json']) copyFileSync(join(root, name), join(house, name));
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const run = spawnSync(process.execPath, [program, '--config', '.dependency-cruiser.mjs', 'api/src', 'simulator/src', 'rehearsal/src'], {
    cwd: house,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return run.stdout;
}

test('a house that keeps the order has no complaint', () => {
  expect(complaints({ 'api/src/orders/index.ts': "import { a } from '#platform'; export const b = a;" })).toContain('no dependency violations');
});

test.each([
  ['a lower module that imports a higher one', 'inventory-imports-only-what-is-below-it', {
    'api/src/inventory/index.ts': "import { b } from '#orders'; export const c = b;",
    'api/src/orders/index.ts': 'export const b = 1;',
  }],
  ['an import past the face', 'only-through-the-face', { 'api/src/orders/index.ts': "import { a } from '../platform/a.js'; export const b = a;" }],
  ['the entry that reaches past a face', 'entries-only-through-the-face', {
    'api/src/main.ts': "import { a } from '#platform'; import { a as b } from './platform/a.js'; export const main = a + b;",
  }],
  ['a circle inside a module', 'no-circles', { 'api/src/platform/a.ts': "import { d } from './d.js'; export const a = d;", 'api/src/platform/d.ts': "import { a } from './a.js'; export const d = () => a;" }],
  ['a module that is nowhere in the order', 'every-module-has-its-place', { 'api/src/loyalty/index.ts': "import { a } from '#platform'; export const e = a;" }],
  ['an alias that leads nowhere', 'nothing-unresolved', { 'api/src/orders/index.ts': "import { a } from '#nowhere'; export const b = a;" }],
  ['a development package in the product', 'no-development-packages-in-the-product', { 'api/src/orders/index.ts': "import { test } from 'vitest'; export const b = test;" }],
  ['the product that imports a simulated provider', 'providers-are-spoken-to-by-http', { 'api/src/payments/index.ts': "import { simulator } from '../../../simulator/src/index.js'; export const b = simulator;" }],
  ['a rehearsal that knows the box office from within', 'rehearsed-by-http', { 'rehearsal/src/main.ts': "import { a } from '../../api/src/platform/index.ts'; export const rehearsal = a;" }],
])('%s is refused', (_what, rule, files) => {
  expect(complaints(files)).toContain(`error ${rule}`);
});
