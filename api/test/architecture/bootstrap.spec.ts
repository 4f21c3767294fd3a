import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const scripts = join(root, 'scripts');
// Plain JavaScript without types, because an old Node must run it.
const { sourceStamp } = (await import(join(scripts, 'build.mjs'))) as { sourceStamp: (root: string) => string };
const { dependencyStamp } = (await import(join(scripts, 'dependencies.mjs'))) as { dependencyStamp: (lock: string, platform: string) => string };

const clone = mkdtempSync(join(tmpdir(), 'catraca-clone-'));
afterAll(() => rmSync(clone, { recursive: true }));
beforeAll(() => {
  for (const name of ['tsconfig.base.json', 'api/tsconfig.json', 'api/tsconfig.build.json', 'node_modules/typescript/package.json']) {
    cpSync(join(root, name), join(clone, name));
  }
  mkdirSync(join(clone, 'api/src/orders'), { recursive: true });
  write('orders/index.ts', 'export const a = 1;');
});

function write(name: string, text: string): void {
  writeFileSync(join(clone, 'api/src', name), text);
}

test('a build is repeated when a source changes, appears, or moves, and only then', () => {
  const before = sourceStamp(clone);
  write('orders/index.ts', 'export const a = 1;');
  expect(sourceStamp(clone)).toBe(before);
  write('orders/order.spec.ts', 'the tests are not built');
  write('orders/translations.json', '{}');
  expect(sourceStamp(clone)).toBe(before);

  write('orders/index.ts', 'export const a = 2;');
  const changed = sourceStamp(clone);
  write('orders/order.ts', '');
  const added = sourceStamp(clone);
  rmSync(join(clone, 'api/src/orders/order.ts'));
  write('orders/hold.ts', '');
  expect(new Set([before, changed, added, sourceStamp(clone)]).size).toBe(4);
});

test('dependencies are installed anew for another lock file or another platform', () => {
  expect(dependencyStamp('{}', 'linux-x64')).toBe(dependencyStamp('{}', 'linux-x64'));
  expect(dependencyStamp('{}', 'linux-x64')).not.toBe(dependencyStamp('{ }', 'linux-x64'));
  expect(dependencyStamp('{}', 'linux-x64')).not.toBe(dependencyStamp('{}', 'darwin-arm64'));
});
