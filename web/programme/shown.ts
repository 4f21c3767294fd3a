import type { paths } from '#box-office/schema.d.ts';

type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type EventShown = Answer<'/api/v1/events/{eventId}'>;
export type EventListed = Answer<'/api/v1/events'>['items'][number];
export type VenueShown = Answer<'/api/v1/venues/{venueId}'>;
export type PublishedDraw = Answer<'/api/v1/events/{eventId}/line/draw'>;
export type TicketType = EventShown['ticketTypes'][number];
