import { type Ended, type Place, type Scene, sceneOf, type Serving } from './sight.ts';

/** What somebody who stands in a line, and does something else meanwhile, must hear. `drawn`: the order is decided, and the line knows their place. `missed`, `lost`: they stand there no more. */
export type News = 'called' | 'soldOut' | 'drawn' | Exclude<Ended, 'left'>;

/** Null while there is nothing that could not wait until they are back at the line. */
export function newsOf(place: Place, serving: Serving, now: number): News | null {
  const scene = besideScene(place, serving, now);
  if (scene === 'called' || scene === 'admitted') return 'called';
  if (scene === 'soldOut') return 'soldOut';
  return place.position === null && (serving.state === 'open' || serving.state === 'paused') ? 'drawn' : null;
}

/** Whether there is nothing to wait for any more: the line is over, and the turn had neither come nor been answered before. */
export function isOver(place: Place, serving: Serving, now: number): boolean {
  return besideScene(place, serving, now) === 'closed';
}

function besideScene(place: Place, serving: Serving, now: number): Scene {
  return sceneOf({ place, serving, stop: null, signedIn: undefined, opensAt: 0, now, paces: [], ticketLimit: 0 });
}

/** The event to whose line an address leads back; null where it leads elsewhere. */
export function eventOfLine(address: string): string | null {
  return /^\/(?:pt|es|en)\/events\/([\w-]+)\/line$/.exec(address)?.[1] ?? null;
}
