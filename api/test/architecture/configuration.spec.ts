import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const source = readFileSync(join(root, 'api/src/platform/config.ts'), 'utf8');
const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');

const read = [...(/const environment = z\.object\(\{\n(.*?)\n\}\);/s.exec(source)?.[1] ?? '').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
const documented = page
  .split('\n')
  .filter((line) => /^\| `[A-Z]/.test(line))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));

test('every variable that the program reads is in the table of docs/operations.md, and nothing else is', () => {
  expect(read.length).toBeGreaterThan(10);
  expect(documented.toSorted()).toEqual(read.toSorted());
});
