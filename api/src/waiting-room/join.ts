import { byStanding, isLive, type Place } from './place.js';

/** Somebody asks for a place. */
export interface Joiner {
  deviceId: string;
  userId: string | null;
}

export interface JoinPlan {
  /** In the order of the joiners. */
  outcomes: Place[];
  fresh: Place[];
  /** Who asked for each of `fresh`. */
  freshFrom: number[];
  /** Places that become a user's. */
  bound: Place[];
  merged: { from: Place; into: Place }[];
}

export interface JoinContext {
  /** Places of these devices and users that live, or whose admission is open. */
  places: Place[];
  nextEntry: number;
  newId: () => string;
  position: (entry: number) => number;
}

/**
 * Seats a batch of joiners in the order they came. A device or user that has a place keeps it; a device's
 * place and a user's that turn out to be one person's merge into the better one; everybody else gets the next
 * entry number. Numbers are consecutive, whatever the batch.
 */
export function seatJoiners(joiners: readonly Joiner[], context: JoinContext): JoinPlan {
  const plan: JoinPlan = { outcomes: [], fresh: [], freshFrom: [], bound: [], merged: [] };
  const known = new KnownPlaces(context.places);
  for (const [index, joiner] of joiners.entries()) {
    const [kept, ...others] = known.of(joiner).sort(byStanding(context.position));
    if (kept) {
      keep(plan, known, joiner, kept, others);
      continue;
    }
    const entry = context.nextEntry + plan.fresh.length;
    const place: Place = { entry, id: context.newId(), deviceId: joiner.deviceId, userId: joiner.userId, state: 'waiting' };
    known.add(place);
    plan.fresh.push(place);
    plan.freshFrom.push(index);
    plan.outcomes.push(place);
  }
  return plan;
}

function keep(plan: JoinPlan, known: KnownPlaces, joiner: Joiner, kept: Place, others: Place[]): void {
  plan.outcomes.push(kept);
  if (joiner.userId === null) return;
  for (const from of others.filter(({ state }) => isLive(state))) {
    from.state = 'merged';
    known.remove(from);
    plan.merged.push({ from, into: kept });
  }
  // An admission is bound to its user by its first hold, not by a join.
  if (kept.userId === null && isLive(kept.state)) {
    kept.userId = joiner.userId;
    plan.bound.push(kept);
    known.add(kept);
  }
}

/** Places by device and by user. */
class KnownPlaces {
  readonly #byDevice = new Map<string, Set<Place>>();
  readonly #byUser = new Map<string, Set<Place>>();

  constructor(places: readonly Place[]) {
    for (const place of places) this.add(place);
  }

  add(place: Place): void {
    put(this.#byDevice, place.deviceId, place);
    if (place.userId !== null) put(this.#byUser, place.userId, place);
  }

  remove(place: Place): void {
    this.#byDevice.get(place.deviceId)?.delete(place);
    if (place.userId !== null) this.#byUser.get(place.userId)?.delete(place);
  }

  /**
   * A signed-in user has the user's own places and the device's unbound one; another user's place on the same
   * device is not theirs. Somebody not signed in has whatever stands on the device: if it is a user's, that user
   * must sign in again to be admitted, but gets no second place by signing out.
   */
  of({ deviceId, userId }: Joiner): Place[] {
    const onDevice = [...(this.#byDevice.get(deviceId) ?? [])];
    if (userId === null) return onDevice;
    return [...new Set([...(this.#byUser.get(userId) ?? []), ...onDevice.filter((place) => place.userId === null)])];
  }
}

function put(index: Map<string, Set<Place>>, key: string, place: Place): void {
  const places = index.get(key);
  if (places) places.add(place);
  else index.set(key, new Set([place]));
}
