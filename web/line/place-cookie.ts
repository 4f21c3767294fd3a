import type { Place } from './sight.ts';

/** Where JavaScript is off, a visitor's place lives in a cookie of the event: the box office tells it only to who joins. */
export const placeCookie = (eventId: string): string => `catraca.line.${eventId}`;

export interface CookiePlace extends Pick<Place, 'lineToken' | 'entry' | 'position'> {
  /** Whose the place was when the box office last told of it; null: this device's, or nobody has asked yet. */
  userId: string | null;
}

/** A day: no line lasts longer, and one who comes back later asks for the place anew. */
const placeSeconds = 24 * 3_600;

export function writeCookie(name: string, value: string, { seconds, secure }: { seconds: number; secure: boolean }): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.max(0, Math.floor(seconds))}${secure ? '; Secure' : ''}`;
}

export function writePlaceCookie(eventId: string, { lineToken, entry, position, userId }: CookiePlace, secure: boolean): string {
  return writeCookie(placeCookie(eventId), Buffer.from(JSON.stringify([lineToken, entry, position, userId])).toString('base64url'), { seconds: placeSeconds, secure });
}

/** Null for whatever is not a place; what the token in it is worth is for the box office to say. */
export function readPlaceCookie(value: string | undefined): CookiePlace | null {
  try {
    const [lineToken, entry, position, userId = null] = JSON.parse(Buffer.from(value ?? '', 'base64url').toString()) as unknown[];
    if (typeof lineToken !== 'string' || !isCount(entry) || !(position === null || isCount(position)) || !(userId === null || typeof userId === 'string')) return null;
    return { lineToken, entry, position, userId };
  } catch {
    return null;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
