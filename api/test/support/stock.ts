import { Catalog, type SaleTerms, type Seating, type TicketType } from '#catalog';
import { type Database, newId } from '#platform';
import { HoldRepository } from '../../src/inventory/hold.repository.js';
import { Inventory } from '../../src/inventory/inventory.js';
import { Laying } from '../../src/inventory/laying.js';
import { Places } from '../../src/inventory/places.js';
import { SeatPlans } from '../../src/inventory/seat-plan.repository.js';
import { SeatRepository } from '../../src/inventory/seat.repository.js';
import { StockRepository } from '../../src/inventory/stock.repository.js';
import { newSeatPlan } from './seat-plans.js';

/** A catalog by decree: events whose seating and prices a test says. */
export class DecreedCatalog extends Catalog {
  private readonly events = new Map<string, { seating: Seating; types: TicketType[]; terms: SaleTerms }>();

  add(eventId: string, ...sketches: Parameters<typeof newSeatPlan>): TicketType[] {
    const seating = seatingOf(...sketches);
    const categories = [...new Map(seating.sections.map(({ category, kind }) => [category, kind]))];
    const types = categories.flatMap(([category, kind], at) => [false, true].map((halfPrice): TicketType => (
      { id: newId(), eventId, name: halfPrice ? `${category}, half` : category, category, kind, priceCents: (at + 1) * (halfPrice ? 5_000 : 10_000), halfPrice, proofRequired: halfPrice, holderRequired: false })));
    this.events.set(eventId, { seating, types, terms: termsOf(eventId, seating) });
    return types;
  }

  override async seating(eventId: string): Promise<Seating> {
    return this.events.get(eventId)!.seating;
  }
  override async ticketTypes(eventId: string): Promise<TicketType[]> {
    return this.events.get(eventId)?.types ?? [];
  }
  override async saleTerms(eventIds: string[]): Promise<Map<string, SaleTerms>> {
    return new Map(eventIds.flatMap((id) => (this.events.has(id) ? [[id, this.events.get(id)!.terms]] : [])));
  }
}

function seatingOf(...sketches: Parameters<typeof newSeatPlan>): Seating {
  const plan = newSeatPlan(...sketches);
  return {
    sections: plan.sections.map(({ name, category, kind, capacity, seats }, rank) => ({
      key: name, name, zone: name, category, kind, capacity, rank,
      seats: seats.map(({ index, row, number, label, x, y, wheelchair, companionOf }) => (
        { guid: String(index), row, number, label, x, y, wheelchair, ...(companionOf !== null && { companionOf: String(companionOf) }) })),
    })),
  };
}

function termsOf(eventId: string, { sections }: Seating): SaleTerms {
  return {
    eventId, organiserId: newId(), title: 'A show', artist: '', startsAt: new Date('2030-01-01'), venueName: 'A house', city: 'Natal', timezone: 'America/Fortaleza', currency: 'BRL',
    saleStartsAt: new Date('2020-01-01'), saleEndsAt: null, status: 'published', lineRequired: false, drawAtOpening: false, publicDrawValueName: null, sessionTicketLimit: 2, buyerTicketLimit: 4,
    claimSeconds: 120, admissionSeconds: 600, holdSeconds: 420, paymentWindowSeconds: 300, graceSeconds: 60, verifiedAccountRequired: false, challengeRequired: false,
    capacity: sections.reduce((all, { capacity }) => all + capacity, 0),
  };
}
