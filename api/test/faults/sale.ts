import { DomainError, newId } from '#platform';
import { Refunds } from '../../src/orders/refunds.js';
import { Conflicts } from '../../src/wallet/conflicts.js';
import type { Customer } from './customer.js';
import type { Batch } from './carrier.js';
import { CONSUMERS, type ConsumerName, type HouseProcess, jobNames, type Mishap } from './house-process.js';
import { chanceOf, type World } from './world.js';

export type Delivery = 'well' | 'cut before the commit' | 'cut after the commit' | 'twice' | 'in two processes at once' | 'not acknowledged' | 'killed meanwhile' | 'long ago, again';

/** Webhooks leave a moment after the payment, and only some messages each time: by then most have come. */
const LATE_ROUNDS = 6;
/** Of late money a part has to be asked back often enough to meet, among some hundreds, what buys nothing. */
const LATE_SHARE = 0.5;

/** Of the orders, and of the money of theirs: a run's few of each are to meet. */
const REFUNDED_SHARE = 0.1;
const DISPUTED_SHARE = 0.1;
/** What comes twice is so rare that a bank asks for most of it. */
const TWICE_SHARE = 0.7;
/** Where both are to meet in each run: so many of so many. */
const MEETING_SHARE = 0.3;

/** One sale in a world: who came, and how what they set going moves on. */
export class Sale {
  readonly customers: Customer[] = [];
  /** Of top-ups, services and orders. */
  readonly payments: string[] = [];

  constructor(
    readonly world: World,
    readonly event: { eventId: string; ticketTypeId: string },
  ) {}

  /** Whoever has not got an order or a refusal goes on trying. */
  async serve(number: number): Promise<void> {
    const chance = chanceOf(number);
    const [one, other] = [await this.world.someone(number), await this.world.someone(number + 1)];
    await Promise.all(this.customers.filter(({ undecided }) => undecided).map((customer) => (chance.happens(0.5) ? customer.buy(one, other) : customer.buy(other, one))));
    await this.arrange();
  }

  /** Takes some messages of each of these consumers to processes, at the same time. */
  async deliver(consumers: readonly ConsumerName[], how: Delivery, number: number): Promise<void> {
    const chance = chanceOf(number);
    const share = chance.between(0.2, 1.2);
    const leaves = keyed(() => chance.happens(share));
    const one = await this.world.someone(chance.word());
    const other = await this.world.someone(number);
    const { carrier } = this.world;
    await Promise.all(consumers.map(async (consumer) => {
      if (how === 'long ago, again') return tolerant(one.deliver(consumer, carrier.again(consumer, () => chance.happens(0.3))));
      const batch = await carrier.pick(consumer, leaves);
      if (batch) await this.take(batch, how, one, other);
    }));
    for (const process of [one, other]) process.mend();
    this.world.count(`delivered ${how}`);
    await this.world.quiet();
  }

  private async take(batch: Batch, how: Delivery, one: HouseProcess, other: HouseProcess): Promise<void> {
    if (how.startsWith('cut')) one.sabotage(how.slice('cut '.length) as Mishap);
    if (how === 'killed meanwhile') setImmediate(() => this.world.end(one, 'kill'));
    const takers = how === 'in two processes at once' ? [one, other] : how === 'twice' ? [one, one] : [one];
    const taken = await Promise.all(takers.map((process) => tolerant(process.deliver(batch.consumer, batch.messages))));
    if (how !== 'not acknowledged' && taken.includes(true)) await batch.acknowledge();
  }

  /** Runs some of the jobs, as the processes do it by themselves; each bears it that two of them do the same. */
  async work(number: number, mishap?: Mishap): Promise<void> {
    const chance = chanceOf(number);
    const process = await this.world.someone(number);
    if (mishap) process.sabotage(mishap);
    for (const job of jobNames) if (chance.happens(0.6)) await tolerant(process.run(job));
    process.mend();
    await this.world.quiet();
  }

