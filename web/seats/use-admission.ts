'use client';

import { useEffect, useState } from 'react';
import { dropAdmission, readAdmission, type KeptAdmission } from '#line/admission.ts';
import { keptPlace, stillWaits } from '#line/kept-place.ts';
import type { Event } from './facts.ts';

/** Whether somebody may choose: everybody where there is no line, else who has been admitted and is in their window. */
export type Access =
  | { readonly phase: 'asking' }
  /** `waits`: this browser keeps a place in the line. */
  | { readonly phase: 'none'; readonly waits: boolean }
  | { readonly phase: 'over' }
  | { readonly phase: 'in'; readonly limit: number; readonly admissionToken: string | undefined; readonly until: string | null };

export function useAdmission(event: Event): { readonly access: Access; over: () => void } {
  const [access, setAccess] = useState<Access>({ phase: 'asking' });
  useEffect(() => {
    let here = true;
    const found = accessOf(event, readAdmission(event.id), keptPlace(event.id) !== null);
    setAccess(found);
    // Nobody is sent back to a line that is over as if a place were waiting there.
    if (found.phase === 'none' && found.waits) void stillWaits(event.id).then((waits) => here && setAccess((now) => (now.phase === 'none' ? { ...now, waits } : now)));
    return () => {
      here = false;
    };
  }, [event]);
  const over = () => {
    dropAdmission(event.id);
    setAccess({ phase: 'over' });
  };
  return { access, over };
}

/**
 * Whoever keeps an admission goes in with it, though its window may seem to be over: a page that has heard nothing yet knows only the device's clock, which may be wrong. The
 * box office judges when the plan is asked for.
 */
export function accessOf(event: Pick<Event, 'lineRequired' | 'sessionTicketLimit' | 'buyerTicketLimit'>, kept: KeptAdmission | null, waits: boolean): Access {
  const { lineRequired, sessionTicketLimit, buyerTicketLimit } = event;
  if (!lineRequired) return { phase: 'in', limit: Math.min(sessionTicketLimit, buyerTicketLimit), admissionToken: undefined, until: null };
  if (!kept) return { phase: 'none', waits };
  return { phase: 'in', limit: Math.min(kept.ticketLimit, buyerTicketLimit), admissionToken: kept.admissionToken, until: kept.expiresAt };
}
