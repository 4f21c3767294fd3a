import fc, { type AsyncCommand } from 'fast-check';
import { CONSUMERS, type ConsumerName, type Mishap } from './house-process.js';
import { type CustomerPlan, customer, seconds, token } from './plan.js';
import { type Delivery, everyConsumer, type Sale } from './sale.js';

/** What a run knows beside the real thing: how many customers came, and that time has passed in which a promise may have ended. */
export interface Model {
  customers: number;
}

/** A step of a run: what it does, and how it is told should the run fail. */
class Step implements AsyncCommand<Model, Sale> {
  constructor(
    private readonly words: string,
    private readonly act: (sale: Sale, model: Model) => Promise<void>,
    private readonly possible: (model: Model) => boolean = () => true,
  ) {}

  check(model: Readonly<Model>): boolean {
    return this.possible(model);
  }

  async run(model: Model, sale: Sale): Promise<void> {
    await this.act(sale, model);
  }

  toString(): string {
    return this.words;
  }
}

/** Enough for a crowd, few enough that a run stays a second or two. */
const CUSTOMERS_MAX = 500;

/** Any number; what it chooses follows from it. */
const any = fc.nat();
const mishap = fc.constantFrom<Mishap | undefined>(undefined, undefined, 'before the commit', 'after the commit');
const deliveries = fc.constantFrom<Delivery>('well', 'well', 'cut before the commit', 'cut after the commit', 'twice', 'in two processes at once', 'not acknowledged', 'long ago, again');
const consumers = fc.subarray<ConsumerName>([...CONSUMERS], { minLength: 1 });
const crowd = fc.array(customer, { minLength: 10, maxLength: 60, size: 'max' });

export const arrive = async (sale: Sale, plans: CustomerPlan[], number: number, befalls?: Mishap): Promise<void> => {
  sale.customers.push(...plans.map((plan, nth) => sale.world.newCustomer(plan, sale.event, nth)));
  const process = await sale.world.someone(number);
  if (befalls) process.sabotage(befalls);
  await sale.serve(number);
  // Not the world: what was arranged for the calls of those who came is still to befall them.
  process.mend();
};

const step = <Values extends unknown[]>(values: { [Nth in keyof Values]: fc.Arbitrary<Values[Nth]> }, name: string, act: (sale: Sale, ...values: Values) => Promise<void>): fc.Arbitrary<AsyncCommand<Model, Sale>> =>
  fc.tuple(...(values as fc.Arbitrary<unknown>[])).map((given) => new Step(`${name}(${given.map((value) => JSON.stringify(value) ?? 'nothing').join(', ')})`, (sale) => act(sale, ...(given as Values))));

const buy = fc.tuple(crowd, any, mishap).map(([plans, number, befalls]) => new Step(
  `${plans.length} customers come(${JSON.stringify(plans)}, ${number}, ${befalls ?? 'nothing'})`,
  async (sale, model) => {
    model.customers += plans.length;
    await arrive(sale, plans, number, befalls);
  },
  (model) => model.customers + plans.length <= CUSTOMERS_MAX,
));

const deliver = step<[ConsumerName[], Delivery, number]>([consumers, deliveries, any], 'deliver', (sale, to, how, number) => sale.deliver(to, how, number));
const flow = step<[number]>([any], 'let all flow', async (sale, number) => {
  for (let round = 0; round < 6; round += 1) await sale.deliver(everyConsumer, 'well', number + round);
});

/** Every kind of step; those that carry a purchase on come more often than those that disturb it. */
export const steps: fc.Arbitrary<AsyncCommand<Model, Sale>>[] = [
  buy, deliver, deliver, deliver, deliver, deliver, flow, flow,
  step<[number, number]>([any, seconds], 'time passes', async (sale, number, some) => {
    await sale.world.quiet();
    await sale.world.time.pass(some);
    await sale.work(number);
  }),
  step<[number, Mishap | undefined]>([any, mishap], 'jobs run', (sale, number, befalls) => sale.work(number, befalls)),
  step<[number, number]>([any, fc.constantFrom(0, 0, 0.3, 1)], 'webhooks arrive', (sale, number, lost) => sale.post(number, lost)),
  step<[number, boolean]>([any, fc.constantFrom(false, false, true)], 'some pay their Pix', (sale, number, late) => sale.payPix(number, { late })),
  step<[number]>([any], 'Pix codes are shown and paid', async (sale, number) => {
    for (let round = 0; round < 4; round += 1) await sale.deliver(everyConsumer, 'well', number + round);
    await sale.payPix(number);
  }),
  step<[0 | 1, number, string]>([fc.constantFrom(0, 1), any, token], 'Pix ends early at a provider, and some pay otherwise', async (sale, which, number, card) => {
    await sale.world.quiet();
    // Its clock runs ahead: what was to end with our window ends now.
    sale.world.simulators[which].advance(301_000);
    await sale.post(number, 0);
    for (let round = 0; round < 4; round += 1) await sale.deliver(everyConsumer, 'well', number + round);
    await sale.tryAgain(number, card);
  }),
  step<[number]>([any], 'money is asked back', (sale, number) => sale.refund(number)),
  step<[number, Mishap | undefined]>([any, mishap], 'orders are refunded', (sale, number, befalls) => sale.refundOrders(number, befalls)),
  step<[number]>([any], 'banks want money back, or decide', (sale, number) => sale.dispute(number)),
  step<[number, Mishap | undefined]>([any, mishap], 'an administrator gives other amounts back', (sale, number, befalls) => sale.giveBack(number, befalls)),
  step<[number, string]>([any, token], 'some try again', (sale, number, card) => sale.tryAgain(number, card)),
  step<[number]>([any], 'who has no answer asks again', (sale, number) => sale.serve(number)),
  step<[number, string, 'card' | 'pix']>([any, token, fc.constantFrom('card', 'pix')], 'somebody tops up', async (sale, number, card, method) => {
    sale.payments.push(await sale.world.topUp(20_000 + (number % 10_000), { method, token: card }, number));
  }),
  step<[number, string]>([any, token], 'a service is paid', async (sale, number, card) => {
    sale.payments.push(await sale.world.payService(5_000, (number % 6) * 1_000, card, number));
  }),
  step<[number]>([any], 'a process is killed', async (sale, number) => {
    sale.world.end(await sale.world.someone(number), 'kill');
    sale.world.count('process killed');
  }),
  step<[number, ConsumerName[]]>([any, consumers], 'a process is killed at work', (sale, number, to) => sale.deliver(to, 'killed meanwhile', number)),
  step<[0 | 1, boolean]>([fc.constantFrom(0, 1), fc.boolean()], 'a provider refuses connections, or listens again', async (sale, which, listens) => {
    await (listens ? sale.world.simulators[which].listen() : sale.world.simulators[which].refuse());
    await sale.world.quiet();
    if (!listens) sale.world.count('provider refused connections');
  }),
];
