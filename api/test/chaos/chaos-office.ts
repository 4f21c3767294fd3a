import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../src/launch/free-port.js';
import { atEnd } from '../support/at-end.js';
import { Client } from '../support/client.js';
import { signedInFans } from '../support/fans.js';
import { ensureBuilt, HouseProcess } from '../support/processes.js';
import { TestSimulator } from '../support/simulators.js';
import { testEnvironment } from '../support/test-house.js';
import { until } from '../support/eventually.js';
import { closeDemo, newAdministrator } from './closed-demo.js';
import { OwnPostgres } from './own-postgres.js';
import { Place } from './place.js';
import { places, type Spread } from './plan.js';

/** For each process, since they start one after the other: a second or two, and on a busy machine a hundred times that. */
const READY_MS_MAX = 200_000;
/** Refusals last three seconds, and three may follow each other. */
const REFUSED_MS_MAX = 30_000;
const LINES_SHOWN = 40;
const LINE_LENGTH_MAX = 400;

/** A box office that lives through many sales: its own PostgreSQL, its processes each in a place of its own, two providers. */
export class ChaosOffice {
  private constructor(
    readonly database: OwnPostgres,
    readonly simulators: readonly [TestSimulator, TestSimulator],
    readonly places: readonly Place[],
    readonly organiser: { venueId: string; organiserId: string },
  ) {}
  private administrator = '';
  private closing = false;

  static async open(spread: Spread): Promise<ChaosOffice> {
    ensureBuilt();
    const home = mkdtempSync(join(tmpdir(), 'catraca-chaos-home-'));
    atEnd(() => rmSync(home, { recursive: true, force: true }));
    const [database, ...simulators] = await Promise.all([OwnPostgres.start(), TestSimulator.start('aurora'), TestSimulator.start('bonanza')]);
    const organiser = await closeDemo(database);
    const gateways = JSON.stringify(simulators.map(({ config }) => config));
    // One at a time: seven that start at once are each seven times as slow, and on a busy machine too slow for whoever waits for them.
    let turn: Promise<unknown> = Promise.resolve();
    const inTurn = <Started>(begin: () => Promise<Started>): Promise<Started> => {
      const mine = turn.then(() => (office.closing ? Promise.reject(new Error('The office closes.')) : begin()));
      turn = mine.catch(() => {});
      return mine;
    };
    const start = async (service: Place['service'], port: number | undefined, { clockSeconds = 0, diskFull = false }) => inTurn(async () => HouseProcess.start(service, {
      ...testEnvironment(database, home),
      // Seven processes with two pools each on one small server.
      DATABASE_POOL_MAX: '10',
      LOG_LEVEL: 'warn', GATEWAYS: gateways, JOINS_PER_ADDRESS_PER_MINUTE: '1000000', PORT: String(await freePort(port)),
      UPSET_CLOCK_SECONDS: String(clockSeconds), UPSET_DISK_FULL: diskFull ? 'yes' : 'no',
    }, { preload: join(import.meta.dirname, 'upset.ts'), readyMsMax: READY_MS_MAX }));
    const here = places[spread].map((service) => new Place(service, start));
    const office: ChaosOffice = new ChaosOffice(database, simulators, here, organiser);
    atEnd(() => office.close());
    await office.ready();
    office.administrator = await newAdministrator(database);
    return office;
  }

  /** Of whoever sells and runs, as a load balancer knows them. */
  readonly urls = (): string[] => this.running(['all', 'tickets']).map(({ url }) => url);

  /** How many processes have been started here so far. */
  get starts(): number {
    return this.places.reduce((sum, { starts }) => sum + starts, 0);
  }

  /** Somebody who may make events. */
  maintainer(): Client {
    const client = new Client(this.urls()[0] as string);
    client.use(this.administrator);
    return client;
  }

  /** Every process runs, and knows where the others' webhooks go. */
  async ready(): Promise<void> {
    await until(() => this.places.every(({ running }) => running?.alive)).catch((error: Error) => {
      throw new Error(`Not every process runs: ${error.message}\n${this.logs()}`);
    });
    const [hears] = this.running(['all', 'processor']);
    await Promise.all(this.simulators.map((simulator) => simulator.announceTo(hears!.url)));
  }

  /** Whatever was wrong is over: machines are well, providers behave, everybody is back. */
  async recover(): Promise<void> {
    for (const place of this.places) place.mend();
    await Promise.all(this.simulators.map((_, gateway) => this.steer(gateway, (simulator) => simulator.behave())));
    await this.ready();
  }

  /** Time passes, at the database and at the providers. */
  async pass(seconds: number): Promise<void> {
    await Promise.all([this.database.advance(seconds), ...this.simulators.map((simulator) => simulator.advance(seconds))]);
  }

  /** A customer pays a Pix in their bank's app, whichever provider it is of. */
  async pay(paymentId: string, how: { late?: boolean } = {}): Promise<boolean> {
    const paid = await Promise.all(this.simulators.map((_, gateway) => this.steer(gateway, (simulator) => simulator.pay(paymentId, how))));
    return paid.includes(true);
  }

  /** Says something to a provider, again while it refuses connections. */
  async steer<Result>(gateway: number, word: (simulator: TestSimulator) => Promise<Result>): Promise<Result> {
    for (const deadline = performance.now() + REFUSED_MS_MAX; ; await delay(100)) {
      try {
        return await word(this.simulators[gateway]!);
      } catch (error) {
        if (!(error instanceof TypeError) || performance.now() > deadline) throw error;
      }
    }
  }

  newFans(count: number): ReturnType<typeof signedInFans> {
    return signedInFans(this.database, count);
  }

  /** The newest lines of every process. */
  logs(): string {
    return this.places.map(({ service, log, running }, place) => [`--- ${place} ${service}`, ...[...log, ...(running?.log ?? [])].slice(-LINES_SHOWN).map(shortened)].join('\n')).join('\n');
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.places.map((place) => place.stop()));
    for (const simulator of this.simulators) simulator.stop();
  }

  private running(services: string[]): HouseProcess[] {
    return this.places.flatMap(({ service, running }) => (services.includes(service) && running?.alive ? [running] : []));
  }
}

/** A line of the log with what tells something, without the stack. */
function shortened(line: string): string {
  if (!line.startsWith('{')) return line.slice(0, LINE_LENGTH_MAX);
  const { time, msg, err, ...more } = JSON.parse(line) as { time: string; msg: string; err?: { message: string } };
  return `${time} ${msg}${err ? `: ${err.message}` : ''} ${JSON.stringify(more)}`.slice(0, LINE_LENGTH_MAX);
}
