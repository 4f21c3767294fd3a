import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHome } from './home.js';

/** Beyond every system's largest process number. */
const NOBODY = '99999999';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catraca-home-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is in use is refused with the process that uses it', () => {
  const home = openHome(folder);
  writeFileSync(home.path('lock'), String(process.ppid));
  expect(() => openHome(folder)).toThrow(new RegExp(`already running on .* \\(process ${process.ppid}\\)`));
});

test('a released folder can be opened again', () => {
  openHome(folder).release();
  expect(openHome(folder).abandoned).toBe(false);
});

test('the lock of a process that is no more is taken over, and said so', () => {
  const home = openHome(folder);
  writeFileSync(home.path('lock'), NOBODY);
  expect(openHome(folder).abandoned).toBe(true);
});

test('a folder with somebody else’s files is neither used nor emptied', () => {
  writeFileSync(join(folder, 'thesis.tex'), '');
  expect(() => openHome(folder, true)).toThrow(/other files/);
  expect(readdirSync(folder)).toEqual(['thesis.tex']);
});

test('a fresh start empties our own folder but keeps the lock', () => {
  const home = openHome(folder);
  writeFileSync(home.path('demo-secrets.json'), '{}');
  home.release();
  openHome(folder, true);
  expect(existsSync(home.path('demo-secrets.json'))).toBe(false);
  expect(existsSync(home.path('lock'))).toBe(true);
});

test('a fresh start also empties a database that lies elsewhere', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'catraca-data-'));
  const home = openHome(folder);
  writeFileSync(home.path('postgres.json'), JSON.stringify({ folder: home.path('postgres'), elsewhere, password: 'x' }));
  home.release();
  openHome(folder, true);
  expect(existsSync(elsewhere)).toBe(false);
});

test('a fresh start of a copy leaves the original’s database alone', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'catraca-data-'));
  const home = openHome(folder);
  writeFileSync(home.path('postgres.json'), JSON.stringify({ folder: '/srv/original/postgres', elsewhere, password: 'x' }));
  home.release();
  openHome(folder, true);
  expect(existsSync(elsewhere)).toBe(true);
  rmSync(elsewhere, { recursive: true });
});
