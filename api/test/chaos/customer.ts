import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../support/client.js';
import type { Fan } from '../support/fans.js';
import { Shopper } from '../support/shopper.js';
import type { ChaosOffice } from './chaos-office.js';
import type { CustomerPlan, EventPlan, Plan, Wish } from './plan.js';
import type { Sale } from './sale.js';

/** Whoever is not called by then goes home; the line must bear that. */
const IN_LINE_MS_MAX = 12_000;
/** A crash, the four seconds until others follow a dead process, and a gateway that hangs, twice. */
const OUTCOME_MS_MAX = 45_000;
const LOOK_AGAIN_MS = 200;

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
type Body = any;

/** Somebody of the plan, who remembers what they were told: what was answered must be true for ever. */
export class Customer extends Shopper {
  readonly holdIds: string[] = [];
  readonly orderIds = new Set<string>();
  entry: number | undefined;
  /** Was told that they have their tickets. */
  confirmed = false;
  /** A Pix that is to be paid when its time is over. */
  latePaymentId: string | undefined;
  outcome = 'is on the way';

  constructor(
    fan: Fan,
    private readonly office: ChaosOffice,
    private readonly sale: Sale,
    readonly plan: Pick<CustomerPlan, 'quantity' | 'ticketType' | 'doubleClick' | 'leavesTheLine' | 'wish'>,
    number: number,
  ) {
    super(fan, office.urls, { refused: 0, broken: [], unavailable: [], strange: [] }, number);
  }

  /** Comes, does what they came for, and leaves; never throws. */
  async visit(): Promise<void> {
    this.outcome = await this.go(this.plan.wish).catch((error: Error) => `failed: ${error.message}`);
  }

  /** The places that this customer could get, at most `quantity`; null when there were none. */
  async hold(quantity: number): Promise<{ id: string; quantity: number } | string> {
    const admission = this.sale.lineRequired ? await this.admission() : undefined;
    if (typeof admission === 'string') return admission;
    return this.take(quantity, admission?.token);
  }

  async release(holdId: string): Promise<void> {
    await this.insist('DELETE', `holds/${holdId}`);
  }

  /** Orders a hold and waits for its end. */
  async pay(holdId: string, token: string, tryAgain = false): Promise<string> {
    const order = await this.order(holdId, { method: 'card', token });
    if (order.status !== 201 && order.status !== 202) return order.body.code;
    const { id } = order.body;
    let state = await this.outcomeOf(order.body);
    if (state === 'payment_failed' && tryAgain) {
      const again = await this.insist('POST', `orders/${id}/payments`, { method: 'card', token: 'tok_ok' }, { 'idempotency-key': randomUUID(), prefer: 'wait=5' });
      if (again.status < 300) state = await this.outcomeOf(again.body);
    }
    return this.tell(state);
  }

  private async go(wish: Wish): Promise<string> {
    const held = await this.hold(this.plan.quantity);
    if (typeof held === 'string') return held;
    switch (wish.kind) {
      case 'card':
        return this.pay(held.id, wish.token, wish.tryAgain);
      case 'pix':
        return this.payByPix(held.id, wish.paid);
      case 'release': {
        await this.release(held.id);
        const again = await this.hold(1);
        return typeof again === 'string' ? again : this.pay(again.id, wish.token);
      }
      case 'abandon':
        return 'abandoned';
    }
  }

  private async payByPix(holdId: string, paid: 'in time' | 'late' | 'never'): Promise<string> {
    const order = await this.order(holdId, { method: 'pix' });
    if (order.status !== 201 && order.status !== 202) return order.body.code;
    const shown = await this.lookUntil(order.body, ({ state, payment }) => state !== 'awaiting_payment' || payment?.state === 'presented');
    if (shown.payment?.state !== 'presented') return this.tell(shown.state);
    if (paid === 'late') this.latePaymentId = shown.payment.id;
    if (paid !== 'in time') return `pix, paid ${paid}`;
    if (!(await this.office.pay(shown.payment.id))) return 'the code had expired';
    return this.tell(await this.outcomeOf(shown));
  }

  private async admission(): Promise<{ token: string } | string> {
    const place = await this.insist('POST', `events/${this.sale.eventId}/line`, {});
    if (place.status !== 201) return place.body.code;
    this.entry = place.body.entry;
    for (const deadline = performance.now() + IN_LINE_MS_MAX; performance.now() < deadline; await delay(LOOK_AGAIN_MS)) {
      const { status, body } = await this.insist('POST', `events/${this.sale.eventId}/admissions`, { lineToken: place.body.lineToken });
      if (status === 201) return { token: body.admissionToken };
      if (status !== 425) return body.code;
    }
    if (this.plan.leavesTheLine) await this.insist('DELETE', `events/${this.sale.eventId}/line`);
    return 'gave up waiting';
  }

  /** So many places, else fewer: what is left need not lie together, and an admission may promise less. */
  private async take(quantity: number, admissionToken: string | undefined): Promise<{ id: string; quantity: number } | string> {
    const ticketTypeId = this.sale.ticketTypeIds[this.plan.ticketType];
    let refusal = '';
    for (let count = quantity; count > 0; count -= 1) {
      const { status, body } = await this.insist('POST', `events/${this.sale.eventId}/holds`, { ticketTypeId, quantity: count }, admissionToken === undefined ? {} : { 'x-admission': admissionToken });
      if (status === 201) {
        this.holdIds.push(body.id);
        return { id: body.id, quantity: count };
      }
      refusal = body.code;
    }
    return refusal;
  }

  private async order(holdId: string, payment: object): Promise<Answer<Body>> {
    const headers = { 'idempotency-key': randomUUID(), prefer: 'wait=5' };
    const clicks = Array.from({ length: this.plan.doubleClick ? 2 : 1 }, () => this.insist('POST', 'orders', { holdId, payment }, headers));
    const answers = await Promise.all(clicks);
    for (const { status, body } of answers) if (status === 201 || status === 202) this.orderIds.add(body.id);
    return answers.find(({ status }) => status < 300) ?? answers[0]!;
  }

  private async outcomeOf(order: Body): Promise<string> {
    return (await this.lookUntil(order, ({ state }) => state !== 'awaiting_payment')).state;
  }

  private async lookUntil(order: Body, seen: (order: Body) => boolean): Promise<Body> {
    let latest = order;
    for (const deadline = performance.now() + OUTCOME_MS_MAX; !seen(latest) && performance.now() < deadline; await delay(LOOK_AGAIN_MS)) {
      latest = (await this.insist('GET', `orders/${order.id}`)).body;
    }
    return latest;
  }

  private tell(state: string): string {
    if (state === 'confirmed') this.confirmed = true;
    return state;
  }
}

/** Everybody in the plan, not yet on their way. */
export async function customersOf(office: ChaosOffice, plan: Plan, sale: Sale): Promise<Customer[]> {
  const fans = await office.newFans(plan.customers.length);
  return plan.customers.map((customer, number) => new Customer(fans[number]!, office, sale, withinLimit(customer, plan.event), number));
}

const withinLimit = <Wants extends { quantity: number }>(customer: Wants, { sessionTicketLimit }: EventPlan): Wants => ({ ...customer, quantity: Math.min(customer.quantity, sessionTicketLimit) });
