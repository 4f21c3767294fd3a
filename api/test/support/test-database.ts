import { Client, type QueryResultRow } from 'pg';
import { inject } from 'vitest';
import { Database, newId } from '#platform';
import { atEnd } from './at-end.js';
import { checkInvariants } from '../../src/verify/invariants.js';
import { describeFindings, isBroken } from '../../src/verify/report.js';

/** A test leaves things on their way and moves the clock: what should have settled by now says nothing here. */
const UNSETTLED = '100 years';

/** A database of a test file's own, cloned from the migrated template, with a clock that the test moves. */
export class TestDatabase {
  private offsetSeconds = 0;

  private constructor(
    readonly url: string,
    private readonly client: Client,
  ) {}

  /** Clones the template; call it once per file in `beforeAll`. When the file ends it must hold every invariant, and is dropped. */
  static async create(): Promise<TestDatabase> {
    const serverUrl = inject('serverUrl');
    const name = `test_${newId().replaceAll('-', '')}`;
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`create database ${name} template ${inject('template')}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    const database = new TestDatabase(url.toString(), client);
    atEnd(async () => {
      const findings = await checkInvariants({ main: database.url }, UNSETTLED);
      await client.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
      const broken = findings.filter(isBroken);
      if (broken.length > 0) throw new Error(`What this file left behind breaks an invariant:\n${describeFindings(broken)}`);
    });
    return database;
  }

  /** A `Database` on it, as modules take it. `poolMax` small pools stand for small processes. */
  open(poolMax = 8): Database {
    const database = new Database({ databaseUrl: this.url, databasePoolMax: poolMax, databaseStatementSeconds: 30 });
    atEnd(() => database.onApplicationShutdown());
    return database;
  }

  async query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  /** Moves the clock of every deadline (`platform.now()`) forward for all connections; leases keep real time. */
  async advance(seconds: number): Promise<void> {
    this.offsetSeconds += seconds;
    await this.client.query(`create or replace function platform.now() returns timestamptz language sql stable parallel safe
      return statement_timestamp() + interval '${this.offsetSeconds} seconds'`);
  }
}
