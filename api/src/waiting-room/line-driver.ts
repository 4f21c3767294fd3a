import { Injectable } from '@nestjs/common';
import type { SaleTerms } from '#catalog';
import { Inventory } from '#inventory';
import { Database, type Tx } from '#platform';
import { AdmissionRepository } from './admission.repository.js';
import { promisedTo } from './admissions.js';
import { callable, callsAllowed, type Candidate, lapse, planCalls, promiseSizes, savedCalls } from './call.js';
import { Draw, drawSeed } from './draw.js';
import { type CallChange, type CallRow, EntryRepository, type PendingCalls } from './entry.repository.js';
import { type LineState, lineState } from './line.js';
import { drawOf, drawSizeAtOpening, factsOf, isOpened, type LineRow, LineRepository } from './line.repository.js';
import { callsPerTickMax, type Throttle, unthrottled } from './throttle.js';

/** Promises and windows that end in one transaction; the rest follows with the next tick. */
const dueMax = 2_000;
/** Looked at beyond the calls wanted, so that people who left hold up nobody; where more have left, the next tick goes on. */
const passedPerTick = 50;

/** What a tick did. */
export interface TickOutcome {
  line: LineRow;
  calls: number;
  lapsed: number;
  missed: number;
  admissionsExpired: number;
}

interface Look {
  epoch: number;
  terms: SaleTerms;
  calledPerMinute: number;
  throttle: Throttle;
  /** Neither sold nor blocked, whoever holds or was promised it. */
  unsold: number;
  /** Not held and not promised either. */
  free: number;
  pending: PendingCalls;
  /** Calls and admissions that stand; not counted where they are not limited. */
  standing: number;
}

/** Another process drives the line by now. */
export class Superseded extends Error {}

/**
 * One step of an event's line. This is the only place that raises `sold + held + promised` of an event with a
 * line: its transaction locks the line and ends with an update that is fenced by the epoch of the driver's lease, so
 * that a driver which lost its turn changes nothing. Locks: admissions, line, entries, then the event's stock.
 */
@Injectable()
export class LineDriver {
  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly entries: EntryRepository,
    private readonly admissions: AdmissionRepository,
    private readonly inventory: Inventory,
  ) {}

  /** Null when there was nothing to do. @throws Superseded */
  async tick(line: LineRow, epoch: number, terms: SaleTerms, calledPerMinute: number, throttle: Throttle = unthrottled): Promise<TickOutcome | null> {
    if (line.epoch > epoch) throw new Superseded();
    const look = await this.#look(line, { epoch, terms, calledPerMinute, throttle });
    if (!look || !hasWork(line, look)) return null;
    return this.database.transaction((tx) => this.#advance(tx, line.eventId, look));
  }

  /** What there is to decide on, without a lock: whether a transaction is worthwhile, and how many places it is to look at. */
  async #look({ eventId, admissionsMax }: LineRow, given: Pick<Look, 'epoch' | 'terms' | 'calledPerMinute' | 'throttle'>): Promise<Look | null> {
    const { reads } = this.database;
    const stock = (await this.inventory.availability(reads, [eventId])).get(eventId);
    // The inventory hears of the publication as we do, perhaps a moment later.
    if (!stock) return null;
    const unsold = Math.max(0, stock.capacity - stock.blocked - stock.sold);
    const free = Math.max(0, unsold - stock.held - stock.promised);
    const pending = await this.entries.pending(reads, eventId, callsPerTickMax);
    const standing = admissionsMax === null ? 0 : await this.admissions.standing(reads, eventId);
    return { ...given, unsold, free, pending, standing };
  }

  async #advance(tx: Tx, eventId: string, look: Look): Promise<TickOutcome> {
    const { epoch, terms, calledPerMinute, throttle, unsold } = look;
    const expired = await this.admissions.lockDue(tx, eventId, dueMax);
    const line = await this.lines.lock(tx, eventId);
    if (!line || line.epoch > epoch) throw new Superseded();
    await this.admissions.end(tx, expired.map(({ id }) => id), 'expired');
    if (isOpened(line)) line.drawSize = drawSizeAtOpening(line);
    line.seed ??= drawnNow(line);
    const draw = drawOf(line);
    const state = lineState({ ...factsOf(line), unsold });

    const saved = savedCallsOf(line);
    const standing = line.admissionsMax === null ? 0 : await this.admissions.standing(tx, eventId);
    const allowed = state === 'open' ? callsAllowed(line, saved, standing, throttle.calls) : 0;
    const possible = Math.min(allowed, Math.ceil((look.free + look.pending.ticketsDue + promisedTo(expired)) / terms.sessionTicketLimit));
    const positions = nextPositions(line, possible);
    const rows = await this.entries.lockForTick(tx, eventId, positions.map((position) => draw.entry(position)), dueMax, possible);
    const overdue = rows.filter(({ due }) => due);
    const { lapsed, next } = candidates(rows, positions, draw);

    const freed = promisedTo(expired) + overdue.reduce((sum, { promised }) => sum + promised, 0);
    const wanted = Math.min(allowed, callable(lapsed, next)) * terms.sessionTicketLimit;
    const granted = await this.#promise(tx, eventId, freed, wanted);
    const plan = planCalls(line.serving, promiseSizes(granted, terms.sessionTicketLimit), lapsed, next);
    const unclaimed = lapse(overdue);
    await this.entries.change(tx, eventId, changesOf(rows, unclaimed, plan), terms.claimSeconds);

    const callsSaved = line.ratePerMinuteMax === null ? 0 : saved - plan.calls.length;
    const progress = { epoch, state, drawSize: line.drawSize, seed: line.seed, serving: plan.serving, calledPerMinute, heldBack: isHeldBack(state, throttle), remaining: unsold, callsSaved };
    if (!(await this.lines.progress(tx, eventId, progress))) throw new Superseded();
    const count = (end: string) => unclaimed.filter((each) => each.state === end).length;
    return { line: { ...line, ...progress }, calls: plan.calls.length, lapsed: count('lapsed'), missed: count('missed'), admissionsExpired: expired.length };
  }

  /** Gives back what came free and takes what is wanted of all that is free then. */
  async #promise(tx: Tx, eventId: string, freed: number, wanted: number): Promise<number> {
    if (freed > 0) await this.inventory.unpromise(tx, new Map([[eventId, freed]]));
    return wanted > 0 ? this.inventory.promise(tx, eventId, wanted) : 0;
  }
}

