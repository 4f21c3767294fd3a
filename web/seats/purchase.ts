'use client';

// From a choice to a hold: one attempt at a time, each wish with a key of its own that is used again when the answer gets lost.

import { askForHold, type Hold, type HoldWish } from '#box-office/holds.ts';
import { isPassing, type Outcome } from '#box-office/problem.ts';
import { seatIdOf, type Plan } from './engine/plan.ts';
import type { Choice } from './rules/choice.ts';

const heldKey = (eventId: string) => `catraca.hold.${eventId}`;
const heldInKey = (eventId: string) => `catraca.held-in.${eventId}`;
const attemptKey = (eventId: string) => `catraca.attempt.${eventId}`;
const choiceKey = (eventId: string) => `catraca.choice.${eventId}`;

export function wishOf(plan: Plan, choice: Choice): HoldWish {
  if (choice.kind === 'places') return { ticketTypeId: choice.ticketTypeId, quantity: choice.quantity };
  return { seats: choice.seats.map(({ seat, ticketTypeId }) => ({ seatId: seatIdOf(plan, seat), ticketTypeId })) };
}

/**
 * Remembers the last wish and its key for as long as nobody knows what became of it, over a reload too: the same wish after a lost answer is the same purchase. Any
 * answer that decides makes the next one new.
 */
export async function hold(eventId: string, wish: HoldWish, admissionToken: string | undefined): Promise<Outcome<Hold>> {
  const text = JSON.stringify(wish);
  const last = lastAttempt(eventId);
  const key = last?.wish === text ? last.key : newKey();
  stored(() => sessionStorage.setItem(attemptKey(eventId), JSON.stringify({ wish: text, key })));
  const result = await askForHold(eventId, wish, { key, admissionToken });
  if (!result.failure || !isPassing(result.failure)) stored(() => sessionStorage.removeItem(attemptKey(eventId)));
  return result;
}

function lastAttempt(eventId: string): { wish: string; key: string } | null {
  const last = stored(() => JSON.parse(sessionStorage.getItem(attemptKey(eventId)) ?? 'null') as { wish?: unknown; key?: unknown } | null);
  return typeof last?.wish === 'string' && typeof last.key === 'string' ? { wish: last.wish, key: last.key } : null;
}

/** The wish of which nobody knows what became: asked again as it is, it is the same purchase. */
export function openWish(eventId: string): HoldWish | null {
  const last = lastAttempt(eventId);
  return last && stored(() => JSON.parse(last.wish) as HoldWish);
}

/** Seats that may be one's own though they are told as taken: the answer that would say so is owed. */
export function owedSeats(eventId: string): ReadonlySet<string> {
  const wish = openWish(eventId);
  return new Set(wish && 'seats' in wish && Array.isArray(wish.seats) ? wish.seats.map((seat) => (typeof seat === 'string' ? seat : seat.seatId)) : []);
}

/** 128 random bits. Browsers know `randomUUID` only under HTTPS, and a box office may be tried without. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Storage may be forbidden or full: then nothing is remembered, and nothing else is lost by it. */
function stored<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

export function rememberHold(eventId: string, hold: Pick<Hold, 'id'>, admissionToken: string | undefined): void {
  stored(() => {
    sessionStorage.setItem(heldKey(eventId), hold.id);
    sessionStorage.setItem(heldInKey(eventId), admissionToken ?? '');
  });
}

export const rememberedHold = (eventId: string): string | null => stored(() => sessionStorage.getItem(heldKey(eventId)));

/** Whether the remembered hold was had in this turn. What is bought in a turn ends it; a fan may have queued for another since. */
export const wasHeldIn = (eventId: string, admissionToken: string): boolean => stored(() => sessionStorage.getItem(heldInKey(eventId))) === admissionToken;

export function forgetHold(eventId: string): void {
  stored(() => {
    sessionStorage.removeItem(heldKey(eventId));
    sessionStorage.removeItem(heldInKey(eventId));
  });
}

export const rememberChoice = (eventId: string, kept: unknown): void => void stored(() => sessionStorage.setItem(choiceKey(eventId), JSON.stringify(kept)));
export const rememberedChoice = (eventId: string): unknown => stored(() => JSON.parse(sessionStorage.getItem(choiceKey(eventId)) ?? 'null') as unknown);
export const forgetChoice = (eventId: string): void => void stored(() => sessionStorage.removeItem(choiceKey(eventId)));
