import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform';
import { isOpen } from './admission.repository.js';
import { lineClock } from './line-clock.js';
import type { Place, PlaceState } from './place.js';

/** A place as the controller sees it, locked. */
export interface CallRow {
  entry: number;
  state: PlaceState;
  position: number | null;
  calls: number;
  promised: number;
  /** The claim deadline has passed, or the owner has gone: the promise comes back. */
  due: boolean;
}

export interface CallChange {
  entry: number;
  state: PlaceState;
  position: number | null;
  promised: number;
  /** A call begins now. */
  called: boolean;
}

/** What waits for a tick. */
export interface PendingCalls {
  admissionsDue: boolean;
  promisesDue: boolean;
  ticketsDue: number;
  lapsed: number;
}

/** A place that somebody asks after, by what its token says. */
export interface AskedPlace {
  eventId: string;
  entry: number;
  entryId: string;
  userId: string | null;
}

/** A place as it stands; one that was merged stands as the one that it became. */
export interface StandingPlace extends Place {
  postponed: boolean;
  /** An admission that came of it, or that the user has from another place, is open. */
  admitted: boolean;
  /** Whose that admission is, where there is one. */
  admittedDeviceId: string | null;
  admittedUserId: string | null;
}

/** Places whose promise comes back: the claim deadline has passed, or the owner has gone. Each by an index of its own, so that those who may still claim are not read. */
function duePromises(eventId: string, now: RawBuilder<unknown>, column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${column} from waiting_room.entry where event_id = ${eventId}::uuid and promised > 0 and state = 'called' and claim_deadline <= ${now}
    union all
    select ${column} from waiting_room.entry where event_id = ${eventId}::uuid and promised > 0 and state <> 'called'`;
}

/** SQL of the places in the line. Several are always locked by entry ascending. */
@Injectable()
export class EntryRepository {
  /** Places of these devices and users that live, or whose admission is open. */
  async of(tx: Tx, eventId: string, deviceIds: string[], userIds: string[]): Promise<Place[]> {
    const { rows } = await sql<Place>`
      select entry, id, device_id as "deviceId", user_id as "userId", state, claim_deadline as "claimDeadline" from waiting_room.entry
        where event_id = ${eventId}::uuid and device_id = any(${deviceIds}::uuid[]) and state in ('waiting', 'called', 'lapsed')
      union
      select entry, id, device_id, user_id, state, claim_deadline from waiting_room.entry
        where event_id = ${eventId}::uuid and user_id = any(${userIds}::uuid[]) and state in ('waiting', 'called', 'lapsed')
      union
      select entry.entry, entry.id, admission.device_id, admission.user_id, 'admitted', null
        from (
          select * from waiting_room.admission where event_id = ${eventId}::uuid and device_id = any(${deviceIds}::uuid[]) and ${isOpen}
          union all
          select * from waiting_room.admission where event_id = ${eventId}::uuid and user_id = any(${userIds}::uuid[]) and ${isOpen}
        ) as admission join waiting_room.entry using (event_id, entry)
        where admission.expires_at > ${lineClock(sql`${eventId}::uuid`)}`.execute(tx);
    return rows;
  }

  /** The places that are asked after, in their order; undefined where the box office knows none with that number and id. Merges are followed for so many links. */
  async asked(tx: Tx, wanted: readonly AskedPlace[], mergesMax: number): Promise<(StandingPlace | undefined)[]> {
    const now = sql`coalesce(line.postponed_at, platform.now())`;
    const { rows } = await sql<StandingPlace & { at: number }>`
      with recursive wanted as (
        select * from unnest(${wanted.map(({ eventId }) => eventId)}::uuid[], ${wanted.map(({ entry }) => entry)}::bigint[], ${wanted.map(({ entryId }) => entryId)}::uuid[], ${wanted.map(({ userId }) => userId)}::uuid[])
          with ordinality as wanted (event_id, entry, id, user_id, at)),
      place as (
        select wanted.at, wanted.user_id as asking, 0 as links, entry.* from wanted join waiting_room.entry using (event_id, entry, id)
        union all
        select place.at, place.asking, place.links + 1, entry.* from place
          join waiting_room.entry on entry.event_id = place.event_id and entry.entry = place.merged_into where place.links < ${mergesMax})
      select place.at::int as at, place.entry, place.id, place.device_id as "deviceId", place.user_id as "userId", place.state, place.claim_deadline as "claimDeadline", line.postponed,
        admission.id is not null as admitted, admission.device_id as "admittedDeviceId", admission.user_id as "admittedUserId"
      from place join waiting_room.line using (event_id)
        left join lateral (
          select * from waiting_room.admission where event_id = place.event_id and admission.entry = place.entry and ${isOpen} and expires_at > ${now}
          union all
          select * from waiting_room.admission where event_id = place.event_id and user_id = place.asking and ${isOpen} and expires_at > ${now}
          limit 1) as admission on true
      where place.merged_into is null`.execute(tx);
    const places = new Map(rows.map(({ at, ...place }) => [at - 1, place]));
    return wanted.map((_, at) => places.get(at));
  }

  async insert(tx: Tx, eventId: string, joinedAt: string, places: readonly Place[], addresses: readonly string[], mergedInto: ReadonlyMap<number, number>): Promise<void> {
    await sql`
      insert into waiting_room.entry (event_id, joined_at, entry, id, device_id, user_id, address, state, merged_into)
      select ${eventId}::uuid, ${joinedAt}::timestamptz, * from unnest(
        ${places.map(({ entry }) => entry)}::bigint[], ${places.map(({ id }) => id)}::uuid[], ${places.map(({ deviceId }) => deviceId)}::uuid[],
        ${places.map(({ userId }) => userId)}::uuid[], ${addresses}::inet[], ${places.map(({ state }) => state)}::text[],
        ${places.map(({ entry }) => mergedInto.get(entry) ?? null)}::bigint[])`.execute(tx);
  }

  /** Only places that still live: one that was admitted meanwhile stays. A promise is left to the controller to take back. */
  async merge(tx: Tx, eventId: string, pairs: readonly { from: number; into: number }[]): Promise<void> {
    if (pairs.length === 0) return;
    await sql`
      with pair as (
        select entry.entry, pair.into_entry from waiting_room.entry
          join unnest(${pairs.map(({ from }) => from)}::bigint[], ${pairs.map(({ into }) => into)}::bigint[]) as pair (from_entry, into_entry) on from_entry = entry
          where event_id = ${eventId}::uuid and state in ('waiting', 'called', 'lapsed')
          order by entry for update of entry)
      update waiting_room.entry set state = 'merged', merged_into = pair.into_entry from pair
      where entry.event_id = ${eventId}::uuid and entry.entry = pair.entry`.execute(tx);
  }

  async bind(tx: Tx, eventId: string, places: readonly Place[]): Promise<void> {
    if (places.length === 0) return;
    await sql`
      with bound as (
        select entry.entry, bound.user_id from waiting_room.entry
          join unnest(${places.map(({ entry }) => entry)}::bigint[], ${places.map(({ userId }) => userId)}::uuid[]) as bound (entry, user_id) using (entry)
          where event_id = ${eventId}::uuid and entry.user_id is null
          order by entry for update of entry)
      update waiting_room.entry set user_id = bound.user_id from bound
      where entry.event_id = ${eventId}::uuid and entry.entry = bound.entry`.execute(tx);
  }

  /** Gives up whatever the caller has; an open admission ends with the controller's next tick. */
  async leave(tx: Tx, eventId: string, deviceId: string, userId: string | null): Promise<number> {
    const now = lineClock(sql`${eventId}::uuid`);
    await sql`
      update waiting_room.admission set expires_at = ${now}
      where event_id = ${eventId}::uuid and ${isOpen} and expires_at > ${now}
        and (user_id = ${userId}::uuid or (user_id is null and device_id = ${deviceId}::uuid))`.execute(tx);
    const { numAffectedRows } = await sql`
      with mine as (
        select entry from waiting_room.entry
          where event_id = ${eventId}::uuid and state in ('waiting', 'called', 'lapsed')
            and (user_id = ${userId}::uuid or (user_id is null and device_id = ${deviceId}::uuid))
          order by entry for update)
      update waiting_room.entry set state = 'left' from mine where event_id = ${eventId}::uuid and entry.entry = mine.entry`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }

  /** What a tick would find to do, read without a lock. */
  async pending(tx: Tx, eventId: string, lapsedMax: number): Promise<PendingCalls> {
    const now = lineClock(sql`${eventId}::uuid`);
    const { rows } = await sql<PendingCalls>`
      select exists (select from waiting_room.admission where event_id = ${eventId}::uuid and state = 'open' and expires_at <= ${now}) as "admissionsDue",
        count(due.promised) > 0 as "promisesDue", coalesce(sum(due.promised), 0) as "ticketsDue",
        (select count(*) from (select from waiting_room.entry where event_id = ${eventId}::uuid and state = 'lapsed' limit ${lapsedMax}) as waiting) as lapsed
      from (${duePromises(eventId, now, sql`promised`)}) as due`.execute(tx);
    return rows[0]!;
  }

  /** Locks, in one order, every place a tick may change: promises due, second chances, and the next positions. */
  async lockForTick(tx: Tx, eventId: string, next: readonly number[], dueMax: number, lapsedMax: number): Promise<CallRow[]> {
    const now = lineClock(sql`${eventId}::uuid`);
    const { rows } = await sql<CallRow>`
      with wanted as (
        (select entry from (${duePromises(eventId, now, sql`entry`)}) as due limit ${dueMax})
        union
        (select entry from waiting_room.entry where event_id = ${eventId}::uuid and state = 'lapsed' order by position limit ${lapsedMax})
        union select unnest(${next}::bigint[]))
      select entry.entry, state, position, calls, promised, promised > 0 and (state <> 'called' or claim_deadline <= ${now}) as due
      from waiting_room.entry join wanted using (entry)
      where event_id = ${eventId}::uuid order by entry for update of entry`.execute(tx);
    return rows;
  }

  async change(tx: Tx, eventId: string, changes: readonly CallChange[], claimSeconds: number): Promise<void> {
    if (changes.length === 0) return;
    await sql`
      update waiting_room.entry set state = change.state, position = change.position, promised = change.promised,
        calls = calls + change.called::int,
        first_called_at = case when change.called then coalesce(first_called_at, platform.now()) else first_called_at end,
        claim_deadline = case when change.called then platform.now() + make_interval(secs => ${claimSeconds}) else claim_deadline end
      from unnest(${changes.map(({ entry }) => entry)}::bigint[], ${changes.map(({ state }) => state)}::text[], ${changes.map(({ position }) => position)}::bigint[],
        ${changes.map(({ promised }) => promised)}::int[], ${changes.map(({ called }) => called)}::boolean[]) as change (entry, state, position, promised, called)
      where event_id = ${eventId}::uuid and entry.entry = change.entry`.execute(tx);
  }

  /** Entry numbers and ids from `from` on, below `until`. */
  async list(tx: Tx, eventId: string, from: number, until: number): Promise<{ entry: number; id: string }[]> {
    const { rows } = await sql<{ entry: number; id: string }>`
      select entry, id from waiting_room.entry where event_id = ${eventId}::uuid and entry >= ${from} and entry < ${until} order by entry`.execute(tx);
    return rows;
  }
}
