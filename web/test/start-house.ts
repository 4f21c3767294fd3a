import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const root = join(import.meta.dirname, '..', '..');
// A start builds what has changed, makes a database and lays out the demo's 160,000 places, on a machine that runs other things too.
const START_MS = 900_000;

/**
 * Once per run: the whole box office as `npm start` starts it, in a folder that is gone afterwards and on a port that was free. A house
 * that runs already can be named in HOUSE_URL, and its folder in HOUSE_HOME.
 */
export default async function startHouse(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['HOUSE_URL'];
  const house = named === undefined || named === '' ? await openHouse() : { url: named, home: process.env['HOUSE_HOME'] ?? '', close: async () => undefined };
  project.provide('houseUrl', house.url);
  project.provide('houseHome', house.home);
  return house.close;
}

export interface House {
  url: string;
  /** The folder with what it keeps: secrets, too. */
  home: string;
  close(): Promise<void>;
}

/** `more`: settings beside the usual ones. */
export async function openHouse(more: Record<string, string> = {}): Promise<House> {
  const place = mkdtempSync(join(tmpdir(), 'catraca-web-'));
  // PostgreSQL runs as another user when the tests run as root, and must be able to enter.
  chmodSync(place, 0o711);
  const port = await freePort();
  const { DATABASE_URL: _database, WEB_URL: _web, NODE_ENV: _mode, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start'], {
    env: { ...env, NODE_ENV: 'production', PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: `http://localhost:${port}`, CATRACA_HOME: join(place, 'home'), CATRACA_MODE: 'demo', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = once(child, 'close');
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(place, { recursive: true, force: true });
  };
  const open = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The box office was not open in time.\n${said}`)), START_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        said += part;
        if (said.includes('Ctrl-C stops everything')) resolve();
      });
    }
    void ended.then(() => reject(new Error(`The box office did not open.\n${said}`)));
    void ended.finally(() => clearTimeout(timer));
  });
  await open.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  // Cookies and the pages' own addresses belong to the name, not to the number.
  return { url: `http://localhost:${port}`, home: join(place, 'home'), close };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