  /** Webhooks arrive: in another order, some twice, some much later, some never. */
  async post(number: number, lost: number): Promise<void> {
    const chance = chanceOf(number);
    const letters = this.world.takeLetters();
    const process = await this.world.someone(number);
    for (let at = letters.length - 1; at > 0; at -= 1) {
      const to = chance.word() % (at + 1);
      [letters[at], letters[to]] = [letters[to]!, letters[at]!];
    }
    await Promise.all(letters.map(async (letter) => {
      if (chance.happens(lost)) return this.world.count('webhook lost');
      if (chance.happens(0.2) || !(await this.world.mail.hand(letter, process))) this.world.mail.letters.push(letter);
      if (chance.happens(0.2)) this.world.mail.letters.push(letter);
    }));
    await this.world.quiet();
  }

  /** Customers pay some of the Pix that are open, in their banks' apps. */
  async payPix(number: number, how: { late?: boolean } = {}): Promise<void> {
    const chance = chanceOf(number);
    // Nobody pays a code that was never shown.
    const shown = await this.world.database.query<{ id: string }>('select id from wallet.payment where id = any($1::uuid[]) and pix is not null', [this.payments]);
    const ours = new Set(shown.map(({ id }) => id));
    let paid = 0;
    for (const simulator of this.world.simulators) {
      for (const { purchase, method, state } of simulator.charges()) {
        if (ours.has(purchase) && method === 'pix' && state !== 'captured' && chance.happens(0.5) && simulator.pay(purchase, how)) paid += 1;
      }
    }
    this.world.count(how.late ? 'pix paid late' : 'pix paid', paid);
    await this.world.quiet();
  }

  /** Late money comes as far as the wallet, and some of it is asked back before the orders know of it. */
  async askBackFirst(number: number): Promise<void> {
    for (let round = 0; round < LATE_ROUNDS; round += 1) {
      await this.post(number + round, 0);
      await this.deliver(['events wallet'], 'well', number + round);
    }
    await this.refund(number, LATE_SHARE);
  }

  /** Money is asked back: of payments in whatever state, all of it, a part, or more than there is. */
  async refund(number: number, share = 0.1): Promise<void> {
    const chance = chanceOf(number);
    const rows = await this.world.database.query<{ id: string; amount_cents: number }>('select id, amount_cents from wallet.payment where id = any($1::uuid[]) order by id', [this.payments]);
    for (const { id, amount_cents: amount } of rows) {
      if (!chance.happens(share)) continue;
      const part = chance.happens(0.6) ? amount : 1 + (chance.word() % (amount + 100));
      await this.world.refund(id, part);
      this.world.count('refund asked for');
    }
  }

  /** An organiser refunds some of the orders that are confirmed, in whole or an amount of it, and is refused what is not left. */
  async refundOrders(number: number, mishap?: Mishap, share = REFUNDED_SHARE): Promise<void> {
    const chance = chanceOf(number);
    const process = await this.world.someone(number);
    const rows = await this.world.database.query<{ id: string; total_cents: number }>(`select id, total_cents from orders."order" where event_id = $1 and state = 'confirmed' order by id`, [this.event.eventId]);
    if (mishap) process.sabotage(mishap);
    const asker = { principal: this.world.administrator, address: '127.0.0.1', requestId: null };
    await Promise.all(rows.filter(() => chance.happens(share)).map(async ({ id, total_cents: total }) => {
      const amount = chance.happens(0.6) ? undefined : { amountCents: 1 + (chance.word() % total) };
      const asked = { tickets: [], products: [], amount, to: chance.happens(0.2) ? ('balance' as const) : ('source' as const), balanceIfRefused: chance.happens(0.2) };
      await tolerant(process.get(Refunds).ask(asker, id, asked, { key: newId(), bodyHash: Buffer.from(id) }).then(() => this.world.count('refund of an order asked for'), unlessRefused));
    }));
    process.mend();
    await this.world.quiet();
  }

