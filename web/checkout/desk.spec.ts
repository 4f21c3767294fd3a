import { describe, expect, it } from 'vitest';
import { type Answer, type Counter, Desk, type OrderWish } from './desk.ts';
import type { Order } from './order.ts';
import { isOpen, stageOf, whyOver } from './purchase.ts';
import { type Drawer, PurchaseKeys } from './purchase-key.ts';

const wish: OrderWish = { holdId: 'hold', products: [], holders: [], payment: { method: 'card', token: 'tok_ok' } };
const order = (state: Order['state'], paymentId = '01'): Order => ({
  id: 'order', eventId: 'event', holdId: 'hold', state, total: { amountCents: 100, currency: 'BRL' }, placedAt: '2026-11-26T12:00:00.000Z', paymentDeadline: '2026-11-26T12:05:00.000Z', items: [],
  payment: { id: paymentId, method: 'card', state: state === 'confirmed' ? 'completed' : state === 'payment_failed' ? 'failed' : 'requested' },
});
const told = (state: Order['state'], paymentId?: string): Answer => ({ kind: 'order', order: order(state, paymentId) });

/** A box office that answers as the test lays down, and writes down what it was asked. */
class Paper implements Counter {
  readonly asked: string[] = [];
  released = false;
  private readonly answers: (Answer | Promise<Answer>)[];
  constructor(answers: (Answer | Promise<Answer>)[]) {
    this.answers = answers;
  }
  place = (_: OrderWish, key: string) => this.answer(`place ${key}`);
  payAgain = (orderId: string, _: unknown, key: string) => this.answer(`pay ${orderId} ${key}`);
  read = (orderId: string) => this.answer(`read ${orderId}`);
  orderOf = (holdId: string) => (this.answers.length > 0 ? this.answer(`order of ${holdId}`) : Promise.resolve(null));
  wasReleased = () => Promise.resolve(this.released);
  private async answer(question: string): Promise<Answer> {
    this.asked.push(question);
    const answer = this.answers.shift();
    if (!answer) throw new Error(`nobody expected: ${question}`);
    return answer;
  }
}

function drawer(): Drawer {
  const kept = new Map<string, string>();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) };
}

function at(paper: Paper, first: Order | null = null, keys = new PurchaseKeys(drawer())) {
  const desk = new Desk(paper, keys, 'hold', first);
  return { desk, stage: () => stageOf(desk.now()) };
}

