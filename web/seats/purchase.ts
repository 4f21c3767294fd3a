'use client';

// From a choice to a hold: one attempt at a time, each wish with a key of its own that is used again when the answer gets lost.

import { askForHold, type Hold, type HoldWish } from '#box-office/holds.ts';
import { isPassing, type Failure } from '#box-office/problem.ts';
import { seatIdOf, type Plan } from './engine/plan.ts';
import type { Choice } from './rules/choice.ts';

const heldKey = (eventId: string) => `catraca.hold.${eventId}`;
const choiceKey = (eventId: string) => `catraca.choice.${eventId}`;

export function wishOf(plan: Plan, choice: Choice): HoldWish {
  if (choice.kind === 'places') return { ticketTypeId: choice.ticketTypeId, quantity: choice.quantity };
  return { seats: choice.seats.map(({ seat, ticketTypeId }) => ({ seatId: seatIdOf(plan, seat), ticketTypeId })) };
}

/** Remembers the last wish and its key: the same wish after a lost answer is the same purchase, any other answer makes the next one new. */
export class Attempts {
  private last: { wish: string; key: string } | null = null;

  async hold(eventId: string, wish: HoldWish, admissionToken: string | undefined): Promise<{ data: Hold; failure?: undefined } | { data?: undefined; failure: Failure }> {
    const text = JSON.stringify(wish);
    if (this.last?.wish !== text) this.last = { wish: text, key: crypto.randomUUID() };
    const result = await askForHold(eventId, wish, { key: this.last.key, admissionToken });
    if (!result.failure || !isPassing(result.failure)) this.last = null;
    return result;
  }
}

/** Storage may be forbidden or full: then nothing is remembered, and nothing else is lost by it. */
function stored<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

export const rememberHold = (eventId: string, hold: Pick<Hold, 'id'>): void => void stored(() => sessionStorage.setItem(heldKey(eventId), hold.id));
export const rememberedHold = (eventId: string): string | null => stored(() => sessionStorage.getItem(heldKey(eventId)));
export const forgetHold = (eventId: string): void => void stored(() => sessionStorage.removeItem(heldKey(eventId)));

export const rememberChoice = (eventId: string, kept: unknown): void => void stored(() => sessionStorage.setItem(choiceKey(eventId), JSON.stringify(kept)));
export const rememberedChoice = (eventId: string): unknown => stored(() => JSON.parse(sessionStorage.getItem(choiceKey(eventId)) ?? 'null') as unknown);
export const forgetChoice = (eventId: string): void => void stored(() => sessionStorage.removeItem(choiceKey(eventId)));
