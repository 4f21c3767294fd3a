import type { EventState } from './sale-terms.js';

/**
 * An event's life. An organiser publishes a draft once it is complete (`publication.ts`); a published one may be
 * postponed and published again with a new date; cancelling and closing are final. Drafts may be cancelled too.
 */
const next: Record<EventAct, { from: readonly EventState[]; to: EventState }> = {
  publish: { from: ['draft', 'postponed'], to: 'published' },
  postpone: { from: ['published'], to: 'postponed' },
  cancel: { from: ['draft', 'published', 'postponed'], to: 'cancelled' },
  close: { from: ['published', 'postponed'], to: 'closed' },
};

export type EventAct = 'publish' | 'postpone' | 'cancel' | 'close';

/** Where the act leads, or null if it may not be done in this state. */
export function after(act: EventAct, state: EventState): EventState | null {
  return next[act].from.includes(state) ? next[act].to : null;
}

export const isOver = (state: EventState): boolean => state === 'cancelled' || state === 'closed';

export interface Picture {
  url: string;
  alt: string;
}

/**
 * What stock, line and draw were built on when the event was published, and what its buyers were promised should they change their
 * minds; the rest of it may still be edited.
 */
export const fixedFields = ['venueId', 'seatMapId', 'standing', 'lineRequired', 'drawAtOpening', 'publicDrawValueName', 'withdrawalDays', 'withdrawalHoursBefore'] as const;

/** Words of a text as the search index keeps them: lower case, without accents, letters and digits only. */
export function searchWords(text: string): string[] {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Which rule the terms break, or null. The database holds the same rules under the same names. */
export function contradiction(terms: {
  lineRequired: boolean; drawAtOpening: boolean; publicDrawValueName: string | null; sessionTicketLimit: number; buyerTicketLimit: number;
  saleStartsAt: Date | null; saleEndsAt: Date | null;
}): string | null {
  if (terms.drawAtOpening && !terms.lineRequired) return 'draw_needs_a_line';
  if (terms.publicDrawValueName !== null && !terms.drawAtOpening) return 'public_value_needs_a_draw';
  if (terms.buyerTicketLimit < terms.sessionTicketLimit) return 'buyer_ticket_limit_in_range';
  if (terms.saleStartsAt && terms.saleEndsAt && terms.saleEndsAt <= terms.saleStartsAt) return 'sale_ends_after_it_starts';
  return null;
}
