import { Injectable } from '@nestjs/common';
import { Catalog, type TicketType } from '#catalog';
import type { DomainError, Tx } from '#platform';
import { type Ask, type Outcome, type StockRead, allocate, sectionsToRead, tallyKey, type TicketLimit } from './allocation.js';
import type { Hold } from './hold.js';
import { type SeatPlan, indexOf, type PlannedSeat, seatId, seatOf } from './seat-plan.js';
import { SeatPlans } from './seat-plan.repository.js';
import { type Counted, SeatRepository, type SeatsRead } from './seat.repository.js';
import { StockRepository } from './stock.repository.js';

const nothingRead: StockRead = { free: new Map(), freeSeats: new Map(), sectionsRead: new Set(), tickets: new Map() };

const isAsk = (ask: Ask | DomainError): ask is Ask => 'places' in ask;
const sectionsIn = (asks: readonly Ask[]): Set<string> => new Set(asks.flatMap(sectionsOf).map(({ id }) => id));
const sectionsOf = ({ places }: Ask) => (places.kind === 'any' ? places.sections : places.seats.map(({ section }) => section));

/** What is known of an event without a lock. */
export interface EventFacts {
  readonly plan: SeatPlan | undefined;
  readonly types: readonly TicketType[];
  readonly currency: string;
  /** Payment window and grace. */
  readonly keepSecondsMax: number;
}

/** Finds places for batches: looks up, locks sections, reads what is free, and lets `allocate` decide. */
@Injectable()
export class Places {
  /** How many places were free in the sections when they were last locked here: where to look first. */
  private readonly lastFree = new WeakMap<SeatPlan, Map<string, number>>();

  constructor(
    private readonly catalog: Catalog,
    private readonly plans: SeatPlans,
    private readonly stock: StockRepository,
    private readonly seats: SeatRepository,
  ) {}

  /** Plans, prices and currencies by event: from memory, but for an event's first time in this process; then with the transaction's own connection. */
  async facts(eventIds: string[], tx?: Tx): Promise<Map<string, EventFacts>> {
    const terms = await this.catalog.saleTerms(eventIds, tx);
    const facts = new Map<string, EventFacts>();
    for (const eventId of eventIds) {
      const [plan, types] = [await this.plans.of(eventId, tx), await this.catalog.ticketTypes(eventId, tx)];
      const { currency = 'BRL', paymentWindowSeconds = 0, graceSeconds = 0 } = terms.get(eventId) ?? {};
      facts.set(eventId, { plan, types, currency, keepSecondsMax: paymentWindowSeconds + graceSeconds });
    }
    return facts;
  }

  /** Locks and decides. The outcomes are in the order of the asks; until the end of the transaction nobody else can take their places. */
  async allocate(tx: Tx, asks: readonly (Ask | DomainError)[]): Promise<Outcome[]> {
    const wanted = asks.filter(isAsk);
    if (wanted.length === 0) return allocate(asks, nothingRead).outcomes;
    return this.decide(tx, asks, await this.read(tx, wanted, sectionsIn(wanted)));
  }

  /**
   * Locks sections and reads what is free in them. Which ones are worth reading is known only under their locks, which everybody wants; so the
   * reading travels with the locking, where the last batch leads one to expect free seats, and is completed where that has changed.
   */
  private async read(tx: Tx, wanted: readonly Ask[], sections: ReadonlySet<string>): Promise<Reading> {
    const read = new Reading(wanted);
    const expected = sectionsToRead(wanted, new Map(wanted.flatMap(({ plan }) => [...(this.lastFree.get(plan) ?? [])])));
    const [free, found] = await Promise.all([
      this.stock.lockSections(tx, sections),
      this.seats.read(tx, { seatIds: read.namedSeats(), sectionIds: [...expected], ...countedIn(wanted) }),
    ]);
    read.found(free, expected, found);
    for (const { plan } of wanted) this.remember(plan, free);
    await this.readMore(tx, read, sectionsToRead(wanted, free));
    return read;
  }

  private remember(plan: SeatPlan, free: ReadonlyMap<string, number>): void {
    const known = this.lastFree.get(plan) ?? new Map<string, number>();
    this.lastFree.set(plan, known);
    for (const { id } of plan.sections) if (free.has(id)) known.set(id, free.get(id)!);
  }

  private async readMore(tx: Tx, read: Reading, sections: ReadonlySet<string>): Promise<void> {
    const unread = [...sections].filter((id) => !read.sectionsRead.has(id));
    if (unread.length === 0) return;
    read.sectionsRead = new Set([...read.sectionsRead, ...unread]);
    read.add(await this.seats.read(tx, { seatIds: [], sectionIds: unread, buyers: [], sessions: [] }));
  }

