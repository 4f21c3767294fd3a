import { Injectable } from '@nestjs/common';
import { Database, Log } from '#platform';
import { Draw } from './draw.js';
import { type LineState, pollAfterMs } from './line.js';
import { drawOf, isOpened, LineRepository, type LineRow, positionOf, stateNow } from './line.repository.js';
import { LineSchedule } from './line-schedule.js';

/** How old the board grows before it is read again: a third of the second for which caches may keep an answer. */
const freshMs = 300;
/** Older than this it is not shown without having been read again; between the two nobody waits for the reading. */
const staleMs = 1_500;
/** Whoever polls comes back within this (`pollAfterMs`); after that nobody is looking and the board rests. */
const watchedMs = 35_000;
/** Closed lines are few that anybody still looks at. */
const namedMax = 1_000;

/** A line as every visitor of this process sees it. */
export interface BoardLine {
  row: LineRow;
  state: LineState;
  draw: Draw;
  /** The answer to `GET /events/{id}/serving`, serialised once per change. */
  body: string;
}

/**
 * The lines as this process last saw them: one query for all events, however many people look. It decides
 * nothing; who may be admitted is decided in the database.
 */
@Injectable()
export class ServingBoard {
  #lines = new Map<string, BoardLine>();
  #refreshedAt = -Infinity;
  #askedAt = -Infinity;
  #refreshing: Promise<void> | null = null;
  /** Closed lines that somebody asked for: looked up together with the live ones. */
  readonly #named = new Set<string>();
  /** Events without a line, forgotten with every reading. */
  readonly #absent = new Set<string>();
  /** Lines that are being looked for or made: a crowd that comes to a new one asks the database once. */
  readonly #making = new Map<string, Promise<BoardLine | null>>();

  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly schedule: LineSchedule,
    private readonly log: Log,
  ) {}

  /** Null when there is no line for this event. A line that was published a moment ago is made if it is not there yet. */
  async line(eventId: string): Promise<BoardLine | null> {
    this.#askedAt = performance.now();
    await this.#freshen(this.#askedAt - this.#refreshedAt);
    const line = this.#lines.get(eventId);
    if (line || this.#named.has(eventId) || this.#absent.has(eventId)) return line ?? null;
    const making = this.#making.get(eventId) ?? this.#make(eventId).finally(() => this.#making.delete(eventId));
    this.#making.set(eventId, making);
    return making;
  }

  /** Those of the events whose line is going on. */
  async going(eventIds: readonly string[]): Promise<BoardLine[]> {
    await this.#freshen(performance.now() - this.#refreshedAt);
    return eventIds.flatMap((eventId) => this.#lines.get(eventId) ?? []);
  }

  /** Every line that is going on. */
  async all(): Promise<BoardLine[]> {
    await this.#freshen(performance.now() - this.#refreshedAt);
    return [...this.#lines.values()].filter(({ state }) => state !== 'closed');
  }

  position(line: BoardLine, entry: number): number | null {
    return positionOf(line.row, line.draw, entry);
  }

  /** Forgets what was read, for whoever has just changed something and wants to see it. */
  invalidate(): void {
    this.#refreshedAt = -Infinity;
  }

  async #make(eventId: string): Promise<BoardLine | null> {
    await this.schedule.sync([eventId]);
    const row = await this.lines.find(this.database.reads, eventId);
    const ids = row ? this.#named : this.#absent;
    if (ids.size >= namedMax) ids.clear();
    ids.add(eventId);
    return row && this.#put(row);
  }

  async #freshen(ageMs: number): Promise<void> {
    if (ageMs <= freshMs) return;
    const refreshed = this.#refresh().catch((error: unknown) => {
      // Without the database the last number goes on being shown: it never falls.
      if (this.#lines.size === 0) throw error;
      this.log.warn({ err: error }, 'the serving board could not be read');
    });
    if (ageMs > staleMs) await refreshed;
    else refreshed.catch(() => {});
  }

  #refresh(): Promise<void> {
    return (this.#refreshing ??= this.#read().finally(() => (this.#refreshing = null)));
  }

  async #read(): Promise<void> {
    const startedAt = performance.now();
    const rows = await this.lines.live(this.database.reads, [...this.#named]);
    const seen = new Set(rows.map((row) => this.#put(row).row.eventId));
    for (const eventId of this.#lines.keys()) if (!seen.has(eventId)) this.#lines.delete(eventId);
    this.#absent.clear();
    this.#refreshedAt = startedAt;
    if (startedAt - this.#askedAt < watchedMs) setTimeout(() => void this.#freshen(performance.now() - this.#refreshedAt).catch(() => {}), freshMs).unref();
  }

  #put(row: LineRow): BoardLine {
    const known = this.#lines.get(row.eventId);
    const sameDraw = known && known.row.drawSize === row.drawSize && (known.row.seed === null) === (row.seed === null);
    const state = stateNow(row);
    const line = { row, state, draw: sameDraw ? known.draw : drawOf(row), body: servingBody(row, state) };
    this.#lines.set(row.eventId, line);
    return line;
  }
}

function servingBody(row: LineRow, state: LineState): string {
  const opensInMs = isOpened(row) ? 0 : row.opensAt.getTime() - row.now.getTime();
  return JSON.stringify({
    serving: row.serving,
    calledPerMinute: row.calledPerMinute,
    state,
    ...(row.heldBack && { heldBack: true }),
    remaining: row.remaining,
    entries: row.nextEntry,
    pollAfterMs: pollAfterMs(state, row.nextEntry - row.serving, opensInMs, row.heldBack),
  });
}
