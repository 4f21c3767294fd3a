// Who gets which places: the decision for a whole batch, taken while its sections are locked. Pure: it knows what
// was read and answers what to write.

import assert from 'node:assert';
import { type TicketType, TicketTypeNotFound } from '#catalog';
import type { DomainError } from '#platform';
import { FreeSeats } from './best-available.js';
import { quantityOf, type HoldItem, type HoldRequest } from './hold.js';
import { LimitExceeded, NotForSale, SeatNamedTwice, SeatNotFound, SeatTaken, SoldOut, StockNotReady } from './inventory.errors.js';
import { seatId, seatOf, type PlannedSeat, type PlannedSection, type SeatPlan } from './seat-plan.js';

/** What is sold at a place, and for how much. */
type PlaceType = Pick<TicketType, 'id' | 'priceCents'>;

/** How many tickets of an event a buyer or a session may have. Whose id it is need not be said: ids are unique. */
export interface TicketLimit {
  readonly of: 'buyer' | 'session';
  readonly id: string;
  readonly most: number;
}

/** A request with everything looked up that no lock protects. */
export interface Ask {
  readonly eventId: string;
  /** Whose tickets are limited: the buyer's, and the session's where no admission does that. */
  readonly limits: readonly TicketLimit[];
  readonly plan: SeatPlan;
  /** A ticket type for each place. */
  readonly types: readonly PlaceType[];
  readonly places:
    | { readonly kind: 'named'; readonly seats: readonly PlannedSeat[] }
    | { readonly kind: 'any'; readonly sections: readonly PlannedSection[]; readonly accessible: boolean };
}

/** What was read under the locks. Maps by section id, by event id, by `tallyKey`. */
export interface StockRead {
  /** Places free in a section, seated or standing. */
  readonly free: ReadonlyMap<string, number>;
  /** 1 for a seat known to be free, by its index. */
  readonly freeSeats: ReadonlyMap<string, Uint8Array>;
  /** Sections of which every free seat is known. */
  readonly sectionsRead: ReadonlySet<string>;
  readonly tickets: ReadonlyMap<string, number>;
  /** What may be taken of an event in all; without it, what the sections have. */
  readonly unpromised?: ReadonlyMap<string, number>;
}

export type Outcome = { readonly ok: true; readonly items: HoldItem[] } | { readonly ok: false; readonly error: DomainError };

/** The outcomes in the order of the asks, and sections that must be read as well before they are the best ones. */
export interface Allocation {
  readonly outcomes: Outcome[];
  readonly unread: Set<string>;
}

export const tallyKey = (eventId: string, { id }: Pick<TicketLimit, 'id'>): string => `${eventId}/${id}`;

const refuse = (error: DomainError): Outcome => ({ ok: false, error });

/**
 * Looks a request's seats and ticket types up. Failures in the order of precedence: LimitExceeded for more than any
 * buyer may have, StockNotReady, SeatNamedTwice, SeatNotFound, TicketTypeNotFound or NotForSale.
 */
export function resolve(request: HoldRequest, { plan, types }: { plan: SeatPlan | undefined; types: readonly TicketType[] }): Ask | DomainError {
  const { want, eventId, buyerTicketLimit: limit } = request;
  assert(quantityOf(want) >= 1, 'nothing is wanted');
  if (quantityOf(want) > limit) return new LimitExceeded({ limit });
  if (!plan) return new StockNotReady();
  const whose = { eventId, limits: limitsOf(request) };
  if ('seats' in want) return resolveSeats(want.seats, whose, plan, types);
  const type = types.find(({ id }) => id === want.ticketTypeId);
  const sections = plan.sections.filter((section) => section.category === type?.category && section.kind === type.kind);
  if (!type || sections.length === 0) return new TicketTypeNotFound({ ticketTypeId: want.ticketTypeId });
  const ofEach = Array.from({ length: want.quantity }, () => type);
  return { ...whose, plan, types: ofEach, places: { kind: 'any', sections, accessible: want.accessible ?? false } };
}

