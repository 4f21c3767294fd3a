import type { Order } from './order.ts';
import { after, begun, type Happening, mayAsk, type Purchase, type Refusal, stageOf } from './purchase.ts';
import type { PurchaseKeys } from './purchase-key.ts';
import type { PaymentWish } from './ways-to-pay.ts';

/** What the first question says; another try at the same order says only how it is paid. */
export interface OrderWish {
  holdId: string;
  products: { productId: string; quantity: number }[];
  holders: { name: string; document: string }[];
  payment: PaymentWish;
}

/** `lost`: no answer came, or one that says nothing of the order (a gateway on the way, a box office that is starting). */
export type Answer = { kind: 'order'; order: Order } | { kind: 'refused'; refusal: Refusal } | { kind: 'lost' };

/** The box office as a purchase sees it. */
export interface Counter {
  place(wish: OrderWish, key: string): Promise<Answer>;
  payAgain(orderId: string, payment: PaymentWish, key: string): Promise<Answer>;
  read(orderId: string): Promise<Answer>;
  /** The order that a hold was placed in, from whatever tab; null where there is none. */
  orderOf(holdId: string): Promise<Answer | null>;
  /** Whether the buyer gave the places up, from whatever page. */
  wasReleased(holdId: string): Promise<boolean>;
}

// The same question again after so long, as often as there are numbers: two minutes in all, then by a tap. A connection that is
// back, or a page that is looked at again, asks at once.
const ASK_AGAIN_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

/** One purchase from the first tap to its end. Whatever is tapped, lost or told twice, there is one question at a time. */
export class Desk {
  private readonly counter: Counter;
  private readonly keys: PurchaseKeys;
  private readonly holdId: string;
  private purchase: Purchase;
  private readonly listeners = new Set<() => void>();
  private wake: (() => void) | null = null;
  private again: (() => Promise<Answer>) | null = null;

  constructor(counter: Counter, keys: PurchaseKeys, holdId: string, order: Order | null) {
    this.counter = counter;
    this.keys = keys;
    this.holdId = holdId;
    this.purchase = begun(order);
  }

  readonly now = (): Purchase => this.purchase;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Pays: places the order, or tries again on the one that there is. */
  async pay(wish: OrderWish): Promise<void> {
    if (!mayAsk(this.purchase)) return;
    const { order } = this.purchase;
    const subject = order ? `${order.id} ${order.payment?.id ?? ''}` : wish.holdId;
    const key = this.keys.keyOf(subject, order ? wish.payment : wish);
    this.again = () => (order ? this.counter.payAgain(order.id, wish.payment, key) : this.counter.place(wish, key));
    await this.ask(subject);
  }

  /** The same question again, now: the connection is back, or somebody does not want to wait. */
  readonly hurry = (): void => this.wake?.();

  readonly told = (order: Order): void => this.happen({ kind: 'told', order });

  /** The hold keeps nothing any more: its time is over, or it was bought or given up, perhaps by another tab. Who has bought is never told that nothing was. */
  async holdEnded(): Promise<void> {
    const { order } = this.purchase;
    const [answer, released] = await Promise.all([order ? this.counter.read(order.id) : this.counter.orderOf(this.holdId), this.counter.wasReleased(this.holdId)]);
    // Not heard is not known: then a tap asks.
    if (answer?.kind === 'lost') return;
    if (answer?.kind === 'order') this.happen({ kind: 'found', order: answer.order });
    this.happen({ kind: 'hold over', how: released ? 'released' : 'expired' });
  }

  /** Looks at the order once more, where one is open or was. */
  async look(): Promise<void> {
    const { order } = this.purchase;
    if (!order) return;
    this.seen(await this.counter.read(order.id));
  }

  /** What a look at the order came to. A page whose session has ended says so, instead of waiting for news that cannot come. */
  readonly seen = (answer: Answer): void => {
    if (answer.kind === 'order') this.told(answer.order);
    else if (answer.kind === 'refused' && answer.refusal.code === 'platform.not_signed_in') this.happen({ kind: 'signed out' });
  };

  private async ask(subject: string): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      this.happen({ kind: 'asked' });
      const answer = await this.again!();
      if (answer.kind !== 'lost') return this.hear(subject, answer);
      this.happen({ kind: 'silent' });
      if (stageOf(this.purchase) !== 'silent') return;
      await this.pause(ASK_AGAIN_MS[tries] ?? null);
      if (stageOf(this.purchase) !== 'silent') return;
    }
  }

  private async hear(subject: string, answer: Exclude<Answer, { kind: 'lost' }>): Promise<void> {
    if (answer.kind === 'order') return this.told(answer.order);
    const { code, data } = answer.refusal;
    // The order is there already: placed by another tab, or by a question whose answer got lost.
    const orderId = code === 'orders.hold_already_ordered' ? data['orderId'] : code === 'orders.not_payable' ? this.purchase.order?.id : undefined;
    if (typeof orderId === 'string') {
      const found = await this.counter.read(orderId);
      if (found.kind === 'order') {
        // One that waited for another try ends with its places, when the buyer gives them up.
        if (found.order.state === 'expired' && (await this.counter.wasReleased(this.holdId))) this.happen({ kind: 'hold over', how: 'released' });
        return this.happen({ kind: 'found', order: found.order });
      }
    }
    this.keys.answered(subject);
    this.happen({ kind: 'refused', refusal: answer.refusal });
    if (code === 'orders.hold_expired') await this.holdEnded();
  }

  private pause(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(() => this.wake?.(), ms);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }

  private happen(happening: Happening): void {
    const next = after(this.purchase, happening);
    if (next === this.purchase) return;
    this.purchase = next;
    if (stageOf(next) !== 'silent') this.wake?.();
    for (const listener of this.listeners) listener();
  }
}
