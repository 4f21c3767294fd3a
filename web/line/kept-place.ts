import { recall } from './script/memory.ts';
import type { Place } from './sight.ts';

// No line lasts longer, and whoever waits has been told of the place once, at its beginning.
const KEPT_MS = 24 * 3_600_000;

interface KeptPlace {
  place: Pick<Place, 'lineToken' | 'entry' | 'position'>;
  userId: string | null;
}

/** The place that this browser keeps in an event's line, for the pages beside it; that one was left or missed is remembered there, too. */
export function keptPlace(eventId: string): KeptPlace | null {
  const memory = recall(eventId, Date.now(), KEPT_MS);
  return memory?.place ? { place: memory.place, userId: memory.userId } : null;
}
