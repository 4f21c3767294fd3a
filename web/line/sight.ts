import type { Pace } from './estimate.ts';

export type SaleState = 'scheduled' | 'lottery' | 'open' | 'paused' | 'sold_out' | 'closed';

/** What everybody polls: the answer of `GET /events/{id}/serving`. */
export interface Serving {
  serving: number;
  calledPerMinute: number;
  state: SaleState;
  heldBack?: boolean | undefined;
  remaining: number;
  /** Places given out so far. */
  entries: number;
  pollAfterMs: number;
}

/** A place as its owner knows it. */
export interface Place {
  lineToken: string;
  entry: number;
  /** Null before the draw. */
  position: number | null;
  state: 'waiting' | 'called' | 'lapsed' | 'admitted' | 'merged';
  /** Until when a call may be claimed, where it is known. */
  claimUntil?: string | undefined;
}

/** Why a place is none any more. `lost`: the box office knows of no such place. */
export type Ended = 'left' | 'missed' | 'lost';

/** What one visitor's page knows of the line at one moment. */
export interface Sight {
  place: Place | null;
  serving: Serving | null;
  /** Why there is no place, or no way on: a code of the box office, or one of the page's own. */
  stop: Stop | null;
  /** Whether somebody is signed in on this device; undefined where nobody has said. */
  signedIn: boolean | undefined;
  opensAt: number;
  /** By the server's clock. */
  now: number;
  paces: readonly Pace[];
  ticketLimit: number;
}

export type Stop = Ended | 'signIn' | 'verify' | 'notYours' | 'noLine' | 'busy' | 'stuck' | 'solving';

/**
 * What the page is about.
 *
 * - `joining`, `solving`, `busy`, `stuck`: on the way to a place. `signIn`, `verify`, `noLine`: no place this way.
 * - `scheduled`: nobody may enter yet. `entered`: in the lottery, before the opening. `drawing`: the draw is due.
 * - `waiting`, and its standstills `heldBack` and `paused`; `next`: nobody is ahead.
 * - `called`: the turn has come. `lapsed`: it went by once and comes again. `admitted`: claimed already.
 * - `soldOut`, `closed`: of the line. `missed`, `left`, `lost`, `notYours`: of the place. `anothers`: not theirs who are signed in, who may enter with their own account.
 */
export type Scene = Stop | 'anothers' | 'joining' | 'scheduled' | 'entered' | 'drawing' | 'waiting' | 'next' | 'heldBack' | 'paused' | 'called' | 'lapsed' | 'admitted' | 'soldOut' | 'closed';

const codes: Record<string, Stop | undefined> = {
  'line.left': 'left',
  'line.turn_missed': 'missed',
  'line.place_unknown': 'lost',
  // A token of keys that are not the box office's any more.
  'platform.token_refused': 'lost',
  'line.not_yours': 'notYours',
  'line.verified_account_required': 'verify',
  'line.not_found': 'noLine',
  'platform.not_signed_in': 'signIn',
};

/** What a refusal of the box office means for the page; null for those that pass by themselves. */
export function stopOf(code: string): Stop | null {
  return codes[code] ?? null;
}

/** Why the place is none any more, if that is what a refusal says; others say that it is not told to whoever asks, or not now. */
export function endedBy({ code }: { code: string }): Ended | null {
  const stop = stopOf(code);
  return stop === 'left' || stop === 'missed' || stop === 'lost' ? stop : null;
}

/**
 * Whether the line has given out fewer places than this one's number needs, as after a backup that is older than the place: the box office may have lost it, and is asked.
 * An answer that many may share can be older than a place that was given a moment ago.
 */
export function isBeyond({ entry }: Pick<Place, 'entry'>, { entries }: Pick<Serving, 'entries'>): boolean {
  return entry >= entries;
}

export function sceneOf({ place, serving, stop, signedIn, opensAt, now }: Sight): Scene {
  if (stop) return stop === 'notYours' && signedIn ? 'anothers' : stop;
  if (place?.state === 'admitted') return 'admitted';
  if (place && isCalled(place, serving, now)) return 'called';
  if (serving?.state === 'closed') return 'closed';
  if (place && (place.state === 'lapsed' || place.state === 'called')) return serving?.state === 'sold_out' ? 'soldOut' : 'lapsed';
  if (serving?.state === 'sold_out') return 'soldOut';
  if (!place) return serving?.state === 'scheduled' ? 'scheduled' : 'joining';
  if (place.position === null) return now < opensAt ? 'entered' : 'drawing';
  if (!serving) return 'joining';
  if (serving.state === 'paused') return 'paused';
  if (serving.heldBack) return 'heldBack';
  return place.position === serving.serving ? 'next' : 'waiting';
}

/** The serving number has passed the position, and the time to answer has not. */
function isCalled({ state, position, claimUntil }: Place, serving: Serving | null, now: number): boolean {
  if (claimUntil !== undefined && Date.parse(claimUntil) <= now) return false;
  return state === 'called' || (state === 'waiting' && position !== null && serving !== null && position < serving.serving);
}
