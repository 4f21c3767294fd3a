import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from './database.ts';

/** Rows of one statement; larger ones only take more memory. */
const BLOCK = 10_000;

/** Somebody with an account and a live session, who has bought nothing yet. */
export interface Fan {
  userId: string;
  token: string;
}

/**
 * Signed-in fans, made by statement: a password hashed for each would take longer than the benchmark. They are made before and between
 * measured times, and each is used once, as in a real sale, where nobody is known to any cache.
 */
export class Fans {
  readonly #database: Database;
  readonly #waiting: Fan[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes as many as are missing for so many to be ready. */
  async ready(count: number): Promise<void> {
    while (this.#waiting.length < count) this.#waiting.push(...(await signedIn(this.#database, Math.min(BLOCK, count - this.#waiting.length))));
  }

  /** Undefined when nobody is left. */
  next(): Fan | undefined {
    return this.#waiting.pop();
  }
}

async function signedIn(database: Database, count: number): Promise<Fan[]> {
  const fans = Array.from({ length: count }, () => ({ userId: randomUUID(), token: randomBytes(32).toString('base64url') }));
  const userIds = fans.map(({ userId }) => userId);
  await database.query(
    `insert into identity.user (id, email, name, language, verified_at)
     select id, id || '@fans.example', 'Fan', 'pt-BR', platform.now() from unnest($1::uuid[]) as fan (id)`,
    [userIds],
  );
  await database.query(
    `insert into identity.session (id, token_hash, user_id, device_id, expires_at)
     select id, token_hash, user_id, gen_random_uuid(), platform.now() + interval '1 day'
     from unnest($1::uuid[], $2::bytea[], $3::uuid[]) as session (id, token_hash, user_id)`,
    [fans.map(() => randomUUID()), fans.map(({ token }) => createHash('sha256').update(token).digest()), userIds],
  );
  return fans;
}
