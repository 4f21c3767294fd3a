import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Tx } from '../database/index.js';
import { PersonalData, type PersonalSection } from '../personal-data.js';
import { withoutPerson } from './without-person.js';

// All of a page are locked and in memory at a time. There are hardly ever so many letters at all.
const PAGE = 500;

/**
 * What messages that were given up say of people. They are kept until somebody has seen to them, so they lose the person and can be delivered all the
 * same. They are no part of an export: what they tell stands where they came from.
 */
@Injectable()
export class DeadLetterPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[] = [];

  constructor(private readonly database: Database) {
    super();
  }

  override async forget(userId: string): Promise<void> {
    await this.database.transaction((tx) => this.redact(tx, [userId]));
  }

  /** Takes the person out of all letters in which one of these words is all that some value says: an id, an e-mail address, which may be the end of somebody else's. */
  async redact(tx: Tx, words: string[]): Promise<void> {
    for (let after = 0, full = true; full; ) {
      const { rows } = await sql<{ id: number; payload: unknown; error: string }>`
        select id, payload, error from platform.dead_letter
         where id > ${after} and exists (
           select from jsonb_path_query(payload, 'strict $.** ? (@.type() == "string")') said where lower(said #>> '{}') in (select lower(word) from unnest(${words}::text[]) word))
         order by id limit ${PAGE} for update`.execute(tx);
      for (const { id, payload: before, error } of rows) {
        const { payload, taken } = withoutPerson(before);
        const silent = taken.reduce((text, word) => text.replaceAll(word, '…'), error);
        if (taken.length > 0) await sql`update platform.dead_letter set payload = ${JSON.stringify(payload)}::jsonb, error = ${silent} where id = ${id}`.execute(tx);
      }
      after = rows.at(-1)?.id ?? after;
      full = rows.length === PAGE;
    }
  }
}
