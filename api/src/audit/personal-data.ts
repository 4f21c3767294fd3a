import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, PersonalData, type PersonalSection, sectionOf } from '#platform';
import { EntryRepository } from './entry.repository.js';

/** What somebody did and what was done to their account. The chain stays; from where it was done goes. */
@Injectable()
export class AuditPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  private readonly entries = new EntryRepository();

  constructor(private readonly database: Database) {
    super();
    const of = (column: 'actor' | 'target', name: string, value: (userId: string) => string) =>
      sectionOf(database, name, ({ userId, after, limit }) => sql`
        select entry.sequence as id, occurred_at as "occurredAt", action, target, entry.content::jsonb -> 'data' as data, personal.content::jsonb as personal
          from audit.entry left join audit.personal using (sequence)
         where ${sql.ref(column)} = ${value(userId)} and (${after}::bigint is null or entry.sequence > ${after}::bigint) order by entry.sequence limit ${limit}`);
    this.sections = [of('actor', 'acts', (userId) => userId), of('target', 'actsOnTheAccount', (userId) => `user:${userId}`)];
  }

  override async forget(userId: string): Promise<void> {
    await this.entries.forgetPerson(this.database.reads, userId);
  }
}
