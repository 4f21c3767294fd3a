'use client';

import { useCallback, useEffect, useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import { clock } from '#box-office/clock.ts';
import type { Desk } from './desk.ts';
import type { Hold } from './order.ts';

/**
 * Until when the places are kept. A payment that is under way keeps them longer, so the hold is looked at again after each
 * decline and at what seems to be its end; it is over when the box office has nothing better to say.
 */
export function useHold(hold: Hold, declinedPaymentId: string | undefined, desk: Desk): { until: string; look(): void } {
  const [until, setUntil] = useState(hold.expiresAt);
  const look = useCallback(async (): Promise<void> => {
    const { data } = await outcome(api.GET('/api/v1/holds/{holdId}', { params: { path: { holdId: hold.id } } }));
    const latest = data?.expiresAt ?? hold.expiresAt;
    setUntil(latest);
    if ((data && data.state !== 'held') || Date.parse(latest) <= clock.now()) desk.holdOver();
  }, [hold, desk]);
  useEffect(() => {
    if (declinedPaymentId !== undefined) void look();
  }, [declinedPaymentId, look]);
  return { until, look: () => void look() };
}
