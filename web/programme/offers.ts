import { kindWithin } from '#ui/kind-within.ts';
import type { EventShown, TicketType } from './shown.ts';

/** The ticket types of one category, in the organiser's order. */
export interface Offer {
  category: string;
  kind: TicketType['kind'];
  types: (TicketType & { label: string })[];
}

/** Ticket types by category, the dearest category first, as a hall is read from the stage backwards. */
export function offersOf(ticketTypes: readonly TicketType[]): Offer[] {
  const offers = new Map<string, Offer>();
  for (const type of ticketTypes) {
    const offer = offers.get(type.category) ?? { category: type.category, kind: type.kind, types: [] };
    offers.set(type.category, offer);
    offer.types.push({ ...type, label: kindWithin(type.category, type.name) });
  }
  return [...offers.values()].sort((a, b) => dearest(b) - dearest(a));
}

/** Categories of which some ticket is like that. */
export const categoriesThat = (offers: readonly Offer[], like: (type: TicketType) => boolean): string[] =>
  offers.filter(({ types }) => types.some(like)).map(({ category }) => category);

const dearest = ({ types }: Offer): number => Math.max(...types.map(({ price }) => price.amountCents));

/** Our own pictures only: the page's security policy shows no others, and a fan's browser asks nobody else. */
export function posterOf({ pictures }: Pick<EventShown, 'pictures'>) {
  return pictures.find(({ url }) => url.startsWith('/') && !url.startsWith('//'));
}
