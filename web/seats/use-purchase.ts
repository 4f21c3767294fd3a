'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { HoldWish } from '#box-office/holds.ts';
import type { Failure } from '#box-office/problem.ts';
import { announce } from '#ui/announcer.tsx';
import { failureText } from '#ui/failure-text.ts';
import { path } from '#words/locales.ts';
import { askPatiently } from './ask-again.ts';
import { forgetChoice, hold as askToHold, openWish, rememberHold } from './purchase.ts';
import { isNotAdmitted } from './refusals.ts';

interface Purchase {
  eventId: string;
  admissionToken: string | undefined;
  /** Whether news of the seats come in. */
  alive: boolean;
  /** Nothing was held, as far as is known; the seats that somebody else has, if it was for that. */
  onFailed: (takenIds: readonly string[]) => void;
  onNotAdmitted: () => void;
}

/** Holds places and goes on to the checkout; what is refused is said, or sends to where it can be mended. */
export function usePurchase({ eventId, admissionToken, alive, onFailed, onNotAdmitted }: Purchase) {
  const t = useTranslations();
  const locale = useLocale();
  const router = useRouter();
  // What is being asked for.
  const [asked, setAsked] = useState<HoldWish | null>(null);
  const asking = useRef(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  // Why the question is asked again by itself, meanwhile.
  const [waits, setWaits] = useState<string | null>(null);
  const here = useRef(new AbortController());
  useEffect(() => {
    const leaving = (here.current = new AbortController());
    return () => leaving.abort();
  }, []);

  const sentence = (failure: Failure): string => {
    const { limit } = failure.data;
    if (failure.code === 'inventory.limit_exceeded' && typeof limit === 'number') return t('seats.limit-exceeded', { limit });
    return failureText(failure, { has: (code) => t.has(`failure.${code}` as never), say: (code) => t(`failure.${code}` as never) });
  };

  const refused = (failure: Failure) => {
    const seats = failure.code === 'inventory.seat_taken' && Array.isArray(failure.data['seats']) ? failure.data['seats'].filter((id) => typeof id === 'string') : [];
    onFailed(seats);
    if (seats.length > 0) return;
    if (isNotAdmitted(failure.code)) return onNotAdmitted();
    // The choice is kept, and waits here.
    if (failure.code === 'platform.not_signed_in') return router.push(`${path(locale, '/sign-in')}?return=${encodeURIComponent(path(locale, `/events/${eventId}/choose`))}`);
    setRefusal(sentence(failure));
  };

  const hold = async (wish: HoldWish): Promise<void> => {
    if (asking.current) return;
    asking.current = true;
    setAsked(wish);
    setRefusal(null);
    const { signal } = here.current;
    let waited = false;
    const onWait = (passing: Failure): void => {
      setWaits(sentence(passing));
      if (!waited) announce(t('seats.locked'));
      waited = true;
    };
    const { data, failure } = await askPatiently(() => askToHold(eventId, wish, admissionToken), { signal, onWait });
    // Places that came after all are gone on with; of anything else nobody wants to hear here any more.
    if (failure && signal.aborted) return;
    setWaits(null);
    if (failure) {
      asking.current = false;
      setAsked(null);
      return refused(failure);
    }
    // Asked again so late that it has run out meanwhile: there is nothing to go on to, and the choice stands.
    if (data.state === 'expired' || data.state === 'released') {
      asking.current = false;
      setAsked(null);
      return onFailed([]);
    }
    rememberHold(eventId, data, admissionToken);
    forgetChoice(eventId);
    // Goes on being asked for: the next page comes, as a document of its own, since its policy lets a card's provider in and this one's does not.
    window.location.assign(path(locale, `/checkout/${data.id}`));
  };

  // An answer that got lost is asked for again as soon as there may be one: after a reload, when the line is back, and when news come in again.
  const askAgain = useRef(() => {});
  askAgain.current = () => {
    const wish = openWish(eventId);
    if (wish) void hold(wish);
  };
  useEffect(() => {
    if (alive) askAgain.current();
  }, [alive]);
  useEffect(() => {
    const online = () => askAgain.current();
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, []);

  // Kept by the browser as it was left, in the middle of asking: what became of that, a page made anew finds out.
  useEffect(() => {
    const back = ({ persisted }: PageTransitionEvent) => persisted && window.location.reload();
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);

  return { asked, refusal, waits, hold };
}
