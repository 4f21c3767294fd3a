import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LaunchRefused } from './launch-refused.js';

/** The system user that PostgreSQL runs as; empty where it may run as ourselves. */
export interface Owner {
  uid?: number;
  gid?: number;
}

const OPEN_FOLDER = '/var/lib/catraca';

/**
 * PostgreSQL refuses to run as root, and needs a user that has a name: whoever owns the data already, else `postgres`
 * where it exists, else `nobody`.
 */
export function ownerOfServer(data: string): Owner {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, user], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new LaunchRefused(
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody". ' +
      'Start as another user, or set DATABASE_URL.',
  );
}

/** `wanted`, or a folder in an open place when `wanted` lies below a folder that the server's user cannot enter. */
export function folderFor(owner: Owner, wanted: string): string {
  if (canEnter(owner, dirname(wanted))) return wanted;
  return join(openFolder(), wanted.replaceAll(/[^\w.-]+/g, '_').replace(/^_/, ''));
}

/** Where things go that PostgreSQL's user must reach when our own folders are closed to it (a clone below `/root`, say). */
export function openFolder(): string {
  mkdirSync(OPEN_FOLDER, { recursive: true });
  chmodSync(OPEN_FOLDER, 0o755);
  return OPEN_FOLDER;
}

export function canEnter(owner: Owner, folder: string): boolean {
  if (owner.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'test', folder], { ...owner, cwd: '/' }).status === 0;
}

export function giveTo(owner: Owner, path: string): void {
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
}
