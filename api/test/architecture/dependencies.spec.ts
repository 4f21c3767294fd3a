import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const kinds = ['dependencies', 'optionalDependencies', 'devDependencies'] as const;

const named = ['package.json', 'api/package.json', 'simulator/package.json', 'rehearsal/package.json', 'bench/package.json', 'web/package.json'].flatMap((file) => {
  const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as Partial<Record<(typeof kinds)[number], Record<string, string>>>;
  return kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}).map(([name, version]) => ({ name, version })));
});

test('docs/dependencies.md says of every direct dependency why it is there, and of nothing else', () => {
  const rows = readFileSync(join(root, 'docs/dependencies.md'), 'utf8').split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.filter((line) => (line.split('|')[2] ?? '').trim().length < 5)).toEqual([]);
  const explained = rows.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(explained.toSorted()).toEqual([...new Set(named.map(({ name }) => name))].toSorted());
});

test('every direct dependency is pinned to one version', () => {
  expect(named.filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