function limitsOf({ userId, sessionId, buyerTicketLimit, sessionTicketLimit }: HoldRequest): TicketLimit[] {
  const buyer: TicketLimit = { of: 'buyer', id: userId, most: buyerTicketLimit };
  return sessionId === null ? [buyer] : [buyer, { of: 'session', id: sessionId, most: sessionTicketLimit }];
}

function resolveSeats(wanted: Extract<HoldRequest['want'], { seats: unknown }>['seats'], whose: Pick<Ask, 'eventId' | 'limits'>, plan: SeatPlan, priced: readonly TicketType[]): Ask | DomainError {
  const ids = wanted.map((seat) => seat.seatId.toLowerCase());
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) return new SeatNamedTwice({ seats: [...new Set(twice)] });
  const seats = ids.map((id) => seatOf(plan, id));
  const unknown = ids.filter((_, at) => seats[at] === undefined);
  if (unknown.length > 0) return new SeatNotFound({ seats: unknown });
  const types: PlaceType[] = [];
  for (const [at, { ticketTypeId }] of wanted.entries()) {
    const fitting = priced.filter(({ kind, category }) => kind === 'seated' && category === seats[at]!.section.category);
    // Who names no ticket type pays the full price.
    const type = ticketTypeId === undefined ? (fitting.find(({ halfPrice }) => !halfPrice) ?? fitting[0]) : fitting.find(({ id }) => id === ticketTypeId);
    if (!type) return ticketTypeId === undefined ? new NotForSale({ seats: [ids[at]!] }) : new TicketTypeNotFound({ ticketTypeId });
    types.push(type);
  }
  return { ...whose, plan, types, places: { kind: 'named', seats: seats as PlannedSeat[] } };
}

/** The sections whose free seats are worth reading at first: the nearest ones with room for twice the parties that want them. */
export function sectionsToRead(asks: readonly Ask[], free: ReadonlyMap<string, number>): Set<string> {
  const wanted = new Map<string, { sections: readonly PlannedSection[]; quantity: number }>();
  for (const { plan, places, types } of asks) {
    if (places.kind === 'named' || places.sections[0]!.kind === 'standing') continue;
    const key = `${plan.eventId}/${places.sections[0]!.category}`;
    const demand = wanted.get(key) ?? { sections: places.sections, quantity: 0 };
    demand.quantity += types.length;
    wanted.set(key, demand);
  }
  const chosen = new Set<string>();
  for (const { sections, quantity } of wanted.values()) {
    let room = 0;
    for (const { id } of sections) {
      if (room > quantity * 2) break;
      const left = free.get(id) ?? 0;
      if (left > 0) chosen.add(id);
      room += left;
    }
  }
  return chosen;
}

/**
 * Decides a batch in its order: what one ask gets, no later one gets. Failures in the order of precedence:
 * LimitExceeded, then SeatTaken or SoldOut. All or nothing per ask.
 */
export function allocate(asks: readonly (Ask | DomainError)[], read: StockRead): Allocation {
  const room = new Room(read);
  const outcomes = asks.map((ask) => ('places' in ask ? room.serve(ask) : refuse(ask)));
  return { outcomes, unread: room.unread };
}

/** What is left while a batch is decided; begins as what was read. */
class Room {
  readonly unread = new Set<string>();
  private readonly free: Map<string, number>;
  private readonly freeSeats: Map<string, Uint8Array>;
  private readonly tickets: Map<string, number>;
  private readonly unpromised: Map<string, number> | null;
  private readonly choosers = new Map<string, FreeSeats>();

  constructor(private readonly read: StockRead) {
    this.free = new Map(read.free);
    this.freeSeats = new Map([...read.freeSeats].map(([eventId, seats]) => [eventId, seats.slice()]));
    this.tickets = new Map(read.tickets);
    this.unpromised = read.unpromised ? new Map(read.unpromised) : null;
  }

