import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openHouse } from './start-house.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'simulator', 'src', 'main.ts');
const SECRET = 'of_a_test_of_pages_0123';
const MERCADO_PAGO_KEY = 'TEST-7d9f0335-8dcc-4054-9bf9-0dbd61d36906';

/** A simulated provider whose script and frames pages load, in a process of its own. */
export interface CardProvider {
  url: string;
  /** What goes wrong from now on, until `calm`. */
  fault(fault: { kind: string; operation: 'script' | 'token' | 'charge'; count?: number; delayMs?: number }): Promise<void>;
  calm(): Promise<void>;
  /** The cents that it has captured, by its own book. */
  captured(): Promise<number>;
  end(): Promise<void>;
}

/** A box office whose cards are taken by Stripe's fields, or by Mercado Pago's where those do not open. */
export interface CardStage {
  url: string;
  stripe: CardProvider;
  mercadoPago: CardProvider;
  close(): Promise<void>;
}

export async function openCardStage(): Promise<CardStage> {
  const [stripe, mercadoPago] = await Promise.all([openProvider('stripe', `sk_test_${SECRET}`, `pk_test_${SECRET}`), openProvider('mercado-pago', `TEST-${SECRET}`, MERCADO_PAGO_KEY)]);
  const gateways = [
    { name: 'stripe', kind: 'stripe', sandbox: true, baseUrl: stripe.url, secretKey: `sk_test_${SECRET}`, webhookSecret: SECRET, publishableKey: `pk_test_${SECRET}`, scriptUrl: `${stripe.url}/endive/stripe.js`, preference: 0 },
    { name: 'mercado-pago', kind: 'mercado_pago', sandbox: true, baseUrl: mercadoPago.url, accessToken: `TEST-${SECRET}`, webhookSecret: SECRET, publishableKey: MERCADO_PAGO_KEY, scriptUrl: `${mercadoPago.url}/js/v2`, preference: 1 },
  ];
  const endProviders = (): Promise<unknown> => Promise.all([stripe.end(), mercadoPago.end()]);
  const house = await openHouse({ GATEWAYS: JSON.stringify(gateways) }).catch(async (error: unknown) => {
    await endProviders();
    throw error;
  });
  return { url: house.url, stripe, mercadoPago, close: async () => void (await Promise.all([house.close(), endProviders()])) };
}

async function openProvider(name: string, apiKey: string, publishableKey: string): Promise<CardProvider> {
  const env = { ...process.env, NODE_OPTIONS: '', SIMULATOR_NAME: name, SIMULATOR_API_KEY: apiKey, SIMULATOR_PUBLISHABLE_KEY: publishableKey, SIMULATOR_WEBHOOK_SECRET: SECRET, SIMULATOR_PIX_PAID_AFTER_SECONDS: 'never' };
  const child: ChildProcess = fork(MAIN, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url));
    child.once('exit', () => reject(new Error(`The simulated provider ${name} did not start.`)));
  });
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_control${path}`, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${name} does not take ${path}: ${answer.status}`);
    return answer.json();
  };
  return {
    url,
    fault: async (fault) => void (await control('POST', '/faults', fault)),
    calm: async () => void (await control('DELETE', '/faults')),
    captured: async () => {
      const { charges } = (await control('GET', '/book')) as { charges: { state: string; amountCents: number }[] };
      return charges.filter(({ state }) => state === 'captured').reduce((sum, { amountCents }) => sum + amountCents, 0);
    },
    end: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
