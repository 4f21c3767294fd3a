import type { ProviderName } from '@catraca/simulator';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GatewayConfig, PixConfig } from '#platform';
import { atEnd } from './at-end.js';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'simulator', 'src', 'main.ts');

/** A charge as the simulated provider's own book has it: the oracle. */
export interface BookedCharge {
  id: string;
  reference: string;
  purchase: string;
  method: 'card' | 'pix';
  amountCents: number;
  state: 'pending' | 'in_review' | 'authorized' | 'captured' | 'declined' | 'voided' | 'expired';
  /** A Pix's end, in milliseconds by the provider's clock. */
  expiresAt?: number;
  refunds: { amountCents: number; state: 'pending' | 'done' | 'not_done' }[];
}

const PIX_CLIENT = { clientId: 'test-client', clientSecret: 'test-client-secret' };
const PIX_WEBHOOK_SECRET = 'test-webhook-address-of-pix';

/** The key that a simulated provider asks for. */
export const apiKeyOf = (name: ProviderName): string => (name === 'pix' ? `${PIX_CLIENT.clientId}:${PIX_CLIENT.clientSecret}` : 'sk_simulated_api_key');

/** Below `/api/v1/gateways/`: where its webhooks go. */
export const webhookPathOf = (name: ProviderName): string => `${name}/webhooks${name === 'pix' ? `/${PIX_WEBHOOK_SECRET}/pix` : ''}`;

/** What the box office must know of a simulated provider: of a real one's simulator, the same as of the real one. */
export function gatewayConfig(name: ProviderName, baseUrl: string, { apiKey, webhookSecret }: { apiKey: string; webhookSecret: string }): GatewayConfig {
  const common = { name, baseUrl, webhookSecret, sandbox: true };
  if (name === 'stripe') return { ...common, kind: 'stripe', secretKey: apiKey };
  if (name === 'mercado-pago') return { ...common, kind: 'mercado_pago', accessToken: apiKey };
  if (name === 'pix') return pixConfig(baseUrl);
  return { ...common, kind: 'simulator', apiKey };
}

function pixConfig(baseUrl: string): PixConfig {
  return {
    name: 'pix', kind: 'pix', sandbox: true, baseUrl, tokenUrl: `${baseUrl}/oauth/token`, ...PIX_CLIENT, clientAuthentication: 'basic', headers: {}, query: {},
    pixKey: '7d9f0335-8dcc-4054-9bf9-0dbd61d36906', merchantName: 'Bilheteria Catraca', merchantCity: 'São Paulo', webhookSecret: PIX_WEBHOOK_SECRET, registerWebhook: false,
  };
}

/** A simulated provider in a process of its own, steered through its control routes. */
export class TestSimulator {
  readonly webhookSecret = 'test-webhook-secret';
  private child: ChildProcess | undefined;
  url = '';
  /** Where the simulated bank asks for a certificate; only with `SIMULATOR_TLS_…`. */
  tlsUrl: string | undefined;

  private constructor(readonly name: ProviderName) {}

  static async start(name: ProviderName, environment: Record<string, string> = {}): Promise<TestSimulator> {
    const simulator = new TestSimulator(name);
    const env = {
      SIMULATOR_NAME: name,
      SIMULATOR_API_KEY: simulator.apiKey,
      SIMULATOR_WEBHOOK_SECRET: simulator.webhookSecret,
      SIMULATOR_PIX_PAID_AFTER_SECONDS: 'never',
      SIMULATOR_SLOW_MS: '300',
      SIMULATOR_WEBHOOK_EVENTS: 'all',
      ...environment,
    };
    // The parent's conditions and loaders are about its own sources.
    const child = fork(MAIN, { env: { ...process.env, NODE_OPTIONS: '', ...env }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    simulator.child = child;
    const ready = await new Promise<{ url: string; tlsUrl?: string }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as { url: string; tlsUrl?: string }));
      child.once('exit', () => reject(new Error(`The simulated provider ${name} did not start.`)));
    });
    simulator.url = ready.url;
    simulator.tlsUrl = ready.tlsUrl;
    atEnd(() => simulator.stop());
    return simulator;
  }

  get apiKey(): string {
    return apiKeyOf(this.name);
  }

  /** An entry of `GATEWAYS`. */
  get config(): GatewayConfig {
    return gatewayConfig(this.name, this.url, this);
  }

  get pixConfig(): PixConfig {
    return pixConfig(this.url);
  }

  /** Webhooks go to this house from now on. */
  async announceTo(houseUrl: string): Promise<void> {
    await this.control('PUT', 'recipient', { url: `${houseUrl}/api/v1/gateways/${webhookPathOf(this.name)}` });
  }

  /** No faults, good habits, no latency. */
  async behave(): Promise<void> {
    await this.control('DELETE', 'faults');
    await this.control('PUT', 'webhooks', { duplicate: 0, lose: 0, reorder: 0, delayMs: 0, batchMax: 100 });
    await this.control('PUT', 'latency', {});
  }

  async fault(fault: Record<string, unknown> & { kind: string }): Promise<void> {
    await this.control('POST', 'faults', fault);
  }

  async webhooks(habits: Record<string, number>): Promise<void> {
    await this.control('PUT', 'webhooks', habits);
  }

  async latency(meanMs: number): Promise<void> {
    await this.control('PUT', 'latency', { meanMs });
  }

  async refuse(seconds: number): Promise<void> {
    await this.control('POST', 'refuse', { seconds });
  }

  /** Refuses connections until `open`. */
  shut(): Promise<void> {
    return this.tell('shut');
  }

  open(): Promise<void> {
    return this.tell('open');
  }

  async advance(seconds: number): Promise<void> {
    await this.control('POST', 'clock', { advanceSeconds: seconds });
  }

  /** A customer pays the latest Pix of this payment; false where the provider refuses. */
  async pay(purchase: string, how: { late?: boolean; amountCents?: number } = {}): Promise<boolean> {
    return (await this.request('POST', 'pay', { purchase, ...how })).ok;
  }

  /** The payer's bank disputes this payment's captured charge, or decides. */
  async dispute(purchase: string, state: 'opened' | 'won' | 'lost', amountCents?: number): Promise<void> {
    await this.control('POST', 'disputes', { purchase, state, ...(amountCents !== undefined && { amountCents }) });
  }

  async charges(purchase: string): Promise<BookedCharge[]> {
    const { charges } = (await this.control('GET', `book?limit=10000&purchase=${purchase}`)) as { charges: BookedCharge[] };
    return charges;
  }

  /** All charges, of whatever payment. */
  async book(): Promise<BookedCharge[]> {
    const { charges } = (await this.control('GET', 'book?limit=10000')) as { charges: BookedCharge[] };
    return charges;
  }

  async summary(): Promise<{ charges: number; captured: number; capturedTwice: string[] }> {
    return (await this.control('GET', 'book/summary')) as { charges: number; captured: number; capturedTwice: string[] };
  }

  stop(): void {
    this.child?.kill('SIGTERM');
  }

  /** By way of its process, which has no door; done when it says so. */
  private async tell(type: 'shut' | 'open'): Promise<void> {
    const child = this.child!;
    const done = once(child, 'message');
    child.send({ type });
    await done;
  }

  private request(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/_control/${path}`, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  }

  private async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.request(method, path, body);
    if (!response.ok) throw new Error(`${this.name} refuses ${method} ${path}: ${await response.text()}`);
    return response.json();
  }
}
