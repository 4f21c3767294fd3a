'use client';

import { useEffect, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { dropAdmission, readAdmission } from '#line/admission.ts';
import type { Event } from './facts.ts';

/** Whether somebody may choose: everybody where there is no line, else who has been admitted and is in their window. */
export type Access =
  | { readonly phase: 'asking' }
  | { readonly phase: 'none' }
  | { readonly phase: 'over' }
  | { readonly phase: 'in'; readonly limit: number; readonly admissionToken: string | undefined; readonly until: string | null };

export function useAdmission(event: Event): { readonly access: Access; over: () => void } {
  const [access, setAccess] = useState<Access>({ phase: 'asking' });
  useEffect(() => {
    const { sessionTicketLimit, buyerTicketLimit } = event;
    if (!event.lineRequired) return setAccess({ phase: 'in', limit: Math.min(sessionTicketLimit, buyerTicketLimit), admissionToken: undefined, until: null });
    const kept = readAdmission(event.id);
    if (!kept) setAccess({ phase: 'none' });
    else if (Date.parse(kept.expiresAt) <= clock.now()) setAccess({ phase: 'over' });
    else setAccess({ phase: 'in', limit: Math.min(kept.ticketLimit, buyerTicketLimit), admissionToken: kept.admissionToken, until: kept.expiresAt });
  }, [event]);
  const over = () => {
    dropAdmission(event.id);
    setAccess({ phase: 'over' });
  };
  return { access, over };
}
