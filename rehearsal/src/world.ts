import type { Board } from './board.ts';
import type { Checkout } from './checkout.ts';
import type { Figures } from './figures.ts';
import type { Payer } from './payer.ts';
import type { Scenario } from './scenario.ts';
import type { SeatMap } from './seat-map.ts';
import type { Line } from './transport.ts';
import type { Troubles } from './visitor.ts';

export interface TicketType {
  id: string;
  category: string;
  kind: 'seated' | 'standing';
  holderRequired: boolean;
}

/** The event that is rehearsed, as the public sees it. */
export interface RehearsedEvent {
  id: string;
  ticketTypes: TicketType[];
  capacity: number;
  sessionTicketLimit: number;
  buyerTicketLimit: number;
}

/** What all fans share. */
export interface World {
  scenario: Scenario;
  event: RehearsedEvent;
  board: Board;
  figures: Figures;
  troubles: Troubles;
  map: SeatMap;
  /** Pays PIX codes; null where the providers are not ours to steer. */
  payer: Payer | null;
  checkout: Checkout;
  pollOrigin: boolean;
  line(slow: boolean): Line;
  /** Nobody begins anything new. */
  over(): boolean;
}
