import { setTimeout as delay } from 'node:timers/promises';
import type { BoxOffice } from './box-office.ts';

/** The demo's organiser and its account, see demo/events.json and api/src/identity/demo.ts. */
const ORGANISER_ID = '019aa000-0000-7000-8000-000000000001';
const ORGANISER = { email: 'organiser@catraca.example', password: 'catraca-demo' };

/** A stock is laid out by a message after the publication; longer than this something is wrong. */
const LAID_OUT_SECONDS_MAX = 120;

export interface BenchEvent {
  id: string;
  ticketTypeId: string;
  /** Of an event with seats, in the plan's order. */
  seatIds: string[];
}

/** Somebody who maintains events over HTTP, so that what is measured is laid out as an organiser would have it. */
export class Organiser {
  readonly #office: BoxOffice;
  readonly #token: string;
  readonly #venueId: string;

  private constructor(office: BoxOffice, token: string, venueId: string) {
    this.#office = office;
    this.#token = token;
    this.#venueId = venueId;
  }

  static async signIn(office: BoxOffice): Promise<Organiser> {
    const { token } = await call<{ token: string }>(office, undefined, 'POST', 'auth/sign-in?transport=token', ORGANISER);
    const venue = { organiserId: ORGANISER_ID, name: 'Casa de medidas', city: 'Natal', timezone: 'America/Fortaleza' };
    const { id } = await call<{ id: string }>(office, token, 'POST', 'venues', venue);
    return new Organiser(office, token, id);
  }

  /** A published event of standing places. */
  standing(title: string, capacity: number, terms: Record<string, unknown>): Promise<BenchEvent> {
    return this.#publish(title, { standing: [{ name: 'Pista', capacity }], ...terms }, { category: 'Pista', kind: 'standing' });
  }

  /** A published event of so many seats in rows of ten. */
  async seated(title: string, seats: number, terms: Record<string, unknown>): Promise<BenchEvent> {
    const { id: seatMapId } = await this.#call<{ id: string }>('POST', `venues/${this.#venueId}/seat-maps`, { name: title, plan: planOf(seats) });
    const event = await this.#publish(title, { seatMapId, ...terms }, { category: 'Plateia', kind: 'seated' });
    const rows = await this.#office.database.query<{ id: string }>('select id from inventory.seat where event_id = $1 order by index', [event.id]);
    return { ...event, seatIds: rows.map(({ id }) => id) };
  }

  async edit(eventId: string, changes: Record<string, unknown>): Promise<void> {
    const { version } = await this.#call<{ version: number }>('GET', `events/${eventId}/maintenance`);
    await this.#call('PATCH', `events/${eventId}`, { ...changes, version });
  }

  async #publish(title: string, fields: Record<string, unknown>, kind: { category: string; kind: string }): Promise<BenchEvent> {
    const [startsAt, saleStartsAt] = [new Date(Date.now() + 90 * 86_400_000), new Date(Date.now() - 60_000)].map((date) => date.toISOString());
    const { id } = await this.#call<{ id: string }>('POST', 'events', {
      organiserId: ORGANISER_ID, venueId: this.#venueId, title, kind: 'concert', startsAt, saleStartsAt, lineRequired: false, ...fields,
    });
    const price = { amountCents: 12_000, currency: 'BRL' };
    const { id: ticketTypeId } = await this.#call<{ id: string }>('POST', `events/${id}/ticket-types`, { name: 'Inteira', ...kind, price });
    await this.#call('POST', `events/${id}/publish`);
    await this.#untilLaidOut(id);
    return { id, ticketTypeId, seatIds: [] };
  }

  async #untilLaidOut(eventId: string): Promise<void> {
    const deadline = performance.now() + LAID_OUT_SECONDS_MAX * 1_000;
    while ((await this.#office.database.number('select count(*) from inventory.stock where event_id = $1', [eventId])) === 0) {
      if (performance.now() > deadline) throw new Error(`the stock of event ${eventId} was never laid out`);
      await delay(50);
    }
  }

  #call<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    return call(this.#office, this.#token, method, path, body);
  }
}

function planOf(seats: number) {
  const rows = Array.from({ length: Math.ceil(seats / 10) }, (_, row) => ({
    row_number: String(row + 1),
    position: { x: 0, y: row * 100 },
    seats: Array.from({ length: Math.min(10, seats - row * 10) }, (_, at) => ({
      seat_guid: `${row}-${at}`, seat_number: String(at + 1), position: { x: at * 50, y: 0 }, category: 'Plateia',
    })),
  }));
  return { name: 'Plateia', zones: [{ name: 'Plateia', position: { x: 0, y: 0 }, rows }], categories: [{ name: 'Plateia' }] };
}

async function call<Body>({ port }: BoxOffice, token: string | undefined, method: string, path: string, body?: unknown): Promise<Body> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}
