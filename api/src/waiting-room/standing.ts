import { Injectable } from '@nestjs/common';
import { Batcher, Database } from '#platform';
import { mergesMax } from './claiming.js';
import { type AskedPlace, EntryRepository, type StandingPlace } from './entry.repository.js';
import type { JoinedPlace } from './joining.js';
import { LineTokens } from './line-tokens.js';
import { isOwner } from './place.js';
import { ServingBoard } from './serving-board.js';
import { LineNotFound, PlaceLeft, PlaceNotYours, PlaceUnknown, TurnMissed } from './waiting-room.errors.js';

interface Asker {
  deviceId: string;
  userId: string | null;
}

/** How a place stands, for its owner. Nobody enters by asking, whatever has become of the place. */
@Injectable()
export class Standing {
  readonly #batcher: Batcher<AskedPlace, StandingPlace | undefined>;

  constructor(
    database: Database,
    entries: EntryRepository,
    private readonly board: ServingBoard,
    private readonly tokens: LineTokens,
  ) {
    // A crowd whose places all may be lost asks at once, after a restored backup: like entering, it holds up nobody else.
    this.#batcher = new Batcher({ name: 'line.standing', execute: (wanted) => entries.asked(database.reads, wanted, mergesMax), aside: true });
  }

  /** @throws TokenRefused, LineNotFound, PlaceUnknown, PlaceNotYours, PlaceLeft, TurnMissed, Overloaded */
  async of(eventId: string, lineToken: string, asker: Asker): Promise<JoinedPlace> {
    const { entry, entryId } = this.tokens.verifyPlace(eventId, lineToken);
    const line = await this.board.line(eventId);
    if (!line) throw new LineNotFound();
    const place = await this.#batcher.submit({ eventId, entry, entryId, userId: asker.userId });
    if (!place) throw new PlaceUnknown();
    refuseStrangers(place, asker);
    const state = place.admitted ? 'admitted' : place.state;
    if (state === 'left') throw new PlaceLeft();
    // The second call went by, or the window of the admission did.
    if (state === 'missed' || (state === 'admitted' && !place.admitted)) throw new TurnMissed();
    return {
      lineToken: this.tokens.signPlace({ eventId, entry: place.entry, entryId: place.id, deviceId: place.deviceId }),
      entry: place.entry,
      position: this.board.position(line, place.entry),
      state,
      lineState: line.state,
      ...(state === 'called' && place.claimDeadline && !place.postponed && { claimUntil: place.claimDeadline.toISOString() }),
    };
  }
}

/** Who is not signed in is told of whatever stands on the device, as by a join; that it must be claimed by its user is heard then. */
function refuseStrangers(place: StandingPlace, { deviceId, userId }: Asker): void {
  if (place.admittedDeviceId !== null && isOwner({ deviceId: place.admittedDeviceId, userId: place.admittedUserId }, deviceId, userId)) return;
  if (isOwner(place, deviceId, userId) || (userId === null && place.deviceId === deviceId)) return;
  throw place.userId === null ? new PlaceUnknown() : new PlaceNotYours();
}
