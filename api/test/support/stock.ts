import { Database, newId, type Tx } from '#platform';
import { type HoldRequest, Inventory } from '#inventory';
import { Laying } from '../../src/inventory/laying.js';
import { seatId } from '../../src/inventory/seat-plan.js';
import { newEvent } from './events.js';
import type { TestDatabase } from './test-database.js';
import type { TestHouse } from './test-house.js';

/** A published event whose stock is laid out, and shorthands for tests that buy from it. */
export async function newStock(database: TestDatabase, house: TestHouse, event: Parameters<typeof newEvent>[1]) {
  const made = await newEvent(database, event);
  await house.app.get(Laying).layOut(made.eventId);
  const [stock] = await database.query<{ seat_id_prefix: string }>('select seat_id_prefix from inventory.stock where event_id = $1', [made.eventId]);
  const seat = (index: number) => seatId(stock!.seat_id_prefix, index);
  return {
    ...made,
    seat,
    /** A hold of seats by their indexes, or of what is wanted. */
    request: (want: HoldRequest['want'] | number[], more: Partial<HoldRequest> = {}): HoldRequest => ({
      holdId: newId(), eventId: made.eventId, userId: newId(), admissionId: null, sessionId: null, fromPromise: 0, seconds: 420, buyerTicketLimit: 4, sessionTicketLimit: 4,
      want: Array.isArray(want) ? { seats: want.map((index) => ({ seatId: seat(index) })) } : want, ...more,
    }),
    /** A letter per seat: free, held, sold, blocked. */
    states: async () => (await database.query<{ state: string }>('select state from inventory.seat where event_id = $1 order by index', [made.eventId])).map(({ state }) => state[0]).join(''),
    stands: async () => (await database.query<Record<'sold' | 'held' | 'promised' | 'blocked', number>>('select sold, held, promised, blocked from inventory.stock where event_id = $1', [made.eventId]))[0]!,
  };
}

/** The stock's verbs, each in a transaction of its own in that process. */
export function stockOf(house: TestHouse) {
  const inventory = house.app.get(Inventory);
  const inOne = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => house.app.get(Database).transaction(work);
  return {
    inventory,
    inOne,
    hold: async (...requests: HoldRequest[]) => {
      await inventory.warm([...new Set(requests.map(({ eventId }) => eventId))]);
      return inOne((tx) => inventory.hold(tx, requests));
    },
    end: (state: 'released' | 'expired', holdIds: string[], asPromise = false) => inOne((tx) => inventory.release(tx, holdIds.map((holdId) => ({ holdId, asPromise, state })))),
    confirm: (...holdIds: string[]) => inOne((tx) => inventory.confirm(tx, holdIds.map((holdId) => ({ holdId, orderId: newId() })), new Map())),
    retake: (...holdIds: string[]) => inOne((tx) => inventory.retake(tx, holdIds.map((holdId) => ({ holdId, orderId: newId() })))),
  };
}
