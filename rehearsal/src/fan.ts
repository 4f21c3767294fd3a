import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from './figures.ts';
import type { Ending, OrderSeen, Story } from './story.ts';
import type { Traits } from './traits.ts';
import type { Call } from './transport.ts';
import { NobodyAnswers, type Told, Visitor } from './visitor.ts';
import type { TicketType, World } from './world.ts';

export interface Place {
  lineToken: string;
  entry: number;
  position: number | null;
  lineState: string;
}
export interface Admission {
  admissionToken: string;
  expiresAt: string;
  ticketLimit: number;
}
interface Refusal {
  code?: string;
  retryAfterMs?: number;
}
export interface OrderTold extends Refusal {
  id: string;
  state: string;
  paymentDeadline: string;
  payment?: { id: string; state: string; pix?: { brCode: string } };
  tickets?: { id: string }[];
}

/** A claim that is told "not yet" comes again when it was told to, yet not later than this: the number has passed already. */
const NOT_YET_MS_MAX = 5_000;
/** Named seats that others took: so often somebody chooses again before taking what the box office offers. */
const CHOICES_MAX = 3;
const LOOK_AT_ORDER_MS = 1_000;
/** From the order's own deadline until the money of a late payment has met it: grace, messages, a refund. */
const AFTER_DEADLINE_MS = 20_000;
/** When a connection breaks on purpose: some before the box office has read the order, some after it has answered. */
const BREAKS_WITHIN_MS = 120;
/** CPF's own documentation example; its check digits are right, so forms take it. */
const HOLDER = { name: 'Ensaio Geral', document: '52998224725' };

/**
 * One fan, from their arrival to their ticket or their way home.
 *
 *     arrive → join → wait → claim → (look at the map) → hold → order → (pay again | pay the PIX code) → tickets
 *
 * Each arrow may end the visit, by the fan's wish or by what the box office says. What they saw stands in `story`.
 */
export class Fan {
  readonly story: Story;
  private readonly visitor: Visitor;
  private readonly traits: Traits;
  private readonly world: World;

  constructor(number: number, traits: Traits, token: string, world: World, arrivedMs: number) {
    this.traits = traits;
    this.world = world;
    this.visitor = new Visitor(world.line(traits.slow), token, world.figures, world.troubles);
    const { leavesAt, declined, paysLate } = traits;
    this.story = { number, token, slow: traits.slow, plain: leavesAt === null && !declined && !paysLate, arrivedMs, orders: [] };
  }

  /** Never throws: a fan who meets nonsense goes home, and the report says so. */
  async visit(): Promise<Story> {
    const { figures, troubles } = this.world;
    figures.count('arrived');
    try {
      this.story.ending = await this.buy();
    } catch (error) {
      this.story.ending = 'refused';
      this.story.code = error instanceof NobodyAnswers ? 'nobody answers' : 'nonsense';
      troubles.add((error as Error).message);
    }
    this.story.endedMs = performance.now();
    if (this.story.ending !== 'bought') figures.count('wentHome');
    await this.visitor.close();
    return this.story;
  }

  private async buy(): Promise<Ending> {
    const place = await this.join();
    if (typeof place === 'string') return place;
    const turn = await this.awaitTurn(place);
    if (turn !== 'called') return turn;
    if (this.traits.leavesAt === 'call') return 'left';
    await delay(this.traits.thinkMs.claim);
    const admission = await this.claim(place);
    if (typeof admission === 'string') return admission;
    await delay(this.traits.thinkMs.choose);
    const holdId = await this.hold(admission);
    if (holdId === null) return this.story.code === undefined ? 'found_nothing' : this.endingOf(this.story.code);
    if (this.traits.leavesAt === 'hold') {
      await this.ask('hold', { method: 'DELETE', path: `/api/v1/holds/${holdId}` });
      return 'left';
    }
    await delay(this.traits.thinkMs.pay);
    return this.pay(holdId);
  }

