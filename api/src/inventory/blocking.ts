import assert from 'node:assert';
import { Injectable } from '@nestjs/common';
import { Catalog } from '#catalog';
import { AuditTrail, Database, Outbox, type Principal, type Tx } from '#platform';
import { PlacesPromised, SeatNotFound, SeatTaken, SectionNotFound, StockNotFound } from './inventory.errors.js';
import { seatsChanged } from './inventory.events.js';
import { type PlannedSection, seatOf, type SeatPlan } from './seat-plan.js';
import { SeatPlans } from './seat-plan.repository.js';
import { SeatRepository } from './seat.repository.js';
import { StockRepository } from './stock.repository.js';

/** Seats by their ids, or so many places of a standing section. */
export type BlockWish = { seats: string[] } | { sectionId: string; places: number };

/** Organisers keep places back from the sale and put them on sale again. */
@Injectable()
export class Blocking {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly plans: SeatPlans,
    private readonly stock: StockRepository,
    private readonly seats: SeatRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Blocks free places, all or none; seats that are blocked already stay so. Returns how many were free before.
   * @throws SeatTaken, and PlacesPromised where the line has promised them to people it called.
   */
  block(principal: Principal, eventId: string, wish: BlockWish): Promise<number> {
    return this.change(principal, eventId, wish, 'block');
  }

  /** Puts blocked places on sale again; seats that are not blocked stay as they are. Returns how many it freed. */
  unblock(principal: Principal, eventId: string, wish: BlockWish): Promise<number> {
    return this.change(principal, eventId, wish, 'unblock');
  }

  private async change(principal: Principal, eventId: string, wish: BlockWish, act: 'block' | 'unblock'): Promise<number> {
    await this.catalog.mayMaintain(principal, eventId);
    const plan = await this.plans.of(eventId);
    if (!plan) throw new StockNotFound();
    return this.database.transaction(async (tx) => {
      const places = 'seats' in wish ? await this.changeSeats(tx, plan, wish.seats, act) : await this.changePlaces(tx, plan, wish, act);
      await this.audit.append(tx, { actor: principal.userId, action: `inventory.${act}`, target: `event:${eventId}`, data: { ...wish, changed: places }, personal: {} });
      await this.stock.change(tx, new Map([[eventId, { blocked: act === 'block' ? places : -places }]]));
      return places;
    });
  }

  private async changeSeats(tx: Tx, plan: SeatPlan, ids: string[], act: 'block' | 'unblock'): Promise<number> {
    const seats = ids.map((id) => seatOf(plan, id));
    const unknown = ids.filter((_, at) => seats[at] === undefined);
    if (unknown.length > 0) throw new SeatNotFound({ seats: unknown });
    await this.stock.lockSections(tx, new Set(seats.map((seat) => seat!.section.id)));
    const states = await this.seats.statesOf(tx, ids);
    const those = (state: string) => [...states].flatMap(([id, its]) => (its === state ? [id] : []));
    const taken = act === 'block' ? [...those('held'), ...those('sold')] : [];
    if (taken.length > 0) throw new SeatTaken({ seats: taken });
    const changing = those(act === 'block' ? 'free' : 'blocked');
    if (act === 'block') await this.requireUnpromised(tx, plan.eventId, changing.length);
    const changed = await this.seats.block(tx, changing, act === 'block' ? 'blocked' : 'free');
    assert.equal(changed, changing.length, 'a seat changed without its section being locked');
    await this.outbox.append(tx, seatsChanged(act === 'block' ? 'blocked' : 'free', [{ eventId: plan.eventId, items: changing.map((seatId) => ({ seatId })) }]));
    return changed;
  }

  private async changePlaces(tx: Tx, plan: SeatPlan, { sectionId, places }: { sectionId: string; places: number }, act: 'block' | 'unblock'): Promise<number> {
    const section: PlannedSection | undefined = plan.sections.find(({ id, kind }) => id === sectionId && kind === 'standing');
    if (!section) throw new SectionNotFound({ sectionId });
    const free = (await this.stock.lockSections(tx, [sectionId])).get(sectionId)!;
    if (act === 'unblock') return this.seats.unblockPlaces(tx, sectionId, places);
    if (free < places) throw new PlacesPromised({ available: free });
    await this.requireUnpromised(tx, plan.eventId, places);
    await this.seats.blockPlaces(tx, sectionId, places);
    return places;
  }

  /** Takes the stock's lock before the writes, because the answer depends on it; they touch only what the section's lock covers. */
  private async requireUnpromised(tx: Tx, eventId: string, places: number): Promise<void> {
    const available = (await this.stock.lockUnpromised(tx, [eventId])).get(eventId)!;
    if (available < places) throw new PlacesPromised({ available });
  }
}
