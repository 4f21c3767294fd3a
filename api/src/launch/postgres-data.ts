import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { isRunning } from './is-running.js';
import { LaunchRefused } from './launch-refused.js';
import { giveTo, type Owner } from './postgres-owner.js';

/** As long as the orphan guard gives it. */
const PREVIOUS_SECONDS_MAX = 25;
/** What a server says when it gives up; the rest is in its log. */
const LINES_KEPT = 20;

/** Makes a data folder for `owner`, with a superuser `postgres` who has this password. */
export async function initialiseData(initdb: string, owner: Owner, data: string, password: string): Promise<void> {
  // A first start that is killed half-way must not leave something that looks like a data folder: make it aside, then rename.
  const unfinished = `${data}.unfinished`;
  const passwordFile = join(unfinished, 'password');
  const cluster = join(unfinished, 'data');
  mkdirSync(dirname(data), { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(owner, unfinished);
  giveTo(owner, passwordFile);
  const login = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  const child = spawn(initdb, ['-D', cluster, ...login, ...locale], {
    ...owner,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = lastLines(child);
  const outcome = await new Promise<unknown>((resolve) => child.once('error', resolve).once('close', resolve));
  if (outcome !== 0) {
    throw new LaunchRefused(`PostgreSQL could not make its data folder ${data}: ${lines.join(' ') || String(outcome)}`);
  }
  renameSync(cluster, data);
  rmSync(unfinished, { recursive: true, force: true });
}

/** After a crash of ours the last server may still be writing its checkpoint; two on one folder is what PostgreSQL refuses. */
export async function previousServerGone(data: string): Promise<void> {
  const deadline = Date.now() + PREVIOUS_SECONDS_MAX * 1000;
  while (existsSync(join(data, 'postmaster.pid')) && Date.now() < deadline) {
    const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
    if (!isRunning(pid, 'postgres')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * The host by which an address names a socket in the data folder, which nobody else may enter. Undefined where there can be none: on Windows, where a
 * path is longer than a socket's may be (103 bytes on macOS, 107 on Linux), on another machine's disk. It is tried, because only the system knows.
 */
export async function socketHost(data: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const longest = join(data, '.s.PGSQL.65535');
  // What a start left that was killed while it tried.
  rmSync(longest, { force: true });
  const probe = createServer((caller) => caller.destroy());
  const made = await new Promise<boolean>((resolve) => probe.once('error', () => resolve(false)).listen(longest, () => resolve(true)));
  if (!made) return undefined;
  const caller = connect(longest);
  const entered = await new Promise<boolean>((resolve) => caller.once('error', () => resolve(false)).once('connect', () => resolve(true)));
  caller.destroy();
  await new Promise((resolve) => probe.close(resolve));
  return entered ? encodeURIComponent(data) : undefined;
}

/** The newest lines that a program wrote to its standard error, kept up to date. */
export function lastLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.split('\n').filter((line) => line !== ''));
    lines.splice(0, Math.max(0, lines.length - LINES_KEPT));
  });
  return lines;
}

/** Nothing of our own environment changes how PostgreSQL behaves or in which language it speaks. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
