import { expect, test } from 'vitest';
import type { Backlog } from './backlog.ts';
import type { Facts, Organiser } from './organiser.ts';
import { leftOpen, settle, untilDelivered } from './settling.ts';

const rested: Facts = { stock: { capacity: 10, sold: 10, held: 0, promised: 0, blocked: 0 }, orders: { confirmed: 5, expired: 2 }, payments: { open: 0 }, codes: { free: 0 }, fans: 9 };
const never = new AbortController().signal;

/** An organiser who is told these, one after the other. */
const told = (...facts: Facts[]): Organiser => ({ facts: () => Promise.resolve(facts.length > 1 ? facts.shift()! : facts[0]!) }) as unknown as Organiser;

test.each<[string, Partial<Facts>]>([
  ['an order that waits for its payment', { orders: { awaiting_payment: 1 } }],
  ['an order that may still be paid with another card', { orders: { payment_failed: 1 } }],
  ['a payment', { payments: { open: 1 } }],
  ['a place in somebody’s hands', { stock: { ...rested.stock!, held: 1 } }],
])('%s is left open', async (_what, change) => {
  expect(leftOpen({ ...rested, ...change })).toBe(1);
  expect(leftOpen(rested)).toBe(0);
  expect(await settle(told({ ...rested, ...change }, rested), 'event', never)).toEqual({ facts: rested, settled: true });
});

test('who gives up waiting says that it has not settled', async () => {
  const open = { ...rested, payments: { open: 3 } };
  expect(await settle(told(open), 'event', AbortSignal.abort())).toEqual({ facts: open, settled: false });
});

test('messages are waited for, where they are told', async () => {
  const looks = (...messages: (number | null)[]) => () => Promise.resolve({ messages: messages.shift() ?? null } as Backlog);
  expect(await untilDelivered(looks(7, 0), never)).toBe(0);
  expect(await untilDelivered(looks(null), never)).toBeNull();
  expect(await untilDelivered(looks(7), AbortSignal.abort())).toBe(7);
});
