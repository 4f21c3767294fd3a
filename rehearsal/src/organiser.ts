import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { CannotRehearse } from './cannot-rehearse.ts';
import type { Scenario } from './scenario.ts';
import type { RehearsedEvent } from './world.ts';

export interface RehearsalFan {
  userId: string;
  token: string;
}

export interface Stock {
  capacity: number;
  sold: number;
  held: number;
  promised: number;
  blocked: number;
}

/** What the box office tells an organiser of a rehearsal. */
export interface Facts {
  /** Null until the places are laid out. */
  stock: Stock | null;
  orders: Record<string, number>;
  payments: { open: number };
  codes: { free: number };
  fans: number;
}

interface Maintained {
  id: string;
  rehearsal?: boolean;
  organiserId: string;
  version: number;
  venueId: string;
  seatMapId: string | null;
  standing: { name: string; capacity: number }[];
  capacity: number;
  sessionTicketLimit: number;
  buyerTicketLimit: number;
  ticketTypes: { id: string; name: string; category: string; kind: 'seated' | 'standing'; price: object; halfPrice: boolean; proofRequired: boolean; holderRequired: boolean }[];
}

type EventWish = Record<string, unknown> & { venueId: string };

/** As many as one request makes. */
const FANS_AT_ONCE = 1_000;
const VENUE = 'Rehearsal house';
const CALL_MS_MAX = 120_000;
const DAY_MS = 24 * 3_600_000;
const demo = join(import.meta.dirname, '..', '..', 'demo');

/** The organiser's side: makes the throw-away event and its fans, opens the sale, and clears everything away. */
export class Organiser {
  /** Made and not ended yet: whoever stops before the end must not leave them behind. */
  private readonly going = new Set<string>();
  private readonly office: URL;
  private readonly token: string;

  constructor(office: URL, token: string) {
    this.office = office;
    this.token = token;
  }

  static async signIn(office: URL, email: string, password: string): Promise<Organiser> {
    const { token } = await call<{ token: string }>(office, undefined, 'POST', 'auth/sign-in?transport=token', { email, password });
    return new Organiser(office, token);
  }

  /** A published event in the future that nobody can find, with everything a sale needs; `openSale` lets it begin. */
  async prepareEvent(scenario: Scenario, { like, organiserId }: { like: string | undefined; organiserId?: string | undefined }): Promise<RehearsedEvent> {
    const model = like === undefined ? await this.ownPlace(scenario, organiserId) : await this.placeOf(like);
    const { windows } = scenario;
    const created = await this.call<Maintained>('POST', 'events', {
      ...model.event,
      ...windows,
      title: `Rehearsal: ${scenario.title}`.slice(0, 200),
      kind: 'other',
      rehearsal: true,
      lineRequired: true,
      drawAtOpening: scenario.drawAtOpening,
      // Only the rehearsal's own accounts, which count as verified, may enter: devices without one are held off by this rule.
      verifiedAccountRequired: true,
      startsAt: new Date(Date.now() + 90 * DAY_MS).toISOString(),
      saleStartsAt: new Date(Date.now() + DAY_MS).toISOString(),
    });
    this.going.add(created.id);
    if (created.rehearsal !== true) await this.refuseRealEvent(created.id);
    for (const type of model.ticketTypes(created)) await this.call('POST', `events/${created.id}/ticket-types`, type);
    const event = await this.call<Maintained>('POST', `events/${created.id}/publish`);
    if (event.rehearsal !== true) throw new CannotRehearse(`The box office has published event ${event.id} as a real one. Cancel it at once; nobody was let in.`);
    return {
      id: event.id,
      capacity: event.capacity,
      sessionTicketLimit: event.sessionTicketLimit,
      buyerTicketLimit: event.buyerTicketLimit,
      ticketTypes: event.ticketTypes.map(({ id, category, kind, holderRequired }) => ({ id, category, kind, holderRequired })),
    };
  }

  /** Of a box office that does not know rehearsals, or does not say so: no fan is ever sent to what might be sold in earnest. */
  private async refuseRealEvent(eventId: string): Promise<never> {
    await this.call('DELETE', `events/${eventId}`).then(() => this.going.delete(eventId), () => undefined);
    throw new CannotRehearse('The box office does not answer that the event is a rehearsal; its draft is not published. Is it older than this program?');
  }

  async makeFans(eventId: string, count: number, stop: AbortSignal): Promise<RehearsalFan[]> {
    const fans: RehearsalFan[] = [];
    while (fans.length < count) {
      stop.throwIfAborted();
      const wanted = Math.min(FANS_AT_ONCE, count - fans.length);
      const { items } = await this.call<{ items: RehearsalFan[] }>('POST', `events/${eventId}/rehearsal/fans`, { count: wanted });
      fans.push(...items);
    }
    return fans;
  }

  async openSale(eventId: string, at: Date): Promise<void> {
    const { version } = await this.call<Maintained>('GET', `events/${eventId}/maintenance`);
    await this.call('PATCH', `events/${eventId}`, { version, saleStartsAt: at.toISOString() });
  }

