/** Whose a ticket is. */
export interface Holder {
  name: string;
  document: string;
}

/** What somebody told of their tickets' holders before they had any: while they waited. It stays in this browser until it is bought with, signed out of, or old. */
export interface Told {
  holders: Holder[];
  /** Who was signed in when it was told; null: nobody, and then it is whoever's signs in here next. */
  userId: string | null;
}

/** The part of a browser's storage that this needs. */
export type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

// A document's number lies in a browser no longer than a sale's first day.
const KEPT_MS = 24 * 3_600_000;
const PREFIX = 'catraca.holders.';
// As many as are asked for (tell-holders.tsx), and no letters that the box office would not take.
const HOLDERS_MAX = 10;
const TEXT_MAX = 100;

export function keepTold(drawer: Drawer, eventId: string, { holders, userId }: Told, now: number): void {
  drawer.setItem(`${PREFIX}${eventId}`, JSON.stringify({ holders, userId, until: now + KEPT_MS }));
}

/** What was told of this event by this person, or before anybody had signed in: then it is theirs from here on. Empty where there is nothing, or nothing that can be read. */
export function toldHolders(drawer: Drawer, eventId: string, userId: string | null, now: number): Holder[] {
  sweep(drawer, now);
  const told = readTold(drawer.getItem(`${PREFIX}${eventId}`), now);
  if (told === null || (told.userId !== null && told.userId !== userId)) return [];
  if (told.userId !== userId) bind(drawer, eventId, { ...told, userId }, now);
  return told.holders;
}

/** The next one to sign in here is somebody else, and sees nothing of it. */
function bind(drawer: Drawer, eventId: string, told: Told, now: number): void {
  try {
    keepTold(drawer, eventId, told, now);
  } catch {
    // What cannot be made theirs is nobody's.
    forgetTold(drawer, eventId);
  }
}

/** Of one event, or of all. */
export function forgetTold(drawer: Drawer, eventId?: string): void {
  for (const key of keysOf(drawer)) if (eventId === undefined || key === `${PREFIX}${eventId}`) drawer.removeItem(key);
}

/** What is too old goes, of whatever event it is. */
function sweep(drawer: Drawer, now: number): void {
  for (const key of keysOf(drawer)) if (readTold(drawer.getItem(key), now) === null) drawer.removeItem(key);
}

function keysOf(drawer: Drawer): string[] {
  return Array.from({ length: drawer.length }, (_, index) => drawer.key(index) ?? '').filter((key) => key.startsWith(PREFIX));
}

function readTold(text: string | null, now: number): Told | null {
  try {
    const { holders, userId, until } = JSON.parse(text ?? '') as Partial<Told> & { until?: unknown };
    // A clock that was set back does not make it live longer.
    if (!Array.isArray(holders) || typeof until !== 'number' || until <= now || until > now + KEPT_MS) return null;
    return { holders: holders.slice(0, HOLDERS_MAX).filter(isHolder).map(({ name, document }) => ({ name, document })), userId: typeof userId === 'string' ? userId : null };
  } catch {
    return null;
  }
}

function isHolder(read: unknown): read is Holder {
  const { name, document } = (read ?? {}) as Partial<Holder>;
  return typeof name === 'string' && typeof document === 'string' && name.length <= TEXT_MAX && document.length <= TEXT_MAX;
}

/** In this browser: of the event that was bought for, or of all at the way out. */
export function forgetHolders(eventId?: string): void {
  const drawer = drawerOfBrowser();
  if (drawer !== null) forgetTold(drawer, eventId);
}

/** This browser's, where it lets pages keep anything. */
export function drawerOfBrowser(): Drawer | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
