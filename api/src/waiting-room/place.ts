/**
 * The state of one person's place in the line.
 *
 *     waiting → called → admitted
 *               called → lapsed → called (again) → admitted
 *                                 called (again) → missed
 *     waiting, called, lapsed → left, merged
 *
 * - `waiting → called`: the controller, in the order of positions, with a promise of tickets and a claim deadline.
 * - `called → admitted`: the owner, before the deadline; the promise passes to the admission.
 * - `called → lapsed`, `called → missed`: the controller, at the deadline of the first or the second call.
 * - `lapsed → called`: the controller, at the next chance, before anybody new.
 * - `→ left`: the owner. `→ merged`: a join that finds a device's and a user's place to be one person's.
 *   A promise they still have is taken back by the controller's next tick.
 *
 * A place lives while it is waiting, called or lapsed. After that its person may enter again, at the end.
 */
export type PlaceState = 'waiting' | 'called' | 'lapsed' | 'admitted' | 'missed' | 'left' | 'merged';

export interface Place {
  entry: number;
  id: string;
  deviceId: string;
  /** Null while nobody has signed in on the device: the place is the device's. */
  userId: string | null;
  state: PlaceState;
  /** Until when a call may be claimed. */
  claimDeadline?: Date | null;
}

/** A first call that nobody claims is repeated once; a second one is not. */
export const callsMax = 2;

export function isLive(state: PlaceState): boolean {
  return state === 'waiting' || state === 'called' || state === 'lapsed';
}

export function afterUnclaimed(calls: number): 'lapsed' | 'missed' {
  return calls < callsMax ? 'lapsed' : 'missed';
}

/** Whose place it is: the user's once one is bound to it, else the device's. */
export function isOwner(place: Pick<Place, 'deviceId' | 'userId'>, deviceId: string, userId: string | null): boolean {
  return place.userId === null ? place.deviceId === deviceId : place.userId === userId;
}

/** The nearer to the stage goes first: an admission, then a call, then the earlier position. */
export function byStanding(position: (entry: number) => number): (a: Place, b: Place) => number {
  const standing = (place: Place) => (place.state === 'admitted' ? 0 : place.state === 'called' ? 1 : 2);
  return (a, b) => standing(a) - standing(b) || position(a.entry) - position(b.entry);
}
