import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderItem } from './order.js';
import { afterRefusal, choose, leftOf, lessened, type RefundWish } from './refund.js';

const item = (change: Partial<OrderItem>): OrderItem => ({
  kind: 'ticket', ticketTypeId: 'full', productId: null, seatId: null, label: 'A 1', name: 'Full', priceCents: 5_000, quantity: 1, holderName: null, holderDocument: null, ...change,
});
const cup = item({ kind: 'product', ticketTypeId: null, productId: 'cup', label: 'Cup', priceCents: 1_000, quantity: 3 });
const order = [item({}), item({ label: 'A 2' }), cup];
const wish = (change: Partial<RefundWish> = {}): RefundWish => ({ tickets: [], products: [], ...change });
const untouched = leftOf(13_000, order, 0, new Map());

describe('what a wish comes to', () => {
  test('is all that is left where nothing is named', () => {
    expect(choose(wish(), untouched)).toMatchObject({ amountCents: 13_000, items: [{ itemNo: 1 }, { itemNo: 2 }, { itemNo: 3, quantity: 3 }] });
    expect(choose(wish(), leftOf(13_000, order, 6_000, new Map([[1, 1], [3, 1]])))).toMatchObject({ amountCents: 7_000, items: [{ itemNo: 2 }, { itemNo: 3, quantity: 2 }] });
    expect(choose(wish(), leftOf(13_000, order, 13_000, new Map([[1, 1], [2, 1], [3, 3]])))).toEqual({ ok: false, why: 'not_there' });
    // All of the money is on its way already, as amounts: the last of them takes the tickets with it.
    expect(choose(wish(), leftOf(13_000, order, 13_000, new Map()))).toEqual({ ok: false, why: 'not_there' });
    // A part was disputed when the items went with the rest, and was won back.
    expect(choose(wish(), leftOf(13_000, order, 7_000, new Map([[1, 1], [2, 1], [3, 3]])))).toEqual({ ok: true, amountCents: 6_000, items: [] });
    expect(choose(wish(), leftOf(0, [item({ priceCents: 0 })], 0, new Map()))).toMatchObject({ ok: true, amountCents: 0, items: [{ itemNo: 1 }] });
  });

  test('is the price of tickets and products', () => {
    expect(choose(wish({ tickets: [2], products: [{ productId: 'cup', quantity: 2 }] }), untouched)).toEqual({ ok: true, amountCents: 7_000, items: [{ itemNo: 2, quantity: 1 }, { itemNo: 3, quantity: 2 }] });
  });

  test('is nothing for tickets whose money a bank took', () => {
    const taken = leftOf(13_000, order, 13_000, new Map());
    expect(choose(wish({ tickets: [1, 2], revoked: [1, 2] }), taken)).toEqual({ ok: true, amountCents: 0, items: [{ itemNo: 1, quantity: 1 }, { itemNo: 2, quantity: 1 }] });
    expect(choose(wish({ tickets: [1], revoked: [1], products: [{ productId: 'cup', quantity: 1 }] }), taken)).toEqual({ ok: false, why: 'exceeds' });
  });

  test('is nothing of what is not there, is gone, or is named twice', () => {
    const gone = leftOf(13_000, order, 7_000, new Map([[1, 1], [3, 2]]));
    for (const mistaken of [wish({ tickets: [1] }), wish({ tickets: [7] }), wish({ tickets: [2, 2] }), wish({ products: [{ productId: 'cup', quantity: 2 }] }), wish({ products: [{ productId: 'hat', quantity: 1 }] })]) {
      expect(choose(mistaken, gone)).toEqual({ ok: false, why: 'not_there' });
    }
  });

  test('is an amount, which voids nothing unless it is all that is left', () => {
    expect(choose(wish({ amountCents: 12_999 }), untouched)).toEqual({ ok: true, amountCents: 12_999, items: [] });
    expect(choose(wish({ amountCents: 13_000 }), untouched)).toMatchObject({ amountCents: 13_000, items: { length: 3 } });
    expect(choose(wish({ amountCents: 13_001 }), untouched)).toEqual({ ok: false, why: 'exceeds' });
    expect(choose(wish({ tickets: [1] }), leftOf(13_000, order, 9_000, new Map()))).toEqual({ ok: false, why: 'exceeds' });
  });

  test('never adds up to more than was paid, nor to more of an item than was bought, whatever is wished one after the other', () => {
    const anyWish = fc.oneof(
      fc.record({ tickets: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }), products: fc.array(fc.record({ productId: fc.constantFrom('cup', 'hat'), quantity: fc.integer({ min: 1, max: 3 }) }), { maxLength: 2 }) }),
      fc.record({ tickets: fc.constant<number[]>([]), products: fc.constant<RefundWish['products']>([]), amountCents: fc.integer({ min: 1, max: 14_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(anyWish, { maxLength: 12 }), (wishes) => {
        let cents = 0;
        const quantities = new Map<number, number>();
        for (const each of wishes) {
          const choice = choose(each, leftOf(13_000, order, cents, quantities));
          if (!choice.ok) continue;
          cents += choice.amountCents;
          for (const { itemNo, quantity } of choice.items) quantities.set(itemNo, (quantities.get(itemNo) ?? 0) + quantity);
        }
        expect(cents).toBeLessThanOrEqual(13_000);
        for (const [itemNo, quantity] of quantities) expect(quantity).toBeLessThanOrEqual(order[itemNo - 1]!.quantity);
      }),
    );
  });
});

describe('a refused refund', () => {
  const refund = { tries: 1, destination: 'source' as const, balanceIfRefused: false };

  test('is tried again at growing intervals, and not for ever', () => {
    const waits: number[] = [];
    for (let tries = 1; ; tries += 1) {
      const next = afterRefusal({ ...refund, tries }, true);
      if (next.kind !== 'wait') break;
      waits.push(next.seconds);
    }
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThan(3 * 86_400);
  });

  test('that can never be goes to the balance where that was agreed to, once, else to a person', () => {
    expect(afterRefusal({ ...refund, balanceIfRefused: true }, false)).toEqual({ kind: 'to_balance' });
    expect(afterRefusal({ ...refund, balanceIfRefused: true, destination: 'balance' }, false)).toEqual({ kind: 'give_up' });
    expect(afterRefusal(refund, false)).toEqual({ kind: 'give_up' });
  });
});

describe('stopped refunds of money of which a bank has taken a part', () => {
  test('are as they were where there is enough for all of them', () => {
    expect([lessened([], 0), lessened([5_000], 5_000), lessened([5_000, 1], 6_000)]).toEqual([undefined, undefined, undefined]);
  });

  test('ask together for what is left, the older one first, and none for more than before', () => {
    expect(lessened([20_000], 15_000)).toEqual([15_000]);
    expect(lessened([8_000, 12_000, 1], 11_000)).toEqual([8_000, 3_000, 0]);
    expect(lessened([5_000], -1_000)).toEqual([0]);
    fc.assert(fc.property(fc.array(fc.nat(10_000), { maxLength: 8 }), fc.integer({ min: -5_000, max: 40_000 }), (asked, left) => {
      const cents = lessened(asked, left) ?? asked;
      const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0);
      expect(sum(cents)).toBe(Math.min(sum(asked), Math.max(0, left)));
      for (const [index, each] of cents.entries()) expect(each).toBeLessThanOrEqual(asked[index]!);
    }));
  });
});
