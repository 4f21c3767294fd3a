import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHome } from './home.js';

/** Opens the folder that it is given, and says what came of it. */
const OPENS = `
import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) => next(name.startsWith('.') ? name.replace(/js$/, 'ts') : name, context) });
const { openHome } = await import(${JSON.stringify(join(import.meta.dirname, 'home.ts'))});
try { openHome(process.argv[1]); console.log('opened'); } catch (error) { console.log(error.constructor.name, error.message); }`;

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

test('a folder that does not exist yet is made with all above it', () => {
  const deep = join(folder, 'a', 'b', 'c');
  openHome(deep).release();
  expect(readdirSync(deep)).toEqual(['this-is-a-catraca-home']);
});

// In a process of its own: Node's way of making folders went round in circles in /proc, deaf to every signal but SIGKILL.
test.each(['a file', 'below a file', ...(existsSync('/proc/self') ? ['in /proc'] : [])])('where no folder can be, %s, that is said in a sentence', (where) => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const path = { 'a file': file, 'below a file': join(file, 'home') }[where] ?? '/proc/catraca-home';
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', OPENS, path], { encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' });
  expect(stdout).toContain(`LaunchRefused ${path} cannot be used (`);
});
