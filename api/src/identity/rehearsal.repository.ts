import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Language, Tx } from '#platform';

/** An account and its session, made at once. */
export interface NewRehearsalFan {
  userId: string;
  email: string;
  name: string;
  sessionId: string;
  deviceId: string;
  tokenHash: Buffer;
}

const column = <Key extends keyof NewRehearsalFan>(fans: NewRehearsalFan[], key: Key) => fans.map((fan) => fan[key]);

/** SQL of rehearsals' accounts, set-based. Lock order: the rehearsal's row, before any account. */
@Injectable()
export class RehearsalRepository {
  /** Counts accounts that are about to be made, the rehearsal's row locked; false where it has ended. @throws a violation of `rehearsal_fans_in_range` */
  async count(tx: Tx, eventId: string, fans: number): Promise<boolean> {
    const { rows } = await sql`
      insert into identity.rehearsal as rehearsal (event_id, fans) values (${eventId}, ${fans})
      on conflict (event_id) do update set fans = rehearsal.fans + excluded.fans where rehearsal.ended_at is null
      returning event_id`.execute(tx);
    return rows.length > 0;
  }

  /** Proven addresses, no passwords, a live session each. */
  async insert(tx: Tx, eventId: string, language: Language, fans: NewRehearsalFan[], seconds: number): Promise<void> {
    await sql`
      insert into identity.user (id, email, name, language, verified_at, rehearsal_event_id)
      select fan.*, ${language}, platform.now(), ${eventId}::uuid
      from unnest(${column(fans, 'userId')}::uuid[], ${column(fans, 'email')}::text[], ${column(fans, 'name')}::text[]) as fan`.execute(tx);
    await sql`
      insert into identity.session (id, token_hash, user_id, device_id, expires_at)
      select session.*, platform.now() + make_interval(secs => ${seconds})
      from unnest(${column(fans, 'sessionId')}::uuid[], ${column(fans, 'tokenHash')}::bytea[],
        ${column(fans, 'userId')}::uuid[], ${column(fans, 'deviceId')}::uuid[]) as session`.execute(tx);
  }

  async fans(tx: Tx, eventId: string): Promise<number> {
    const { rows } = await sql<{ fans: number }>`select fans from identity.rehearsal where event_id = ${eventId}`.execute(tx);
    return rows[0]?.fans ?? 0;
  }

  async end(tx: Tx, eventId: string): Promise<void> {
    await sql`
      insert into identity.rehearsal as rehearsal (event_id, fans, ended_at) values (${eventId}, 0, platform.now())
      on conflict (event_id) do update set ended_at = coalesce(rehearsal.ended_at, excluded.ended_at)`.execute(tx);
  }

  /** Deletes accounts of ended rehearsals with all that hangs on them, at most `limit` a call; how many. */
  async forget(tx: Tx, limit: number): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      delete from identity.user where id in (
        select account.id from identity.user as account join identity.rehearsal on rehearsal.event_id = account.rehearsal_event_id
         where rehearsal.ended_at is not null limit ${limit} for update of account skip locked)`.execute(tx);
    return Number(numAffectedRows);
  }
}
