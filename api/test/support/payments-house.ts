import { Module } from '@nestjs/common';
import { Consumers, Database, type GatewayTerms, type Message, newId, Outbox } from '#platform';
import { AttemptDisputed, AttemptPayment, AttemptPresented, AttemptRefunded, AttemptSettled, PaymentsModule } from '#payments';
import { Attempts } from '../../src/payments/attempts.js';
import { Gateways } from '../../src/payments/gateways.js';
import type { ChargeRequest } from '../../src/payments/payment-gateway.js';
import { RecoveryJob } from '../../src/payments/recovery.job.js';
import { until } from './eventually.js';
import { newPrincipal } from './principal.js';
import { type BookedCharge, TestSimulator } from './simulators.js';
import { TestDatabase } from './test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from './test-house.js';

export type GatewayName = 'aurora' | 'bonanza';
export const otherGateway = (gateway: GatewayName): GatewayName => (gateway === 'aurora' ? 'bonanza' : 'aurora');

/** A payment as a test wishes it: a good card, 125.00, five minutes. */
export type Wish = Partial<AttemptPayment> & { seconds?: number };

interface AttemptRow {
  id: string;
  gateway: GatewayName;
  state: string;
  reference: string;
  charge_id: string | null;
  token: string | null;
}

/** Enough for a breaker's sample and for a gateway to be well again, in a round or two. */
const CALMING_CALLS = 32;

const heard: Message[] = [];

const principals = { rosa: newPrincipal({ role: 'administrator' }), vera: newPrincipal({ role: 'administrator' }), organiser: newPrincipal({ role: 'organiser' }) };

@Module({})
class Listener {
  constructor(consumers: Consumers) {
    consumers.events('payments-test', [AttemptPresented, AttemptSettled, AttemptRefunded, AttemptDisputed], async (messages) => void heard.push(...messages));
  }
}

