import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** The databases that services may have of their own; one without an address lives in the main one. */
export interface Databases {
  main: string;
  wallet?: string | undefined;
  processor?: string | undefined;
}

interface Invariant {
  /** `I1`, or `I4b` where an invariant needs several statements. */
  id: string;
  /** The rule in one sentence, the first line of the file. */
  rule: string;
  database: keyof Databases;
  sql: string;
}

export interface Finding {
  id: string;
  rule: string;
  /** The rows that break the rule, at most {@link ROWS_SHOWN_MAX}; none when it holds. */
  rows: Record<string, unknown>[];
  /** Why the rule could not be checked at all. */
  error?: string;
}

/** Enough to see what kind of thing is broken; all of them are asked for by hand. */
const ROWS_SHOWN_MAX = 20;
/** As patient as the box office's own pool. */
const CONNECT_MS_MAX = 10_000;
/** An invariant reads whole tables; longer than this it would hold up the vacuum of a live sale. */
const STATEMENT_SECONDS_MAX = 120;

// The statements lie beside their source and are not compiled, so that what is read is what is reviewed.
const folder = join(import.meta.dirname, '..', '..', 'src', 'verify');

/**
 * Runs every `*.sql` of this folder, each of which returns no row while its rule holds, on one snapshot per database.
 * What is still on its way is left out by the files themselves: they look only at what has rested for
 * `current_setting('verify.rest')::interval`, given here.
 */
export async function checkInvariants(databases: Databases, rest: string): Promise<Finding[]> {
  const invariants = readInvariants();
  const findings: Finding[] = [];
  for (const url of new Set(invariants.map(({ database }) => databases[database] ?? databases.main))) {
    const here = invariants.filter(({ database }) => (databases[database] ?? databases.main) === url);
    findings.push(...(await checkOn(url, here, rest)));
  }
  return findings.toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

async function checkOn(url: string, invariants: Invariant[], rest: string): Promise<Finding[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`select set_config('verify.rest', $1, true), set_config('statement_timeout', $2, true)`, [
      rest,
      `${STATEMENT_SECONDS_MAX}s`,
    ]);
    const findings: Finding[] = [];
    for (const invariant of invariants) findings.push(await check(client, invariant));
    return findings;
  } finally {
    await client.end();
  }
}

async function check(client: Client, { id, rule, sql }: Invariant): Promise<Finding> {
  await client.query('savepoint before');
  try {
    const { rows } = await client.query<Record<string, unknown>>(`select * from (${sql}\n) broken limit ${ROWS_SHOWN_MAX}`);
    return { id, rule, rows };
  } catch (error) {
    await client.query('rollback to savepoint before');
    return { id, rule, rows: [], error: error instanceof Error ? error.message : String(error) };
  }
}

function readInvariants(): Invariant[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => parseInvariant(name, readFileSync(join(folder, name), 'utf8')));
}

/** `I5-ledger.sql` holding `-- database: wallet` (optional), `-- the rule`, and one statement. */
export function parseInvariant(fileName: string, text: string): Invariant {
  const comments = text.split('\n').filter((line) => line.startsWith('--')).map((line) => line.slice(2).trim());
  const database = comments.find((line) => line.startsWith('database:'))?.slice('database:'.length).trim() ?? 'main';
  if (database !== 'main' && database !== 'wallet' && database !== 'processor') {
    throw new Error(`${fileName}: there is no database "${database}"`);
  }
  const rule = comments.find((line) => !line.startsWith('database:'));
  if (rule === undefined) throw new Error(`${fileName} must state its rule in its first comment`);
  // The report has the id in a column of its own.
  return { id: fileName.replace(/[-.].*$/, ''), rule: rule.replace(/^I\d+[:,]\s*/, ''), database, sql: text.trimEnd().replace(/;$/, '') };
}
