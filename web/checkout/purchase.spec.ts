import { describe, expect, it } from 'vitest';
import type { Order } from './order.ts';
import { after, begun, type Happening, isOpen, mayAsk, type Purchase, stageOf, whyOver } from './purchase.ts';

type Payment = NonNullable<Order['payment']>;

const first = '019aa000-0000-7000-8000-000000000001';
const second = '019aa000-0000-7000-8000-000000000002';

function order(state: Order['state'], payment?: Partial<Payment>): Order {
  return {
    id: '019aa000-0000-7000-8000-0000000000aa', eventId: '019aa000-0000-7000-8000-0000000000ee', holdId: '019aa000-0000-7000-8000-0000000000bb', state,
    total: { amountCents: 10_000, currency: 'BRL' }, placedAt: '2026-11-26T12:00:00.000Z', paymentDeadline: '2026-11-26T12:05:00.000Z', items: [],
    ...(payment && { payment: { id: first, method: 'card', state: 'requested', ...payment } }),
  };
}

const declined = order('payment_failed', { state: 'failed', failureReason: 'declined', retryable: true });
const asked: Happening = { kind: 'asked' };
const silent: Happening = { kind: 'silent' };
const told = (order: Order): Happening => ({ kind: 'told', order });
const refused: Happening = { kind: 'refused', refusal: { code: 'orders.not_on_sale', title: '', data: {} } };
const play = (...happenings: Happening[]): Purchase => happenings.reduce(after, begun());

describe('a purchase', () => {
  it('is asked once, however often the button is tapped', () => {
    const once = play(asked);
    expect(mayAsk(once)).toBe(false);
    expect(after(once, asked)).toBe(once);
  });

  it('is paid when the box office says so, and stays paid whatever is heard afterwards', () => {
    const paid = play(asked, told(order('confirmed', { state: 'completed' })));
    expect(stageOf(paid)).toBe('paid');
    for (const late of [order('awaiting_payment', {}), declined, order('expired')]) expect(after(paid, told(late))).toBe(paid);
    expect(stageOf(after(paid, { kind: 'hold over', how: 'expired' }))).toBe('paid');
  });

  it('shows a code while there is one to pay, and asks nobody to pay again while the bank is silent', () => {
    const waiting = play(asked, told(order('awaiting_payment', { state: 'requested' })));
    expect([stageOf(waiting), isOpen(waiting), mayAsk(waiting)]).toEqual(['asking', true, false]);
    const shown = after(waiting, told(order('awaiting_payment', { state: 'presented', method: 'pix' })));
    expect([stageOf(shown), mayAsk(shown)]).toEqual(['pix', false]);
    expect(after(shown, told(order('awaiting_payment', { state: 'requested' })))).toBe(shown);
  });

  it('keeps the seats after a decline and may be asked again; an old decline does not undo the new try', () => {
    const again = play(asked, told(declined), asked);
    expect(stageOf(play(asked, told(declined)))).toBe('declined');
    expect(stageOf(again)).toBe('sending');
    expect(stageOf(after(again, told(declined)))).toBe('sending');
    const open = after(again, told(order('awaiting_payment', { id: second })));
    expect(stageOf(open)).toBe('asking');
    expect(after(open, told(declined))).toBe(open);
    expect(stageOf(after(open, told(order('payment_failed', { id: second, state: 'failed' }))))).toBe('declined');
  });

  it('that is over says whether it was the time, the buyer, or that another amount was taken', () => {
    const over = (reason: string) => play(asked, told(order('expired', { state: 'failed', failureReason: reason })));
    expect([stageOf(over('conflicted')), whyOver(over('conflicted')), whyOver(over('expired')), whyOver(begun())]).toEqual(['over', 'conflicted', 'window', 'hold']);
    const givenUp = (before: Purchase) => after(before, { kind: 'hold over', how: 'released' });
    expect([begun(), play(asked, told(declined)), over('declined'), over('conflicted')].map((before) => whyOver(givenUp(before)))).toEqual(['released', 'released', 'released', 'conflicted']);
  });

  it('whose answer did not come allows only the same question again', () => {
    const lost = play(asked, silent);
    expect([stageOf(lost), mayAsk(lost)]).toEqual(['silent', false]);
    expect(stageOf(after(lost, { kind: 'hold over', how: 'expired' }))).toBe('silent');
    expect(stageOf(after(lost, asked))).toBe('sending');
    expect(stageOf(after(lost, told(order('confirmed'))))).toBe('paid');
  });

  it('that was refused says why until it is asked again', () => {
    const no = play(asked, refused);
    expect([stageOf(no), no.refusal?.code]).toEqual(['choosing', 'orders.not_on_sale']);
    expect(after(no, asked).refusal).toBeNull();
    expect(stageOf(after(play(told(declined), asked), refused))).toBe('declined');
  });

  it('is over with its hold or its window, unless an answer is still owed', () => {
    expect(stageOf(play({ kind: 'hold over', how: 'expired' }))).toBe('over');
    expect(stageOf(play(told(declined), { kind: 'hold over', how: 'expired' }))).toBe('over');
    expect(stageOf(play(asked, told(order('expired', { state: 'failed' }))))).toBe('over');
    expect(stageOf(play(told(order('expired')), told(order('confirmed', { state: 'completed' }))))).toBe('paid');
  });
});
