import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchRefused } from '../refused.ts';
import { Database } from './database.ts';
import { Provider } from './providers.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The first start makes a database and lays out 160,000 places; on a shared machine that takes its time. */
const READY_SECONDS_MAX = 300;
/** The launcher gives each of its parts 15 seconds and the database a minute. */
const STOP_SECONDS_MAX = 120;
const LINES_KEPT = 30;

/** A box office as `npm start` runs it, in a data folder of its own: embedded PostgreSQL, simulated providers, the API. */
export interface BoxOffice {
  port: number;
  /** The launcher's process; all others descend from it. */
  pid: number;
  database: Database;
  /** Its simulated payment providers. */
  providers: Provider[];
  /** The superuser's address of another database of the same server. */
  databaseUrl(name: string): string;
  /** The mean size of the bucket's pictures below this folder. */
  bucketBytes(below: string): number;
  stop(): Promise<void>;
}

export interface Opening {
  /** A data folder to use and to keep; without one a temporary folder is made, and removed at the end. */
  home?: string | undefined;
  /** A library that PostgreSQL is to load when it starts; it is started twice for that. */
  library?: string;
}

export async function openBoxOffice({ home, library }: Opening = {}): Promise<BoxOffice> {
  const folder = home === undefined ? mkdtempSync(join(tmpdir(), 'catraca-bench-')) : resolve(home);
  try {
    if (library !== undefined) await loadAtStart(folder, library);
    const { database, stop, ...running } = await start(folder);
    let stopped: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await stop();
      if (home === undefined) rmSync(folder, { recursive: true, force: true });
    };
    return {
      ...running,
      database,
      databaseUrl: (name) => addressOf(folder, name),
      bucketBytes: (below) => meanBytes(join(folder, 'bucket', below)),
      stop: () => (stopped ??= close()),
    };
  } catch (error) {
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function loadAtStart(folder: string, library: string): Promise<void> {
  const { database, stop } = await start(folder);
  try {
    await database.query(`alter system set shared_preload_libraries = '${library}'`);
  } finally {
    await stop();
  }
}

async function start(folder: string): Promise<Pick<BoxOffice, 'port' | 'pid' | 'database' | 'providers' | 'stop'>> {
  const port = await freePort();
  const launcher = launch(folder, port);
  try {
    await untilReady(launcher, port);
    const database = await Database.open(addressOf(folder, 'catraca'));
    const stop = async (): Promise<void> => {
      await database.close();
      await end(launcher.child);
    };
    return { port, pid: launcher.child.pid as number, database, providers: providersOf(folder), stop };
  } catch (error) {
    await end(launcher.child);
    throw error;
  }
}

interface Launcher {
  child: ChildProcess;
  /** What it said last. */
  lines: string[];
  /** It has said that it is open. */
  open: boolean;
}

function launch(home: string, port: number): Launcher {
  const child = fork(join(root, 'api/dist/launch/start.js'), [], {
    cwd: root,
    env: {
      ...process.env,
      CATRACA_HOME: home,
      CATRACA_MODE: 'demo',
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      GATEWAYS: '',
      // The load may say for whom it asks: a crowd has as many addresses as people.
      TRUSTED_PROXIES: '127.0.0.1/32',
      // Where it does not, the whole crowd comes from one.
      JOINS_PER_ADDRESS_PER_MINUTE: '1000000000',
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const launcher: Launcher = { child, lines: [], open: false };
  const { lines } = launcher;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line.trim() !== ''));
      launcher.open ||= lines.some((line) => line.includes('Catraca is open at'));
      lines.splice(0, Math.max(0, lines.length - LINES_KEPT));
    });
  }
  return launcher;
}

async function untilReady(launcher: Launcher, port: number): Promise<void> {
  const { child, lines } = launcher;
  const deadline = performance.now() + READY_SECONDS_MAX * 1_000;
  // The launcher says so once the API answers and the demo is loaded; before, it would answer without its events.
  while (!launcher.open) {
    if (child.exitCode !== null || child.signalCode !== null) throw new BenchRefused(`The box office did not start:\n${lines.join('\n')}`);
    if (performance.now() > deadline) throw new BenchRefused(`The box office was not ready on port ${port} after ${READY_SECONDS_MAX} seconds.`);
    await delay(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS_MAX * 1_000);
  await ended;
  clearTimeout(timer);
}

/** By the way that the box office takes, its server's socket where it has one; api/src/launch/postgres-memory.ts writes what is read here. */
function addressOf(home: string, database: string): string {
  const file = join(home, 'postgres.json');
  if (!existsSync(file)) throw new BenchRefused(`There is no embedded database in ${home}.`);
  const { port, password, socket = '127.0.0.1' } = JSON.parse(readFileSync(file, 'utf8')) as { port: number; password: string; socket?: string };
  return `postgres://postgres:${password}@${socket}:${port}/${database}`;
}

/** Where the launcher noted down its simulators' ports; api/src/launch/demo-secrets.ts writes it. */
function providersOf(home: string): Provider[] {
  const { simulators } = JSON.parse(readFileSync(join(home, 'demo-secrets.json'), 'utf8')) as { simulators: { name: string; port: number }[] };
  return simulators.map((simulator) => new Provider(simulator));
}

function meanBytes(folder: string): number {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    // Drafts are renamed into place while we look.
    .filter((entry) => entry.isFile() && entry.name.endsWith('.svg'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
