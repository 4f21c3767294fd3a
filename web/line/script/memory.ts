import type { Ended, Place } from '../sight.ts';

/** What this browser remembers of a place, so that a crowd that reloads asks nothing of the box office that it was told before. */
export interface Memory {
  place: Pick<Place, 'lineToken' | 'entry' | 'position'> | null;
  /** Whose the place was when it was last asked for; null: this device's. */
  userId: string | null;
  seenAt: number;
  /** Why there is no place any more: nobody enters again without having been asked. */
  ended?: Ended;
}

// No line lasts longer, and whoever waits has been told of the place once, at its beginning. Whoever hears before that it has ended or that the line is over forgets it at once.
const keptMs = 24 * 3_600_000;

export const memoryKey = (eventId: string): string => `catraca.line.${eventId}`;

export function remember(eventId: string, memory: Memory): void {
  try {
    localStorage.setItem(memoryKey(eventId), JSON.stringify(memory));
  } catch {
    // Not kept: the box office knows the place by the device's cookie.
  }
}

/** There is no such place any more: its line is over, or the box office knows nothing of it. */
export function forget(eventId: string): void {
  try {
    localStorage.removeItem(memoryKey(eventId));
  } catch {
    // Nothing was kept, either.
  }
}

export function recall(eventId: string, now: number): Memory | null {
  try {
    return readMemory(localStorage.getItem(memoryKey(eventId)), now);
  } catch {
    return null;
  }
}

/** What was written, if it is whole and not too old to be believed. */
export function readMemory(text: string | null, now: number): Memory | null {
  let read: Partial<Memory> | null;
  try {
    read = JSON.parse(text ?? 'null') as Partial<Memory> | null;
  } catch {
    return null;
  }
  if (typeof read?.seenAt !== 'number') return null;
  const { place, ended, userId = null, seenAt } = read;
  if (ended === 'left' || ended === 'missed' || ended === 'lost') return { place: null, userId, seenAt, ended };
  if (typeof place?.lineToken !== 'string' || typeof place.entry !== 'number' || Math.abs(now - seenAt) > keptMs) return null;
  return { place: { lineToken: place.lineToken, entry: place.entry, position: typeof place.position === 'number' ? place.position : null }, userId, seenAt };
}
