import { type Simulator, startSimulator } from '@catraca/simulator';
import type { Patience } from '#platform';
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
  const shared = { GATEWAYS: JSON.stringify([aurora, bonanza].map(({ name, url }) => ({ name, kind: 'simulator', baseUrl: url, apiKey: API_KEY, webhookSecret: WEBHOOK_SECRET, sandbox: true }))), ...environment };
  const house = await startHouse(database, modulesOf({ service: 'all' }), { ...shared, PORT: String(port) }, patience);
  return { house, simulators: { aurora, bonanza }, environment: shared };
}

/** A second process on the same database, behind the same gateways. */
export function openAnother(database: TestDatabase, { environment }: BoxOffice): Promise<TestHouse> {
  return startHouse(database, modulesOf({ service: 'all' }), environment);
}

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
