import type { Connection } from '../load/connection.ts';
import type { BoxOffice } from '../office/box-office.ts';
import { Fans, type Fan } from '../office/fans.ts';
import type { BenchEvent, Organiser } from '../office/organiser.ts';
import { measure, type Measured } from './measure.ts';

/** What most people buy, and the most that one session may (S1.16). */
const TICKETS = 2;
/** As much as one standing place may hold: no run sells it out. */
const CAPACITY = 1_000_000;
/** Fans made ready for each second: more than any machine sells, for they are made beforehand and must not run out. */
const FANS_PER_SECOND = 3_000;

/** Purchases one after the other by ever new buyers: hold two places, order them by card, wait until they are confirmed. */
export class Purchases {
  readonly #office: BoxOffice;
  readonly #fans: Fans;
  readonly #event: BenchEvent;

  private constructor(office: BoxOffice, event: BenchEvent) {
    this.#office = office;
    this.#fans = new Fans(office.database);
    this.#event = event;
  }

  static async prepare(office: BoxOffice, organiser: Organiser): Promise<Purchases> {
    const event = await organiser.standing('Compras', CAPACITY, { sessionTicketLimit: TICKETS, buyerTicketLimit: TICKETS });
    return new Purchases(office, event);
  }

  async round({ concurrency, rampSeconds, seconds }: { concurrency: number; rampSeconds: number; seconds: number }): Promise<Measured> {
    await this.#fans.ready(Math.ceil((rampSeconds + seconds) * FANS_PER_SECOND));
    return measure(this.#office, { concurrency, rampSeconds, seconds, step: (connection) => this.#buy(connection) }, isConfirmed);
  }

  /** Makes the buyers of the purchases to come. */
  ready(count: number): Promise<void> {
    return this.#fans.ready(count);
  }

  /** Exactly so many purchases. */
  async exactly(count: number, concurrency: number): Promise<Measured> {
    await this.ready(count);
    let left = count;
    const step = (connection: Connection): Promise<string | null> => ((left -= 1) < 0 ? Promise.resolve(null) : this.#buy(connection));
    return measure(this.#office, { concurrency, step }, isConfirmed);
  }

  /** What the database says of all rounds: orders, their tickets, and what the stock calls sold. */
  async sold(): Promise<{ orders: number; tickets: number; sold: number }> {
    const [row] = await this.#office.database.query<{ orders: string; tickets: string; sold: number }>(
      `select (select count(*) from orders."order" where event_id = $1 and state = 'confirmed') as orders,
         (select count(*) from tickets.ticket where event_id = $1) as tickets, sold from inventory.stock where event_id = $1`,
      [this.#event.id],
    );
    return { orders: Number(row?.orders), tickets: Number(row?.tickets), sold: Number(row?.sold) };
  }

  async #buy(connection: Connection): Promise<string | null> {
    const fan = this.#fans.next();
    if (!fan) return null;
    const hold = await connection.request('POST', `/api/v1/events/${this.#event.id}/holds`, bearer(fan), `{"ticketTypeId":"${this.#event.ticketTypeId}","quantity":${TICKETS}}`);
    if (hold.status !== 201) return refusalOf(hold.body);
    const holdId = idOf(hold.body);
    const headers = `${bearer(fan)}idempotency-key: ${holdId}\r\nprefer: wait=8\r\n`;
    const order = await connection.request('POST', '/api/v1/orders', headers, `{"holdId":"${holdId}","payment":{"method":"card","token":"tok_ok"}}`);
    if (order.status !== 201 && order.status !== 202) return refusalOf(order.body);
    return (JSON.parse(order.body.toString()) as { state: string }).state;
  }
}

const isConfirmed = (outcome: string): boolean => outcome === 'confirmed';

export function bearer({ token }: Fan): string {
  return `authorization: Bearer ${token}\r\n`;
}

export function idOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { id: string }).id;
}

/** The stable code of a refusal. */
export function refusalOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { code: string }).code;
}