/** payment-processor alone in a house, with both simulated providers in processes of their own. */
export class PaymentsHouse {
  house!: TestHouse;
  private offsetSeconds = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly aurora: TestSimulator,
    readonly bonanza: TestSimulator,
    private readonly terms: Partial<Record<GatewayName, Partial<GatewayTerms>>>,
    private readonly environment: Record<string, string>,
  ) {}

  static async open(terms: Partial<Record<GatewayName, Partial<GatewayTerms>>> = {}, environment: Record<string, string> = {}): Promise<PaymentsHouse> {
    const [database, aurora, bonanza] = await Promise.all([TestDatabase.create(), TestSimulator.start('aurora'), TestSimulator.start('bonanza')]);
    const opened = new PaymentsHouse(database, aurora, bonanza, terms, environment);
    await opened.reopen();
    return opened;
  }

  /** Starts a process on the same database; webhooks go to it from now on. */
  async reopen(): Promise<void> {
    this.house = await this.another();
    await Promise.all([this.aurora, this.bonanza].map((simulator) => simulator.announceTo(this.house.url)));
  }

  another(): Promise<TestHouse> {
    return startHouse(this.database, [PaymentsModule, Listener, sessionsByDecree(principals)], {
      ...this.environment,
      GATEWAYS: JSON.stringify([this.aurora, this.bonanza].map(({ name, config }) => ({ ...config, ...this.terms[name as GatewayName] }))),
    });
  }

  /** Faults are gone, and answers (of cards that are declined, so that nothing is charged) make this process forget the last test's failures. */
  async calm(): Promise<void> {
    await Promise.all([this.aurora.behave(), this.bonanza.behave()]);
    await until(async () => {
      for (const line of this.lines) await Promise.all(Array.from({ length: CALMING_CALLS }, () => line.charge(declined(), 5_000, 5_000)));
      return this.lines.every(({ state, promising, condition }) => state === 'closed' && promising && condition.well);
    });
    await this.settled();
  }

  get lines() {
    return this.house.app.get(Gateways).all;
  }

  simulator(gateway: GatewayName): TestSimulator {
    return gateway === 'aurora' ? this.aurora : this.bonanza;
  }

  /** A payment that routing sends to this gateway first: cards are spread by the last digits of the id. */
  paymentFor(gateway: GatewayName): string {
    for (;;) {
      const id = newId();
      if (Number.parseInt(id.slice(-6), 16) % 2 === (gateway === 'aurora' ? 0 : 1)) return id;
    }
  }

  attempt(paymentId: string, { seconds = 300, ...wish }: Wish = {}) {
    return AttemptPayment.message({
      paymentId, amountCents: 12_500, currency: 'BRL', method: 'card', description: 'Two tickets', buyer: {},
      ...(wish.method !== 'pix' && { token: 'tok_ok' }),
      deadline: new Date(Date.now() + this.offsetSeconds * 1_000 + seconds * 1_000).toISOString(),
      ...wish,
    });
  }

  async send(...messages: Parameters<Outbox['append']>[1]): Promise<void> {
    const outbox = this.house.app.get(Outbox);
    await this.house.app.get(Database).transaction((tx) => outbox.append(tx, messages));
  }

  async pay(gateway: GatewayName, wish: Wish = {}): Promise<string> {
    const paymentId = this.paymentFor(gateway);
    await this.send(this.attempt(paymentId, wish));
    return paymentId;
  }

  async advance(seconds: number): Promise<void> {
    this.offsetSeconds += seconds;
    await this.database.advance(seconds);
  }

  endings(paymentId: string): AttemptSettled[] {
    return told<AttemptSettled>(AttemptSettled, paymentId);
  }
  ending(paymentId: string): Promise<AttemptSettled> {
    return until(() => this.endings(paymentId)[0]);
  }
  presentations(paymentId: string): AttemptPresented[] {
    return told<AttemptPresented>(AttemptPresented, paymentId);
  }
  presented(paymentId: string): Promise<AttemptPresented> {
    return until(() => this.presentations(paymentId)[0]);
  }
  refunds(paymentId: string): AttemptRefunded[] {
    return told<AttemptRefunded>(AttemptRefunded, paymentId);
  }

  disputes(paymentId: string): AttemptDisputed[] {
    return told<AttemptDisputed>(AttemptDisputed, paymentId);
  }

  attempts(paymentId: string): Promise<AttemptRow[]> {
    return this.database.query<AttemptRow & Record<string, unknown>>('select id, gateway, state, reference, charge_id, token from payments.attempt where payment_id = $1 order by ordinal', [paymentId]);
  }
  /** `aurora not_sent`, `bonanza captured` … in the order of the tries. */
  async path(paymentId: string): Promise<string[]> {
    return (await this.attempts(paymentId)).map(({ gateway, state }) => `${gateway} ${state}`);
  }

  /** What both providers' own books have of a payment. */
  async charges(paymentId: string): Promise<BookedCharge[]> {
    return (await Promise.all([this.aurora.charges(paymentId), this.bonanza.charges(paymentId)])).flat();
  }
  async captures(paymentId: string): Promise<number> {
    return (await this.charges(paymentId)).filter(({ state }) => state === 'captured').length;
  }

  /** Makes everything that waits for its next look due now, and lets it be looked at. */
  async lookNow(): Promise<void> {
    await this.database.query('update payments.attempt set next_look_at = platform.now() where next_look_at is not null');
    await this.database.query('update payments.refund set next_look_at = platform.now() where next_look_at is not null');
    await this.house.app.get(RecoveryJob).recover();
  }

  /** Looks now, again and again, until something is there. */
  looking<T>(what: () => T | undefined | Promise<T | undefined>): Promise<T> {
    return until(async () => {
      await this.lookNow();
      // One look at a time, as the real intervals have it.
      await this.settled();
      return what();
    });
  }

  /** Nothing is on its way to a gateway. */
  async settled(): Promise<void> {
    await until(() => this.house.app.get(Attempts).underway === 0);
  }
}

const declined = (): ChargeRequest => ({
  reference: newId().replaceAll('-', ''), paymentId: newId(), method: 'card', amountCents: 100, currency: 'BRL', token: 'tok_declined', description: 'x', payerEmail: null, pixSeconds: 300,
});

function told<Payload extends { paymentId: string }>(type: { is(message: Message): boolean }, paymentId: string): Payload[] {
  return heard.filter((message) => type.is(message)).map(({ payload }) => payload as Payload).filter((payload) => payload.paymentId === paymentId);
}
