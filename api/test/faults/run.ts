import fc from 'fast-check';
import { flawsOf } from './books.js';
import { arrive, type Model, steps } from './commands.js';
import { capacity, customer, lateBuyers, SMALL_HALL } from './plan.js';
import { Sale } from './sale.js';
import { comeToRest } from './settle.js';
import type { Gateways, Wishes } from './wishes.js';
import { type Cast, REAL, World } from './world.js';

/** A world is left after so many runs: its tables, its books and the distance of its clock stay small. */
const RUNS_PER_WORLD = 6;
/** Then other providers have their turn: few enough that a minute sees them all, for a world takes seconds to begin. */
const RUNS_PER_CAST = 2;
const STEPS_MAX = 40;
/** A failing run is made smaller for so long; then what is known is told. */
const SHRINKING_MS_MAX = 90_000;

export interface Report {
  runs: number;
  orders: number;
  seconds: number;
  /** What was done and what came of it, by name. */
  deeds: Map<string, number>;
}

/** One run of a seed: a sale of random steps, and then everything has to be right. */
const plan = fc.record({
  places: capacity,
  first: fc.array(customer, { minLength: 60, maxLength: 240, size: 'max' }),
  number: fc.nat(),
  steps: fc.commands(steps, { maxCommands: STEPS_MAX, size: 'max' }),
});

/** Runs one seed after the other until there were enough orders. @throws with the smallest run that fails, and how to see it again */
export async function faults(wishes: Wishes, casts: readonly Cast[]): Promise<Report> {
  const startedAt = performance.now();
  const report: Report = { runs: 0, orders: 0, seconds: 0, deeds: new Map() };
  const spent = () => performance.now() - startedAt;
  const worlds = new Worlds(casts, report.deeds);
  try {
    for (let seed = wishes.firstSeed; report.runs === 0 || (!wishes.replay && (report.orders < wishes.ordersMin || spent() < wishes.minutes * 60_000)); seed += 1) {
      const orders = await once(seed, worlds);
      report.runs += 1;
      report.orders += orders;
      if (wishes.progress) process.stdout.write(`seed ${seed}: ${orders} orders; ${report.orders} in ${Math.round(spent() / 1_000)} s\n`);
    }
  } finally {
    await worlds.leave();
  }
  report.seconds = spent() / 1_000;
  return report;
}

async function once(seed: number, worlds: Worlds): Promise<number> {
  let orders = 0;
  let failedAt = Infinity;
  const property = fc.asyncProperty(fc.noBias(plan), async ({ places, first, number, steps: chosen }) => {
    // What is not known to fail by then counts as well, so that the smallest run that is known is told.
    if (performance.now() - failedAt > SHRINKING_MS_MAX) return;
    const world = await worlds.next(seed);
    try {
      const sale = await open(world, places);
      await fc.asyncModelRun(async () => {
        await arrive(sale, first, number);
        return { model: { customers: first.length } satisfies Model, real: sale };
      }, chosen);
      const flaws = await end(sale, places, number);
      orders = sale.customers.filter(({ orderId }) => orderId !== undefined).length;
      if (flaws.length > 0) throw new Error(flaws.join('\n'));
    } catch (error) {
      failedAt = Math.min(failedAt, performance.now());
      // What is broken stays broken: the next run gets a world without it.
      await worlds.leave();
      throw error;
    }
  });
  const details = await fc.check(property, { seed, numRuns: 1 });
  const { errorInstance: why } = details;
  if (details.failed) throw new Error(`Seed ${seed} has a flaw. To see it again: npm run faults -- --gateways ${worlds.kind} --seed ${seed}\n${why instanceof Error ? (why.stack ?? why.message) : String(why)}\n${await fc.asyncDefaultReportMessage(details)}`);
  return orders;
}

async function open(world: World, places: number): Promise<Sale> {
  await world.staff();
  const { eventId, types } = await world.newSale(places);
  return new Sale(world, { eventId, ticketTypeId: types['Pista']!.full });
}

/** Twice to rest: banks' wishes come after everything has ended, and late money, which finds its places free, taken, or its balance spent. */
async function end(sale: Sale, places: number, number: number): Promise<string[]> {
  for (const late of [true, false]) {
    const never = await comeToRest(sale, number);
    if (never.length > 0) return [`it does not come to rest: ${never.join('; ')}`, ...(await flawsOf(sale.world))];
    if (late && places === SMALL_HALL) {
      await arrive(sale, lateBuyers, number);
      await comeToRest(sale, number);
    }
    if (late) await sale.refundDisputed(number);
    if (late) await sale.payPix(number, { late });
    if (late) await sale.askBackFirst(number);
  }
  await tally(sale);
  return flawsOf(sale.world);
}

async function tally({ world, customers, payments, event }: Sale): Promise<void> {
  const ours = new Set(payments);
  for (const { purchase, manualCapture, state } of world.simulators.flatMap((simulator) => simulator.charges())) if (manualCapture && ours.has(purchase)) world.count(`authorising a card: ${state}`);
  const rows = await world.database.query<{ what: string; times: number }>(`
    select 'order ' || state as what, count(*)::int as times from orders."order" where event_id = $1 group by 1
    union all
    select 'attempt ' || a.state, count(*)::int from payments.attempt a join orders.payment p on p.id = a.payment_id join orders."order" o on o.id = p.order_id where o.event_id = $1 group by 1
    union all
    select 'late money went back in parts', count(*)::int from wallet.payment w join orders."order" o on o.id = w.purpose_id join orders.payment p on p.id = w.id
      where o.event_id = $1 and w.late and p.state = 'returned' and (select count(*) from wallet.refund r where r.payment_id = w.id and r.state <> 'refused') > 1
    union all
    select 'refund of an order ' || refund.state || case when taken_back_cents > 0 then ', less what a bank has taken' else '' end, count(*)::int from orders.refund join orders."order" o on o.id = order_id where o.event_id = $1 group by 1
    union all
    select 'money ' || case when w.late then 'late' else 'in time' end || ', ' || w.state, count(*)::int
      from wallet.payment w join orders."order" o on o.id = w.purpose_id where o.event_id = $1 and w.captured_cents > 0 group by 1`, [event.eventId]);
  for (const { what, times } of rows) world.count(what, times);
  for (const { refusal } of customers) if (refusal !== undefined) world.count(`customer refused: ${refusal}`);
  for (const { undecided } of customers) if (undecided) throw new Error('a customer never got an answer');
}

/** The world in which the next run takes place. */
class Worlds {
  private world: World | undefined;
  private runs = 0;

  constructor(
    private readonly casts: readonly Cast[],
    private readonly deeds: Map<string, number>,
  ) {}

  /** What it is asked for by. */
  get kind(): Gateways {
    return this.casts === REAL ? 'real' : 'simulated';
  }

  /** Some seeds in a row have the same providers, and which they have follows from the seed. */
  async next(seed: number): Promise<World> {
    const cast = this.casts[Math.floor(seed / RUNS_PER_CAST) % this.casts.length]!;
    if (this.runs >= RUNS_PER_WORLD || (this.world && this.world.cast !== cast)) await this.leave();
    this.runs += 1;
    return (this.world ??= await this.begin(cast));
  }

  async leave(): Promise<void> {
    const { world } = this;
    [this.world, this.runs] = [undefined, 0];
    if (!world) return;
    for (const [what, times] of world.deeds) this.deeds.set(what, (this.deeds.get(what) ?? 0) + times);
    await world.close();
  }

  private async begin(cast: Cast): Promise<World> {
    const world = await World.open(cast);
    await world.makeRich();
    return world;
  }
}
