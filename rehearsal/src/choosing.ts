import type { Admission, Refusal } from './answers.ts';
import { ofEvent, type Visit } from './visit.ts';
import type { TicketType } from './world.ts';

/** Named seats that others took: so often somebody chooses again before taking what the box office offers. */
const CHOICES_MAX = 3;
/** Others were faster, or there is nothing of this kind: one chooses again. */
const TRY_ANOTHER = ['inventory.seat_taken', 'inventory.sold_out', 'inventory.not_for_sale'];

export interface Held {
  id: string;
  places: number;
}

/** An admitted fan choosing: seats by name where they look at the map, else the best available of a kind; then whatever there is. */
export class Choosing {
  private readonly visit: Visit;
  private readonly headers: Record<string, string>;
  private readonly quantity: number;

  constructor(visit: Visit, admission: Admission) {
    this.visit = visit;
    this.headers = { 'x-admission': admission.admissionToken };
    this.quantity = Math.min(visit.traits.quantity, admission.ticketLimit);
  }

  /** What is held; null where nothing was left, or where `story.code` says what else was wrong. */
  async hold(): Promise<Held | null> {
    return (this.visit.traits.looksAtMap ? await this.byName(this.quantity) : null) ?? (await this.bestAvailable()) ?? (await this.lastSeat());
  }

  private get refused(): boolean {
    return this.visit.story.code !== undefined;
  }

  private async byName(quantity: number): Promise<Held | null> {
    const { world, traits } = this.visit;
    for (let choice = 0; choice < CHOICES_MAX && !this.refused; choice += 1) {
      await this.lookAtMap();
      const seats = world.map.choose(quantity, traits.phase);
      if (seats.length === 0) return null;
      const held = await this.tryHold({ seats });
      if (held !== null) return held;
    }
    return null;
  }

  private async bestAvailable(): Promise<Held | null> {
    for (let quantity = this.quantity; quantity > 0; quantity -= 1) {
      for (const { id } of this.types()) {
        if (this.refused) return null;
        const held = await this.tryHold({ ticketTypeId: id, quantity });
        if (held !== null) return held;
      }
    }
    return null;
  }

  /** Wheelchair places and the like are sold by name when nothing else is left: whoever was called gets what there is. */
  private async lastSeat(): Promise<Held | null> {
    return this.visit.world.event.ticketTypes.some(({ kind }) => kind === 'seated') ? this.byName(1) : null;
  }

  private async tryHold(wish: object): Promise<Held | null> {
    const { visitor, world, story } = this.visit;
    const { status, body } = await visitor.ask<{ id: string; items: object[] } & Refusal>('hold', { method: 'POST', path: ofEvent(world, 'holds'), headers: this.headers, body: JSON.stringify(wish) });
    if (status === 201) {
      world.figures.count('held');
      return { id: body.id, places: body.items.length };
    }
    if (!TRY_ANOTHER.includes(body.code ?? '')) story.code = body.code ?? `hold ${status}`;
    return null;
  }

  private async lookAtMap(): Promise<void> {
    const { visitor, world } = this.visit;
    const { status, raw } = await visitor.ask('map', { method: 'GET', path: ofEvent(world, 'seats'), headers: { 'accept-encoding': 'gzip' } });
    if (status === 200) world.map.see(raw);
  }

  /** Fans differ in what they like best. */
  private types(): TicketType[] {
    const { world, traits } = this.visit;
    const first = Math.floor(traits.phase * world.event.ticketTypes.length);
    return [...world.event.ticketTypes.slice(first), ...world.event.ticketTypes.slice(0, first)];
  }
}