  /** Payers' banks want some of the money back that orders were paid with, or that came twice, all of it or a part, or take it at once; or they decide about what they wanted. */
  async dispute(number: number, share = DISPUTED_SHARE, decided = 0.5): Promise<void> {
    const chance = chanceOf(number);
    // What was taken otherwise than asked is no order's.
    const rows = await this.world.database.query<{ reference: string; state: string }>(
      `select reference, attempt.state from payments.attempt join orders.payment on payment.id = payment_id where attempt.state in ('captured', 'surplus') and payment_id = any($1::uuid[])`, [this.payments]);
    const ours = new Map(rows.map(({ reference, state }) => [reference, state]));
    for (const simulator of this.world.simulators) {
      for (const { reference, amountCents, disputes: [known] } of simulator.charges().filter((charge) => ours.has(charge.reference))) {
        const twice = ours.get(reference) === 'surplus';
        if (known ? known.state !== 'opened' || !chance.happens(decided) : !chance.happens(twice && share > 0 ? TWICE_SHARE : share)) continue;
        // A chargeback at Mercado Pago is of the whole payment.
        const wanted = simulator.name === 'mercado-pago' || chance.happens(0.3) ? amountCents : 1 + (chance.word() % amountCents);
        const state = known ? (chance.happens(0.5) ? 'won' : 'lost') : chance.happens(0.7) ? 'opened' : 'lost';
        if (simulator.dispute(reference, state, wanted)) this.world.count(`dispute ${state}${twice ? ' of what came twice' : ''}`);
      }
    }
    await this.world.quiet();
  }

  /** Banks want money of which the providers tell, and orders are refunded that do not know of it yet. */
  async refundDisputed(number: number): Promise<void> {
    await this.dispute(number, MEETING_SHARE, 0);
    await this.post(number, 0);
    await this.refundOrders(number, undefined, MEETING_SHARE);
  }

  /**
   * An administrator gives back what gateways took otherwise than asked, in one process or in two at once. Where the answer got lost the same is
   * asked again, under the same key.
   */
  async giveBack(number: number, mishap?: Mishap): Promise<void> {
    const chance = chanceOf(number);
    const [one, other] = [await this.world.someone(number), await this.world.someone(number + 1)];
    const conflicts = await this.world.database.query<{ payment_id: string; refund_id: string | null }>(`select payment_id, refund_id from wallet.conflict where state in ('open', 'refused') order by payment_id`);
    if (mishap) one.sabotage(mishap);
    await Promise.all(conflicts.map(async ({ payment_id: paymentId, refund_id: before }) => {
      const by = { userId: this.world.administrator.userId, address: '127.0.0.1', key: `${paymentId} after ${before}`, fingerprint: Buffer.from(paymentId) };
      for (const process of chance.happens(0.3) ? [one, other] : [one]) await tolerant(process.get(Conflicts).giveBack(by, paymentId).then(() => {}));
    }));
    one.mend();
    this.world.count('other amount given back', conflicts.length);
    await this.world.quiet();
  }

  /** Some whose payment failed try again, some give up. */
  async tryAgain(number: number, token: string): Promise<void> {
    const chance = chanceOf(number);
    const process = await this.world.someone(number);
    const ordered = this.customers.filter(({ orderId }) => orderId !== undefined);
    await Promise.all(ordered.map(async (customer, nth) => {
      if (chance.happens(0.4)) await customer.payAgain(process, this.world.cardOf(token, nth));
      else if (chance.happens(0.1)) await customer.giveUp(process);
    }));
    await this.arrange();
  }

  /** What the plans say of the calls for each new payment. */
  private async arrange(): Promise<void> {
    const ordered = new Map(this.customers.flatMap((customer) => (customer.orderId === undefined ? [] : [[customer.orderId, customer] as const])));
    const rows = await this.world.database.query<{ id: string; order_id: string }>('select id, order_id from orders.payment where order_id = any($1::uuid[]) order by id', [[...ordered.keys()]]);
    const known = new Set(this.payments);
    for (const { id, order_id: orderId } of rows) {
      if (known.has(id)) continue;
      this.payments.push(id);
      this.world.arrange(id, ordered.get(orderId)!.plan.troubles);
    }
  }
}

export const everyConsumer: readonly ConsumerName[] = CONSUMERS;

function unlessRefused(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

/** A choice that is made once for each key. */
function keyed(choose: () => boolean): (key: number) => boolean {
  const chosen = new Map<number, boolean>();
  return (key) => chosen.get(key) ?? (chosen.set(key, choose()), chosen.get(key)!);
}

/** Whether it took effect for all that its caller was told; what breaks on purpose is delivered or done again. */
async function tolerant(work: Promise<void>): Promise<boolean> {
  return work.then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || /Connection terminated|Cannot use a pool after/.test(error.message)) return false;
    throw error;
  });
}
