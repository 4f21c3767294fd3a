import { Injectable } from '@nestjs/common';
import { sql, type Insertable, type Selectable } from 'kysely';
import { type Language, type Role, tables, type Tx } from '#platform';
import type { Standing } from './role.js';
import type { User, UserFilter } from './user.js';

interface UserTable {
  id: string;
  email: string;
  name: string;
  role: Role;
  language: Language;
  verified_at: Date | null;
  suspended_at: Date | null;
  rehearsal_event_id: string | null;
}

interface Tables {
  'identity.user': UserTable & { created_at: Date; changed_at: Date };
  'identity.credential': { user_id: string; password_hash: string; changed_at: Date };
  'identity.external_identity': { issuer: string; subject: string; user_id: string };
}

type UserRow = Selectable<Tables['identity.user']>;

/** What a new account starts with; whether it counts as verified is the database's clock's to stamp. */
export interface NewUser extends Pick<User, 'id' | 'email' | 'name' | 'role' | 'language'> {
  verified: boolean;
}

/** Accounts, their passwords and their third-party identities. */
@Injectable()
export class UserRepository {
  /** Those that were not there yet: an address that has an account is left out. */
  async insert(tx: Tx, users: NewUser[]): Promise<User[]> {
    if (users.length === 0) return [];
    const values = users.map(({ verified, ...user }) => ({ ...user, verified_at: verified ? sql<Date>`platform.now()` : null }));
    const rows = await tables<Tables>(tx)
      .insertInto('identity.user')
      .values(values as unknown as Insertable<Tables['identity.user']>[])
      .onConflict((conflict) => conflict.constraint('one_account_per_email').doNothing())
      .returningAll()
      .execute();
    return rows.map(userOf);
  }

  async setPasswords(tx: Tx, passwords: { userId: string; hash: string }[]): Promise<void> {
    await sql`
      insert into identity.credential (user_id, password_hash)
      select * from unnest(${passwords.map(({ userId }) => userId)}::uuid[], ${passwords.map(({ hash }) => hash)}::text[])
      on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = platform.now()`.execute(tx);
  }

  async dropPassword(tx: Tx, userId: string): Promise<void> {
    await tables<Tables>(tx).deleteFrom('identity.credential').where('user_id', '=', userId).execute();
  }

  /** The account of an address, its password's hash, and whether it has signed in on this device before. */
  async credential(tx: Tx, email: string, deviceId: string): Promise<{ userId: string; passwordHash: string | null; knownDevice: boolean } | null> {
    const { rows } = await sql<{ user_id: string; password_hash: string | null; known_device: boolean }>`
      select account.id as user_id, credential.password_hash,
             exists (select from identity.session where session.user_id = account.id and session.device_id = ${deviceId}::uuid) as known_device
        from identity.user as account left join identity.credential on credential.user_id = account.id
       where account.email = ${email}`.execute(tx);
    const [row] = rows;
    return row ? { userId: row.user_id, passwordHash: row.password_hash, knownDevice: row.known_device } : null;
  }

  async byIds(tx: Tx, ids: string[]): Promise<User[]> {
    const rows = await tables<Tables>(tx).selectFrom('identity.user').selectAll().where(sql<boolean>`id = any(${ids}::uuid[])`).execute();
    return rows.map(userOf);
  }

  async byEmails(tx: Tx, emails: string[]): Promise<User[]> {
    const rows = await tables<Tables>(tx).selectFrom('identity.user').selectAll().where(sql<boolean>`email = any(${emails}::text[])`).execute();
    return rows.map(userOf);
  }

  /** The account, its row locked until the end of the transaction: whoever opens or ends its sessions comes through here first. */
  async lock(tx: Tx, userId: string): Promise<User | null> {
    const row = await tables<Tables>(tx).selectFrom('identity.user').selectAll().where('id', '=', userId).forNoKeyUpdate().executeTakeFirst();
    return row ? userOf(row) : null;
  }

  /** Locks, by id, every administrator who can sign in and the account: so two changes cannot both believe the other one stays. */
  async lockWithAdministrators(tx: Tx, userId: string): Promise<{ user: User | null; otherAdministrators: number }> {
    const rows = await tables<Tables>(tx)
      .selectFrom('identity.user')
      .selectAll()
      .where(sql<boolean>`id = ${userId}::uuid or (role = 'administrator' and suspended_at is null)`)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    const user = rows.find(({ id }) => id === userId);
    // A row that changed while we waited for it comes in its new form, if it still fits the condition.
    return { user: user ? userOf(user) : null, otherAdministrators: rows.filter(({ id }) => id !== userId).length };
  }

  /** Newest first; a rehearsal's thousands are nobody's to administer. */
  async page(tx: Tx, { search, role, suspended, before, limit }: UserFilter): Promise<User[]> {
    let query = tables<Tables>(tx).selectFrom('identity.user').selectAll().where('rehearsal_event_id', 'is', null).orderBy('id', 'desc').limit(limit);
    if (search) {
      const beginning = `${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
      query = query.where(sql<boolean>`(email like ${beginning} or lower(name) like ${beginning})`);
    }
    if (role) query = query.where('role', '=', role);
    if (suspended !== undefined) query = query.where('suspended_at', suspended ? 'is not' : 'is', null);
    if (before) query = query.where('id', '<', before);
    return (await query.execute()).map(userOf);
  }

  async changeProfile(tx: Tx, userId: string, change: { name?: string | undefined; language?: Language | undefined }): Promise<User | null> {
    const row = await tables<Tables>(tx)
      .updateTable('identity.user')
      .set({ ...(change.name ? { name: change.name } : {}), ...(change.language ? { language: change.language } : {}), changed_at: sql<Date>`platform.now()` })
      .where('id', '=', userId)
      .returningAll()
      .executeTakeFirst();
    return row ? userOf(row) : null;
  }

  async changeStanding(tx: Tx, { id, role, suspended }: Standing): Promise<User> {
    const { rows } = await sql<UserRow>`
      update identity.user set role = ${role}, changed_at = platform.now(),
             suspended_at = case when ${suspended}::boolean then coalesce(suspended_at, platform.now()) end
       where id = ${id}::uuid returning *`.execute(tx);
    return userOf(rows[0] as UserRow);
  }

  /** Stamps the address as proven; its owner becomes administrator when it is `firstAdministrator`'s and there is none. */
  async verify(tx: Tx, userId: string, firstAdministrator: string | null): Promise<void> {
    await sql`
      update identity.user set verified_at = coalesce(verified_at, platform.now()), changed_at = platform.now(),
             role = case when email = ${firstAdministrator}::text and not exists (select from identity.user where role = 'administrator')
                         then 'administrator' else role end
       where id = ${userId}::uuid`.execute(tx);
  }

  async linkedTo(tx: Tx, issuer: string, subject: string): Promise<string | null> {
    const row = await tables<Tables>(tx).selectFrom('identity.external_identity').select('user_id').where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst();
    return row?.user_id ?? null;
  }

  async link(tx: Tx, issuer: string, subject: string, userId: string): Promise<void> {
    await tables<Tables>(tx).insertInto('identity.external_identity').values({ issuer, subject, user_id: userId }).execute();
  }
}

function userOf(row: UserRow): User {
  const { id, email, name, role, language } = row;
  return { id, email, name, role, language, verifiedAt: row.verified_at, suspendedAt: row.suspended_at, createdAt: row.created_at };
}
