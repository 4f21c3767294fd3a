import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '#platform';

const sources = join(import.meta.dirname, '..', '..', 'src');

/** The code of every class of expected failure. */
const spelt = globSync('**/*.ts', { cwd: sources }).flatMap((file) => [...readFileSync(join(sources, file), 'utf8').matchAll(/static readonly code = '([^']+)'/g)].map(([, code]) => code));
// Failures that no class stands for: the filter makes them of what others throw.
const ofTheFilter = [...readFileSync(join(sources, 'platform/http/problem.ts'), 'utf8').matchAll(/code: '(platform\.\w+)'/g)].map(([, code]) => code as string);

const translated = globSync('*/translations.json', { cwd: sources }).flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(join(sources, file), 'utf8')) as Record<string, Record<string, string>>).map(([code, sentences]) => ({ module: file.split('/')[0]!, code, sentences })),
);

test('no code stands for two failures', () => {
  expect(spelt.length).toBeGreaterThan(50);
  expect(spelt.filter((code, index) => spelt.indexOf(code) !== index)).toEqual([]);
});

test('every code is translated once, in the module that declares it, and no translation is left over', () => {
  const codes = [...new Set([...spelt, ...ofTheFilter])];
  expect(translated.map(({ code }) => code).toSorted()).toEqual(codes.toSorted());
});

test('every code has one sentence in every language and in no other', () => {
  const wrong = translated.filter(({ sentences }) => Object.keys(sentences).toSorted().join() !== [...languages].toSorted().join() || Object.values(sentences).some((text) => text.trim().length < 5));
  expect(wrong).toEqual([]);
});