  private async join(): Promise<Place | Ending> {
    const call: Call = { method: 'POST', path: this.path('line'), body: '{}' };
    let told = await this.ask<Place & Refusal>('join', call, this.story.arrivedMs);
    // A clock that is a little ahead brings somebody to a door that is still shut.
    while (told.body.code === 'line.not_open' && !this.world.over()) {
      await delay(LOOK_AT_ORDER_MS);
      told = await this.ask('join', call);
    }
    if (told.status !== 201) return this.endingOf(told.body.code);
    if (this.traits.reloads) {
      const again = await this.ask<Place>('join', call);
      if (again.body.entry !== told.body.entry) this.world.troubles.add('a reload gave another place');
    }
    this.world.figures.count('joined');
    Object.assign(this.story, { joinedMs: told.atMs, entry: told.body.entry });
    return told.body;
  }

  private async awaitTurn(place: Place): Promise<'called' | Ending> {
    const { board } = this.world;
    const position = place.position ?? (await board.positionOf(place.entry));
    this.story.position = position;
    if (place.position === null && this.traits.reloads) await this.compareDraw(position);
    const patienceMs = this.traits.leavesAt === 'line' ? this.traits.patienceMs : null;
    const turn = this.world.pollOrigin ? await this.poll(position, patienceMs) : await board.turn(position, (pollMs) => this.noticeMs(pollMs), patienceMs);
    if (turn === 'tired') {
      await this.ask('join', { method: 'DELETE', path: this.path('line') });
      return 'left';
    }
    return turn === 'closed' ? 'over' : turn;
  }

  /** Whoever reloads after the draw is told the position that they computed themselves. */
  private async compareDraw(position: number): Promise<void> {
    const { body } = await this.ask<Place>('join', { method: 'POST', path: this.path('line'), body: '{}' });
    // Another process may hear of the draw a moment later.
    if (body.position !== null && body.position !== position && !this.world.over()) this.world.troubles.add(`the draw gives position ${position}, the box office says ${body.position}`);
  }

  /** The next look falls somewhere within the interval, and its answer needs half a round trip, its question the other half. */
  private noticeMs(pollMs: number): number {
    return this.traits.phase * pollMs + (this.traits.slow ? this.world.scenario.slowLine.roundTripMs : 0);
  }

  /** Without a cache in front everybody's look is a request of their own. */
  private async poll(position: number, patienceMs: number | null): Promise<'called' | 'sold_out' | 'over' | 'tired'> {
    const until = patienceMs === null ? Infinity : performance.now() + patienceMs;
    await delay(this.traits.phase * this.world.board.now.pollAfterMs);
    for (;;) {
      const told = await this.ask<{ serving: number; state: string; remaining: number; pollAfterMs: number }>('poll', { method: 'GET', path: this.path('serving') });
      if (told.status === 200) this.world.board.see(told);
      if (position < told.body.serving) return 'called';
      if (told.body.state === 'sold_out') return 'sold_out';
      if (told.body.state === 'closed' || this.world.over()) return 'over';
      if (performance.now() > until) return 'tired';
      await delay(told.body.pollAfterMs);
    }
  }

  private async claim({ lineToken }: Place): Promise<Admission | Ending> {
    const call: Call = { method: 'POST', path: this.path('admissions'), body: JSON.stringify({ lineToken }) };
    for (;;) {
      const told = await this.ask<Admission & Refusal>('claim', call);
      if (told.status === 201) return this.admitted(told, call);
      if (told.body.code !== 'line.not_yet') return this.endingOf(told.body.code);
      this.story.notYetSentMs = told.sentMs;
      if (this.world.over()) return 'over';
      await delay(Math.min(NOT_YET_MS_MAX, told.body.retryAfterMs ?? NOT_YET_MS_MAX));
    }
  }

  private async admitted(told: Told<Admission>, call: Call): Promise<Admission> {
    this.world.figures.count('admitted');
    Object.assign(this.story, { claimSentMs: told.sentMs, admittedMs: told.atMs, ticketLimit: told.body.ticketLimit });
    if (this.traits.reloads) {
      const again = await this.ask<Admission>('claim', call);
      if (again.status !== 201 || again.body.expiresAt !== told.body.expiresAt) this.world.troubles.add('a reload gave another admission');
    }
    return told.body;
  }

