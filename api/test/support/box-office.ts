import { type Simulator, startSimulator } from '@catraca/simulator';
import type { Patience, ServiceName } from '#platform';
import { atEnd } from './at-end.js';
import { freePort } from '../../src/launch/free-port.js';
import { modulesOf } from '../../src/services.js';
import type { TestDatabase } from './test-database.js';
import { startHouse, type TestHouse } from './test-house.js';

const API_KEY = 'test-api-key';
export const WEBHOOK_SECRET = 'test-webhook-secret-of-some-length';

/** The whole box office with its two simulated providers, as `npm start` runs it. */
export interface BoxOffice {
  house: TestHouse;
  simulators: { aurora: Simulator; bonanza: Simulator };
  /** What another process of the same box office needs. */
  environment: Record<string, string>;
}

export async function openBoxOffice(database: TestDatabase, environment: Record<string, string> = {}, patience: Partial<Patience> = {}): Promise<BoxOffice> {
  const port = await freePort();
  const [aurora, bonanza] = await Promise.all([simulator('aurora', port), simulator('bonanza', port)]);
  const shared = { GATEWAYS: gatewaysOf([aurora, bonanza]), ...environment };
  const house = await startHouse(database, modulesOf({ service: 'all' }), { ...shared, PORT: String(port) }, patience);
  return { house, simulators: { aurora, bonanza }, environment: shared };
}

/** A second process on the same database, behind the same gateways. */
export function openAnother(database: TestDatabase, { environment }: BoxOffice): Promise<TestHouse> {
  return startHouse(database, modulesOf({ service: 'all' }), environment);
}

/** The box office as services of their own: each an app with its own modules on the one database, behind the same two providers. */
export class Services {
  private readonly houses = new Map<ServiceName, TestHouse>();

  private constructor(
    private readonly database: TestDatabase,
    readonly simulators: readonly Simulator[],
    private readonly processorPort: number,
    private readonly environment: Record<string, string>,
  ) {}

  static async open(database: TestDatabase, services: ServiceName[]): Promise<Services> {
    const port = await freePort();
    const simulators = await Promise.all([simulator('aurora', port), simulator('bonanza', port)]);
    const opened = new Services(database, simulators, port, { GATEWAYS: gatewaysOf(simulators) });
    for (const service of services) await opened.start(service);
    return opened;
  }

  at(service: ServiceName): TestHouse {
    return this.houses.get(service) as TestHouse;
  }

  /** The providers send their webhooks to the processor, wherever it is started again. */
  async start(service: ServiceName): Promise<void> {
    const environment = { ...this.environment, SERVICE: service, ...(service === 'processor' && { PORT: String(this.processorPort) }) };
    this.houses.set(service, await startHouse(this.database, modulesOf({ service }), environment));
  }
}

const gatewaysOf = (simulators: Simulator[]): string =>
  JSON.stringify(simulators.map(({ name, url }) => ({ name, kind: 'simulator', baseUrl: url, apiKey: API_KEY, webhookSecret: WEBHOOK_SECRET, sandbox: true })));

async function simulator(name: 'aurora' | 'bonanza', housePort: number): Promise<Simulator> {
  const running = await startSimulator({
    name,
    apiKey: API_KEY,
    seed: name,
    pixPaidAfterSeconds: null,
    webhook: { url: `http://127.0.0.1:${housePort}/api/v1/gateways/${name}/webhooks`, secret: WEBHOOK_SECRET },
  });
  atEnd(() => running.stop());
  return running;
}
