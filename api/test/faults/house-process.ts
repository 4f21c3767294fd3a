import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PoolClient } from 'pg';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { CommandQueue, Config, createApp, Database, EventLog, Heat, Jobs, type Message } from '#platform';
import { MembershipsModule } from '#catalog';
import { OrdersModule } from '#orders';
import { PaymentsModule } from '#payments';
import { WalletModule } from '#wallet';
import { Attempts } from '../../src/payments/attempts.js';
import { Gateways } from '../../src/payments/gateways.js';
import type { TestDatabase } from '../support/test-database.js';
import { sessionsByDecree, testEnvironment } from '../support/test-house.js';
import { impatient } from './impatient-gateway.js';
import type { VirtualTime } from './virtual-time.js';

/** What befalls a transaction: its connection breaks just before the commit, or after it and before anybody hears of it. */
export type Mishap = 'before the commit' | 'after the commit';

export const CONSUMERS = ['commands wallet', 'commands payments', 'events wallet', 'events orders'] as const;
export type ConsumerName = (typeof CONSUMERS)[number];

const JOBS = ['orders.cancel_overdue', 'orders.expire_holds', 'orders.try_refunds', 'wallet.deadlines', 'payments.recover', 'payments.tell_disputes', 'payments.list_disputes', 'payments.reconcile'] as const;
export type JobName = (typeof JOBS)[number];
export const jobNames: readonly JobName[] = JOBS;

/** As the database's driver says it; the product takes it for nobody's fault and delivers again. */
const connectionLost = (): Error => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });

const nothingRuns = { stop: async () => {} };

/**
 * A process of the box office that sells and pays, with everything real but what moves by itself: its messages are delivered, its
 * jobs run and its end comes when the run says so.
 */
export class HouseProcess {
  private readonly consumers = new Map<string, (messages: Message[]) => Promise<void>>();
  private readonly jobs = new Map<string, () => Promise<void>>();
  private readonly connections = new Set<PoolClient>();
  private mishaps: Mishap[] = [];
  /** Calls to gateways that have no answer yet, and those of them that nobody waits for any more. */
  readonly calls = { open: 0, givenUp: 0 };
  alive = true;
  url = '';

  private constructor(
    readonly app: NestFastifyApplication,
    readonly number: number,
  ) {}

  static async start(number: number, database: TestDatabase, gateways: string, time: VirtualTime): Promise<HouseProcess> {
    const home = await mkdtemp(join(inject('scratch'), 'home-'));
    // What breaks here breaks on purpose, by the thousand; what must not be is looked for in the end.
    const config = Config.parse({ ...testEnvironment(database, home), LOG_LEVEL: 'silent', GATEWAYS: gateways });
    const app = await createApp(config, [OrdersModule, MembershipsModule, WalletModule, PaymentsModule, sessionsByDecree({})]);
    const process = new HouseProcess(app, number);
    process.takeOver(time);
    await app.listen(0, '127.0.0.1');
    process.url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    return process;
  }

  get<Part>(part: abstract new (...parts: never[]) => Part): Part {
    return this.app.get<Part>(part as never);
  }

  /** These befall its next transactions. */
  sabotage(...mishaps: Mishap[]): void {
    this.mishaps.push(...mishaps);
  }

  mend(): void {
    this.mishaps = [];
  }

  async deliver(consumer: ConsumerName, messages: Message[]): Promise<void> {
    await this.consumers.get(consumer)!(messages);
  }

  async run(job: JobName): Promise<void> {
    await this.jobs.get(job)!();
  }

  /** What a gateway said, or will say, is being worked on; calls that are still unanswered do not count. */
  get busy(): boolean {
    return this.alive && this.get(Attempts).underway > this.calls.open - this.calls.givenUp;
  }

  /** A gateway has failed so often that it is left in peace for some real seconds. */
  get shy(): boolean {
    return this.get(Gateways).all.some(({ state }) => state !== 'closed');
  }

  /** Ends without a word, as by kill -9: what is on its way to the database may have arrived, nothing follows it. */
  kill(): void {
    this.alive = false;
    for (const client of this.connections) (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    for (const { gateway } of this.get(Gateways).all) void gateway.close();
    void this.close();
  }

  async close(): Promise<void> {
    await this.app.close().catch(() => {});
  }

  private takeOver(time: VirtualTime): void {
    this.get(CommandQueue).consume = (queue, deliver) => {
      this.consumers.set(`commands ${queue}`, deliver);
      return nothingRuns;
    };
    // The carrier brings all of a topic; the port hands over the wanted types alone.
    this.get(EventLog).consume = (consumer, types, deliver) => {
      this.consumers.set(`events ${consumer}`, async (messages) => {
        const wanted = messages.filter((message) => types.some((type) => type.is(message)));
        if (wanted.length > 0) await deliver(wanted);
      });
      return nothingRuns;
    };
    this.get(EventLog).tail = async () => nothingRuns;
    // What can wait would wait for real seconds, until nothing else is going on.
    this.get(Heat).cool = async () => {};
    this.get(Jobs).every = (name, _everyMs, work) => {
      // What is done in parts, `payments.reconcile:aurora` and so on, is one job of a run.
      const job = name.split(':')[0] as string;
      const before = this.jobs.get(job);
      this.jobs.set(job, async () => {
        await before?.();
        await work();
      });
    };
    for (const line of this.get(Gateways).all) Object.assign(line, { gateway: impatient(line.gateway, time, this.calls) });
    const database = this.get(Database);
    database.pool.on('connect', (client) => this.connections.add(client)).on('remove', (client) => this.connections.delete(client));
    const transaction = database.transaction.bind(database);
    database.transaction = async (work) => {
      if (!this.alive) throw connectionLost();
      const mishap = this.mishaps.shift();
      const done = await transaction(async (tx) => {
        const result = await work(tx);
        if (mishap === 'before the commit' || !this.alive) throw connectionLost();
        return result;
      });
      if (mishap === 'after the commit' || !this.alive) throw connectionLost();
      return done;
    };
  }
}