  /** Seats by name where the fan looks at the map, else the best available of a kind; then whatever there is. The hold's id. */
  private async hold(admission: Admission): Promise<string | null> {
    const quantity = Math.min(this.traits.quantity, admission.ticketLimit);
    const headers = { 'x-admission': admission.admissionToken };
    const wanted = this.traits.looksAtMap ? CHOICES_MAX : 0;
    for (let choice = 0; choice < wanted; choice += 1) {
      await this.lookAtMap();
      const seats = this.world.map.choose(quantity, this.traits.phase);
      if (seats.length === 0) break;
      const holdId = await this.tryHold({ seats }, headers);
      if (holdId !== null || this.story.code !== undefined) return holdId;
    }
    for (let size = quantity; size > 0; size -= 1) {
      for (const type of this.types()) {
        const holdId = await this.tryHold({ ticketTypeId: type.id, quantity: size }, headers);
        if (holdId !== null || this.story.code !== undefined) return holdId;
      }
    }
    return this.lastSeat(headers);
  }

  /** Wheelchair places and the like are sold by name when nothing else is left: whoever was called gets what there is. */
  private async lastSeat(headers: Record<string, string>): Promise<string | null> {
    if (this.world.scenario.seats.plan === null) return null;
    for (let choice = 0; choice < CHOICES_MAX; choice += 1) {
      await this.lookAtMap();
      const seats = this.world.map.choose(1, this.traits.phase);
      const holdId = seats.length === 0 ? null : await this.tryHold({ seats }, headers);
      if (holdId !== null || this.story.code !== undefined) return holdId;
    }
    return null;
  }

  private async tryHold(wish: object, headers: Record<string, string>): Promise<string | null> {
    const { status, body } = await this.ask<{ id: string } & Refusal>('hold', { method: 'POST', path: this.path('holds'), headers, body: JSON.stringify(wish) });
    if (status === 201) {
      this.world.figures.count('held');
      return body.id;
    }
    if (!['inventory.seat_taken', 'inventory.sold_out', 'inventory.not_for_sale'].includes(body.code ?? '')) this.story.code = body.code ?? `hold ${status}`;
    return null;
  }

  private async lookAtMap(): Promise<void> {
    const { status, raw } = await this.ask('map', { method: 'GET', path: this.path('seats'), headers: { 'accept-encoding': 'gzip' } });
    if (status === 200) this.world.map.see(raw);
  }

  /** Fans differ in what they like best. */
  private types(): TicketType[] {
    const { ticketTypes } = this.world.event;
    const first = Math.floor(this.traits.phase * ticketTypes.length);
    return [...ticketTypes.slice(first), ...ticketTypes.slice(0, first)];
  }

  private async pay(holdId: string): Promise<Ending> {
    const method = this.traits.pix ? { method: 'pix' } : { method: 'card', token: this.traits.declined ? 'tok_declined' : 'tok_ok' };
    const holders = this.world.event.ticketTypes.some(({ holderRequired }) => holderRequired) ? { holders: Array.from({ length: this.traits.quantity }, () => HOLDER) } : {};
    const meantMs = performance.now();
    const call: Call = {
      method: 'POST',
      path: '/api/v1/orders',
      headers: { 'idempotency-key': randomUUID(), prefer: 'wait=8' },
      body: JSON.stringify({ holdId, payment: method, ...holders }),
      ...(this.traits.loses && { breakAfterMs: this.traits.phase * BREAKS_WITHIN_MS }),
    };
    const [told, twin] = await Promise.all([this.ask<OrderTold>('order', call, meantMs), this.traits.doubleTaps ? this.ask<OrderTold>('order', call) : null]);
    if (twin && twin.body.id !== told.body.id) this.world.troubles.add('a double tap made two orders');
    if (told.status !== 201 && told.status !== 202) return this.endingOf(told.body.code);
    this.world.figures.count('ordered');
    const order: OrderSeen = { id: told.body.id, state: told.body.state, tickets: 0, payments: [] };
    this.story.orders.push(order);
    return this.settle(told.body, order, meantMs);
  }

