import { Injectable } from '@nestjs/common';
import { Batcher, Database, newId, type Tx } from '#platform';
import { type Admission, AdmissionRepository, type ClaimedPlace, type NewAdmission } from './admission.repository.js';
import type { LineClaims } from './line-tokens.js';
import { callsMax, isOwner } from './place.js';

export interface ClaimRequest {
  claims: LineClaims;
  deviceId: string;
  userId: string | null;
  admissionSeconds: number;
}

export type ClaimOutcome =
  | { kind: 'admitted'; admission: Admission; fresh: boolean }
  | { kind: 'not_yet' | 'missed' | 'left' | 'sold_out' | 'closed' | 'not_yours' };

/** Merges form chains only when places merge again and again; more links than this are nobody's ordinary life. */
export const mergesMax = 4;

/** Claiming a call, in batches: the promise passes from the place to an admission with a window of its own. */
@Injectable()
export class Claiming {
  readonly #batcher: Batcher<ClaimRequest, ClaimOutcome>;

  constructor(
    private readonly database: Database,
    private readonly admissions: AdmissionRepository,
  ) {
    this.#batcher = new Batcher({ name: 'line.claim', execute: (requests) => this.#execute(requests) });
  }

  claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return this.#batcher.submit(request);
  }

  #execute(requests: ClaimRequest[]): Promise<ClaimOutcome[]> {
    return this.database.transaction(async (tx) => {
      const places = await this.#places(tx, requests);
      const wanted = requests.flatMap(({ userId }, index) => (places[index] ? [{ ...places[index], userId }] : []));
      const known = new KnownAdmissions(wanted.length > 0 ? await this.admissions.of(tx, wanted) : []);
      const fresh = newAdmissions(requests, places, known);
      const admitted = await this.admissions.admit(tx, fresh);
      known.add(admitted);
      // The user was admitted with another place between our look and our insert: that admission is theirs.
      if (admitted.length < fresh.length) known.add(await this.admissions.of(tx, wanted));
      const freshIds = new Set(admitted.map(({ id }) => id));
      return requests.map((request, index) => outcomeOf(request, places[index], known, freshIds));
    });
  }

  /** The place of each request, locked; a merged one is followed to the place it became. */
  async #places(tx: Tx, requests: readonly ClaimRequest[]): Promise<(ClaimedPlace | undefined)[]> {
    const key = ({ eventId, entry }: { eventId: string; entry: number }) => `${eventId}:${entry}`;
    const locked = new Map<string, ClaimedPlace>();
    let missing: { eventId: string; entry: number }[] = requests.map(({ claims }) => claims);
    for (let link = 0; missing.length > 0 && link <= mergesMax; link++) {
      const rows = await this.admissions.lockPlaces(tx, missing);
      for (const row of rows) locked.set(key(row), row);
      missing = rows.flatMap(({ eventId, mergedInto }) => (mergedInto !== null && !locked.has(`${eventId}:${mergedInto}`) ? [{ eventId, entry: mergedInto }] : []));
    }
    return requests.map(({ claims }) => {
      let place = locked.get(key(claims));
      if (place?.id !== claims.entryId) return undefined;
      for (let link = 0; place && place.mergedInto !== null && link <= mergesMax; link++) place = locked.get(`${place.eventId}:${place.mergedInto}`);
      return place;
    });
  }
}

/** Admissions by place, and open ones by user. */
class KnownAdmissions {
  readonly #byPlace = new Map<string, Admission>();
  readonly #byUser = new Map<string, Admission>();

  constructor(admissions: readonly Admission[]) {
    this.add(admissions);
  }

  add(admissions: readonly Admission[]): void {
    for (const admission of admissions) {
      this.#byPlace.set(`${admission.eventId}:${admission.entry}`, admission);
      if (admission.userId !== null && admission.state === 'open') this.#byUser.set(`${admission.eventId}:${admission.userId}`, admission);
    }
  }

  of({ eventId, entry }: ClaimedPlace, userId: string | null): Admission | undefined {
    return this.#byPlace.get(`${eventId}:${entry}`) ?? (userId === null ? undefined : this.#byUser.get(`${eventId}:${userId}`));
  }
}

function newAdmissions(requests: readonly ClaimRequest[], places: readonly (ClaimedPlace | undefined)[], known: KnownAdmissions): NewAdmission[] {
  const taken = new Set<string>();
  return requests.flatMap(({ deviceId, userId, admissionSeconds }, index) => {
    const place = places[index];
    if (!place || !place.inTime || place.state !== 'called' || !isOwner(place, deviceId, userId) || known.of(place, userId)) return [];
    const keys = [`${place.eventId}:${place.entry}`, ...(userId === null ? [] : [`${place.eventId}:${userId}`])];
    if (keys.some((key) => taken.has(key))) return [];
    for (const key of keys) taken.add(key);
    return [{ id: newId(), eventId: place.eventId, entry: place.entry, deviceId, userId: userId ?? place.userId, promised: place.promised, seconds: admissionSeconds }];
  });
}

function outcomeOf({ deviceId, userId }: ClaimRequest, place: ClaimedPlace | undefined, known: KnownAdmissions, freshIds: ReadonlySet<string>): ClaimOutcome {
  if (!place) return { kind: 'not_yours' };
  const admission = known.of(place, userId);
  const owner = admission ? isOwner(admission, deviceId, userId) : isOwner(place, deviceId, userId);
  if (!owner) return { kind: 'not_yours' };
  if (admission) return admission.live ? { kind: 'admitted', admission, fresh: freshIds.has(admission.id) } : { kind: 'missed' };
  if (place.state === 'left') return { kind: 'left' };
  // A second call past its deadline is missed even before the controller has noticed.
  if (place.state === 'missed' || (place.state === 'called' && place.calls >= callsMax)) return { kind: 'missed' };
  if (place.lineState === 'sold_out' || place.lineState === 'closed') return { kind: place.lineState };
  return { kind: 'not_yet' };
}
