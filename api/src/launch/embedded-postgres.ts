import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.js';
import { LaunchRefused } from './launch-refused.js';
import { guardOrphan } from './orphan-guard.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { initialiseData, lastLines, previousServerGone, serverEnvironment, socketHost } from './postgres-data.js';
import { nearUrlOf, type PostgresMemory, recall, remember, urlOf } from './postgres-memory.js';
import { folderFor, ownerOfServer } from './postgres-owner.js';
import { postgresSettings } from './postgres-settings.js';

/** Recovery after a power cut replays at most `max_wal_size` of log; on a slow disk that takes minutes, not seconds. */
const READY_SECONDS_MAX = 300;
/** A fast shutdown writes one checkpoint. */
const STOP_SECONDS_MAX = 60;

export interface EmbeddedPostgres {
  port: number;
  /** Where the data is when its user cannot enter the folder that was asked for. */
  elsewhere: string | undefined;
  /** The superuser's address of the database `postgres`, or of the one named. */
  url(database?: string): string;
  /** The same by the shortest way there is from this machine: the server's socket, where it has one that can be named. */
  nearUrl(database: string): string;
  /** Resolves when the server's process is gone, asked for or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the data; beside it `<folder>.json` (port, password) and `<folder>.log`. Made when missing. */
  folder: string;
  settings?: Record<string, string>;
}

/**
 * Starts the PostgreSQL that comes inside an npm package, on the loopback interface, in a folder of its own, and waits
 * until it answers. As root it runs as another user. It ends with us, even when we are killed.
 * @throws LaunchRefused for a data folder of another major version.
 */
export async function startEmbeddedPostgres({ folder, settings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(dirname(folder), { recursive: true });
  const known = recall(folder);
  if (known?.elsewhere !== undefined && known.folder !== folder) throw new LaunchRefused(copySentence(known.elsewhere, folder));
  const owner = ownerOfServer(known?.elsewhere ?? folder);
  const binaries = await findPostgresBinaries(owner);
  const data = known?.elsewhere ?? folderFor(owner, folder);
  const password = known?.password ?? randomBytes(24).toString('base64url');
  const memory: PostgresMemory = { folder, ...(data === folder ? {} : { elsewhere: data }), password };
  if (existsSync(join(data, 'PG_VERSION'))) {
    if (known === undefined) throw new LaunchRefused(`${data} holds a database, but ${folder}.json with its password is missing.`);
    refuseOtherVersion(readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(), binaries.majorVersion, data);
    await previousServerGone(data);
  } else {
    remember(folder, memory);
    await initialiseData(binaries.initdb, owner, data, password);
  }

  const port = await freePort(known?.port);
  const socket = await socketHost(data);
  const server = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...asArguments({ ...postgresSettings(), ...(socket && { unix_socket_directories: '.' }), ...settings })], {
    ...owner,
    cwd: '/',
    env: serverEnvironment(),
    // Ctrl-C reaches every process of the terminal's group; the database must outlive the API that is finishing its work.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  guardOrphan(server, 'INT', owner);
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await ready(server, `${folder}.log`);
  const running: PostgresMemory = { ...memory, port, socket };
  remember(folder, running);
  return {
    port,
    elsewhere: memory.elsewhere,
    url: (database = 'postgres') => urlOf(running, database),
    nearUrl: (database) => nearUrlOf(running, database),
    ended,
    stop: () => stop(server, ended, [binaries.pgCtl, data]),
  };
}

function copySentence(elsewhere: string, folder: string): string {
  return (
    `${folder}.json was copied from another data folder, whose database lies in ${elsewhere}. ` +
    `Copy that folder too, with its owner, and name the copy as "elsewhere", and ${folder} as "folder", in that file.`
  );
}

/** PostgreSQL reads only the data of its own major version. */
export function refuseOtherVersion(found: string, expected: number, folder: string): void {
  if (Number.parseInt(found, 10) === expected) return;
  throw new LaunchRefused(
    `${folder} holds data of PostgreSQL ${found}, and this release brings PostgreSQL ${expected}. ` +
      'docs/operations.md says how to carry the data over; "npm start -- --fresh" begins anew without it.',
  );
}

function ready(server: ChildProcess, logFile: string): Promise<void> {
  const lines = lastLines(server);
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

async function stop(server: ChildProcess, ended: Promise<void>, [pgCtl, data]: [string, string]): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown. Windows has no signals; there pg_ctl knows another way.
  if (process.platform === 'win32') spawn(pgCtl, ['stop', '-m', 'fast', '-D', data], { stdio: 'ignore' });
  else server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_SECONDS_MAX * 1000);
  await ended;
  clearTimeout(timer);
}

function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
