import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

// The first that keeps to it; what was applied before is never edited.
const FIRST = '0015';

const count = (text: string, words: string): number => text.split(words).length - 1;

test('a rule about transfers, of which there are ever more, is validated apart from where it is added, so that nobody waits to write them', async () => {
  const folder = new URL('../../src/wallet/migrations/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name >= FIRST).sort();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const changes = texts.map((text) => [...text.matchAll(/alter table wallet\.transfer\b[^;]*;/g)].map(([statement]) => statement).join(''));
  expect(changes.map((change) => count(change, 'add constraint')).some((added) => added > 0)).toBe(true);
  for (const change of changes) {
    expect(count(change, 'not valid')).toBe(count(change, 'add constraint'));
    if (change.includes('add constraint')) expect(change).not.toContain('validate constraint');
  }
});
