import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { openHome, type Home } from './home.js';
import { LaunchRefused } from './launch-refused.js';
import { recall, urlOf } from './postgres-memory.js';
import type { LaunchSettings } from './settings.js';

/** The embedded server's database that the box office lives in; `postgres` stays empty, as a place to connect to for upkeep. */
const DATABASE = 'catraca';
/** The oldest that the tests run on. */
const MAJOR_MIN = 15;
/** As patient as the API's own pool: where packets are swallowed nobody ever says that nobody is there. */
const CONNECT_MS_MAX = 10_000;

/** Starts the data folder's own PostgreSQL, with the box office's database in it. */
export async function startHomeDatabase(home: Home): Promise<{ server: EmbeddedPostgres; url: string }> {
  const server = await startEmbeddedPostgres({ folder: home.path('postgres') });
  try {
    await createDatabase(server.url());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, url: server.nearUrl(DATABASE) };
}

/** @throws LaunchRefused when the PostgreSQL of DATABASE_URL does not answer or is too old. */
export async function refuseUnusableDatabase(url: string, connectMsMax = CONNECT_MS_MAX): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMsMax });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    refuseOldServer(Number(rows[0]?.version));
  } catch (error) {
    if (error instanceof LaunchRefused) throw error;
    throw new LaunchRefused(`The PostgreSQL of DATABASE_URL cannot be used: ${reasonOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A name with several addresses fails without a message of its own. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || ((error as NodeJS.ErrnoException).code ?? error.name) : String(error);
}

/** `version` as PostgreSQL counts: 150004 is 15.4. */
export function refuseOldServer(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major < MAJOR_MIN) throw new LaunchRefused(`The PostgreSQL of DATABASE_URL is version ${major}; Catraca needs ${MAJOR_MIN} or newer.`);
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
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX });
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
  const client = new Client({ connectionString: maintenanceUrl, connectionTimeoutMillis: CONNECT_MS_MAX });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
