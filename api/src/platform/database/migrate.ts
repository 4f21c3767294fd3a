import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

interface Migration {
  name: string;
  text: string;
  checksum: string;
}

/** A migration that was applied has since been edited, or the data is newer than this program. */
export class MigrationRefused extends Error {}

// src, not dist: .sql files are read where they were written.
const sources = join(import.meta.dirname, '..', '..', '..', 'src');
// Any constant of our own: two processes that start together migrate one after the other.
const ADVISORY_LOCK = 7_226_001;
// As patient as the pool.
const CONNECT_MS_MAX = 10_000;

async function readMigrations(): Promise<Migration[]> {
  const modules = (await readdir(sources, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // Schemas do not refer to each other, so only the platform's place matters: first.
  modules.sort((a, b) => Number(b === 'platform') - Number(a === 'platform') || a.localeCompare(b));
  const migrations: Migration[] = [];
  for (const module of modules) {
    const folder = join(sources, module, module === 'platform' ? 'database/migrations' : 'migrations');
    const files = await readdir(folder).catch(() => []);
    for (const file of files.filter((name) => name.endsWith('.sql')).sort()) {
      const text = await readFile(join(folder, file), 'utf8');
      migrations.push({ name: `${module}/${file}`, text, checksum: createHash('sha256').update(text).digest('hex') });
    }
  }
  return migrations;
}

/**
 * Brings a database to this program's shape; each migration is one transaction. Returns the names applied.
 * @throws MigrationRefused when an applied migration was edited or is unknown to this program.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const migrations = await readMigrations();
  const client = new Client({ connectionString: databaseUrl, application_name: 'catraca migrate', connectionTimeoutMillis: CONNECT_MS_MAX });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(`create schema if not exists platform;
      create table if not exists platform.migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from platform.migration');
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    refuseStrangers(applied, migrations);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function refuseStrangers(applied: Map<string, string>, migrations: Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    if (!known.has(name)) throw new MigrationRefused(`The data was written by a newer or another Catraca (migration ${name} is unknown here). Start that version, or another data folder.`);
    if (known.get(name) !== checksum) throw new MigrationRefused(`Migration ${name} was edited after it had been applied. Restore the file; changes go into a new migration.`);
  }
}

async function apply(client: Client, { name, text, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into platform.migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
