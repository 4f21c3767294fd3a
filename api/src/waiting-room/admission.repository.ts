import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { LineState } from './line.js';
import { lineClock } from './line-clock.js';
import type { PlaceState } from './place.js';

export interface Admission {
  id: string;
  eventId: string;
  entry: number;
  deviceId: string;
  userId: string | null;
  ticketLimit: number;
  state: 'open' | 'finished' | 'expired';
  expiresAt: Date;
  /** Open by its state and by the clock. */
  live: boolean;
}

export interface LockedAdmission extends Admission {
  promisedLeft: number;
}

/** A place that is being claimed, locked, with what the line says. */
export interface ClaimedPlace {
  eventId: string;
  entry: number;
  id: string;
  deviceId: string;
  userId: string | null;
  state: PlaceState;
  calls: number;
  promised: number;
  inTime: boolean;
  mergedInto: number | null;
  lineState: LineState;
}

export interface NewAdmission {
  id: string;
  eventId: string;
  entry: number;
  deviceId: string;
  userId: string | null;
  promised: number;
  seconds: number;
}

const clock = lineClock(sql`admission.event_id`);
// While the clock stands, a window is told as if it went on now.
const columns = sql`
  admission.id, admission.event_id as "eventId", admission.entry, admission.device_id as "deviceId", admission.user_id as "userId",
  admission.ticket_limit as "ticketLimit", admission.state, admission.expires_at + (platform.now() - ${clock}) as "expiresAt",
  admission.state = 'open' and admission.expires_at > ${clock} as live`;

/**
 * Not `state = 'open'`, with which the planner reads the small index of windows instead of the admissions by whose they are: all that are open, tens of thousands in
 * a large sale, because its statistics of a quiet hour take them for few.
 */
export const isOpen = sql`admission.state not in ('finished', 'expired')`;

