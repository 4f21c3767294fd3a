'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { HoldWish } from '#box-office/holds.ts';
import type { Failure } from '#box-office/problem.ts';
import { failureText } from '#ui/failure-text.ts';
import { path } from '#words/locales.ts';
import { forgetChoice, hold as askToHold, rememberHold } from './purchase.ts';
import { isNotAdmitted } from './refusals.ts';

interface Purchase {
  eventId: string;
  admissionToken: string | undefined;
  onTaken: (seatIds: readonly string[]) => void;
  onNotAdmitted: () => void;
}

/** Holds places and goes on to the checkout; what is refused is said, or sends to where it can be mended. */
export function usePurchase({ eventId, admissionToken, onTaken, onNotAdmitted }: Purchase) {
  const t = useTranslations();
  const locale = useLocale();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const sentence = (failure: Failure): string => {
    const { limit } = failure.data;
    if (failure.code === 'inventory.limit_exceeded' && typeof limit === 'number') return t('seats.limit-exceeded', { limit });
    return failureText(failure, { has: (code) => t.has(`failure.${code}` as never), say: (code) => t(`failure.${code}` as never) });
  };

  const refused = (failure: Failure) => {
    const { seats } = failure.data;
    if (failure.code === 'inventory.seat_taken' && Array.isArray(seats)) return onTaken(seats.filter((id) => typeof id === 'string'));
    if (isNotAdmitted(failure.code)) return onNotAdmitted();
    // The choice is kept, and waits here.
    if (failure.code === 'platform.not_signed_in') return router.push(`${path(locale, '/sign-in')}?return=${encodeURIComponent(path(locale, `/events/${eventId}/choose`))}`);
    setRefusal(sentence(failure));
  };

  const hold = async (wish: HoldWish): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setRefusal(null);
    const { data, failure } = await askToHold(eventId, wish, admissionToken);
    if (failure) {
      setBusy(false);
      return refused(failure);
    }
    rememberHold(eventId, data);
    forgetChoice(eventId);
    // Stays busy: the next page comes.
    router.push(path(locale, `/checkout/${data.id}`));
  };

  return { busy, refusal, hold };
}
