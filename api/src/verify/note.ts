import { Client } from 'pg';

/** A row of one table; what takes longer waits for something that has nothing to do with us. */
const NOTE_MS_MAX = 10_000;

/**
 * Writes down that the rules were checked just now, and how many do not hold, for whoever watches the metrics. Returns why it could not: a copy that is only
 * read, or data older than this program, can be verified all the same.
 */
export async function noteVerification(url: string, brokenRules: number): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: NOTE_MS_MAX, statement_timeout: NOTE_MS_MAX });
  try {
    await client.connect();
    await client.query(
      `insert into platform.verification as before (checked_at, held_at, broken_rules) select platform.now(), case when $1 = 0 then platform.now() end, $1::int
       on conflict (only_one) do update set checked_at = excluded.checked_at, held_at = coalesce(excluded.held_at, before.held_at), broken_rules = excluded.broken_rules`,
      [brokenRules],
    );
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
