import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosOffice } from './chaos-office.js';
import { type Customer, customersOf } from './customer.js';
import { count, type Deeds, strike } from './faults.js';
import { flawsOf } from './flaws.js';
import type { Plan } from './plan.js';
import { takeTheRest } from './rest.js';
import { putOnSale, type Sale } from './sale.js';
import { comeToRest, untilCallsAreOver, untilMoneyIsDecided } from './settle.js';

export interface Outcome {
  plan: Plan;
  /** What was done to the office and what came of it, by name. */
  deeds: Deeds;
  /** Empty when all is as it must be. */
  flaws: string[];
  seconds: number;
}

/** The deed of a supervisor, counted beside those that were done to the office. */
export const STARTED_AGAIN = 'process started again';

/** One sale from its opening until all dust has settled, the faults of its plan in between. */
export async function run(office: ChaosOffice, plan: Plan): Promise<Outcome> {
  const startedAt = performance.now();
  const deeds: Deeds = new Map();
  const flaws = await sell(office, plan, deeds).catch((error: Error) => [`nobody knows what became of it: ${error.stack ?? error.message}`]);
  return { plan, deeds, flaws, seconds: (performance.now() - startedAt) / 1_000 };
}

async function sell(office: ChaosOffice, plan: Plan, deeds: Deeds): Promise<string[]> {
  const sale = await putOnSale(office, plan);
  const customers = await customersOf(office, plan, sale);
  const visits = customers.map(async (customer, number) => {
    await delay(plan.customers[number]!.atMs);
    await customer.visit();
  });
  const before = office.starts;
  await Promise.all([strike(office, plan, deeds), ...visits]);
  for (const { outcome } of customers) count(deeds, `customer: ${outcome}`);
  await office.recover();
  if (office.starts > before) count(deeds, STARTED_AGAIN, office.starts - before);
  return settle(office, plan, sale, customers);
}

async function settle(office: ChaosOffice, plan: Plan, sale: Sale, customers: Customer[]): Promise<string[]> {
  await untilCallsAreOver(office);
  const { holdSeconds, paymentWindowSeconds, graceSeconds } = plan.event;
  await office.pass(holdSeconds + paymentWindowSeconds + graceSeconds + 5);
  const never = await comeToRest(office);
  if (never.length > 0) return [`it does not come to rest: ${never.join('; ')}`, ...(await flawsOf(office, sale, customers))];
  const late = customers.flatMap(({ latePaymentId }) => latePaymentId ?? []);
  const payLate = async (which: number) => {
    for (const [number, payment] of late.entries()) if (number % 2 === which) await office.pay(payment, { late: true });
  };
  // Half of the late money finds its places free again, half finds nothing and goes back.
  await payLate(1);
  const steps = [
    () => comeToRest(office),
    () => takeTheRest(office, plan, sale, async () => {
      await payLate(0);
      await untilMoneyIsDecided(office);
    }),
    () => comeToRest(office),
    () => flawsOf(office, sale, customers),
  ];
  for (const step of steps) {
    const flaws = await step();
    if (flaws.length > 0) return flaws;
  }
  await office.maintainer().expect(200, 'POST', `events/${sale.eventId}/close`);
  return [];
}
