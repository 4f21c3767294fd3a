import type { RawBuilder } from 'kysely';
import type { Database } from './database/index.js';

// As many rows as are in memory at a time, however much somebody bought.
const ROWS_AT_A_TIME = 500;

/** What stands where the address of somebody stood whose account is deleted: a well-formed one that no mail reaches. */
export const FORGOTTEN_ADDRESS = 'nobody@forgotten.invalid';
/** And what stands where their device stood, by which the next account on it would be led to. */
export const FORGOTTEN_DEVICE = '00000000-0000-0000-0000-000000000000';

/** One kind of thing that is kept about a person: its name in the export, and its rows. */
export interface PersonalSection {
  name: string;
  rows: (userId: string) => AsyncIterable<object[]>;
}

/** What a module keeps about people. The law gives them a copy of it, and has it forgotten. */
export abstract class PersonalData {
  abstract readonly sections: readonly PersonalSection[];

  /**
   * Takes the person out of what is kept. What law wants kept stays, under an id that leads to nobody. May be done again, and is: what was on
   * its way the first time has arrived by then.
   */
  abstract forget(userId: string): Promise<void>;
}

/** The rows of a query that is asked page by page; `after` is the `id` of the last row seen, null at first. */
export function sectionOf(
  database: Database,
  name: string,
  page: (wanted: { userId: string; after: string | null; limit: number }) => RawBuilder<{ id: string }>,
): PersonalSection {
  async function* rows(userId: string): AsyncIterable<object[]> {
    for (let after: string | null = null; ; ) {
      const { rows: found }: { rows: { id: string }[] } = await page({ userId, after, limit: ROWS_AT_A_TIME }).execute(database.reads);
      yield found;
      after = found.at(-1)?.id ?? null;
      if (found.length < ROWS_AT_A_TIME) return;
    }
  }
  return { name, rows };
}
