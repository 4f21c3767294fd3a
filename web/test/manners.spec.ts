import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const web = join(import.meta.dirname, '..');
const files = globSync('{app,box-office,programme,line,seats,checkout,tickets,orders,wallet,account,ui,words}/**/*.{ts,tsx}', { cwd: web })
  .filter((file) => !/\.spec\.tsx?$|schema\.d\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(web, file), 'utf8') }));

const filesWith = (pattern: RegExp, except: RegExp = /^$/): string[] => files.filter(({ file, text }) => pattern.test(text) && !except.test(file)).map(({ file }) => file);

test('only box-office/ speaks to the API', () => {
  expect(files.length).toBeGreaterThan(80);
  // The third party's address is asked for without being followed, and an order's stream is listened to: the client can neither.
  expect(filesWith(/\bfetch\(|XMLHttpRequest|new EventSource\(/, /^box-office\/|^account\/third-party\.ts$|^checkout\/order-watch\.ts$/)).toEqual([]);
});

test('what the server makes has no style attribute, which the policy would refuse', () => {
  // Pictures to share are drawn from markup that no browser sees.
  const served = files.filter(({ file, text }) => file.endsWith('.tsx') && !/^'use client'/m.test(text) && !/opengraph|card/.test(file));
  expect(served.filter(({ text }) => /\bstyle=\{/.test(text)).map(({ file }) => file)).toEqual([]);
});

test('nothing brings what the budget or the policy has no room for', () => {
  expect(filesWith(/from 'next\/(link|image|font[^']*|script)'/)).toEqual([]);
});

test('nothing is asked of another site', () => {
  expect(filesWith(/(src|href)="https?:\/\//)).toEqual([]);
});

test('colours are made up in ui/ only', () => {
  expect(filesWith(/(?<![&\w])#[0-9a-f]{6}\b/i, /^ui\/|^programme\/card|^app\/manifest\.ts$|layout\.tsx$|opengraph-image/)).toEqual([]);
});
