import { defineEvent, type OutgoingMessage } from '#platform';
import { z } from 'zod';
import type { HoldItem } from './hold.js';
import { codeOf, type SeatState } from './seat-map.js';
import { indexOf } from './seat-plan.js';

/**
 * Seats of one event that have a new state: pairs of a seat's index and the code of its state (0 free, 1 held,
 * 2 sold, 3 blocked). Written under the seats' section locks, so the changes of one seat come in their order.
 */
export const SeatsChanged = defineEvent({
  name: 'inventory.seats_changed',
  version: 1,
  schema: z.strictObject({ eventId: z.uuid(), seats: z.array(z.tuple([z.int().min(0), z.int().min(0).max(3)])) }),
  key: ({ eventId }) => eventId,
});

/** One message per event whose seats have now this state; none for standing places. */
export function seatsChanged(state: SeatState, changes: readonly { eventId: string; items: readonly Pick<HoldItem, 'seatId'>[] }[]): OutgoingMessage[] {
  const code = codeOf(state);
  const seats = new Map<string, [number, number][]>();
  for (const { eventId, items } of changes) {
    const list = seats.get(eventId) ?? [];
    for (const { seatId } of items) if (seatId !== null) list.push([indexOf(seatId), code]);
    if (list.length > 0) seats.set(eventId, list);
  }
  return [...seats].map(([eventId, list]) => SeatsChanged.message({ eventId, seats: list }));
}
