import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool, type QueryResultRow } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionLost, migrate } from '#platform';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/launch/embedded-postgres.js';
import { atEnd } from '../support/at-end.js';

const DATABASE = 'catraca';
/** A crash's recovery takes a second or two here. */
const AWAY_MS_MAX = 60_000;
/** Three processes with two pools each, or seven, and the test's own. */
const CONNECTIONS = '250';

/** A PostgreSQL of an office's own, because it is stopped, killed and cut off; and the clock of every deadline in it. */
export class OwnPostgres {
  offsetSeconds = 0;
  private pool: Pool;

  private constructor(
    private readonly folder: string,
    private server: EmbeddedPostgres,
  ) {
    this.pool = this.connect();
  }

  static async start(): Promise<OwnPostgres> {
    const above = mkdtempSync(join(tmpdir(), 'catraca-chaos-'));
    // PostgreSQL runs as another user when the tests run as root, and must be able to enter.
    chmodSync(above, 0o711);
    atEnd(() => rmSync(above, { recursive: true, force: true, maxRetries: 3 }));
    const folder = join(above, 'postgres');
    const postgres = new OwnPostgres(folder, await startOn(folder));
    atEnd(() => postgres.stop());
    const client = new Client(postgres.server.url());
    await client.connect();
    await client.query(`create database ${DATABASE}`);
    await client.end();
    await migrate(postgres.url);
    return postgres;
  }

  get url(): string {
    return this.server.nearUrl(DATABASE);
  }

  /** Asks again while the server is away. */
  async query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    for (const deadline = performance.now() + AWAY_MS_MAX; ; await delay(100)) {
      try {
        return (await this.pool.query<Row>(text, values)).rows;
      } catch (error) {
        if (!isConnectionLost(error) || performance.now() > deadline) throw error;
      }
    }
  }

  /** Moves the clock of every deadline forward, for all connections. */
  async advance(seconds: number): Promise<void> {
    this.offsetSeconds += seconds;
    await this.query(`create or replace function platform.now() returns timestamptz language sql stable parallel safe
      return statement_timestamp() + interval '${this.offsetSeconds} seconds'`);
  }

  /** Closes every connection of the box office; how many there were. */
  async cut(): Promise<number> {
    const cut = await this.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'catraca%'`);
    return cut.length;
  }

  /** As at an upgrade: what runs is rolled back, what is committed is written out. */
  async restart(): Promise<void> {
    await this.server.stop();
    await this.startAgain();
  }

  /** As at a power cut: nothing is finished, the next start recovers from the log. */
  async crash(): Promise<void> {
    const [pid] = readFileSync(join(this.server.elsewhere ?? this.folder, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    await this.server.ended;
    await this.startAgain();
  }

  /** A connection's process dies: the server trusts its shared memory no longer, ends all others and recovers by itself. False where nobody was connected. */
  async killBackend(): Promise<boolean> {
    const [victim] = await this.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and application_name like 'catraca%' order by state = 'idle', query_start desc limit 1`);
    return victim !== undefined && process.kill(victim.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.pool.end();
    await this.server.stop();
  }

  private async startAgain(): Promise<void> {
    const { url } = this;
    this.server = await startOn(this.folder);
    if (this.url === url) return;
    // Another program took the port meanwhile; whoever starts a process from now on knows the new one.
    await this.pool.end();
    this.pool = this.connect();
  }

  private connect(): Pool {
    const pool = new Pool({ connectionString: this.url, max: 4, connectionTimeoutMillis: 10_000 });
    // What was cut is met where it is used next.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  }
}

const startOn = (folder: string): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ folder, settings: { max_connections: CONNECTIONS } });
