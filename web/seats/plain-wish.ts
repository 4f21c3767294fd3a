import { writeCookie } from '#line/place-cookie.ts';

/** What the form without JavaScript asks for, and the key under which it is one purchase however often it is asked. */
export interface PlainWish {
  type: string;
  quantity: number;
  accessible: boolean;
  key: string;
  /** How often the box office has asked for patience. */
  times: number;
}

/** Longer than all waits together: who comes back later asks anew. */
const SECONDS = 180;
// A key, an id and two numbers.
const LENGTH_MAX = 500;

/** The form with what was chosen in it. */
export function chosen(form: string, { type, quantity, accessible }: Pick<PlainWish, 'type' | 'quantity' | 'accessible'>): string {
  return `${form}?${new URLSearchParams({ type, quantity: String(quantity), ...(accessible && { accessible: 'yes' }) })}`;
}

const cookieName = (eventId: string): string => `catraca.wish.${eventId}`;

/** A wish that waits is kept in a cookie of the event, HttpOnly: only our own form puts it there, so an address that repeats it repeats nothing else. */
export function keepWish(eventId: string, { type, quantity, accessible, key, times }: PlainWish, secure: boolean): string {
  return writeCookie(cookieName(eventId), Buffer.from(JSON.stringify([type, quantity, accessible, key, times])).toString('base64url'), { seconds: SECONDS, secure });
}

export function dropWish(eventId: string, secure: boolean): string {
  return writeCookie(cookieName(eventId), '', { seconds: 0, secure });
}

/** Null for whatever is no wish; what it is worth is for the box office to say. */
export function readWish(eventId: string, cookies: { get: (name: string) => { value: string } | undefined }): PlainWish | null {
  try {
    const text = Buffer.from((cookies.get(cookieName(eventId))?.value ?? '').slice(0, LENGTH_MAX), 'base64url').toString();
    const [type, quantity, accessible, key, times] = JSON.parse(text) as unknown[];
    if (typeof type !== 'string' || !Number.isSafeInteger(quantity) || typeof accessible !== 'boolean' || typeof key !== 'string' || !Number.isSafeInteger(times)) return null;
    return { type, quantity: quantity as number, accessible, key, times: times as number };
  } catch {
    return null;
  }
}

/** As the form says it. A wish that waits already and is sent once more, by hand, goes on under its key. */
export function wishOfForm(text: string, waiting: PlainWish | null): PlainWish {
  const form = new URLSearchParams(text.slice(0, LENGTH_MAX));
  const wish = { type: form.get('type') ?? '', quantity: Number(form.get('quantity')), accessible: form.get('accessible') === 'yes' };
  const isSame = waiting !== null && waiting.type === wish.type && waiting.quantity === wish.quantity && waiting.accessible === wish.accessible;
  return { ...wish, key: isSame ? waiting.key : (form.get('key') ?? ''), times: 0 };
}
