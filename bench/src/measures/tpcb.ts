import { execFile, fork, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BoxOffice } from '../office/box-office.ts';
import { Database } from '../office/database.ts';

const NAME = 'tpcb';

export interface Tpcb {
  /** What runs the transactions: `pgbench` as found, or our own script. */
  program: string;
  round(seconds: number): Promise<number>;
}

export interface TpcbSettings {
  /** Branches; a hundred thousand accounts each. As many as clients at least, else it measures waiting for a branch. */
  scale: number;
  clients: number;
  /** `script` where pgbench should not be used although it is there. */
  prefer?: 'script' | undefined;
}

/** TPC-B as pgbench has it ("TPC-B (sort of)"), in a database of its own on the box office's server, under the same settings. */
export async function prepareTpcb(office: BoxOffice, { scale, clients, prefer }: TpcbSettings): Promise<Tpcb> {
  const url = office.databaseUrl(NAME);
  if ((await office.database.number('select count(*) from pg_database where datname = $1', [NAME])) === 0) await office.database.query(`create database ${NAME}`);
  const database = await Database.open(url);
  try {
    await fill(database, scale);
  } finally {
    await database.close();
  }
  const version = prefer === 'script' ? null : pgbenchVersion();
  return {
    program: version ?? 'our own script (no pgbench is installed)',
    round: (seconds) => (version === null ? script(url, { scale, clients, seconds }) : pgbench(url, { clients, seconds })),
  };
}

/** The tables of `pgbench --initialize`. */
async function fill(database: Database, scale: number): Promise<void> {
  await database.query('drop table if exists pgbench_accounts, pgbench_branches, pgbench_history, pgbench_tellers');
  for (const statement of [
    'create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))',
    'create table pgbench_tellers (tid int not null, bid int, tbalance int, filler char(84)) with (fillfactor = 100)',
    'create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84)) with (fillfactor = 100)',
    'create table pgbench_branches (bid int not null, bbalance int, filler char(88)) with (fillfactor = 100)',
    `insert into pgbench_branches (bid, bbalance) select bid, 0 from generate_series(1, ${scale}) as bid`,
    `insert into pgbench_tellers (tid, bid, tbalance) select tid, (tid - 1) / 10 + 1, 0 from generate_series(1, ${scale * 10}) as tid`,
    `insert into pgbench_accounts (aid, bid, abalance, filler) select aid, (aid - 1) / 100000 + 1, 0, '' from generate_series(1, ${scale * 100_000}) as aid`,
    'alter table pgbench_branches add primary key (bid)',
    'alter table pgbench_tellers add primary key (tid)',
    'alter table pgbench_accounts add primary key (aid)',
    'vacuum analyze',
  ]) await database.query(statement);
}

function pgbenchVersion(): string | null {
  const { status, stdout } = spawnSync('pgbench', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** It vacuums and empties the history before it starts, as it does unless it is told not to. */
async function pgbench(url: string, { clients, seconds }: { clients: number; seconds: number }): Promise<number> {
  const args = ['--protocol=prepared', `--client=${clients}`, '--jobs=2', `--time=${Math.max(1, Math.round(seconds))}`, url];
  const { stdout } = await promisify(execFile)('pgbench', args, { timeout: (seconds + 60) * 1_000 });
  return parseTps(stdout);
}

export function parseTps(output: string): number {
  const found = /^tps = ([\d.]+)/m.exec(output);
  if (!found) throw new Error(`pgbench said nothing of its speed:\n${output}`);
  return Number(found[1]);
}

/** Our own clients, in a process of their own. */
function script(url: string, { scale, clients, seconds }: { scale: number; clients: number; seconds: number }): Promise<number> {
  const env = { ...process.env, BENCH_URL: url, BENCH_SCALE: String(scale), BENCH_CLIENTS: String(clients), BENCH_SECONDS: String(seconds) };
  const child = fork(join(import.meta.dirname, 'tpcb-clients.ts'), [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { perSecond: number }).perSecond));
    child.once('exit', (code) => reject(new Error(`the TPC-B clients ended with code ${code}`)));
  });
}
