import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { Config } from '../config.js';
import { PreparingClient } from './client.js';
import { isAborted, lostTo } from './failures.js';

/** Where statements run: a transaction, or single statements of their own (`database.reads`). */
export type Tx = Kysely<unknown>;

/** The same connection, typed with the tables of one module. */
export function tables<Tables>(tx: Tx): Kysely<Tables> {
  return tx as Kysely<Tables>;
}

interface Hooks {
  readonly before: (() => Promise<void>)[];
  readonly last: Record<Rank, (() => RawBuilder<unknown>[])[]>;
  readonly after: (() => void)[];
}

/** What goes with the commit, in this order: sums that everybody changes, then the messages' places in the log. */
type Rank = 'sums' | 'messages';

const hooks = new WeakMap<Tx, Hooks>();

function hooksOf(tx: Tx): Hooks {
  const found = hooks.get(tx);
  if (!found) throw new Error('this needs an open transaction');
  return found;
}

/**
 * Runs `work` as the last thing that the transaction does, in the order of the calls: for locks that everybody wants,
 * which should live no longer than the commit. @throws when `tx` is no open transaction.
 */
export function beforeCommit(tx: Tx, work: () => Promise<void>): void {
  hooksOf(tx).before.push(work);
}

/**
 * Sends statements with the commit, in one packet that needs no answer in between: a lock that they take lives for the commit alone,
 * even when this process stops just now. Their failure is the transaction's. @throws when `tx` is no open transaction.
 */
export function withCommit(tx: Tx, rank: Rank, statements: () => RawBuilder<unknown>[]): void {
  hooksOf(tx).last[rank].push(statements);
}

/** Runs `effect` once the transaction is durable; never when it rolls back. What it throws is only a warning. @throws when `tx` is no open transaction. */
export function afterCommit(tx: Tx, effect: () => void): void {
  hooksOf(tx).after.push(effect);
}

/** The facts stand by now: an effect that throws must not make anybody believe the work failed and do it again. */
function announce(effects: (() => void)[]): void {
  for (const effect of effects) {
    try {
      effect();
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

// A transaction that lost three times in a row is not unlucky, something is wrong with its lock order.
const ATTEMPTS_MAX = 3;
// One for the heartbeat, the others for a dozen consumers' short turns.
const RELAXED_POOL_MAX = 8;

// The server ends a statement and says so; only an answer that got lost takes longer than this.
const SILENCE_MARGIN_MS = 5_000;

/**
 * A connection that the server closes is replaced at its next use, and a statement on its way fails with it. The connection says so
 * once more, as an event that ends the process if nobody listens: the pool listens for idle ones only.
 */
function bearLostConnections(pool: Pool): void {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
}

/**
 * A transaction's connection, for statements that do not wait for the answers to those before. Of those that travel together the first to
 * fail is the cause; whatever stands behind it is only told that the transaction is aborted, and may be heard of first.
 */
class Statements {
  cause: unknown;
  private over = false;

  constructor(private readonly client: PoolClient) {}

  readonly query = (...call: unknown[]): Promise<unknown> => {
    if (this.over) return Promise.reject(new Error('the transaction is over'));
    const answer = (this.client.query as unknown as (...args: unknown[]) => Promise<unknown>).apply(this.client, call);
    answer.catch((error: unknown) => {
      if (!isAborted(error)) this.cause = error;
    });
    return answer;
  };

  /** Nobody who has not noticed yet that another statement failed may write outside the transaction. */
  end(): void {
    this.over = true;
  }
}

function over(statements: Statements): Tx {
  const borrowed = { query: statements.query, release: () => {} };
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: { connect: async () => borrowed as never, end: async () => {}, options: {} } }) });
}

/** The last statements and the commit in one message. PostgreSQL turns the commit after a failed statement into a rollback. */
async function commit(client: PoolClient, last: readonly { sql: string; parameters: readonly unknown[] }[]): Promise<void> {
  const answers = await Promise.all([...last.map(({ sql: text, parameters }) => client.query(text, [...parameters])), client.query('commit')]);
  if (answers.at(-1)?.command !== 'COMMIT') throw new Error('a statement whose failure nobody saw turned the commit into a rollback');
}

/** The module's way to PostgreSQL: short transactions, bounded waiting, after-commit effects. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly pool: Pool;
  /** For single statements outside a transaction. */
  readonly reads: Tx;
  /**
   * Single statements whose commit need not be durable because they would simply be done again after a crash:
   * acknowledgements, moved messages, leases. Never for facts.
   */
  readonly relaxed: Tx;
  /** Told of every transaction that lost against another one. A deadlock costs a second of everybody's time, and means that locks are not taken in their order. */
  onLost: (to: 'deadlock' | 'serialization') => void = () => {};

  constructor(@Inject(Config) config: { databaseUrl: string; databasePoolMax: number; databaseStatementSeconds: number }) {
    const bounds = {
      connectionString: config.databaseUrl,
      Client: PreparingClient,
      pipeline: true,
      connectionTimeoutMillis: 10_000,
      // Nothing waits for ever: a batch is milliseconds, the longest maintenance statement seconds.
      statement_timeout: config.databaseStatementSeconds * 1_000,
      silenceMillisMax: config.databaseStatementSeconds * 1_000 + SILENCE_MARGIN_MS,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      application_name: 'catraca',
    };
    this.pool = new Pool({ ...bounds, max: config.databasePoolMax });
    const relaxed = new Pool({ ...bounds, max: RELAXED_POOL_MAX, options: '-c synchronous_commit=off' });
    for (const pool of [this.pool, relaxed]) bearLostConnections(pool);
    this.reads = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: this.pool }) });
    this.relaxed = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: relaxed }) });
  }

  /**
   * One unit of work: all of it or nothing (S2.8). Deadlock victims and serialization failures run again. Statements are executed in
   * the order in which they were asked for, and those that are not waited for one by one (`Promise.all`) travel together.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        const reason = lostTo(error);
        if (reason === null) throw error;
        this.onLost(reason);
        if (attempt >= ATTEMPTS_MAX) throw error;
        await delay(Math.random() * 20 * attempt);
      }
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const { before, last, after }: Hooks = { before: [], last: { sums: [], messages: [] }, after: [] };
    const statements = new Statements(client);
    let unusable: Error | undefined;
    try {
      // Not waited for: it travels with the first statement, whose failure tells when it failed.
      const begun = client.query('begin');
      begun.catch(() => {});
      const tx = over(statements);
      hooks.set(tx, { before, last, after });
      const done = await work(tx);
      for (const next of before) await next();
      await begun;
      const lastOnes = [...last.sums, ...last.messages].flatMap((make) => make());
      await commit(client, lastOnes.map((statement) => statement.compile(tx)));
      announce(after);
      return done;
    } catch (error) {
      statements.end();
      // Answered last: nothing of this transaction is under way any more when somebody else gets the connection.
      await client.query('rollback').catch((lost: Error) => (unusable = lost));
      throw isAborted(error) ? (statements.cause ?? error) : error;
    } finally {
      client.release(unusable);
    }
  }

  /** @throws when the database does not answer within the pool's bounds. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.reads);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.pool.ended) return;
    await Promise.all([this.reads.destroy(), this.relaxed.destroy()]);
  }
}
