import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, PersonalData, type PersonalSection, sectionOf } from '#platform';

// The last letter may be sent before everybody has forgotten; in a demo's mailbox it can be read until the deletion is told again, a day later.
const isOld = sql`not (kind = 'account_deleted' and sent_at > platform.now() - interval '12 hours')`;

/** What was written to somebody. */
@Injectable()
export class MailPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(private readonly database: Database) {
    super();
    this.sections = [
      sectionOf(database, 'mails', ({ userId, after, limit }) => sql`
        select kind || ' ' || subject_id as id, kind, address, payload - 'link' as about, state, created_at as "createdAt", sent_at as "sentAt"
          from notifications.mail where user_id = ${userId}::uuid and (${after}::text is null or kind || ' ' || subject_id > ${after}::text) order by 1 limit ${limit}`),
    ];
  }

  /** That there was a mail stays, so that its message, delivered again, makes no second one. What waits is sent first: it is about what was bought. */
  override async forget(userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await sql`
        delete from notifications.mailbox using notifications.mail
         where mail.user_id = ${userId}::uuid and mail.message_id = mailbox.message_id and ${isOld}`.execute(tx);
      await sql`update notifications.mail set address = '', payload = '{}', error = null where user_id = ${userId}::uuid and state <> 'waiting' and ${isOld}`.execute(tx);
    });
  }
}