function hasWork(line: LineRow, { epoch, unsold, free, pending, standing, calledPerMinute, throttle }: Look): boolean {
  const state = lineState({ ...factsOf(line), unsold });
  const somebodyToCall = pending.lapsed > 0 || line.serving < line.nextEntry;
  return (
    line.epoch !== epoch || line.state !== state || line.remaining !== unsold || line.calledPerMinute !== calledPerMinute || line.heldBack !== isHeldBack(state, throttle) ||
    pending.admissionsDue || pending.promisesDue || (isOpened(line) && line.drawSize === null) || drawnNow(line) !== null ||
    (state === 'open' && somebodyToCall && free > 0 && callsAllowed(line, savedCallsOf(line), standing, throttle.calls) > 0)
  );
}

/** Who is not called for another reason is not told of this one. */
function isHeldBack(state: LineState, throttle: Throttle): boolean {
  return state === 'open' && throttle.heldBack;
}

function savedCallsOf(line: LineRow): number {
  return savedCalls({ calls: line.callsSaved, elapsedMs: line.callsElapsedMs }, line.ratePerMinuteMax);
}

/** The seed, once everything that goes into it is there; null when there is nothing to draw now. */
function drawnNow(line: LineRow): Buffer | null {
  if (line.seed || !line.drawAtOpening || !isOpened(line)) return null;
  if (line.publicValueName !== null && line.publicValue === null) return null;
  return drawSeed(line.secret, line.entriesHash, line.publicValue);
}

function nextPositions(line: LineRow, calls: number): number[] {
  const count = calls > 0 ? Math.min(line.nextEntry - line.serving, 2 * calls + passedPerTick) : 0;
  return Array.from({ length: count }, (_, index) => line.serving + index);
}

function candidates(rows: readonly CallRow[], positions: readonly number[], draw: Draw): { lapsed: Candidate[]; next: Candidate[] } {
  const byEntry = new Map(rows.map((row) => [row.entry, row]));
  const lapsed = rows
    .flatMap(({ entry, state, position }) => (state === 'lapsed' && position !== null ? [{ entry, state, position }] : []))
    .sort((a, b) => a.position - b.position);
  const next = positions.map((position) => {
    const row = byEntry.get(draw.entry(position));
    if (!row) throw new Error(`position ${position} has no entry`);
    return { entry: row.entry, state: row.state, position };
  });
  return { lapsed, next };
}

function changesOf(rows: readonly CallRow[], unclaimed: readonly { entry: number; state: CallRow['state'] }[], plan: ReturnType<typeof planCalls>): CallChange[] {
  const changes = new Map<number, CallChange>();
  const byEntry = new Map(rows.map((row) => [row.entry, row]));
  const change = (entry: number): CallChange => {
    const row = byEntry.get(entry)!;
    const known = changes.get(entry) ?? { entry, state: row.state, position: row.position, promised: row.promised, called: false };
    changes.set(entry, known);
    return known;
  };
  for (const { entry, state } of unclaimed) Object.assign(change(entry), { state, promised: 0 });
  for (const { entry, position } of plan.passed) Object.assign(change(entry), { position });
  for (const { entry, promised } of plan.calls) Object.assign(change(entry), { state: 'called', promised, called: true });
  return [...changes.values()];
}
