import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Principal, tables, type Tx } from '#platform';
import type { SessionEnd } from './session.js';

interface Tables {
  'identity.session': {
    id: string;
    token_hash: Buffer;
    user_id: string;
    device_id: string;
    created_at: Date;
    expires_at: Date;
    address: string | null;
    user_agent: string | null;
    ended_at: Date | null;
    ended_because: SessionEnd | null;
  };
}

/** A session that has not ended, as little of it as is needed to decide whether it must. */
export interface LiveSession {
  id: string;
  userId: string;
  deviceId: string;
}

/** Who stands behind a token right now. */
export interface Bearer extends Principal {
  tokenHash: string;
}

/** A session as its owner sees it. */
export interface DescribedSession extends Origin {
  id: string;
  createdAt: Date;
  expiresAt: Date;
}

/** A session that is over, as its owner may want to recognise it. */
export interface PreviousSession {
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  endedAt: Date;
  /** Null: it expired. */
  endedBecause: SessionEnd | null;
}

/** Where a session is opened from. */
export interface Origin {
  deviceId: string;
  address: string | null;
  userAgent: string | null;
}

export interface NewSession extends Origin {
  id: string;
  tokenHash: Buffer;
  userId: string;
  seconds: number;
}

/** Sessions, live and ended. Lock order: user, then device, then sessions by id. */
@Injectable()
export class SessionRepository {
  /** One opening at a time per device; two people signing in on it would else meet at its constraint. Devices have no row to lock. */
  async lockDevice(tx: Tx, deviceId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`identity.device:${deviceId}`}, 0))`.execute(tx);
  }

  /** The sessions that have not ended of a user or on a device, locked. */
  async lockLive(tx: Tx, { userId, deviceId }: { userId: string; deviceId?: string }): Promise<LiveSession[]> {
    const rows = await tables<Tables>(tx)
      .selectFrom('identity.session')
      .select(['id', 'user_id as userId', 'device_id as deviceId'])
      .where('ended_at', 'is', null)
      .where((where) => where.or([where('user_id', '=', userId), ...(deviceId ? [where('device_id', '=', deviceId)] : [])]))
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows;
  }

  async end(tx: Tx, ends: { id: string; because: SessionEnd }[]): Promise<void> {
    if (ends.length === 0) return;
    await sql`
      update identity.session set ended_at = platform.now(), ended_because = wanted.because
        from unnest(${ends.map(({ id }) => id)}::uuid[], ${ends.map(({ because }) => because)}::text[]) as wanted (id, because)
       where session.id = wanted.id and ended_at is null`.execute(tx);
  }

  async insert(tx: Tx, { id, tokenHash, userId, deviceId, address, userAgent, seconds }: NewSession): Promise<{ createdAt: Date; expiresAt: Date }> {
    const { rows } = await sql<{ createdAt: Date; expiresAt: Date }>`
      insert into identity.session (id, token_hash, user_id, device_id, expires_at, address, user_agent)
      values (${id}, ${tokenHash}, ${userId}, ${deviceId}, platform.now() + make_interval(secs => ${seconds}), ${address}::inet, ${userAgent})
      returning created_at as "createdAt", expires_at as "expiresAt"`.execute(tx);
    return rows[0] as { createdAt: Date; expiresAt: Date };
  }

  /** Who stands behind these token hashes, of those whose session is live and whose account is not suspended. */
  async bearers(tx: Tx, tokenHashes: Buffer[]): Promise<Bearer[]> {
    const { rows } = await sql<Bearer>`
      select encode(session.token_hash, 'hex') as "tokenHash", session.id as "sessionId", session.device_id as "deviceId",
             account.id as "userId", account.role, account.email, account.name, account.language, account.verified_at is not null as verified,
             account.rehearsal_event_id as "rehearsalEventId"
        from identity.session join identity.user as account on account.id = session.user_id
             left join identity.rehearsal on rehearsal.event_id = account.rehearsal_event_id
       where session.token_hash = any(${tokenHashes}::bytea[])
         and session.ended_at is null and session.expires_at > platform.now() and account.suspended_at is null and rehearsal.ended_at is null`.execute(tx);
    return rows;
  }

  async byId(tx: Tx, id: string): Promise<DescribedSession | null> {
    const { rows } = await sql<DescribedSession>`
      select id, device_id as "deviceId", created_at as "createdAt", expires_at as "expiresAt", host(address) as address, user_agent as "userAgent"
        from identity.session where id = ${id}::uuid`.execute(tx);
    return rows[0] ?? null;
  }

  /** The one that the same user had before: of all that are remembered, the only one that is told unasked. */
  async before(tx: Tx, id: string): Promise<PreviousSession | null> {
    const { rows } = await sql<PreviousSession>`
      select host(previous.address) as address, previous.user_agent as "userAgent", previous.created_at as "createdAt",
             coalesce(previous.ended_at, previous.expires_at) as "endedAt", previous.ended_because as "endedBecause"
        from identity.session as this join identity.session as previous on previous.user_id = this.user_id and previous.id < this.id
       where this.id = ${id}::uuid
       order by previous.id desc limit 1`.execute(tx);
    return rows[0] ?? null;
  }

  /** Forgets what ended or expired more than `days` ago, at most `limit` rows of each a call. */
  async forget(tx: Tx, days: number, limit: number): Promise<void> {
    for (const over of [sql`ended_at`, sql`ended_at is null and expires_at`]) {
      await sql`
        delete from identity.session where id in (
          select id from identity.session
           where ${over} < platform.now() - make_interval(days => ${days})
           limit ${limit} for update skip locked)`.execute(tx);
    }
  }
}
