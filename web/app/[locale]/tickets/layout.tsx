import type { ReactNode } from 'react';
import { KeepTickets } from '#ui/keep-tickets.tsx';

/** Tickets that were seen once are there without a network, too. */
export default function TicketsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <KeepTickets />
    </>
  );
}
