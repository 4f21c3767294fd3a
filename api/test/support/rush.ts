import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { signedInFans } from './fans.js';
import { expectInvariants } from './invariants.js';
import type { Office } from './processes.js';
import { Shopper, type Troubles } from './shopper.js';
import { until } from './eventually.js';

/** A sale that goes on while the test breaks things: fans who come one after the other and each want one ticket or two. */
export class Rush {
  readonly troubles: Troubles = { refused: 0, broken: [], unavailable: [], strange: [] };
  readonly outcomes: string[] = [];
  readonly shoppers: Shopper[] = [];
  over: Promise<void> = Promise.resolve();

  constructor(
    private readonly office: Office,
    private readonly event: { id: string; ticketTypes: string[] },
  ) {}

  /** `perSecond` fans for `seconds`, evenly: the faults fall into it where the test puts them. */
  async begin(perSecond: number, seconds: number, urls: () => string[]): Promise<void> {
    const fans = await signedInFans(this.office.database, perSecond * seconds);
    this.over = Promise.all(
      fans.map(async (fan, number) => {
        await delay((number * 1_000) / perSecond);
        const shopper = new Shopper(fan, urls, this.troubles, number);
        this.shoppers.push(shopper);
        this.outcomes.push(await shopper.buy(this.event.id, this.event.ticketTypes[number % this.event.ticketTypes.length] as string, 1 + ((number >> 2) % 2)));
      }),
    ).then(() => {});
    // Whoever fails is met where `over` is awaited.
    this.over.catch(() => {});
  }

  /** Every shopper has what they came for, every charge a ticket or a refund, and the house its invariants. */
  async expectSettled(): Promise<void> {
    const { database, simulators } = this.office;
    const counts = Object.fromEntries(Object.entries(Object.groupBy(this.outcomes, (outcome) => outcome)).map(([outcome, all]) => [outcome, all?.length]));
    expect(counts).toEqual({ confirmed: this.shoppers.length });
    expect(this.troubles.strange).toEqual([]);
    // A hold whose answer was lost is held until it expires; orders and messages have all arrived.
    await until(async () => (await database.query('select from platform.outbox')).length === 0);
    expect(await database.query('select type, error from platform.dead_letter')).toEqual([]);
    const orders = await database.query<{ id: string; state: string; total_cents: number }>('select id, state, total_cents from orders."order"');
    expect(orders.filter(({ state }) => state !== 'confirmed')).toEqual([]);
    const payments = await database.query<{ id: string; order_id: string }>('select id, order_id from orders.payment');
    const charges = (await Promise.all(simulators.map((simulator) => simulator.book()))).flat().filter(({ state, refunds }) => state === 'captured' && refunds.length === 0);
    const paid = charges.map(({ purchase }) => payments.find(({ id }) => id === purchase)?.order_id);
    expect(paid).toHaveLength(orders.length);
    expect(new Set(paid)).toEqual(new Set(orders.map(({ id }) => id)));
    const [tickets] = await database.query<{ orders: number }>('select count(distinct order_id) as orders from tickets.ticket');
    expect(tickets?.orders).toBe(orders.length);
    await expectInvariants(database, 'I1', 'I2', 'I4', 'I5', 'I6', 'I7', 'I8', 'I10');
  }
}
