import { DomainError, isDatabaseTrouble, newId, Overloaded, type Principal } from '#platform';
import { Holding } from '../../src/orders/holding.js';
import { idempotencyOf } from '../../src/orders/idempotency.js';
import type { OrderWish } from '../../src/orders/order-wish.js';
import { Orders } from '../../src/orders/orders.js';
import { newPrincipal } from '../support/principal.js';
import type { HouseProcess } from './house-process.js';
import type { CustomerPlan } from './plan.js';

/** The answer got lost, or the process is too busy: asked again with the same key. */
const isPassing = (error: unknown): boolean => isDatabaseTrouble(error) || error instanceof Overloaded;

const PART_CENTS = 3_000;

function paymentOf({ method, token }: Pick<CustomerPlan, 'method' | 'token'>): OrderWish['payment'] {
  switch (method) {
    case 'card':
      return { method, token };
    case 'balance and card':
      return { method: 'card', token, fromWallet: { amountCents: PART_CENTS, currency: 'BRL' } };
    case 'balance and pix':
      return { method: 'pix', fromWallet: { amountCents: PART_CENTS, currency: 'BRL' } };
    case 'balance':
      return { method: 'wallet' };
    case 'pix':
      return { method };
  }
}

/** Somebody who buys: holds, orders, and asks again under the same keys when an answer got lost. */
export class Customer {
  private readonly holdKey = newId();
  private readonly orderKey = newId();
  private holdId: string | undefined;
  orderId: string | undefined;
  /** Why there will be no order. */
  refusal: string | undefined;

  constructor(
    readonly plan: CustomerPlan,
    private readonly event: { eventId: string; ticketTypeId: string },
    readonly principal: Principal = newPrincipal(),
  ) {}

  get undecided(): boolean {
    return this.orderId === undefined && this.refusal === undefined;
  }

  /** Goes on where it stopped, at whatever process. */
  async buy(process: HouseProcess, another: HouseProcess): Promise<void> {
    try {
      this.holdId ??= await this.hold(process);
      this.orderId ??= await this.order(process, another);
    } catch (error) {
      if (isPassing(error)) return;
      if (!(error instanceof DomainError)) throw error;
      this.refusal = error.code;
    }
  }

  /** Another try at an order whose payment failed; refused unless it did. */
  async payAgain(process: HouseProcess, token: string): Promise<void> {
    const idempotency = { key: newId(), bodyHash: Buffer.from(this.orderId!) };
    await process.get(Orders).pay(this.buyer, this.orderId!, { method: 'card', token }, idempotency).catch(unlessRefused);
  }

  /** Gives the places back, before or after an order of them failed. */
  async giveUp(process: HouseProcess): Promise<void> {
    if (this.holdId !== undefined) await process.get(Holding).release(this.principal, this.holdId).catch(unlessRefused);
  }

  private async hold(process: HouseProcess): Promise<string> {
    const { eventId, ticketTypeId } = this.event;
    const wish = { ticketTypeId, quantity: this.plan.tickets };
    const { id } = await process.get(Holding).hold(this.principal, eventId, wish, { admissionToken: undefined, idempotency: idempotencyOf(this.holdKey, eventId, wish) });
    return id;
  }

  private async order(process: HouseProcess, another: HouseProcess): Promise<string> {
    const place = (where: HouseProcess, key: string) =>
      where.get(Orders).place(this.buyer, { holdId: this.holdId!, products: [], holders: [], payment: paymentOf(this.plan) }, { key, bodyHash: Buffer.from(this.holdId!) });
    if (this.plan.tabs === 'one') return place(process, this.orderKey);
    // A double click is one order told twice; of two tabs one is refused, and it does not matter which.
    const [first, second] = await Promise.allSettled([place(process, this.orderKey), place(another, this.plan.tabs === 'double click' ? this.orderKey : newId())]);
    if (first.status === 'fulfilled' && second.status === 'fulfilled' && first.value !== second.value) throw new Error(`one hold became two orders: ${first.value}, ${second.value}`);
    for (const answer of [first, second]) if (answer.status === 'fulfilled') return answer.value;
    throw (first as PromiseRejectedResult).reason;
  }

  private get buyer() {
    return { principal: this.principal, address: '203.0.113.7', deviceId: null, requestId: null };
  }
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof DomainError) && !isPassing(error)) throw error;
}
