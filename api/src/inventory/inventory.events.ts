import { defineEvent } from '#platform';
import { z } from 'zod';

/**
 * Seats of one event that have a new state: pairs of a seat's index and the code of its state (0 free, 1 held,
 * 2 sold, 3 blocked). Written under the seats' section locks, so the changes of one seat come in their order.
 */
export const SeatsChanged = defineEvent({
  name: 'inventory.seats_changed',
  version: 1,
  schema: z.object({ eventId: z.uuid(), seats: z.array(z.tuple([z.int().min(0), z.int().min(0).max(3)])) }),
  key: ({ eventId }) => eventId,
});
