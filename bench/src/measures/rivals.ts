import type { Connection } from '../load/connection.ts';
import type { BoxOffice } from '../office/box-office.ts';
import { type Fan, Fans } from '../office/fans.ts';
import type { Organiser } from '../office/organiser.ts';
import { measure, type Measured } from './measure.ts';
import { bearer, refusalOf } from './purchases.ts';

/** Seats asked for one after the other by somebody who gets none: with ten each, no seat of a hundred is left unasked. */
const TRIES = 10;

export interface Rivalry extends Measured {
  seats: number;
  /** Buyers who got a seat, by their own account. */
  winners: number;
  /** Seats held in a second, from the first try until the last seat was held. */
  holdsPerSecond: number;
  /** Seats that the database calls held; each by another hold. */
  held: number;
  /** Answers that were neither a seat nor `inventory.seat_taken`. */
  unclear: number;
}

/** Many buyers who all want the same few seats, at once. */
export async function rivalry(office: BoxOffice, organiser: Organiser, { buyers, seats }: { buyers: number; seats: number }): Promise<Rivalry> {
  const event = await organiser.seated(`Disputa ${Date.now()}`, seats, {});
  const fans = new Fans(office.database);
  await fans.ready(buyers);
  const crowd = Array.from({ length: buyers }, () => ({ fan: fans.next() as Fan, tries: 0, won: false }));
  let [firstTryMs, lastHoldMs] = [Number.NaN, Number.NaN];
  const step = async (connection: Connection, worker: number): Promise<string | null> => {
    const buyer = crowd[worker]!;
    if (buyer.won || (buyer.tries += 1) > TRIES) return null;
    if (Number.isNaN(firstTryMs)) firstTryMs = performance.now();
    const seatId = event.seatIds[Math.floor(Math.random() * seats)];
    const { status, body } = await connection.request('POST', `/api/v1/events/${event.id}/holds`, bearer(buyer.fan), `{"seats":["${seatId}"]}`);
    buyer.won = status === 201;
    if (buyer.won) lastHoldMs = performance.now();
    return buyer.won ? 'held' : refusalOf(body);
  };
  const measured = await measure(office, { concurrency: buyers, step }, () => true);
  const winners = measured.all['held'] ?? 0;
  const refused = measured.all['inventory.seat_taken'] ?? 0;
  return {
    ...measured,
    seats,
    winners,
    holdsPerSecond: winners / ((lastHoldMs - firstTryMs) / 1_000),
    held: await office.database.number(`select count(distinct hold_id) from inventory.seat where event_id = $1 and state = 'held'`, [event.id]),
    unclear: Object.values(measured.all).reduce((sum, count) => sum + count, 0) - winners - refused,
  };
}
