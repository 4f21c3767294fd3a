import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const files = globSync('{api/src,api/test,simulator/src,rehearsal/{src,test},bench/src,web/*}/**/*.{ts,tsx}', { cwd: root, exclude: (name) => /^(node_modules|\.next.*)$/.test(basename(name)) })
  // Types of what comes without, and what tools look for by its name.
  .filter((file) => !/\.(d|config)\.ts$/.test(file));
const partsOf = (file: string): string[] => basename(file).replace(/\.tsx?$/, '').split('.');

test('a file is named in kebab-case, with no suffix but those of STYLE.md', () => {
  const [, list = ''] = /a suffix only from `([^`]+)`/.exec(readFileSync(join(root, 'STYLE.md'), 'utf8')) ?? [];
  const suffixes = new Set(list.split(/[ .]+/).filter(Boolean));
  expect(suffixes.size).toBeGreaterThan(10);
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(partsOf(file)[0] as string) || partsOf(file).slice(1).some((suffix) => !suffixes.has(suffix)))).toEqual([]);
});

test('nothing is named after what it is not: a service, a manager, a helper, a util', () => {
  // `services.ts` is the table of the services that a process can be (S2.1).
  expect(files.filter((file) => /(^|-)(service|managers?|helpers?|utils?)($|-)/.test(partsOf(file)[0] as string))).toEqual([]);
});
