import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, PersonalData, type PersonalSection, sectionOf } from '#platform';

/** Whose things somebody maintains. */
@Injectable()
export class MembershipPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(private readonly database: Database) {
    super();
    this.sections = [
      sectionOf(database, 'memberships', ({ userId, after, limit }) => sql`
        select organiser_id as id, organiser.name as organiser, added_at as "addedAt"
          from catalog.organiser_member join catalog.organiser on organiser.id = organiser_id
         where user_id = ${userId}::uuid and (${after}::uuid is null or organiser_id > ${after}::uuid) order by organiser_id limit ${limit}`),
    ];
  }

  override async forget(userId: string): Promise<void> {
    await sql`delete from catalog.organiser_member where user_id = ${userId}::uuid`.execute(this.database.reads);
  }
}
