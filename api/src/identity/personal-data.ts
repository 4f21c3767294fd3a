import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, PersonalData, type PersonalSection, sectionOf } from '#platform';

/** Accounts, sessions and third-party identities, as their owner is told of them. They go with the account. */
@Injectable()
export class AccountPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(database: Database) {
    super();
    this.sections = [
      sectionOf(database, 'account', ({ userId, after }) => sql`
        select id, email, name, role, language, verified_at as "verifiedAt", created_at as "createdAt", changed_at as "changedAt",
               exists (select from identity.credential where user_id = "user".id) as "hasPassword"
          from identity.user where id = ${userId}::uuid and ${after}::uuid is null`),
      sectionOf(database, 'sessions', ({ userId, after, limit }) => sql`
        select id, device_id as "deviceId", created_at as "createdAt", expires_at as "expiresAt", host(address) as address, user_agent as "userAgent", ended_at as "endedAt", ended_because as "endedBecause"
          from identity.session where user_id = ${userId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`),
      sectionOf(database, 'thirdPartyIdentities', ({ userId, after, limit }) => sql`
        select issuer || ' ' || subject as id, issuer, subject, linked_at as "linkedAt"
          from identity.external_identity where user_id = ${userId}::uuid and (${after}::text is null or issuer || ' ' || subject > ${after}::text) order by 1 limit ${limit}`),
      sectionOf(database, 'mailedLinks', ({ userId, after, limit }) => sql`
        select id, purpose, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
          from identity.verification where user_id = ${userId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`),
    ];
  }

  override async forget(): Promise<void> {
    // Nothing is left: all of it hung on the account's row.
  }
}
