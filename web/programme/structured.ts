import { posterOf } from './offers.ts';
import type { EventShown } from './shown.ts';

// schema.org's words for our kinds.
const types: Record<string, string> = {
  concert: 'MusicEvent', festival: 'Festival', theatre: 'TheaterEvent', comedy: 'ComedyEvent', dance: 'DanceEvent', sport: 'SportsEvent', family: 'ChildrensEvent',
};
const statuses = { published: 'EventScheduled', postponed: 'EventPostponed', cancelled: 'EventCancelled', closed: 'EventScheduled' } as const;
const availabilities = { scheduled: 'PreOrder', lottery: 'PreOrder', open: 'InStock', paused: 'LimitedAvailability', sold_out: 'SoldOut', closed: 'Discontinued' } as const;

/** What search engines and assistants read of an event (schema.org); `url` is the page's own, `origin` where our pictures are. */
export function structuredEvent(event: EventShown, { url, origin, image }: { url: string; origin: string; image: string }) {
  const poster = posterOf(event);
  const prices = event.ticketTypes.map(({ price }) => price.amountCents);
  return {
    '@context': 'https://schema.org',
    '@type': types[event.kind] ?? 'Event',
    name: event.title,
    url,
    description: event.description || undefined,
    startDate: event.startsAt,
    doorTime: event.doorsAt ?? undefined,
    eventStatus: `https://schema.org/${statuses[event.state]}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    image: [image, ...(poster ? [new URL(poster.url, origin).href] : [])],
    location: { '@type': 'Place', name: event.venueName, address: { '@type': 'PostalAddress', streetAddress: event.address || undefined, addressLocality: event.city } },
    organizer: { '@type': 'Organization', name: event.organiser.name },
    performer: event.artists.map((name) => ({ '@type': 'PerformingGroup', name })),
    offers: prices.length === 0 ? undefined : {
      '@type': 'AggregateOffer', url, offerCount: prices.length, priceCurrency: event.ticketTypes[0]!.price.currency,
      lowPrice: decimal(Math.min(...prices)), highPrice: decimal(Math.max(...prices)),
      availability: `https://schema.org/${availabilities[event.saleState]}`, validFrom: event.saleStartsAt,
    },
  };
}

/** schema.org wants a number with a point whatever the language; cents stay whole until here. */
const decimal = (cents: number): string => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** JSON inside of a `<script>` that no text in it can end. */
export const inlineJson = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');
