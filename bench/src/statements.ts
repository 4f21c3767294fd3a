import type { BoxOffice } from './office/box-office.ts';
import { Organiser } from './office/organiser.ts';
import { quiet } from './office/quiet.ts';
import { Joins } from './measures/joins.ts';
import { Purchases } from './measures/purchases.ts';
import { rivalry } from './measures/rivals.ts';

/** Comes with PostgreSQL; counts calls, rows and pages for each statement. */
export const library = 'pg_stat_statements';

/** So much of everything at both sizes: enough for every statement to be called, and few enough for any machine. */
const PURCHASES = 600;
const JOINS = 1_000;
/** A page more or less is chance; a tree that is ten times as large has one level more, which each of a statement's rows and indexes may meet. */
const PAGES_LEAST = 20;
const GROWTH_LEAST = 1.6;
const SHOWN_MAX = 25;

export interface Statement {
  text: string;
  calls: number;
  /** Of one call. */
  rows: number;
  pages: number;
  ms: number;
}

export type Look = Statement[];

export interface Grown extends Statement {
  /** Null where it was not called at the smaller size. */
  pagesBefore: number | null;
}

/** What every statement of a small sale reads. Pages, unlike milliseconds, are the same whoever else uses the machine. */
export async function lookAtStatements(office: BoxOffice, { concurrency, rivals }: { concurrency: number; rivals: { buyers: number; seats: number } }): Promise<Look> {
  const { database } = office;
  await database.query(`create extension if not exists ${library}`);
  const organiser = await Organiser.signIn(office);
  const [purchases, joins] = [await Purchases.prepare(office, organiser), await Joins.prepare(office, organiser)];
  await purchases.ready(PURCHASES);
  await quiet(office);
  await database.query('select pg_stat_statements_reset()');
  await purchases.exactly(PURCHASES, concurrency);
  await joins.exactly(JOINS, concurrency);
  await rivalry(office, organiser, rivals);
  await quiet(office, { mails: 'send' });
  const rows = await database.query<Record<'text' | 'calls' | 'rows' | 'pages' | 'ms', string>>(`
    select query as text, calls, rows::float8 / calls as rows, (shared_blks_hit + shared_blks_read)::float8 / calls as pages, mean_exec_time as ms
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and calls > 0`);
  return rows.map(({ text, ...numbers }) => ({
    text: text.replaceAll(/\s+/g, ' ').trim(), calls: Number(numbers.calls), rows: Number(numbers.rows), pages: Number(numbers.pages), ms: Number(numbers.ms),
  }));
}

/** Statements of which a call reads clearly more pages beside ten times as much; the most pages in all first. Where calls had more rows, a row is compared with a row. */
export function grownStatements(small: Look, large: Look): Grown[] {
  const before = new Map(small.map((statement) => [statement.text, statement]));
  return large
    .map((statement) => ({ ...statement, pagesBefore: before.get(statement.text)?.pages ?? null }))
    .filter(({ text, pages, rows }) => {
      const known = before.get(text);
      const least = known ? known.pages * Math.max(1, rows / Math.max(1, known.rows)) : 0;
      return pages > PAGES_LEAST && pages > least * GROWTH_LEAST;
    })
    .toSorted((a, b) => b.pages * b.calls - a.pages * a.calls);
}

export function describeStatements(grown: readonly Grown[]): string {
  if (grown.length === 0) return 'No statement reads clearly more pages beside ten times as much.';
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  return [
    'Statements of which a call reads clearly more pages beside ten times as much; explain (analyze, buffers) says why.',
    ...grown.slice(0, SHOWN_MAX).map(({ text, calls, rows, pages, pagesBefore, ms }) =>
      `  ${pagesBefore === null ? 'new' : whole(pagesBefore)} → ${whole(pages)} pages, ${ms.toFixed(2)} ms, ${rows.toFixed(1)} rows, ${whole(calls)} calls\n    ${text.slice(0, 220)}`),
  ].join('\n');
}