  private async settle(first: OrderTold, order: OrderSeen, meantMs: number): Promise<Ending> {
    let told = this.note(first, order);
    if (this.traits.pix) return this.payByPix(told, order);
    if (told.state === 'payment_failed') {
      told = this.note((await this.payAgain(order.id)).body, order);
      return this.endOf(await this.awaitOutcome(told, order), order);
    }
    told = await this.awaitOutcome(told, order);
    if (told.state === 'confirmed' && !this.traits.declined) this.world.figures.took('purchase', meantMs, performance.now());
    return this.endOf(told, order);
  }

  /** Another card, with the seats still in hand. */
  private async payAgain(orderId: string): Promise<Told<OrderTold>> {
    await delay(this.traits.thinkMs.pay);
    return this.ask<OrderTold>('pay again', {
      method: 'POST',
      path: `/api/v1/orders/${orderId}/payments`,
      headers: { 'idempotency-key': randomUUID(), prefer: 'wait=8' },
      body: JSON.stringify({ method: 'card', token: 'tok_ok' }),
    });
  }

  private async payByPix(shown: OrderTold, order: OrderSeen): Promise<Ending> {
    const brCode = shown.payment?.pix?.brCode;
    if (this.traits.leavesAt !== 'payment' && this.world.payer && brCode !== undefined) {
      const untilWindowEndsMs = Math.max(0, Date.parse(shown.paymentDeadline) - Date.now());
      await delay(this.traits.paysLate ? untilWindowEndsMs + LOOK_AT_ORDER_MS : this.traits.thinkMs.pay);
      await this.world.payer.pay(brCode, this.traits.paysLate);
    }
    const told = await this.awaitOutcome(shown, order);
    return this.traits.leavesAt === 'payment' && told.state !== 'confirmed' ? 'left' : this.endOf(told, order);
  }

  /** Looks at the order until it is decided. Late money may still move it after its deadline, so that is waited for. */
  private async awaitOutcome(told: OrderTold, order: OrderSeen): Promise<OrderTold> {
    const deadline = Date.parse(told.paymentDeadline) + this.world.scenario.windows.graceSeconds * 1_000 + AFTER_DEADLINE_MS;
    const open = (state: string): boolean => state === 'awaiting_payment' || (state === 'expired' && this.traits.paysLate);
    let now = told;
    while (open(now.state) && Date.now() < deadline) {
      await delay(LOOK_AT_ORDER_MS);
      now = this.note((await this.ask<OrderTold>('order state', { method: 'GET', path: `/api/v1/orders/${order.id}` })).body, order);
    }
    return now;
  }

  private note(told: OrderTold, order: OrderSeen): OrderTold {
    noteOrder(order, told);
    return told;
  }

  private async endOf({ state, tickets = [] }: OrderTold, order: OrderSeen): Promise<Ending> {
    if (state === 'payment_failed') return 'declined';
    if (state !== 'confirmed') return 'expired';
    this.world.figures.count('bought');
    this.world.figures.count('tickets', order.tickets);
    const [first] = tickets;
    // Some look at their ticket at once; the others wait for the e-mail.
    if (this.traits.looksAtMap && first) await this.ask('tickets', { method: 'GET', path: `/api/v1/tickets/${first.id}` });
    return 'bought';
  }

  private endingOf(code: string | undefined): Ending {
    this.story.code = code ?? 'no code';
    if (code === 'line.sold_out') return 'sold_out';
    if (code === 'line.turn_missed' || code === 'line.left') return 'missed';
    if (code === 'line.admission_expired' || code === 'orders.hold_expired') return 'expired';
    if (code === 'line.closed') return 'over';
    return 'refused';
  }

  private ask<Body>(step: Step, call: Call, meantMs?: number): Promise<Told<Body>> {
    return this.visitor.ask<Body>(step, call, meantMs);
  }

  private path(rest: string): string {
    return `/api/v1/events/${this.world.event.id}/${rest}`;
  }
}

/** Keeps what an answer says of an order. */
export function noteOrder(order: OrderSeen, { state, tickets, payment }: OrderTold): void {
  order.state = state;
  order.tickets = tickets?.length ?? 0;
  if (payment && !order.payments.includes(payment.id)) order.payments.push(payment.id);
}
