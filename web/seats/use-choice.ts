'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useReducer, useRef, useState } from 'react';
import { announce } from '#ui/announcer.tsx';
import { seatIdOf, seatOfId, sectionOfSeat } from './engine/plan.ts';
import type { LivePlan } from './live-plan.ts';
import { forgetChoice, owedSeats, rememberChoice, rememberedChoice } from './purchase.ts';
import { countOf, keep, NOTHING, recall, retyped, seatsOf, toggled, usualType, without, type Choice, type TicketType } from './rules/choice.ts';
import { offersFor, type Offer } from './rules/nearest.ts';
import { useSeatWords } from './seat-words.ts';

/** Seats that somebody else has now, and what to offer for them. */
export interface Loss {
  readonly lost: readonly number[];
  readonly offers: readonly Offer[];
}

interface Chosen {
  readonly choice: Choice;
  readonly loss: Loss | null;
}

interface ChoiceOf {
  eventId: string;
  live: LivePlan;
  types: readonly TicketType[];
  limit: number;
  /** The box office is being asked for something: what is shown stays what was asked for. */
  locked: boolean;
}

/** What is chosen, kept over a reload and a sign-in, and what becomes of it when others are faster. */
export function useChoice({ eventId, live, types, limit, locked }: ChoiceOf) {
  const t = useTranslations('seats');
  const words = useSeatWords(live.plan, types);
  const { plan, states } = live;
  const isFree = (seat: number) => states.isFree(seat);
  const [{ choice, loss }, set] = useReducer((now: Chosen, next: Partial<Chosen>) => ({ ...now, ...next }), null, (): Chosen => ({
    choice: recall(rememberedChoice(eventId), { seatOf: (id) => seatOfId(plan, id), isFree: (seat) => isFree(seat) || owedSeats(eventId).has(seatIdOf(plan, seat)), types, limit }), loss: null,
  }));
  const [limitMet, setLimitMet] = useState(false);
  const latest = useRef(choice);
  latest.current = choice;

  useEffect(() => {
    if (countOf(choice) === 0) forgetChoice(eventId);
    else rememberChoice(eventId, keep(choice, (seat) => seatIdOf(plan, seat)));
  }, [choice, eventId, plan]);

  const change = (next: Choice) => {
    if (locked) return announce(t('locked'));
    setLimitMet(false);
    set({ choice: next });
  };

  /** Takes them out of the choice and looks for others: for all of the party, since who comes together wants to sit together. */
  const lose = (seats: readonly number[]) => {
    const wanted = seatsOf(latest.current);
    // Taken by oneself, as far as anybody knows while the answer is owed.
    const owed = owedSeats(eventId);
    const lost = seats.filter((seat) => wanted.includes(seat) && !owed.has(seatIdOf(plan, seat)));
    if (lost.length === 0) return;
    set({ choice: without(latest.current, lost), loss: { lost, offers: offersFor(plan, isFree, wanted) } });
  };

  return {
    choice, loss, limitMet, change, lose,
    /** Nothing was held: what is not free any more is somebody else's, unless the answer is still owed. */
    loseTaken: () => lose(seatsOf(latest.current).filter((seat) => !isFree(seat))),
    toggle: (seat: number): void => {
      if (locked) return announce(t('locked'));
      const chosen = seatsOf(choice).includes(seat);
      if (!chosen && !states.isFree(seat)) return announce(t('said-taken', { seat: words.place(seat) }));
      const type = usualType(types, sectionOfSeat(plan, seat).category, 'seated');
      if (!type) return announce(t('not-for-sale'));
      const next = toggled(choice, seat, type.id, limit);
      setLimitMet(next === null);
      if (next === null) return announce(t('limit-met', { limit }));
      set({ choice: next, loss: null });
      announce(t(chosen ? 'said-removed' : 'said-chosen', { seat: words.whole(seat), count: countOf(next), limit }));
    },
    retype: (seat: number, ticketTypeId: string) => change(retyped(choice, seat, ticketTypeId)),
    takePlaces: (ticketTypeId: string, quantity: number) => change(quantity === 0 ? NOTHING : { kind: 'places', ticketTypeId, quantity }),
    takeOffer: (offer: Offer): void => {
      if (locked) return announce(t('locked'));
      const seats = offer.seats.flatMap((seat) => {
        const type = usualType(types, sectionOfSeat(plan, seat).category, 'seated');
        return type && states.isFree(seat) ? { seat, ticketTypeId: type.id } : [];
      });
      set({ choice: { kind: 'seats', seats }, loss: null });
      announce(t('said-chosen', { seat: words.places(offer.seats), count: seats.length, limit }));
    },
    closeLoss: () => set({ loss: null }),
  };
}
