import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import { Draw, undrawn } from './draw.js';
import { type LineFacts, type LineState, lineState } from './line.js';

/** An event's line as it stands in the database; whether its times have passed is decided there, too. */
export interface LineRow {
  eventId: string;
  epoch: number;
  state: LineState;
  now: Date;
  /** `now` to the microsecond. */
  stamp: string;
  opensAt: Date;
  closesAt: Date | null;
  openingPassed: boolean;
  lotteryBegun: boolean;
  closingPassed: boolean;
  drawAtOpening: boolean;
  publicValueName: string | null;
  publicValue: string | null;
  over: boolean;
  postponed: boolean;
  nextEntry: number;
  entriesHash: Buffer;
  drawSize: number | null;
  secret: Buffer;
  secretHash: Buffer;
  seed: Buffer | null;
  drawnAt: Date | null;
  serving: number;
  calledPerMinute: number;
  /** Nobody new is called, because the sale can only just keep up. */
  heldBack: boolean;
  remaining: number;
  callsSaved: number;
  callsElapsedMs: number;
  paused: boolean;
  ratePerMinuteMax: number | null;
  admissionsMax: number | null;
}

/** The catalog's terms that the line keeps. */
export interface LineTerms {
  eventId: string;
  opensAt: Date;
  closesAt: Date | null;
  /** How long before the opening people may enter; null from publication on. */
  lotterySeconds: number | null;
  drawAtOpening: boolean;
  publicValueName: string | null;
  /** What is left before the first tick has looked at the stock. */
  capacity: number;
  over: boolean;
  postponed: boolean;
}

/** What a tick found out or decided about the line itself. */
export interface LineProgress {
  epoch: number;
  state: LineState;
  drawSize: number | null;
  seed: Buffer | null;
  serving: number;
  calledPerMinute: number;
  heldBack: boolean;
  remaining: number;
  callsSaved: number;
}

/** What the organiser may change; absent stays as it is. */
export interface LineSettings {
  ratePerMinuteMax?: number | null | undefined;
  admissionsMax?: number | null | undefined;
  paused?: boolean | undefined;
}

const columns = sql`
  event_id as "eventId", epoch, state, platform.now() as now, platform.now()::text as stamp, opens_at as "opensAt", closes_at as "closesAt", opens_at <= platform.now() as "openingPassed",
  coalesce(enters_from <= platform.now(), true) as "lotteryBegun", coalesce(closes_at <= platform.now(), false) as "closingPassed",
  draw_at_opening as "drawAtOpening", public_value_name as "publicValueName", public_value as "publicValue", over, postponed,
  next_entry as "nextEntry", entries_hash as "entriesHash", draw_size as "drawSize", secret, secret_hash as "secretHash", seed, drawn_at as "drawnAt",
  serving, called_per_minute as "calledPerMinute", held_back as "heldBack", remaining, calls_saved as "callsSaved",
  (extract(epoch from platform.now() - calls_counted_at) * 1000)::float8 as "callsElapsedMs",
  paused, rate_per_minute_max as "ratePerMinuteMax", admissions_max as "admissionsMax"`;

/** SQL of the row per line. */
@Injectable()
export class LineRepository {
  /** Locks the line, after admissions, before entries and the stock; its clock is read once the lock is there, so that it runs as the lock passes on. */
  async lock(tx: Tx, eventId: string): Promise<LineRow | null> {
    await sql`select from waiting_room.line where event_id = ${eventId}::uuid for update`.execute(tx);
    return this.find(tx, eventId);
  }

  async find(tx: Tx, eventId: string): Promise<LineRow | null> {
    const { rows } = await sql<LineRow>`select ${columns} from waiting_room.line where event_id = ${eventId}::uuid`.execute(tx);
    return rows[0] ?? null;
  }

  /** All lines that are not over yet, and the named ones. */
  async live(tx: Tx, named: readonly string[] = []): Promise<LineRow[]> {
    const { rows } = await sql<LineRow>`
      select ${columns} from waiting_room.line where state <> 'closed' or event_id = any(${named}::uuid[])`.execute(tx);
    return rows;
  }

