import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.js';
import { LaunchRefused } from './launch-refused.js';
import { guardOrphan } from './orphan-guard.js';
import { findPostgresBinaries, folderFor, type Owner, type PostgresBinaries } from './postgres-binaries.js';
import { postgresSettings } from './postgres-settings.js';

/** Recovery after a power cut replays at most `max_wal_size` of log; on a slow disk that takes minutes, not seconds. */
const READY_SECONDS_MAX = 300;
/** A fast shutdown writes one checkpoint. */
const STOP_SECONDS_MAX = 60;
const LINES_KEPT = 20;

export interface EmbeddedPostgres {
  /** Superuser, database `postgres`. */
  url: string;
  port: number;
  /** Whether this start made the data folder. */
  created: boolean;
  /** Resolves when the server's process is gone, asked for or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the data and, beside it, `<folder>.port`, `<folder>.password` and `<folder>.log`. Made when missing. */
  folder: string;
  settings?: Record<string, string>;
}

/**
 * Starts the PostgreSQL that comes inside an npm package, on the loopback interface, in a folder of its own, and waits
 * until it answers. As root it runs as another user. It ends with us, even when we are killed.
 * Throws LaunchRefused for a data folder of another major version.
 */
export async function startEmbeddedPostgres({ folder, settings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await findPostgresBinaries();
  const data = folderFor(binaries.owner, folder);
  mkdirSync(dirname(data), { recursive: true });
  const created = !existsSync(join(data, 'PG_VERSION'));
  const password = rememberedPassword(folder, created);
  if (created) await initialise(binaries, data, password);
  else refuseOtherVersion(readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(), binaries.majorVersion, data);

  const port = await freePort(rememberedPort(folder));
  const server = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...asArguments({ ...postgresSettings(), ...settings })], {
    ...binaries.owner,
    cwd: '/',
    env: serverEnvironment(),
    // Ctrl-C reaches every process of the terminal's group; the database must outlive the API that is finishing its work.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  guardOrphan(server, 'INT', binaries.owner);
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await ready(server, `${folder}.log`);
  writeFileSync(`${folder}.port`, String(port));
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    created,
    ended,
    stop: () => stop(server, ended, binaries, data),
  };
}

/** Where the server of this folder was told to listen when it last started; undefined when it never did. */
export function embeddedPostgresUrl(folder: string): string | undefined {
  const port = rememberedPort(folder);
  if (port === undefined || !existsSync(`${folder}.password`)) return undefined;
  return `postgres://postgres:${readFileSync(`${folder}.password`, 'utf8')}@127.0.0.1:${port}/postgres`;
}

/** PostgreSQL reads only the data of its own major version. */
export function refuseOtherVersion(found: string, expected: number, folder: string): void {
  if (Number.parseInt(found, 10) === expected) return;
  throw new LaunchRefused(
    `${folder} holds data of PostgreSQL ${found}, and this release brings PostgreSQL ${expected}. ` +
      'docs/operations.md says how to carry the data over; "npm start -- --fresh" begins anew without it.',
  );
}

async function initialise(binaries: PostgresBinaries, data: string, password: string): Promise<void> {
  // A first start that is killed half-way must not leave something that looks like a data folder: make it aside, then rename.
  const unfinished = `${data}.unfinished`;
  const passwordFile = join(unfinished, 'password');
  const cluster = join(unfinished, 'data');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [unfinished, passwordFile]) giveTo(binaries.owner, path);
  const options = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const locale = ['--locale-provider=builtin', '--locale=C.UTF-8'];
  const process = spawn(binaries.initdb, ['-D', cluster, ...options, ...locale], {
    ...binaries.owner,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = keepLastLines(process);
  const code = await new Promise((resolve) => process.once('error', resolve).once('close', resolve));
  if (code !== 0) throw new LaunchRefused(`PostgreSQL could not make its data folder ${data}: ${lines.join(' ') || String(code)}`);
  renameSync(cluster, data);
  rmSync(unfinished, { recursive: true, force: true });
}

function ready(server: ChildProcess, logFile: string): Promise<void> {
  const lines = keepLastLines(server);
  server.stderr?.pipe(createWriteStream(logFile, { mode: 0o600 }));
  return new Promise((resolve, reject) => {
    const refuse = (reason: string): void => {
      clearTimeout(timer);
      reject(new LaunchRefused(`PostgreSQL did not start: ${reason}`));
    };
    const timer = setTimeout(() => {
      server.kill('SIGINT');
      refuse(`not ready after ${READY_SECONDS_MAX} seconds; its log is ${logFile}.`);
    }, READY_SECONDS_MAX * 1000);
    server.once('error', (error) => refuse(error.message));
    server.once('exit', () => refuse(lines.join('\n')));
    const seeWhetherReady = (): void => {
      if (!lines.some((line) => line.includes('database system is ready to accept connections'))) return;
      clearTimeout(timer);
      server.stderr?.off('data', seeWhetherReady);
      resolve();
    };
    server.stderr?.on('data', seeWhetherReady);
  });
}

async function stop(server: ChildProcess, ended: Promise<void>, binaries: PostgresBinaries, data: string): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown. Windows has no signals; there pg_ctl knows another way.
  if (process.platform === 'win32') spawn(binaries.pgCtl, ['stop', '-m', 'fast', '-D', data], { stdio: 'ignore' });
  else server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_SECONDS_MAX * 1000);
  await ended;
  clearTimeout(timer);
}

function keepLastLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.split('\n').filter((line) => line !== ''));
    lines.splice(0, Math.max(0, lines.length - LINES_KEPT));
  });
  return lines;
}

function rememberedPort(folder: string): number | undefined {
  return existsSync(`${folder}.port`) ? Number(readFileSync(`${folder}.port`, 'utf8')) : undefined;
}

function rememberedPassword(folder: string, created: boolean): string {
  const file = `${folder}.password`;
  if (!created) return readFileSync(file, 'utf8');
  const password = randomBytes(24).toString('base64url');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, password, { mode: 0o600 });
  chmodSync(file, 0o600);
  return password;
}

function giveTo(owner: Owner, path: string): void {
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
}

function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
