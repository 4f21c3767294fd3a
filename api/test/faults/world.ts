import { type ProviderName, Random, type Simulator, startSimulator } from '@catraca/simulator';
import { setTimeout as delay } from 'node:timers/promises';
import { Database, newId, Outbox, type OutgoingMessage, type Principal } from '#platform';
import { RefundPayment, RequestPayment } from '#wallet';
import { newPrincipal } from '../support/principal.js';
import { apiKeyOf, gatewayConfig, webhookPathOf } from '../support/simulators.js';
import { newStock } from '../support/stock.js';
import { TestDatabase } from '../support/test-database.js';
import { Carrier } from './carrier.js';
import { Customer } from './customer.js';
import { HouseProcess } from './house-process.js';
import { type Letter, MailRoom } from './mail-room.js';
import type { CustomerPlan } from './plan.js';
import { VirtualTime } from './virtual-time.js';

const WEBHOOK_SECRET = 'test-webhook-secret-of-some-length';
/** Two are enough for every race between processes. */
const PROCESSES = 2;
/** Calls take milliseconds; on a machine that stands still for long something hangs that should not. */
const QUIET_MS_MAX = 300_000;
const REGULARS = 4;
const WEALTH_CENTS = 2_000_000;
/** Some gateways charge nobody to whom they cannot write. */
const EMAIL = 'regular@example.com';

/** Which two providers a world has. */
export type Cast = readonly [ProviderName, ProviderName];
export const SIMULATED: readonly Cast[] = [['aurora', 'bonanza']];
/** The adapters of real providers: one that authorises cards, one that reviews them, and a bank. */
export const REAL: readonly Cast[] = [['stripe', 'pix'], ['mercado-pago', 'pix'], ['stripe', 'mercado-pago']];

/** A box office of several processes, its database, two providers and the clock of all: it lives through many runs. */
export class World {
  readonly carrier;
  readonly time;
  /** People with a balance. */
  readonly regulars: Principal[] = Array.from({ length: REGULARS }, () => newPrincipal());
  readonly administrator = newPrincipal({ role: 'administrator' });
  readonly deeds = new Map<string, number>();
  private processes: HouseProcess[] = [];
  private ended: HouseProcess[] = [];
  private started = 0;

  private constructor(
    readonly cast: Cast,
    readonly database: TestDatabase,
    readonly simulators: readonly [Simulator, Simulator],
    readonly mail: MailRoom,
  ) {
    this.carrier = new Carrier(database);
    this.time = new VirtualTime(database, simulators);
  }

  static async open(cast: Cast): Promise<World> {
    const [database, mail] = await Promise.all([TestDatabase.create(), MailRoom.open(WEBHOOK_SECRET)]);
    const start = (name: ProviderName) => startSimulator({
      name, apiKey: apiKeyOf(name), seed: name, pixPaidAfterSeconds: null, slowMs: 3_000, webhookEvents: 'all', webhook: { url: mail.addressOf(webhookPathOf(name)), secret: WEBHOOK_SECRET },
    });
    const world = new World(cast, database, [await start(cast[0]), await start(cast[1])], mail);
    await world.time.begin();
    await world.staff();
    return world;
  }

  /** As many processes as there should be, and none of them shy of a gateway because of an earlier run. */
  async staff(): Promise<void> {
    for (const process of this.processes.filter(({ shy }) => shy)) this.end(process, 'close');
    while (this.processes.length < PROCESSES) await this.hire();
  }

  async hire(): Promise<HouseProcess> {
    const gateways = this.simulators.map(({ url }, which) => gatewayConfig(this.cast[which]!, url, { apiKey: apiKeyOf(this.cast[which]!), webhookSecret: WEBHOOK_SECRET }));
    const process = await HouseProcess.start(++this.started, this.database, JSON.stringify(gateways), this.time);
    this.processes.push(process);
    return process;
  }

  /** One of those that live; another is started where none does. */
  async someone(number: number): Promise<HouseProcess> {
    return this.processes[number % Math.max(1, this.processes.length)] ?? this.hire();
  }

  end(process: HouseProcess, how: 'kill' | 'close'): void {
    if (!this.processes.includes(process)) return;
    this.processes = this.processes.filter((other) => other !== process);
    this.ended.push(process);
    if (how === 'kill') process.kill();
    else void process.close();
  }

  newSale(capacity: number) {
    return newStock(this.database, { app: this.processes[0]!.app, url: '', close: async () => {} }, { sections: [{ name: 'Pista', standing: capacity }], buyerTicketLimit: 100, sessionTicketLimit: 100 });
  }

