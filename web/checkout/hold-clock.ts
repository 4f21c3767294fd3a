'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import { clock } from '#box-office/clock.ts';
import type { Desk } from './desk.ts';
import type { Hold } from './order.ts';

/**
 * Until when the places are kept. A payment that is under way keeps them longer, and a phone's clock may have been set, so the hold
 * is looked at again after each decline and at what seems to be its end; it is over when the box office has nothing better to say.
 */
export function useHold(hold: Hold, declinedPaymentId: string | undefined, desk: Desk): { until: string; look(): void } {
  const [until, setUntil] = useState(hold.expiresAt);
  const next = useRef<ReturnType<typeof setTimeout>>(undefined);
  const look = useCallback(async (): Promise<void> => {
    clearTimeout(next.current);
    const { data } = await outcome(api.GET('/api/v1/holds/{holdId}', { params: { path: { holdId: hold.id } } }));
    const latest = data?.expiresAt ?? hold.expiresAt;
    const leftMs = Date.parse(latest) - clock.now();
    setUntil(latest);
    if ((data && data.state !== 'held') || leftMs <= 0) return desk.holdEnded();
    // The countdown calls once; after a false alarm its end is waited for here.
    clearTimeout(next.current);
    next.current = setTimeout(() => void look(), leftMs);
  }, [hold, desk]);
  useEffect(() => () => clearTimeout(next.current), []);
  useEffect(() => {
    if (declinedPaymentId !== undefined) void look();
  }, [declinedPaymentId, look]);
  return { until, look: () => void look() };
}
