'use client';

import { useEffect, useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';

// Standing places come in thousands: what is left is told as a number to know, not to race by.
const AGAIN_MS = 15_000;

/** How many places of each standing category are free; empty until it is known. Asked anew as long as somebody looks. */
export function useStanding(eventId: string, admissionToken: string | undefined, wanted: boolean): ReadonlyMap<string, number> {
  const [free, setFree] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    if (!wanted) return;
    let ended = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      const params = { path: { eventId }, header: admissionToken === undefined ? {} : { 'X-Admission': admissionToken } };
      const { data } = await outcome(api.GET('/api/v1/events/{eventId}/availability', { params }));
      if (data && !ended) setFree(new Map(data.categories.filter(({ kind }) => kind === 'standing').map(({ name, free: left }) => [name, left])));
    };
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [eventId, admissionToken, wanted]);
  return free;
}
