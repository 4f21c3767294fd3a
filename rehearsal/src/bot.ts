import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Admission, newOrder, noteOrder, type OrderTold, type Place } from './answers.ts';
import { holdersFor } from './holders.ts';
import type { Story } from './story.ts';
import { ofEvent } from './visit.ts';
import { type Told, Visitor } from './visitor.ts';
import type { World } from './world.ts';

const CLAIM_EVERY_MS = 500;
/** Two minutes: from before the opening until well into the sale. */
const CLAIMS_MAX = 240;

export interface Hold {
  id: string;
  items: object[];
}

/** A program with an account: the same steps as a fan's, in any order and as often as it likes. */
export class Bot {
  readonly story: Story;
  private readonly visitor: Visitor;
  private readonly world: World;

  /** Without a token it is a device that nobody is signed in on. */
  constructor(world: World, token: string | undefined, number: number) {
    this.world = world;
    this.visitor = new Visitor(world.line(false), token, world.figures, world.troubles, true);
    this.story = { number, token: token ?? '', slow: false, plain: false, wants: 0, arrivedMs: performance.now(), orders: [] };
  }

  /** The place, or null where there is none. */
  async join(): Promise<Place | null> {
    const told = await this.visitor.ask<Place>('join', this.joinCall());
    if (told.status !== 201) return null;
    Object.assign(this.story, { joinedMs: told.atMs, entry: told.body.entry });
    if (told.body.position !== null) this.story.position = told.body.position;
    return told.body;
  }

  /** One try to join that minds no answer: the code of the refusal, or null for a place. */
  async tryToJoin(): Promise<string | null> {
    const told = await this.visitor.once<{ code?: string }>('join', this.joinCall());
    if (told === null || told.status >= 500) return 'no answer';
    return told.status === 201 ? null : (told.body.code ?? `${told.status}`);
  }

  async claim(lineToken: string): Promise<Told<Admission>> {
    const told = await this.visitor.ask<Admission>('claim', { method: 'POST', path: ofEvent(this.world, 'admissions'), body: JSON.stringify({ lineToken }) });
    if (told.status === 201) Object.assign(this.story, { claimSentMs: told.sentMs, admittedMs: told.atMs, ticketLimit: told.body.ticketLimit });
    return told;
  }

  /** Claims until it is told anything but "not yet"; how often it has asked. */
  async claimEarlyAndOften(lineToken: string): Promise<{ claims: number; admission: Admission | null }> {
    for (let claims = 1; claims <= CLAIMS_MAX && !this.world.over(); claims += 1) {
      const told = await this.claim(lineToken);
      if (told.status !== 425) return { claims, admission: told.status === 201 ? told.body : null };
      await delay(CLAIM_EVERY_MS);
    }
    return { claims: CLAIMS_MAX, admission: null };
  }

  /** Waits its turn like anybody. */
  async admitted(): Promise<{ place: Place; admission: Admission } | null> {
    const place = await this.join();
    if (!place) return null;
    const position = (this.story.position = place.position ?? (await this.world.board.positionOf(place.entry)));
    if ((await this.world.board.turn(position, () => 0, null)) !== 'called') return null;
    const { admission } = await this.claimEarlyAndOften(place.lineToken);
    return admission && { place, admission };
  }

  /** The hold, or null where it was refused. */
  async hold(admissionToken: string, quantity: number): Promise<Hold | null> {
    const [type] = this.world.event.ticketTypes;
    const { status, body } = await this.visitor.ask<Hold>('hold', {
      method: 'POST',
      path: ofEvent(this.world, 'holds'),
      headers: { 'x-admission': admissionToken },
      body: JSON.stringify({ ticketTypeId: type?.id, quantity }),
    });
    return status === 201 ? body : null;
  }

  async release(holdId: string): Promise<void> {
    await this.visitor.ask('hold', { method: 'DELETE', path: `/api/v1/holds/${holdId}` });
  }

  async buy({ id: holdId, items }: Hold): Promise<void> {
    const headers = { 'idempotency-key': randomUUID(), prefer: 'wait=8' };
    const body = JSON.stringify({ holdId, payment: { method: 'card', token: this.world.checkout.card.good }, ...holdersFor(this.world.event, items.length) });
    const told = await this.visitor.ask<OrderTold>('order', { method: 'POST', path: '/api/v1/orders', headers, body });
    if (told.status === 201 || told.status === 202) noteOrder(newOrder(this.story.orders, told.body.id), told.body);
  }

  private joinCall() {
    return { method: 'POST', path: ofEvent(this.world, 'line'), body: '{}' } as const;
  }
}
