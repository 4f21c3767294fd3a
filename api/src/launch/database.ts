import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { openHome, type Home } from './home.js';
import { LaunchRefused } from './launch-refused.js';
import { recall, urlOf } from './postgres-memory.js';
import type { LaunchSettings } from './settings.js';

/** The embedded server's database that the box office lives in; `postgres` stays empty, as a place to connect to for upkeep. */
const DATABASE = 'catraca';

/** Starts the data folder's own PostgreSQL, with the box office's database in it. */
export async function startHomeDatabase(home: Home): Promise<{ server: EmbeddedPostgres; url: string }> {
  const server = await startEmbeddedPostgres({ folder: home.path('postgres') });
  try {
    await createDatabase(server.url());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, url: server.url(DATABASE) };
}

/** Does something with the box office's database, whether it runs or has to be started for that long. */
export async function withDatabase<Result>(settings: LaunchSettings, work: (url: string) => Promise<Result>): Promise<Result> {
  if (settings.databaseUrl !== undefined) return work(settings.databaseUrl);
  const known = recall(join(settings.home, 'postgres'));
  if (known === undefined) throw new LaunchRefused(`There is no box office in ${settings.home} yet; npm start makes one.`);
  if (known.port !== undefined && (await answers(urlOf(known, DATABASE)))) return work(urlOf(known, DATABASE));

  const home = openHome(settings.home);
  try {
    const { server, url } = await startHomeDatabase(home);
    try {
      return await work(url);
    } finally {
      await server.stop();
    }
  } finally {
    home.release();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(maintenanceUrl: string): Promise<void> {
  const client = new Client(maintenanceUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
