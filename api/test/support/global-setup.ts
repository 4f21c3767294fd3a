import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.js';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's maintenance database; test databases are cloned from `template`. */
    serverUrl: string;
    template: string;
    /** A folder for whatever tests write; it is deleted at the end. */
    scratch: string;
  }
}

/** One server for the whole run and one migrated database, which every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  // Projects set up side by side, and may be given one server.
  const template = `catraca_template_${project.name}_${process.pid}`;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`create database ${template}`);
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await migrate(url.toString());
  project.provide('serverUrl', server.url);
  const scratch = await mkdtemp(join(tmpdir(), 'catraca-scratch-'));
  project.provide('template', template);
  project.provide('scratch', scratch);
  return async () => {
    await client.query(`drop database if exists ${template} with (force)`);
    await client.end();
    await server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  };
}
