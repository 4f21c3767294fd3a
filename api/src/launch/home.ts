import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRunning } from './is-running.js';
import { LaunchRefused } from './launch-refused.js';
import { recall } from './postgres-memory.js';

const MARK = 'this-is-a-catraca-home';
const LOCK = 'lock';
/** What a system says of a path where no folder can be, or nothing can be written. */
const UNUSABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'ELOOP', 'EINVAL']);

/** A data folder that this process alone uses. */
export interface Home {
  path(name: string): string;
  /** The last start did not end in order: parts of it may still be about to stop. */
  abandoned: boolean;
  release(): void;
}

/**
 * Makes or opens a data folder and locks it.
 * @throws LaunchRefused when another start uses it, or when it holds somebody else's files (a slip in CATRACA_HOME must not scatter ours among them, nor `--fresh` delete them).
 */
export function openHome(folder: string, fresh = false): Home {
  try {
    make(folder);
    return open(folder, fresh);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !UNUSABLE.has(code)) throw error;
    throw new LaunchRefused(`${folder} cannot be used (${code}). CATRACA_HOME must name a folder that you may make and write to.`);
  }
}

/** Folder by folder: where a file system takes none though all above are there (/proc), Node's own `recursive` tries for ever, and no signal ends it. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another start may have made it just now.
    if (!existsSync(folder)) throw error;
  }
}

function open(folder: string, fresh: boolean): Home {
  const path = (name: string): string => join(folder, name);
  const content = readdirSync(folder);
  if (content.length > 0 && !content.includes(MARK)) {
    throw new LaunchRefused(`${folder} has other files in it. CATRACA_HOME must name a folder that is empty or does not exist yet.`);
  }
  const abandoned = lock(path(LOCK), folder);
  if (fresh) empty(folder);
  writeFileSync(path(MARK), 'Everything in here belongs to Catraca; "npm start -- --fresh" deletes it.\n');
  // As root, PostgreSQL's own user must be able to pass through; what is secret has a mode of its own.
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  return { path, abandoned, release: () => rmSync(path(LOCK), { force: true }) };
}

/** Takes the lock; true when a start that is no more still held it. */
function lock(file: string, folder: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return attempt > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder !== process.pid && isRunning(holder, 'node')) {
      throw new LaunchRefused(
        `A box office is already running on ${folder} (process ${holder}). Stop it, or choose another folder with CATRACA_HOME.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new LaunchRefused(`Another start is just taking ${folder}. Try again.`);
}

/** Nobody's where another start has just taken it away. */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return 0;
  }
}

function empty(folder: string): void {
  // The database may live elsewhere, where its user can reach it.
  const known = recall(join(folder, 'postgres'));
  if (known?.elsewhere !== undefined && known.folder === join(folder, 'postgres')) rmSync(known.elsewhere, { recursive: true, force: true });
  for (const name of readdirSync(folder)) {
    if (name !== LOCK) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
