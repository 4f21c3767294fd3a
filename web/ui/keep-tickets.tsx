'use client';

import { useEffect } from 'react';
import { whoIsIt } from '#box-office/session.ts';

// More than anybody has for one evening; the worker itself keeps no more than its own bound.
const KEPT_AT_ONCE = 20;

interface KeepTicketsProps {
  /** Pages of tickets that this one tells of; without it the page itself and the tickets it leads to. */
  paths?: readonly string[];
}

/** Asks the worker (public/sw.js) to keep pages of tickets. A browser without workers does without. */
export function KeepTickets({ paths }: KeepTicketsProps) {
  const given = paths?.join(' ');
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const links = [...document.querySelectorAll<HTMLAnchorElement>('main a[href*="/tickets/"]')].map(({ pathname }) => pathname).filter((pathname) => !pathname.startsWith('/api/'));
    const keep = (given?.split(' ') ?? [...new Set([location.pathname, ...links])]).slice(0, KEPT_AT_ONCE);
    // Once it is known whose they are: what was kept of somebody else's is gone then (box-office/session.ts).
    whoIsIt()
      .then(() => navigator.serviceWorker.register('/sw.js'))
      .then(() => navigator.serviceWorker.ready)
      .then((registration) => registration.active?.postMessage({ type: 'keep', keep }))
      // Private windows and full disks refuse; the tickets are there with a network.
      .catch(() => undefined);
  }, [given]);
  return null;
}