/** SQL of admissions. Several are always locked by id ascending, before any line or place. */
@Injectable()
export class AdmissionRepository {
  async lock(tx: Tx, ids: readonly string[]): Promise<LockedAdmission[]> {
    const { rows } = await sql<LockedAdmission>`
      select ${columns}, promised_left as "promisedLeft" from waiting_room.admission
      where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
    return rows;
  }

  /** The open admissions of these users, as `event:user`. */
  async holders(tx: Tx, wanted: readonly { eventId: string; userId: string }[]): Promise<Set<string>> {
    const { rows } = await sql<{ eventId: string; userId: string }>`
      select event_id as "eventId", user_id as "userId" from waiting_room.admission
      join unnest(${wanted.map(({ eventId }) => eventId)}::uuid[], ${wanted.map(({ userId }) => userId)}::uuid[]) as wanted (event_id, user_id) using (event_id, user_id)
      where ${isOpen}`.execute(tx);
    return new Set(rows.map(({ eventId, userId }) => `${eventId}:${userId}`));
  }

  /** Changes locked admissions: what they may still take, and whom they belong to. */
  async spend(tx: Tx, changes: readonly { id: string; promisedLeft: number; userId: string }[]): Promise<void> {
    await sql`
      update waiting_room.admission set promised_left = change.promised_left, user_id = change.user_id
      from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ promisedLeft }) => promisedLeft)}::int[], ${changes.map(({ userId }) => userId)}::uuid[])
        as change (id, promised_left, user_id)
      where admission.id = change.id`.execute(tx);
  }

  async giveBack(tx: Tx, changes: readonly { id: string; quantity: number }[]): Promise<void> {
    if (changes.length === 0) return;
    await sql`
      update waiting_room.admission set promised_left = promised_left + change.quantity
      from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ quantity }) => quantity)}::int[]) as change (id, quantity)
      where admission.id = change.id`.execute(tx);
  }

  /** Ends locked admissions. */
  async end(tx: Tx, ids: readonly string[], state: 'finished' | 'expired'): Promise<void> {
    if (ids.length === 0) return;
    await sql`update waiting_room.admission set state = ${state}, promised_left = 0 where id = any(${ids}::uuid[])`.execute(tx);
  }

  /** Locks open admissions whose window is over. */
  async lockDue(tx: Tx, eventId: string, max: number): Promise<LockedAdmission[]> {
    const { rows } = await sql<LockedAdmission>`
      select ${columns}, promised_left as "promisedLeft" from waiting_room.admission
      where event_id = ${eventId}::uuid and state = 'open' and expires_at <= ${lineClock(sql`${eventId}::uuid`)} order by id limit ${max} for update`.execute(tx);
    return rows;
  }

  /** Calls not yet claimed and open admissions: who is on the way in. */
  async standing(tx: Tx, eventId: string): Promise<number> {
    const { rows } = await sql<{ standing: number }>`
      select (select count(*) from waiting_room.admission where event_id = ${eventId}::uuid and state = 'open')
        + (select count(*) from waiting_room.entry where event_id = ${eventId}::uuid and promised > 0) as standing`.execute(tx);
    return rows[0]?.standing ?? 0;
  }

  /** Locks the places of a batch of claims, by event and entry. */
  async lockPlaces(tx: Tx, wanted: readonly { eventId: string; entry: number }[]): Promise<ClaimedPlace[]> {
    const { rows } = await sql<ClaimedPlace>`
      select entry.event_id as "eventId", entry.entry, entry.id, entry.device_id as "deviceId", entry.user_id as "userId", entry.state, entry.calls,
        entry.promised, entry.promised > 0 and entry.claim_deadline > coalesce(line.postponed_at, platform.now()) as "inTime", entry.merged_into as "mergedInto", line.state as "lineState"
      from (select distinct event_id, entry
          from unnest(${wanted.map(({ eventId }) => eventId)}::uuid[], ${wanted.map(({ entry }) => entry)}::bigint[]) as wanted (event_id, entry)) as wanted
        join waiting_room.entry using (event_id, entry) join waiting_room.line using (event_id)
      order by entry.event_id, entry.entry for update of entry`.execute(tx);
    return rows;
  }

  /** The admissions of these places, and the open ones of these users. */
  async of(tx: Tx, places: readonly { eventId: string; entry: number; userId: string | null }[]): Promise<Admission[]> {
    const eventIds = places.map(({ eventId }) => eventId);
    const { rows } = await sql<Admission>`
      with wanted as (select * from unnest(${eventIds}::uuid[], ${places.map(({ entry }) => entry)}::bigint[], ${places.map(({ userId }) => userId)}::uuid[])
        as wanted (event_id, entry, user_id))
      select ${columns} from waiting_room.admission join wanted using (event_id, entry)
      union
      select ${columns} from waiting_room.admission join wanted using (event_id, user_id) where ${isOpen}`.execute(tx);
    return rows;
  }

  /** Turns calls into admissions; a user who has an open one gets none, and is absent from the answer. */
  async admit(tx: Tx, admissions: readonly NewAdmission[]): Promise<Admission[]> {
    if (admissions.length === 0) return [];
    const { rows } = await sql<Admission>`
      insert into waiting_room.admission (id, event_id, entry, device_id, user_id, ticket_limit, promised_left, expires_at)
      select id, event_id, entry, device_id, user_id, promised, promised, ${lineClock(sql`fresh.event_id`)} + make_interval(secs => seconds) from unnest(
        ${admissions.map(({ id }) => id)}::uuid[], ${admissions.map(({ eventId }) => eventId)}::uuid[], ${admissions.map(({ entry }) => entry)}::bigint[],
        ${admissions.map(({ deviceId }) => deviceId)}::uuid[], ${admissions.map(({ userId }) => userId)}::uuid[],
        ${admissions.map(({ promised }) => promised)}::int[], ${admissions.map(({ seconds }) => seconds)}::float8[])
        as fresh (id, event_id, entry, device_id, user_id, promised, seconds)
      order by event_id, entry
      on conflict do nothing
      returning ${columns}`.execute(tx);
    await sql`
      update waiting_room.entry set state = 'admitted', promised = 0, user_id = coalesce(entry.user_id, admitted.user_id)
      from unnest(${rows.map(({ eventId }) => eventId)}::uuid[], ${rows.map(({ entry }) => entry)}::bigint[], ${rows.map(({ userId }) => userId)}::uuid[])
        as admitted (event_id, entry, user_id)
      where entry.event_id = admitted.event_id and entry.entry = admitted.entry`.execute(tx);
    return rows;
  }
}