describe('the desk', () => {
  it('asks once for two taps', async () => {
    const paper = new Paper([told('confirmed')]);
    const { desk, stage } = at(paper);
    await Promise.all([desk.pay(wish), desk.pay(wish)]);
    expect([paper.asked.length, stage()]).toEqual([1, 'paid']);
    await desk.pay(wish);
    expect(paper.asked).toHaveLength(1);
  });

  it('asks the same question under the same key while no answer comes', async () => {
    const paper = new Paper([{ kind: 'lost' }, { kind: 'lost' }, told('confirmed')]);
    const { desk, stage } = at(paper);
    desk.subscribe(() => stage() === 'silent' && queueMicrotask(desk.hurry));
    await desk.pay(wish);
    expect(stage()).toBe('paid');
    expect(new Set(paper.asked).size).toBe(1);
    expect(paper.asked).toHaveLength(3);
  });

  it('keeps the key over a reload whose question nobody answered', async () => {
    const kept = drawer();
    const before = new Paper([new Promise<Answer>(() => undefined)]);
    void at(before, null, new PurchaseKeys(kept)).desk.pay(wish);
    const afterwards = new Paper([told('confirmed')]);
    await at(afterwards, null, new PurchaseKeys(kept)).desk.pay(wish);
    expect(afterwards.asked).toEqual(before.asked);
  });

  it('finds the order that another tab has placed', async () => {
    const paper = new Paper([{ kind: 'refused', refusal: { code: 'orders.hold_already_ordered', title: '', data: { holdId: 'hold', orderId: 'order' } } }, told('awaiting_payment')]);
    const { desk, stage } = at(paper);
    await desk.pay(wish);
    expect([paper.asked.at(-1), stage()]).toEqual(['read order', 'asking']);
  });

  it('pays again on the same order after a decline, each time under a key of its own', async () => {
    const paper = new Paper([told('payment_failed', '01'), told('payment_failed', '02'), told('confirmed', '03')]);
    const { desk, stage } = at(paper);
    for (const expected of ['declined', 'declined', 'paid']) {
      await desk.pay(wish);
      expect(stage()).toBe(expected);
    }
    expect(paper.asked.map((question) => question.split(' ').slice(0, -1).join(' '))).toEqual(['place', 'pay order', 'pay order']);
    expect(new Set(paper.asked).size).toBe(3);
  });

  it('shows what became of an order that takes no payment any more, although the page knew only of the decline', async () => {
    const paper = new Paper([{ kind: 'refused', refusal: { code: 'orders.not_payable', title: '', data: { orderId: 'order', state: 'awaiting_payment' } } }, told('payment_failed', '01')]);
    const { desk, stage } = at(paper, order('payment_failed', '01'));
    await desk.pay(wish);
    expect(stage()).toBe('declined');
  });

  it('asks anew, under another key, after a no', async () => {
    const paper = new Paper([{ kind: 'refused', refusal: { code: 'orders.not_on_sale', title: '', data: {} } }, told('confirmed')]);
    const { desk, stage } = at(paper);
    await desk.pay(wish);
    expect([stage(), desk.now().refusal?.code]).toEqual(['choosing', 'orders.not_on_sale']);
    await desk.pay(wish);
    expect([stage(), new Set(paper.asked).size]).toEqual(['paid', 2]);
  });

  it('is over when the hold has gone meanwhile', async () => {
    const { desk, stage } = at(new Paper([{ kind: 'refused', refusal: { code: 'orders.hold_expired', title: '', data: {} } }]));
    await desk.pay(wish);
    expect(stage()).toBe('over');
  });

  it('says of places that were given up elsewhere that they were, whether a tap or the clock finds out, and after a decline', async () => {
    const gone: Answer = { kind: 'refused', refusal: { code: 'orders.hold_expired', title: '', data: {} } };
    const notPayable: Answer = { kind: 'refused', refusal: { code: 'orders.not_payable', title: '', data: { orderId: 'order', state: 'expired' } } };
    for (const [answers, first] of [[[gone], null], [[], null], [[told('expired')], order('payment_failed')], [[notPayable, told('expired')], order('payment_failed')]] as const) {
      const paper = new Paper([...answers]);
      paper.released = true;
      const { desk } = at(paper, first);
      await (answers[0]?.kind === 'refused' ? desk.pay(wish) : desk.holdEnded());
      expect([stageOf(desk.now()), whyOver(desk.now())]).toEqual(['over', 'released']);
    }
  });

  it('never tells who has bought in another tab that the time is over', async () => {
    const gone: Answer = { kind: 'refused', refusal: { code: 'orders.hold_expired', title: '', data: {} } };
    const tapped = at(new Paper([gone, told('confirmed')]));
    await tapped.desk.pay(wish);
    expect(tapped.stage()).toBe('paid');
    const watched = at(new Paper([told('awaiting_payment')]));
    await watched.desk.holdEnded();
    expect(watched.stage()).toBe('asking');
  });

  it('stops asking when a stream has told meanwhile', async () => {
    const paper = new Paper([{ kind: 'lost' }]);
    const { desk, stage } = at(paper, order('payment_failed', '01'));
    desk.subscribe(() => stage() === 'silent' && queueMicrotask(() => desk.told(order('awaiting_payment', '02'))));
    await desk.pay(wish);
    expect([stage(), paper.asked.length]).toEqual(['asking', 1]);
  });

  it('says that the session has ended while an order is open, and goes on when there is news again', async () => {
    const { desk, stage } = at(new Paper([{ kind: 'refused', refusal: { code: 'platform.not_signed_in', title: '', data: {} } }]), order('awaiting_payment'));
    expect(isOpen(desk.now())).toBe(true);
    await desk.look();
    expect([stage(), desk.now().signedOut, isOpen(desk.now())]).toEqual(['asking', true, false]);
    desk.seen({ kind: 'lost' });
    expect(desk.now().signedOut).toBe(true);
    desk.seen({ kind: 'order', order: order('awaiting_payment', '02') });
    expect([desk.now().signedOut, isOpen(desk.now())]).toEqual([false, true]);
  });
});
