import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../src/launch/free-port.js';
import { isRunning } from '../../src/launch/is-running.js';

const root = join(import.meta.dirname, '..', '..', '..');
/** A first start compiles, makes a database and lays out the demo's 160,000 places, on a machine that runs other tests too. */
const FIRST_START_MS = 300_000;
const STOP_MS = 60_000;

const place = mkdtempSync(join(tmpdir(), 'catraca-start-'));
// PostgreSQL runs as another user when the tests run as root, and must be able to enter.
chmodSync(place, 0o711);
const home = join(place, 'home');
const port = await freePort();

interface Started {
  process: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

const running: Started[] = [];
afterEach(async () => {
  for (const { process, ended } of running.splice(0)) {
    process.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function start(environment: Record<string, string> = {}): Started {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start'], {
    env: { ...env, PORT: String(port), CATRACA_HOME: home, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  const started = { process: child, said: () => text, ended: once(child, 'close').then(([code]) => code as number | null) };
  running.push(started);
  return started;
}

async function isOpen({ said, ended }: Started): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  await expect.poll(() => over || said().includes('Ctrl-C stops everything'), { timeout: FIRST_START_MS, interval: 100 }).toBe(true);
  expect(said()).toContain(`Catraca is open at http://localhost:${port}`);
}

/** The process ids of the supervisor and the database, from what they leave in the data folder. */
function processes(): { supervisor: number; database: number } {
  const read = (name: string): number => Number.parseInt(readFileSync(join(home, name), 'utf8'), 10);
  return { supervisor: read('lock'), database: read('postgres/postmaster.pid') };
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  test('opens a demo, refuses a second one, and leaves nothing behind when stopped', { timeout: 2 * FIRST_START_MS + STOP_MS }, async () => {
    const first = start();
    await isOpen(first);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    expect(first.said()).toContain('fan@catraca.example');
    const { supervisor, database } = processes();

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`already running on ${home}`);
    const elsewhere = start({ CATRACA_HOME: `${home}-2` });
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.said()).toContain(`Port ${port} is taken by another program`);
    expect(elsewhere.said()).not.toMatch(/^\s+at /m);

    first.process.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(isRunning(supervisor, 'node')).toBe(false);
    expect(isRunning(database, 'postgres')).toBe(false);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  test('killed outright, it takes its parts with it, and the next start finds everything again', { timeout: 2 * FIRST_START_MS + STOP_MS }, async () => {
    const killed = start();
    await isOpen(killed);
    const before = processes();
    process.kill(before.supervisor, 'SIGKILL');
    expect(await killed.ended).toBe(137);

    const next = start();
    await isOpen(next);
    expect(isRunning(before.database, 'postgres')).toBe(false);
    expect(next.said()).toContain('Festival das Dunas');
    next.process.kill('SIGTERM');
    expect(await next.ended).toBe(0);
  });
});