  serve(ask: Ask): Outcome {
    const { eventId, limits, types } = ask;
    const had = (limit: TicketLimit) => this.tickets.get(tallyKey(eventId, limit)) ?? 0;
    const exceeded = limits.find((limit) => had(limit) + types.length > limit.most);
    if (exceeded) return refuse(new LimitExceeded({ limit: exceeded.most }));
    const unpromised = this.unpromised?.get(eventId) ?? 0;
    if (this.unpromised && unpromised < types.length) return refuse(new SoldOut({ ticketTypeId: types[0]!.id }));
    const outcome = ask.places.kind === 'named' ? this.named(ask, ask.places.seats) : this.any(ask, ask.places);
    if (outcome.ok) {
      for (const limit of limits) this.tickets.set(tallyKey(eventId, limit), had(limit) + types.length);
      this.unpromised?.set(eventId, unpromised - types.length);
    }
    return outcome;
  }

  private named({ plan, types }: Ask, seats: readonly PlannedSeat[]): Outcome {
    const free = this.freeSeats.get(plan.eventId);
    const taken = seats.filter(({ index }) => free?.[index] !== 1);
    if (taken.length > 0) return refuse(new SeatTaken({ seats: taken.map(({ index }) => seatId(plan.seatIdPrefix, index)) }));
    for (const category of new Set(seats.map(({ section }) => section.category))) {
      this.chooser(plan, category)?.take(seats.filter(({ section }) => section.category === category));
    }
    for (const { index } of seats) free![index] = 0;
    return this.seated(plan, seats, types);
  }

  private any(ask: Ask, { sections, accessible }: Extract<Ask['places'], { kind: 'any' }>): Outcome {
    const { plan, types } = ask;
    if (sections[0]!.kind === 'standing') return this.standing(sections, types);
    const unread = sections.filter(({ id }) => !this.read.sectionsRead.has(id) && (this.free.get(id) ?? 0) > 0);
    const chooser = this.chooser(plan, sections[0]!.category) ?? this.choose(plan, sections);
    const choice = chooser.choose({ quantity: types.length, accessible });
    if (!choice?.perfect) for (const { id } of unread) this.unread.add(id);
    return choice ? this.seated(plan, choice.seats, types) : refuse(new SoldOut({ ticketTypeId: types[0]!.id }));
  }

  private choose(plan: SeatPlan, sections: readonly PlannedSection[]): FreeSeats {
    const read = sections.filter(({ id }) => this.read.sectionsRead.has(id));
    const chooser = new FreeSeats(read, this.freeSeats.get(plan.eventId) ?? new Uint8Array());
    this.choosers.set(`${plan.eventId}/${sections[0]!.category}`, chooser);
    return chooser;
  }

  private chooser(plan: SeatPlan, category: string): FreeSeats | undefined {
    return this.choosers.get(`${plan.eventId}/${category}`);
  }

  private seated(plan: SeatPlan, seats: readonly PlannedSeat[], types: readonly PlaceType[]): Outcome {
    const items = seats.map(({ index, section, label }, at): HoldItem => {
      this.free.set(section.id, (this.free.get(section.id) ?? 0) - 1);
      return { ...itemOf(at, types), sectionId: section.id, seatId: seatId(plan.seatIdPrefix, index), label };
    });
    return { ok: true, items };
  }

  /** Nearest the stage first; a party is spread over several places only when none has room for it. */
  private standing(sections: readonly PlannedSection[], types: readonly PlaceType[]): Outcome {
    const left = ({ id }: PlannedSection) => this.free.get(id) ?? 0;
    const together = sections.find((section) => left(section) >= types.length);
    const places = together ? types.map(() => together) : sections.flatMap((section) => Array.from({ length: Math.min(left(section), types.length) }, () => section));
    if (places.length < types.length) return refuse(new SoldOut({ ticketTypeId: types[0]!.id }));
    const items = types.map((_, at): HoldItem => {
      const section = places[at]!;
      this.free.set(section.id, left(section) - 1);
      return { ...itemOf(at, types), sectionId: section.id, seatId: null, label: section.name };
    });
    return { ok: true, items };
  }
}

function itemOf(at: number, types: readonly PlaceType[]): Pick<HoldItem, 'itemNo' | 'ticketTypeId' | 'priceCents'> {
  const { id, priceCents } = types[at]!;
  return { itemNo: at + 1, ticketTypeId: id, priceCents };
}