  facts(eventId: string): Promise<Facts> {
    return this.call<Facts>('GET', `events/${eventId}/rehearsal`);
  }

  async end(eventId: string): Promise<void> {
    await this.call('DELETE', `events/${eventId}/rehearsal`);
    this.going.delete(eventId);
  }

  /** Ends whatever was not ended; what could not be. */
  async endAll(): Promise<string[]> {
    for (const eventId of this.going) await this.end(eventId).catch(() => undefined);
    return [...this.going];
  }

  /** The same seats and prices as an event that the organiser has. */
  private async placeOf(eventId: string): Promise<Model> {
    const model = await this.call<Maintained>('GET', `events/${eventId}/maintenance`);
    const { organiserId, venueId, seatMapId, standing, sessionTicketLimit, buyerTicketLimit } = model;
    return {
      event: { organiserId, venueId, seatMapId, standing, sessionTicketLimit, buyerTicketLimit },
      ticketTypes: () => model.ticketTypes.map(({ name, category, kind, price, halfPrice, proofRequired, holderRequired }) => ({ name, category, kind, price, halfPrice, proofRequired, holderRequired })),
    };
  }

  /** A house of the preset's own, made once and used again. */
  private async ownPlace({ seats }: Scenario, organiserId: string | undefined): Promise<Model> {
    const { items } = await this.call<{ items: NamedOrganiser[] }>('GET', 'organisers');
    const organiser = organiserOf(items, organiserId);
    const { items: venues } = await this.call<{ items: { id: string; name: string }[] }>('GET', `venues?organiserId=${organiser.id}`);
    const venue =
      venues.find(({ name }) => name === VENUE) ??
      (await this.call<{ id: string }>('POST', 'venues', { organiserId: organiser.id, name: VENUE, city: 'Petrópolis', address: '', timezone: 'America/Sao_Paulo' }));
    const plan = seats.plan === null ? null : await readPlan(seats.plan);
    const seatMapId = plan === null ? null : await this.seatMap(venue.id, plan);
    return {
      event: { organiserId: organiser.id, venueId: venue.id, seatMapId, standing: seats.standing, sessionTicketLimit: 2, buyerTicketLimit: 4 },
      ticketTypes: ({ standing }) => [
        ...(plan === null ? [] : plan.seating.categories.map(({ name }) => ticketType(name, 'seated'))),
        ...standing.map(({ name }) => ticketType(name, 'standing')),
      ],
    };
  }

  private async seatMap(venueId: string, { name, seating, accessibility }: Plan): Promise<string> {
    const { items } = await this.call<{ items: { id: string; name: string }[] }>('GET', `venues/${venueId}/seat-maps`);
    const known = items.find((map) => map.name === name);
    return known?.id ?? (await this.call<{ id: string }>('POST', `venues/${venueId}/seat-maps`, { name, plan: seating, accessibility })).id;
  }

  private call<Body>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Body> {
    return call<Body>(this.office, this.token, method, path, body);
  }
}

interface NamedOrganiser {
  id: string;
  name: string;
}

/** Organisers that a refusal names; more help nobody to choose. */
const NAMED_MAX = 10;

/** In whose name it is rehearsed: a token of several, or an administrator's, does not say. */
export function organiserOf(organisers: readonly NamedOrganiser[], wanted: string | undefined): NamedOrganiser {
  const [first, ...others] = wanted === undefined ? organisers : organisers.filter(({ id }) => id === wanted);
  if (first && others.length === 0) return first;
  if (organisers.length === 0) throw new CannotRehearse('The token belongs to nobody who maintains events: an organiser has to be a member of one.');
  const named = organisers.slice(0, NAMED_MAX).map(({ id, name }) => `\n  ${id}  ${name}`).join('');
  throw new CannotRehearse(`${wanted === undefined ? 'The token is good for several organisers' : `There is no organiser ${wanted} for this token`}: say with --organiser in whose name.${named}`);
}

interface Model {
  event: EventWish;
  ticketTypes(event: Maintained): object[];
}

interface Plan {
  name: string;
  seating: { categories: { name: string }[] };
  accessibility: object;
}

/** The demo's plans: a theatre and a stadium as an organiser would upload them. */
async function readPlan(name: string): Promise<Plan> {
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(demo, file), 'utf8'));
  return { name, seating: (await read(`${name}.json`)) as Plan['seating'], accessibility: (await read(`${name}.accessibility.json`)) as object };
}

function ticketType(category: string, kind: 'seated' | 'standing'): object {
  return { name: category, category, kind, price: { amountCents: 15_000, currency: 'BRL' } };
}

async function call<Body>(office: URL, token: string | undefined, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Body> {
  const answer = await request(new URL(`/api/v1/${path}`, office), {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    headersTimeout: CALL_MS_MAX,
    bodyTimeout: CALL_MS_MAX,
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new CannotRehearse(`${method} ${path} was answered ${answer.statusCode}: ${text.slice(0, 500)}`);
  return (text === '' ? {} : JSON.parse(text)) as Body;
}
