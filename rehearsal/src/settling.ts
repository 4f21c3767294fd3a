import { setTimeout as delay } from 'node:timers/promises';
import { newOrder, noteOrder, type OrderTold } from './answers.ts';
import type { Backlog } from './backlog.ts';
import { CannotRehearse } from './cannot-rehearse.ts';
import type { Facts, Organiser } from './organiser.ts';
import type { Story } from './story.ts';
import type { Visitor } from './visitor.ts';
import type { RehearsedEvent } from './world.ts';

const READY_MS_MAX = 120_000;
/** After the last fan has gone: messages arrive, refunds are made. */
export const SETTLE_MS_MAX = 60_000;
/** Those of half a minute of 500 purchases a second, at the pace of one process that has nothing else to do. */
const DELIVER_MS_MAX = 120_000;
/** Ticket codes enough to begin with; the box office goes on making them. */
const CODES_FIRST = 5_000;

/** Seats are laid out and codes made after the publication, by those whose work that is. */
export async function untilReady(organiser: Organiser, event: RehearsedEvent, stop: AbortSignal): Promise<void> {
  for (const deadline = performance.now() + READY_MS_MAX; performance.now() < deadline; await delay(500)) {
    stop.throwIfAborted();
    const { stock, codes } = await organiser.facts(event.id);
    if (stock?.capacity === event.capacity && codes.free >= Math.min(CODES_FIRST, event.capacity)) return;
  }
  throw new CannotRehearse('The box office did not lay out the places of the rehearsal, or made no ticket codes for them.');
}

/** Orders that were not decided, that late money may have decided again, or that somebody never got an answer about, as their owners see them in the end. */
export async function lookAgain(stories: readonly Story[], visitor: (token: string) => Visitor): Promise<void> {
  for (const { token, orders, ending } of stories) {
    if (ending !== undefined && ending !== 'refused' && orders.every(({ state }) => state === 'confirmed')) continue;
    const { status, body } = await visitor(token).ask<{ items: OrderTold[] }>('orders', { method: 'GET', path: '/api/v1/orders?limit=100' });
    if (status !== 200) continue;
    for (const told of body.items) {
      const known = orders.find(({ id }) => id === told.id);
      if (known) noteOrder(known, told);
      else noteOrder(newOrder(orders, told.id), told);
    }
  }
}

/** Orders, payments and places that somebody has to decide yet. */
export function leftOpen({ orders, payments, stock }: Facts): number {
  return (orders['awaiting_payment'] ?? 0) + (orders['payment_failed'] ?? 0) + payments.open + (stock?.held ?? 0);
}

/** Messages that yield to a sale are delivered after it. Null: not told. */
export async function untilDelivered(look: () => Promise<Backlog>, stop: AbortSignal): Promise<number | null> {
  for (const deadline = performance.now() + DELIVER_MS_MAX; ; await delay(1_000)) {
    const { messages } = await look();
    if (messages === null || messages === 0 || stop.aborted || performance.now() > deadline) return messages;
  }
}

/** Waits until no order is open any more, or for as long as that may take. */
export async function settle(organiser: Organiser, eventId: string, stop: AbortSignal): Promise<{ facts: Facts; settled: boolean }> {
  const deadline = performance.now() + SETTLE_MS_MAX;
  for (;;) {
    const facts = await organiser.facts(eventId);
    const settled = leftOpen(facts) === 0;
    if (settled || stop.aborted || performance.now() > deadline) return { facts, settled };
    await delay(1_000);
  }
}