  /** Lines that need a driver: not over, or with promises that still have to run out. */
  async driven(tx: Tx): Promise<string[]> {
    const { rows } = await sql<{ eventId: string }>`
      select event_id as "eventId" from waiting_room.line line where state <> 'closed'
        or exists (select from waiting_room.entry where event_id = line.event_id and promised > 0)
        or exists (select from waiting_room.admission where event_id = line.event_id and state = 'open')
        or not (over or coalesce(closes_at <= platform.now(), false))`.execute(tx);
    return rows.map(({ eventId }) => eventId);
  }

  /**
   * Lets the clock of a postponed line go on: deadlines that had not passed when it stopped are as far away as they were then. Locks open
   * admissions, the line, then calls; who claims one meanwhile is waited for, so that no window is missed.
   */
  async resume(tx: Tx, eventId: string): Promise<void> {
    await sql`select from waiting_room.admission where event_id = ${eventId}::uuid and state = 'open' order by id for update`.execute(tx);
    // As text, to the microsecond.
    const { rows } = await sql<{ since: string | null }>`select postponed_at::text as since from waiting_room.line where event_id = ${eventId}::uuid for update`.execute(tx);
    const since = sql`${rows[0]?.since ?? null}::timestamptz`;
    await sql`select from waiting_room.entry where event_id = ${eventId}::uuid and promised > 0 order by entry for update`.execute(tx);
    await sql`
      update waiting_room.admission set expires_at = expires_at + (platform.now() - ${since})
      where event_id = ${eventId}::uuid and state = 'open' and expires_at > ${since}`.execute(tx);
    await sql`
      update waiting_room.entry set claim_deadline = claim_deadline + (platform.now() - ${since})
      where event_id = ${eventId}::uuid and promised > 0 and claim_deadline > ${since}`.execute(tx);
    await sql`update waiting_room.line set postponed = false, postponed_at = null where event_id = ${eventId}::uuid`.execute(tx);
  }

  /** Schedules a line, or brings a scheduled one up to the catalog's terms; once opened only its end still follows them. An opening that is moved into the past is now. */
  async schedule(tx: Tx, terms: LineTerms, secret: Buffer, secretHash: Buffer, entriesHash: Buffer): Promise<void> {
    await sql`
      insert into waiting_room.line as line
        (event_id, opens_at, closes_at, enters_from, draw_at_opening, public_value_name, over, postponed, postponed_at, remaining, secret, secret_hash, entries_hash)
      values (${terms.eventId}, ${terms.opensAt}, ${terms.closesAt}, ${terms.opensAt}::timestamptz - make_interval(secs => ${terms.lotterySeconds}::float8),
        ${terms.drawAtOpening}, ${terms.publicValueName}, ${terms.over}, ${terms.postponed}, case when ${terms.postponed} then platform.now() end, ${terms.capacity}, ${secret}, ${secretHash}, ${entriesHash})
      on conflict (event_id) do update set
        closes_at = excluded.closes_at, over = excluded.over, postponed = excluded.postponed, postponed_at = case when excluded.postponed then coalesce(line.postponed_at, platform.now()) end,
        opens_at = case when line.draw_size is null then greatest(excluded.opens_at, least(line.opens_at, platform.now())) else line.opens_at end,
        enters_from = case when line.draw_size is null then excluded.enters_from else line.enters_from end,
        draw_at_opening = case when line.draw_size is null then excluded.draw_at_opening else line.draw_at_opening end,
        public_value_name = case when line.next_entry = 0 then excluded.public_value_name else line.public_value_name end
      where (line.closes_at, line.over, line.postponed) is distinct from (excluded.closes_at, excluded.over, excluded.postponed)
        or (line.draw_size is null and (line.opens_at, line.enters_from, line.draw_at_opening) is distinct from (excluded.opens_at, excluded.enters_from, excluded.draw_at_opening))
        or (line.next_entry = 0 and line.public_value_name is distinct from excluded.public_value_name)`.execute(tx);
  }