  /** Every call that is not hanging at a provider has been answered, and what it said is settled. Only then may time pass: a provider keeps its word. */
  async quiet(): Promise<void> {
    const moving = () => this.processes.some(({ busy }) => busy)
      || [...this.processes, ...this.ended].reduce((sum, { calls }) => sum + calls.open, 0) > this.simulators.reduce((sum, { hanging }) => sum + hanging, 0);
    for (const deadline = performance.now() + QUIET_MS_MAX; moving(); await delay(1)) {
      if (performance.now() > deadline) throw new Error('calls to the gateways do not end');
    }
  }

  async say(...messages: OutgoingMessage[]): Promise<void> {
    const { app } = await this.someone(0);
    // Written by nobody who is sabotaged: the run says it, not a process.
    const database = this.teller ??= this.database.open(2);
    await database.transaction((tx) => app.get(Outbox).append(tx, messages));
  }
  private teller: Database | undefined;

  /** Money comes onto the regulars' balances, as everything does: by a payment that may fail. */
  async topUp(amountCents: number, payment: { method: 'card' | 'pix'; token: string }, number: number): Promise<string> {
    const [id, deadline] = [newId(), await this.inSeconds(300)];
    const payer = this.regulars[number % REGULARS]!;
    await this.say(RequestPayment.message({
      paymentId: id, purpose: { kind: 'top_up', id }, payerUserId: payer.userId, payeeAccount: null, amountCents, currency: 'BRL', method: payment.method,
      ...(payment.method === 'card' && { token: this.cardOf(payment.token, number) }), fromWalletCents: 0, deadline, buyer: { email: EMAIL }, description: 'Top-up',
    }, null));
    return id;
  }

  /** A service is paid, in part from a balance. */
  async payService(amountCents: number, fromWalletCents: number, token: string, number: number): Promise<string> {
    const [id, deadline] = [newId(), await this.inSeconds(300)];
    await this.say(RequestPayment.message({
      paymentId: id, purpose: { kind: 'service', id }, payerUserId: this.regulars[number % REGULARS]!.userId, payeeAccount: this.servicePayee, amountCents, currency: 'BRL', method: 'card',
      token: this.cardOf(token, number), fromWalletCents, deadline, buyer: { email: EMAIL }, description: 'Service',
    }, null));
    return id;
  }
  private readonly servicePayee = newId();

  refund(paymentId: string, amountCents: number): Promise<void> {
    return this.say(RefundPayment.message({ paymentId, refundId: newId(), amountCents, reason: 'asked' }, null));
  }

  /** The token of a card as the page of one of the providers gave it: whoever gave it is the only one who can charge it. */
  cardOf(token: string, number: number): string {
    const givers = this.cast.filter((name) => name !== 'pix');
    return givers[number % givers.length] === 'mercado-pago' ? `visa:${token}` : token;
  }

  newCustomer(plan: CustomerPlan, event: { eventId: string; ticketTypeId: string }, number: number): Customer {
    return new Customer({ ...plan, token: this.cardOf(plan.token, number) }, event, plan.method.startsWith('balance') ? this.regulars[number % REGULARS] : undefined);
  }

  /** What befalls the calls that will be made for this payment. */
  arrange(paymentId: string, troubles: CustomerPlan['troubles']): void {
    for (const { at, fault } of troubles) {
      for (const [number, simulator] of this.simulators.entries()) if (at === 2 || at === number) simulator.fault({ ...fault, purchase: paymentId });
      this.count(`${fault.operation ?? 'charge'}: ${fault.kind}`);
    }
  }

  takeLetters(): Letter[] {
    return this.mail.letters.splice(0);
  }

  count(what: string, times = 1): void {
    this.deeds.set(what, (this.deeds.get(what) ?? 0) + times);
  }

  /** All is well again but for the time that has passed. */
  async mend(): Promise<void> {
    for (const simulator of this.simulators) {
      simulator.clearFaults();
      await simulator.listen();
    }
    for (const process of this.processes) process.mend();
    while (this.processes.length < PROCESSES) await this.hire();
  }

  async makeRich(): Promise<void> {
    for (const number of this.regulars.keys()) await this.topUp(WEALTH_CENTS, { method: 'card', token: 'tok_ok' }, number);
  }

  async close(): Promise<void> {
    this.mail.close();
    await Promise.all([...this.processes, ...this.ended].map((process) => process.close()));
    await Promise.all(this.simulators.map((simulator) => simulator.stop()));
  }

  private async inSeconds(seconds: number): Promise<string> {
    const [row] = await this.database.query<{ at: Date }>('select platform.now() + make_interval(secs => $1) as at', [seconds]);
    return row!.at.toISOString();
  }
}

/** A chance that a command carries with it as one number. */
export const chanceOf = (number: number): Random => new Random(`faults ${number}`);
