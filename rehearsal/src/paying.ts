import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { newOrder, noteOrder, type OrderTold } from './answers.ts';
import { holdersFor } from './holders.ts';
import type { Ending, OrderSeen } from './story.ts';
import type { Call } from './transport.ts';
import type { Held } from './choosing.ts';
import { endingOf, type Visit } from './visit.ts';

const LOOK_AT_ORDER_MS = 1_000;
/** From the order's own deadline until the money of a late payment has met it: grace, messages, a refund. */
const AFTER_DEADLINE_MS = 20_000;
/** When a connection breaks on purpose: some before the box office has read the order, some after it has answered. */
const BREAKS_WITHIN_MS = 120;

/** A fan with places in hand: orders them, pays in their own way, and stays until the order is decided. */
export class Paying {
  private readonly visit: Visit;
  /** When they meant to order; the purchase is timed from here. */
  private readonly meantMs = performance.now();

  constructor(visit: Visit) {
    this.visit = visit;
  }

  async pay(held: Held): Promise<Ending> {
    const { visitor, traits, world, story } = this.visit;
    const call = this.orderCall(held);
    const ask = () => visitor.ask<OrderTold>('order', call, this.meantMs);
    const [told, twin] = await Promise.all([ask(), traits.doubleTaps ? ask() : null]);
    if (twin && twin.body.id !== told.body.id) world.troubles.add('a double tap made two orders');
    if (told.status !== 201 && told.status !== 202) return endingOf(story, told.body.code);
    world.figures.count('ordered');
    const order = newOrder(story.orders, told.body.id);
    noteOrder(order, told.body);
    return this.endOf(await this.settle(told.body, order), order);
  }

  private orderCall({ id: holdId, places }: Held): Call {
    const { traits, world } = this.visit;
    const payment = traits.pix ? { method: 'pix' } : { method: 'card', token: traits.declined ? world.checkout.card.declined : world.checkout.card.good };
    return {
      method: 'POST',
      path: '/api/v1/orders',
      headers: { 'idempotency-key': randomUUID(), prefer: 'wait=8' },
      body: JSON.stringify({ holdId, payment, ...holdersFor(world.event, places) }),
      ...(traits.loses && { breakAfterMs: traits.phase * BREAKS_WITHIN_MS }),
    };
  }

  /** The order when it is decided. */
  private async settle(told: OrderTold, order: OrderSeen): Promise<OrderTold> {
    const { traits, world } = this.visit;
    if (traits.pix) return this.payByPix(told, order);
    if (told.state === 'payment_failed') return this.awaitOutcome(await this.payAgain(order), order);
    const decided = await this.awaitOutcome(told, order);
    // A slow line's own seconds, and those in which a connection was lost, say nothing of the box office.
    const undisturbed = !traits.declined && !traits.slow && !traits.loses;
    if (decided.state === 'confirmed' && undisturbed) world.figures.took('purchase', this.meantMs, performance.now());
    return decided;
  }

  /** Another card, with the seats still in hand. */
  private async payAgain(order: OrderSeen): Promise<OrderTold> {
    const { visitor, traits, world } = this.visit;
    await delay(traits.thinkMs.pay);
    const { body } = await visitor.ask<OrderTold>('pay again', {
      method: 'POST',
      path: `/api/v1/orders/${order.id}/payments`,
      headers: { 'idempotency-key': randomUUID(), prefer: 'wait=8' },
      body: JSON.stringify({ method: 'card', token: world.checkout.card.good }),
    });
    // Too late for another card: the order says so itself.
    if (body.id !== order.id) return this.look(order);
    noteOrder(order, body);
    return body;
  }

  private async payByPix(shown: OrderTold, order: OrderSeen): Promise<OrderTold> {
    const { traits, world } = this.visit;
    const brCode = shown.payment?.pix?.brCode;
    if (traits.leavesAt !== 'payment' && world.payer && brCode !== undefined) {
      const untilWindowEndsMs = Math.max(0, Date.parse(shown.paymentDeadline) - Date.now());
      await delay(traits.paysLate ? untilWindowEndsMs + LOOK_AT_ORDER_MS : traits.thinkMs.pay);
      await world.payer.pay(brCode, traits.paysLate);
    }
    return this.awaitOutcome(shown, order);
  }

  /** Looks at the order until it is decided. Late money may still move it after its deadline, so that is waited for. */
  private async awaitOutcome(told: OrderTold, order: OrderSeen): Promise<OrderTold> {
    const { traits, world } = this.visit;
    const deadline = Date.parse(told.paymentDeadline) + world.scenario.windows.graceSeconds * 1_000 + AFTER_DEADLINE_MS;
    const open = (state: string): boolean => state === 'awaiting_payment' || (state === 'expired' && traits.paysLate);
    let now = told;
    while (open(now.state) && Date.now() < deadline) {
      await delay(LOOK_AT_ORDER_MS);
      now = await this.look(order);
    }
    return now;
  }

  private async look(order: OrderSeen): Promise<OrderTold> {
    const { status, body } = await this.visit.visitor.ask<OrderTold>('order state', { method: 'GET', path: `/api/v1/orders/${order.id}` });
    if (status === 200) noteOrder(order, body);
    return status === 200 ? body : { ...body, state: order.state };
  }

  private async endOf({ state, tickets = [] }: OrderTold, order: OrderSeen): Promise<Ending> {
    const { visitor, traits, world } = this.visit;
    if (state === 'payment_failed') return 'declined';
    if (state !== 'confirmed' && traits.pix && !world.checkout.pixIsPaid) return 'unpaid';
    if (state !== 'confirmed') return traits.leavesAt === 'payment' ? 'left' : 'expired';
    world.figures.count('bought');
    world.figures.count('tickets', order.tickets);
    const [first] = tickets;
    // Some look at their ticket at once; the others wait for the e-mail.
    if (traits.looksAtMap && first) {
      const { status, body } = await visitor.ask<{ code: string }>('tickets', { method: 'GET', path: `/api/v1/tickets/${first.id}` });
      if (status === 200) order.unique.push(body.code);
    }
    return 'bought';
  }
}
