import { createHash, randomBytes } from 'node:crypto';
import { newId } from '#platform';
import type { TestDatabase } from './test-database.js';

/** Somebody with an account, a device and a live session: `Authorization: Bearer <token>`. */
export interface Fan {
  userId: string;
  email: string;
  deviceId: string;
  token: string;
}

/** Signed-in fans by the thousand, without hashing a password for each; `verified` as events may ask for it. */
export async function signedInFans(database: Pick<TestDatabase, 'query'>, count: number, { verified = true } = {}): Promise<Fan[]> {
  const fans = Array.from({ length: count }, () => {
    const userId = newId();
    return { userId, email: `${userId}@fans.example`, deviceId: newId(), token: randomBytes(32).toString('base64url') };
  });
  const userIds = fans.map(({ userId }) => userId);
  await database.query(
    `insert into identity.user (id, email, name, language, verified_at)
     select id, email, 'Fan', 'pt-BR', case when $3 then platform.now() end from unnest($1::uuid[], $2::text[]) as fan (id, email)`,
    [userIds, fans.map(({ email }) => email), verified],
  );
  await database.query(
    `insert into identity.session (id, token_hash, user_id, device_id, expires_at)
     select session.*, platform.now() + interval '1 day' from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::uuid[]) as session`,
    [fans.map(() => newId()), fans.map(({ token }) => createHash('sha256').update(token).digest()), userIds, fans.map(({ deviceId }) => deviceId)],
  );
  return fans;
}

/** Somebody who may see and do everything; in a demo once it has its own accounts, for it refuses a database that only strangers have. */
export async function signedInAdministrator(database: Pick<TestDatabase, 'query'>): Promise<Fan> {
  const [administrator] = (await signedInFans(database, 1)) as [Fan];
  await database.query(`update identity.user set role = 'administrator' where id = $1`, [administrator.userId]);
  return administrator;
}
