import pg from 'pg';

/** A filler writes for minutes; a statement that takes an hour will not end. */
const STATEMENT_MINUTES_MAX = 60;

/** A few connections of the superuser, for preparing what is measured and for looking at it afterwards. */
export class Database {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  static async open(url: string): Promise<Database> {
    const pool = new pg.Pool({ connectionString: url, max: 4, statement_timeout: STATEMENT_MINUTES_MAX * 60_000 });
    // A server that stops takes idle connections with it; whoever asks next is told.
    pool.on('error', () => undefined);
    const database = new Database(pool);
    await database.query('select');
    return database;
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  /** The one number that a statement returns. */
  async number(text: string, values: unknown[] = []): Promise<number> {
    const [row] = await this.query<Record<string, unknown>>(text, values);
    return Number(Object.values(row ?? {})[0]);
  }

  /** Statements on one connection, with settings that end with it. */
  async session<Result>(settings: Record<string, string>, work: (query: (text: string, values?: unknown[]) => Promise<pg.QueryResult>) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    try {
      for (const [name, value] of Object.entries(settings)) await client.query('select set_config($1, $2, false)', [name, value]);
      return await work((text, values = []) => client.query(text, values));
    } finally {
      client.release(true);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
