import { type Place, sceneOf, type Serving } from './sight.ts';

/** What somebody who stands in a line, and does something else meanwhile, must hear. `drawn`: the order is decided, and the line knows their place. */
export type News = 'called' | 'soldOut' | 'drawn';

/** Null while there is nothing that could not wait until they are back at the line. */
export function newsOf(place: Place, serving: Serving, now: number): News | null {
  const scene = sceneOf({ place, serving, stop: null, opensAt: 0, now, paces: [], ticketLimit: 0 });
  if (scene === 'called' || scene === 'admitted') return 'called';
  if (scene === 'soldOut') return 'soldOut';
  return place.position === null && (serving.state === 'open' || serving.state === 'paused') ? 'drawn' : null;
}

/** The event to whose line an address leads back; null where it leads elsewhere. */
export function eventOfLine(address: string): string | null {
  return /^\/(?:pt|es|en)\/events\/([\w-]+)\/line$/.exec(address)?.[1] ?? null;
}
