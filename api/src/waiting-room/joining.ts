import { Injectable } from '@nestjs/common';
import { Batcher, Database, newId } from '#platform';
import { chainEntries } from './draw.js';
import { EntryRepository } from './entry.repository.js';
import { type Joiner, seatJoiners } from './join.js';
import { type LineState, mayEnter } from './line.js';
import { drawOf, drawSizeAtOpening, isOpened, LineRepository, positionOf, stateNow } from './line.repository.js';
import { LineTokens } from './line-tokens.js';
import type { PlaceState } from './place.js';
import { LineClosed, LineNotFound, LineNotOpen } from './waiting-room.errors.js';

export interface JoinRequest extends Joiner {
  address: string;
}

/** A place in the line, as its owner gets to know it. */
export interface JoinedPlace {
  lineToken: string;
  entry: number;
  /** Null while it is still to be drawn. */
  position: number | null;
  state: PlaceState;
  lineState: LineState;
  /** Of a called place, while its clock runs: until when the turn may be claimed. */
  claimUntil?: string;
}

type JoinOutcome = { ok: true; place: JoinedPlace; fresh: boolean } | { ok: false; error: LineNotFound | LineNotOpen | LineClosed };

/** Entering the line: one short transaction per event and batch, whose lock on the line gives the numbers their order. */
@Injectable()
export class Joining {
  readonly #batchers = new Map<string, Batcher<JoinRequest, JoinOutcome>>();

  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly entries: EntryRepository,
    private readonly tokens: LineTokens,
  ) {}

  /** Only for events that are known to have a line. @throws LineNotOpen, LineClosed, Overloaded */
  async join(eventId: string, request: JoinRequest): Promise<{ place: JoinedPlace; fresh: boolean }> {
    const outcome = await this.#batcher(eventId).submit(request);
    if (!outcome.ok) throw outcome.error;
    return outcome;
  }

  async leave(eventId: string, deviceId: string, userId: string | null): Promise<void> {
    await this.database.transaction((tx) => this.entries.leave(tx, eventId, deviceId, userId));
  }

  #batcher(eventId: string): Batcher<JoinRequest, JoinOutcome> {
    let batcher = this.#batchers.get(eventId);
    if (!batcher) {
      // A whole country joins in one minute; as long as that holds up nobody else it is no reason to stop the line.
      batcher = new Batcher<JoinRequest, JoinOutcome>({ name: 'line.join', execute: (requests) => this.#execute(eventId, requests), sizeMax: 1_000, aside: true });
      this.#batchers.set(eventId, batcher);
    }
    return batcher;
  }

  #execute(eventId: string, requests: JoinRequest[]): Promise<JoinOutcome[]> {
    return this.database.transaction(async (tx) => {
      const line = await this.lines.lock(tx, eventId);
      if (!line) return requests.map(() => ({ ok: false, error: new LineNotFound() }));
      const state = stateNow(line);
      if (!mayEnter(state)) {
        const error = state === 'closed' ? new LineClosed() : new LineNotOpen({ opensAt: line.opensAt.toISOString() });
        return requests.map(() => ({ ok: false, error }));
      }
      // The first batch after the opening closes the list of those who are drawn, even if the controller comes late.
      if (isOpened(line)) line.drawSize = drawSizeAtOpening(line);
      const draw = drawOf(line);
      const places = await this.entries.of(tx, eventId, requests.map(({ deviceId }) => deviceId), requests.flatMap(({ userId }) => userId ?? []));
      const plan = seatJoiners(requests, { places, nextEntry: line.nextEntry, newId, position: (entry) => draw.position(entry) });
      const isFresh = new Set(plan.fresh);
      const mergedInto = new Map(plan.merged.map(({ from, into }) => [from.entry, into.entry]));
      await this.entries.merge(tx, eventId, plan.merged.filter(({ from }) => !isFresh.has(from)).map(({ from, into }) => ({ from: from.entry, into: into.entry })));
      await this.entries.bind(tx, eventId, plan.bound.filter((place) => !isFresh.has(place)));
      if (plan.fresh.length > 0) {
        await this.entries.insert(tx, eventId, line.stamp, plan.fresh, plan.freshFrom.map((index) => requests[index]!.address), mergedInto);
        const hash = line.drawSize === null ? chainEntries(line.entriesHash, plan.fresh.map(({ id }) => id)) : line.entriesHash;
        await this.lines.enter(tx, eventId, line.nextEntry + plan.fresh.length, hash, line.drawSize);
      }
      return plan.outcomes.map((place) => ({
        ok: true,
        fresh: isFresh.delete(place),
        place: {
          lineToken: this.tokens.signPlace({ eventId, entry: place.entry, entryId: place.id, deviceId: place.deviceId }),
          entry: place.entry,
          position: positionOf(line, draw, place.entry),
          state: place.state,
          lineState: state,
          ...(place.state === 'called' && place.claimDeadline && !line.postponed && { claimUntil: place.claimDeadline.toISOString() }),
        },
      }));
    });
  }
}