  /** The same for holds that had ended: their own seats, else others of the category, out of what is unpromised. */
  async allocateAgain(tx: Tx, holds: readonly Hold[]): Promise<Outcome[]> {
    const plans = new Map<string, SeatPlan>();
    for (const { eventId } of holds) plans.set(eventId, (await this.plans.of(eventId, tx))!);
    const others = holds.map((hold) => anyOfTheSameKind(hold, plans.get(hold.eventId)!));
    const own = holds.map((hold, at) => ownSeats(hold, plans.get(hold.eventId)!) ?? others[at]!);
    const read = await this.read(tx, own, sectionsIn(others));
    const most = new Map(read.tallies.map((tally) => [tallyKey(tally.eventId, tally), tally.most]));
    const limited = (ask: Ask): Ask => ({ ...ask, limits: ask.limits.map((limit) => ({ ...limit, most: most.get(tallyKey(ask.eventId, limit)) ?? 0 })) });
    read.unpromised = await this.stock.lockUnpromised(tx, new Set(holds.map(({ eventId }) => eventId)));
    const outcomes = await this.decide(tx, own.map(limited), read);
    if (outcomes.every(({ ok }) => ok)) return outcomes;
    return this.decide(tx, own.map((ask, at) => limited(outcomes[at]!.ok ? ask : others[at]!)), read);
  }

  private async decide(tx: Tx, asks: readonly (Ask | DomainError)[], read: Reading): Promise<Outcome[]> {
    for (;;) {
      const { outcomes, unread } = allocate(asks, read);
      if (unread.size === 0) return outcomes;
      await this.readMore(tx, read, unread);
    }
  }
}

/** What is known of the stock while the sections are locked. */
class Reading implements StockRead {
  readonly freeSeats = new Map<string, Uint8Array>();
  readonly tickets = new Map<string, number>();
  free: ReadonlyMap<string, number> = new Map();
  tallies: SeatsRead['tallies'] = [];
  sectionsRead: ReadonlySet<string> = new Set();
  unpromised?: Map<string, number>;
  private readonly plans = new Map<string, SeatPlan>();

  constructor(private readonly asks: readonly Ask[]) {
    for (const { plan } of asks) {
      this.plans.set(plan.seatIdPrefix, plan);
      this.freeSeats.set(plan.eventId, new Uint8Array(plan.seats.length));
    }
  }

  namedSeats(): string[] {
    return this.asks.flatMap(({ plan, places }) => (places.kind === 'named' ? places.seats.map(({ index }) => seatId(plan.seatIdPrefix, index)) : []));
  }

  /** What was found with the locks. */
  found(free: ReadonlyMap<string, number>, sectionsRead: ReadonlySet<string>, seats: SeatsRead): void {
    this.free = free;
    this.sectionsRead = sectionsRead;
    this.tallies = seats.tallies;
    this.add(seats);
  }

  add({ freeSeats, freeIndexes, tallies }: SeatsRead): void {
    for (const id of freeSeats) this.note(id.slice(0, -8), indexOf(id));
    const bySection = new Map([...this.plans.values()].flatMap((plan) => plan.sections.map(({ id }) => [id, plan.eventId])));
    for (const [sectionId, indexes] of Object.entries(freeIndexes)) {
      const free = this.freeSeats.get(bySection.get(sectionId)!)!;
      for (const index of indexes) free[index] = 1;
    }
    for (const tally of tallies) this.tickets.set(tallyKey(tally.eventId, tally), tally.tickets);
  }

  private note(prefix: string, index: number): void {
    const { eventId } = this.plans.get(prefix)!;
    this.freeSeats.get(eventId)![index] = 1;
  }
}

function countedIn(asks: readonly Ask[]): { buyers: Counted[]; sessions: Counted[] } {
  const counted = (kind: TicketLimit['of']) => asks.flatMap(({ eventId, limits }) => limits.flatMap(({ of, id }) => (of === kind ? [{ eventId, id }] : [])));
  return { buyers: counted('buyer'), sessions: counted('session') };
}

function again(hold: Hold, plan: SeatPlan, places: Ask['places']): Ask {
  const types = hold.items.map(({ ticketTypeId: id, priceCents }) => ({ id, priceCents }));
  // Limits are those of the tallies, once these are locked.
  const buyer: TicketLimit = { of: 'buyer', id: hold.userId, most: 0 };
  const limits: TicketLimit[] = hold.sessionId === null ? [buyer] : [buyer, { of: 'session', id: hold.sessionId, most: 0 }];
  return { eventId: hold.eventId, limits, plan, types, places };
}

function ownSeats(hold: Hold, plan: SeatPlan): Ask | null {
  if (hold.items[0]!.seatId === null) return null;
  return again(hold, plan, { kind: 'named', seats: hold.items.map(({ seatId }): PlannedSeat => seatOf(plan, seatId!)!) });
}

/** A hold over several categories has no other places of its kind: it gets its own or none. */
function anyOfTheSameKind(hold: Hold, plan: SeatPlan): Ask {
  const own = plan.sections.filter(({ id }) => hold.items.some(({ sectionId }) => sectionId === id));
  if (new Set(own.map(({ category }) => category)).size > 1) return ownSeats(hold, plan)!;
  const sections = plan.sections.filter(({ category, kind }) => category === own[0]!.category && kind === own[0]!.kind);
  return again(hold, plan, { kind: 'any', sections, accessible: hold.items.some(({ seatId }) => seatId !== null && seatOf(plan, seatId)!.wheelchair) });
}