  /** Moves the counters of a locked line past a batch of joins. */
  async enter(tx: Tx, eventId: string, nextEntry: number, entriesHash: Buffer, drawSize: number | null): Promise<void> {
    await sql`
      update waiting_room.line set next_entry = ${nextEntry}, entries_hash = ${entriesHash}, draw_size = ${drawSize}
      where event_id = ${eventId}::uuid`.execute(tx);
  }

  /** Writes a tick's outcome, fenced: false when another controller has taken over. */
  async progress(tx: Tx, eventId: string, progress: LineProgress): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update waiting_room.line set epoch = ${progress.epoch}, state = ${progress.state}, draw_size = ${progress.drawSize}, seed = ${progress.seed},
        drawn_at = case when seed is null and ${progress.seed}::bytea is not null then platform.now() else drawn_at end,
        serving = ${progress.serving}, called_per_minute = ${progress.calledPerMinute}, held_back = ${progress.heldBack}, remaining = ${progress.remaining},
        calls_saved = ${progress.callsSaved}::float8, calls_counted_at = platform.now()
      where event_id = ${eventId}::uuid and epoch <= ${progress.epoch}`.execute(tx);
    return numAffectedRows === 1n;
  }

  async change(tx: Tx, eventId: string, settings: LineSettings): Promise<void> {
    const set = <Key extends keyof LineSettings>(key: Key) => settings[key] !== undefined;
    await sql`
      update waiting_room.line set
        rate_per_minute_max = case when ${set('ratePerMinuteMax')} then ${settings.ratePerMinuteMax ?? null}::int else rate_per_minute_max end,
        admissions_max = case when ${set('admissionsMax')} then ${settings.admissionsMax ?? null}::int else admissions_max end,
        paused = coalesce(${settings.paused ?? null}::boolean, paused)
      where event_id = ${eventId}::uuid`.execute(tx);
  }

  /** False unless the draw waits for exactly this. */
  async takePublicValue(tx: Tx, eventId: string, value: string): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update waiting_room.line set public_value = ${value}
      where event_id = ${eventId}::uuid and public_value_name is not null and public_value is null and draw_size is not null and seed is null`.execute(tx);
    return numAffectedRows === 1n;
  }
}

/** The opening has taken place: nobody who comes now is drawn. */
export function isOpened(line: Pick<LineRow, 'drawSize' | 'openingPassed'>): boolean {
  return line.drawSize !== null || line.openingPassed;
}

export function factsOf(line: LineRow): LineFacts {
  return {
    over: line.over || line.closingPassed,
    opened: isOpened(line),
    lotteryBegun: line.lotteryBegun,
    drawAtOpening: line.drawAtOpening,
    drawn: line.seed !== null,
    paused: line.paused || line.postponed,
    unsold: line.remaining,
  };
}

/** The state by the clock of this very read; `line.state` is that of the controller's last tick. */
export function stateNow(line: LineRow): LineState {
  return lineState(factsOf(line));
}

/** How many entries the draw takes if the opening is now: all so far, or none where there is no draw. */
export function drawSizeAtOpening(line: LineRow): number {
  return line.drawSize ?? (line.drawAtOpening ? line.nextEntry : 0);
}

/** The draw as far as it has taken place: before, everybody stands as they came. */
export function drawOf(line: Pick<LineRow, 'seed' | 'drawSize'>): Draw {
  return line.seed && line.drawSize !== null ? new Draw(line.seed, line.drawSize) : undrawn;
}

/** Null while it is still to be drawn. */
export function positionOf(line: Pick<LineRow, 'seed' | 'drawSize' | 'drawAtOpening'>, draw: Draw, entry: number): number | null {
  const toBeDrawn = line.drawAtOpening && line.seed === null && (line.drawSize === null || entry < line.drawSize);
  return toBeDrawn ? null : draw.position(entry);
}
