import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import type { Home } from './home.js';

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
