import { z } from 'zod';
import { defineEvent } from '#platform';

const eventOnly = (name: string) =>
  defineEvent({ name: `catalog.${name}`, version: 1, schema: z.strictObject({ eventId: z.uuid() }), key: ({ eventId }) => eventId });

/** An event went on sale, or returned to it after it was postponed: its seating and terms are complete. */
export const EventPublished = eventOnly('event_published');
/** Terms or texts of a published event were edited. */
export const EventChanged = eventOnly('event_changed');
/** The sale rests; the new date may not be known yet. Sold tickets stay valid. */
export const EventPostponed = eventOnly('event_postponed');
/** The event will not happen. Final. */
export const EventCancelled = eventOnly('event_cancelled');
/** The sale is over. Final. */
export const EventClosed = eventOnly('event_closed');
/** Ticket types were added, retired or repriced; what is already held keeps its price. */
export const PricesChanged = eventOnly('prices_changed');
