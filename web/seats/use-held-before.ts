'use client';

import { useCallback, useEffect, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { findHold, type Hold } from '#box-office/holds.ts';
import { forgetHold, rememberedHold } from './purchase.ts';

/**
 * What this browser holds here or has bought; null where that is nothing, undefined while the box office has not said. Who may have bought must never be told that nothing was
 * charged, so it is looked at again when the turn is over: it may have been paid meanwhile, in another tab.
 */
export function useHeldBefore(eventId: string, turnOver: boolean): { readonly hold: Hold | null | undefined; look: () => void } {
  const [hold, setHold] = useState<Hold | null | undefined>(undefined);
  const look = useCallback(async (): Promise<void> => {
    const id = rememberedHold(eventId);
    if (id === null) return setHold(null);
    const { data, failure } = await findHold(id);
    if (rememberedHold(eventId) !== id) return;
    if (data?.state === 'confirmed' || (data?.state === 'held' && Date.parse(data.expiresAt) > clock.now())) return setHold(data);
    // Somebody else's, since another has signed in here; or no answer, and then nothing is known.
    if (!data && failure.status !== 404) return;
    forgetHold(eventId);
    setHold(null);
  }, [eventId]);
  useEffect(() => void look(), [look, turnOver]);
  return { hold, look: () => void look() };
}
