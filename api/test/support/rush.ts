import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { delivered } from './delivered.js';
import { until } from './eventually.js';
import { type Fan, signedInFans } from './fans.js';
import { expectInvariants } from './invariants.js';
import type { Office } from './processes.js';
import { Shopper, type Troubles } from './shopper.js';

// Together at most 15 purchases a second; on a slow machine fewer, since nobody comes before the one ahead is served.
const ABREAST = 15;
const APART_MS = 1_000;
// Three quarters of the casino's places.
const FANS_MAX = 600;

/** A sale that goes on while the test breaks things: fans who come one after the other, each for one ticket or two, until the test ends it. */
export class Rush {
  readonly troubles: Troubles = { refused: 0, broken: [], unavailable: [], strange: [] };
  readonly outcomes: string[] = [];
  readonly shoppers: Shopper[] = [];
  private lanes: Promise<unknown> = Promise.resolve();
  private ending = false;

  constructor(
    private readonly office: Office,
    private readonly event: { id: string; ticketTypes: string[] },
  ) {}

  /** Opens the doors; fans keep coming, some of them side by side. */
  async begin(): Promise<void> {
    const arrivals = (await signedInFans(this.office.database, FANS_MAX)).entries();
    this.lanes = Promise.all(Array.from({ length: ABREAST }, () => this.serve(arrivals)));
    // Whoever fails is met where the lanes are awaited.
    this.lanes.catch(() => {});
  }

  /** Goes on until so many more have come to their end. */
  async further(count: number): Promise<void> {
    const enough = this.outcomes.length + count;
    await Promise.race([until(() => this.outcomes.length >= enough, `${enough} shoppers`), this.lanes]);
  }

  /** Nobody comes any more; resolves when everybody has come to an end. */
  async end(): Promise<void> {
    this.ending = true;
    await this.lanes;
  }

  private async serve(arrivals: Iterator<[number, Fan]>): Promise<void> {
    for (let next = arrivals.next(); !next.done && !this.ending; next = arrivals.next()) {
      const [number, fan] = next.value;
      const shopper = new Shopper(fan, this.office.urls, this.troubles, number);
      this.shoppers.push(shopper);
      const ticketTypeId = this.event.ticketTypes[number % this.event.ticketTypes.length] as string;
      const [outcome] = await Promise.all([shopper.buy(this.event.id, ticketTypeId, 1 + ((number >> 2) % 2)), delay(APART_MS)]);
      this.outcomes.push(outcome);
    }
  }

  /** Every shopper has what they came for, every charge a ticket or a refund, and the house its invariants. */
  async expectSettled(): Promise<void> {
    const { database, simulators } = this.office;
    const counts = Object.fromEntries(Object.entries(Object.groupBy(this.outcomes, (outcome) => outcome)).map(([outcome, all]) => [outcome, all?.length]));
    expect(counts).toEqual({ confirmed: this.shoppers.length });
    expect(this.troubles.strange).toEqual([]);
    // A hold whose answer was lost is held until it expires; orders and messages have all arrived.
    await delivered(database);
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
