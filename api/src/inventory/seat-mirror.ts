// One event's seats as this process knows them: a snapshot, kept up to date from the event log. Derived; the
// database alone decides who gets a seat.

import { encodeDelta, encodeLayout, encodeSeatMap } from './seat-map.js';
import type { SeatPlan } from './seat-plan.js';

/** A seat's index and the code of its new state. */
export type SeatChange = readonly [index: number, code: number];

// Two seconds cover what was stamped before a version and committed after it. States are absolute: telling one
// twice harms nobody.
const OVERLAP_MS = 2_000;
// Some minutes of the hottest sale; readers from before get every seat's state.
const CHANGES_MAX = 100_000;
// A version from further ahead than clocks and logs lag was made up.
const AHEAD_MS_MAX = 60_000;

/** The version is the instant of the last change, in milliseconds of the database's clock: comparable between processes. */
export class SeatMirror {
  private readonly layout: string;
  private changes: { at: number; index: number }[] = [];
  /** What happened after this is known. */
  private knownSince: number;

  constructor(
    plan: SeatPlan,
    private readonly states: Uint8Array,
    public version: number,
  ) {
    this.layout = encodeLayout(plan);
    this.knownSince = version;
  }

  apply(seats: readonly SeatChange[], at: number): void {
    for (const [index, code] of seats) {
      this.states[index] = code;
      this.changes.push({ at, index });
    }
    this.version = Math.max(this.version, at);
    if (this.changes.length <= CHANGES_MAX) return;
    const forgotten = this.changes.splice(0, this.changes.length - CHANGES_MAX / 2);
    this.knownSince = forgotten.reduce((latest, change) => Math.max(latest, change.at + OVERLAP_MS), this.knownSince);
  }

  /** The whole map as JSON text. */
  whole(): string {
    return encodeSeatMap(this.layout, this.version, this.states);
  }

  /** What has changed after `since`, a version of this or any other process, as JSON text. */
  since(since: number): string {
    const known = since >= this.knownSince && since <= this.version + AHEAD_MS_MAX;
    const version = known ? Math.max(since, this.version) : this.version;
    return JSON.stringify(encodeDelta(since, version, known ? this.changedAfter(since) : null, this.states));
  }

  private changedAfter(since: number): Map<number, number> {
    const changed = new Map<number, number>();
    for (const { at, index } of this.changes) if (at > since - OVERLAP_MS) changed.set(index, this.states[index]!);
    return changed;
  }
}
