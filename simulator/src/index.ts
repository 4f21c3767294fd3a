import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { aurora } from './aurora.ts';
import { bonanza } from './bonanza.ts';
import type { Charge, Dispute, DisputeState } from './book.ts';
import { Clock } from './clock.ts';
import { controlRoutes } from './control.ts';
import { Desk } from './desk.ts';
import { isCall, type Dialect, type Merchant, type Serve } from './dialect.ts';
import { Faults, type Fault } from './faults.ts';
import { IdempotencyStore } from './idempotency.ts';
import { mercadoPago } from './mercado-pago.ts';
import { pix } from './pix.ts';
import { Provider, type Occurrence } from './provider.ts';
import { Random } from './random.ts';
import { stripe } from './stripe.ts';
import { openTls, type TlsOptions } from './tls.ts';
import { signature, Webhooks, type DeliveryHabits } from './webhooks.ts';

export type { Charge, ChargeState, Refund } from './book.ts';
export { FAULT_KINDS, type Fault, type FaultKind, type Operation } from './faults.ts';
export type { DeliveryHabits } from './webhooks.ts';
export { brCode, crc16 } from './br-code.ts';
export { Random } from './random.ts';
export { signature } from './webhooks.ts';

export type ProviderName = 'aurora' | 'bonanza' | 'stripe' | 'mercado-pago' | 'pix';

export interface SimulatorOptions {
  name: ProviderName;
  /** 0: any free one. */
  port?: number;
  /** Opens a second door, for merchants who show a certificate. */
  tls?: TlsOptions;
  seed?: string;
  apiKey: string;
  /** What pages show who ask for a card's token. */
  publishableKey?: string;
  /** Without one, nothing is announced. */
  webhook?: { url: string; secret: string };
  /** `asynchronous` announces only what no answer told the merchant: later events, and those whose answer was lost. */
  webhookEvents?: 'all' | 'asynchronous';
  /** A Pix pays itself after so many seconds; null: only when told to. */
  pixPaidAfterSeconds?: number | null;
  /** How long a slow card takes. */
  slowMs?: number;
  /** The book forgets the oldest charges beyond this; 200,000 take about 200 MB with their keys. */
  chargesMax?: number;
}

/** A running provider. What its control routes do over HTTP, its methods do at once. */
export interface Simulator {
  readonly url: string;
  /** The door with TLS, where there is one. */
  readonly tlsUrl: string | undefined;
  readonly name: string;
  fault(fault: Fault): void;
  clearFaults(): void;
  habits(habits: Partial<DeliveryHabits>): void;
  latency(meanMs: number, jitterMs?: number): void;
  /** A customer pays the latest Pix of this purchase; false where the provider would refuse. */
  pay(purchase: string, how?: { late?: boolean; amountCents?: number }): boolean;
  /** The payer's bank disputes the captured charge of this reference, or the last one of this purchase, or decides; undefined where that cannot be. */
  dispute(referenceOrPurchase: string, state: DisputeState, amountCents?: number): Dispute | undefined;
  advance(ms: number): void;
  charges(purchase?: string): Charge[];
  /** Requests that hang while their client still waits for the answer. */
  readonly hanging: number;
  /** Refuses connections until `listen`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  stop(): Promise<void>;
}

const DIALECTS: Record<string, Dialect> = { aurora, bonanza, stripe, 'mercado-pago': mercadoPago, pix };
const CHARGES_MAX = 200_000;

/** Starts a simulated provider as an HTTP server on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const dialect = DIALECTS[options.name];
  if (!dialect) throw new Error(`There is no provider "${options.name}"; there are ${Object.keys(DIALECTS).join(' and ')}.`);
  const random = new Random(`${options.seed ?? 'catraca'}/${dialect.name}`);
  const clock = new Clock();
  const faults = new Faults(random);
  const chargesMax = options.chargesMax ?? CHARGES_MAX;
  const settings = { slowMs: options.slowMs ?? 3_000, pixPaidAfterSeconds: options.pixPaidAfterSeconds ?? null };
  const provider = new Provider({ name: dialect.name, character: dialect.character, settings, clock, random, chargesMax });
  const keys = new IdempotencyStore(clock, dialect.keySeconds * 1_000, chargesMax);
  const desk = new Desk({ phrases: dialect.phrases, keys, faults, random, clock, slowCardsWait: dialect.character.slowCards === 'wait', keepsErrors: dialect.keepsErrors ?? false });
  desk.slowMs = settings.slowMs;
  const recipient = { url: options.webhook?.url ?? '', secret: options.webhook?.secret ?? '' };
  const sign = dialect.sign ?? ((secret, body) => ({ [dialect.signatureHeader]: signature(secret, Math.floor(Date.now() / 1_000), body) }));
  const webhooks = new Webhooks({ recipient, sign, random, envelope: (events) => dialect.envelope(events) });

  let events = 0;
  const announce = (occurrence: Occurrence): void => {
    if (webhooks.recipient.url === '') return;
    const event = dialect.event(occurrence, `evt_${(events++).toString(36)}_${random.text(10)}`, clock.now());
    if (event !== undefined) webhooks.announce(event);
  };
  provider.occurred = announce;
  desk.happened = (occurrence, delivered) => {
    if (!delivered || options.webhookEvents === 'all') announce(occurrence);
  };

  const app = Fastify({ forceCloseConnections: true, bodyLimit: 16_384 });
  const door = new Door(app);
  const merchant: Merchant = { apiKey: options.apiKey, publishableKey: options.publishableKey, recipient: webhooks.recipient, now: () => clock.now() };
  merchantRoutes(app, { dialect, provider, desk, merchant });
  controlRoutes(app, {
    provider,
    desk,
    faults,
    clock,
    webhooks,
    refuse: async (seconds) => {
      await door.close();
      setTimeout(() => void door.open(), seconds * 1_000);
    },
  });
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const tlsDoor = options.tls && (await openTls(app, options.tls));

  return {
    url,
    tlsUrl: tlsDoor?.url,
    name: dialect.name,
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    habits: (habits) => void Object.assign(webhooks.habits, habits),
    latency: (meanMs, jitterMs = 0) => void (desk.latency = { meanMs, jitterMs }),
    pay: (purchase, how) => {
      const charge = provider.book.last((other) => other.purchase === purchase && other.method === 'pix');
      return charge !== undefined && provider.pay(charge, how);
    },
    dispute: (referenceOrPurchase, state, amountCents) => {
      const charge = provider.book.last((other) => [other.reference, other.purchase].includes(referenceOrPurchase) && other.state === 'captured');
      return charge && provider.dispute(charge, state, amountCents);
    },
    advance: (ms) => clock.advance(ms),
    charges: (purchase) => provider.book.all((charge) => purchase === undefined || charge.purchase === purchase),
    get hanging() {
      return desk.hanging;
    },
    refuse: () => door.close(),
    listen: () => door.open(),
    stop: async () => {
      clock.stop();
      webhooks.stop();
      tlsDoor?.close();
      await door.stop();
    },
  };
}

/** Opens and shuts the listening socket while the provider's memory lives on. */
class Door {
  private address: AddressInfo | undefined;
  private readonly app: FastifyInstance;
  private stopped = false;

  constructor(app: FastifyInstance) {
    this.app = app;
  }

  async close(): Promise<void> {
    const { server } = this.app;
    if (!server.listening) return;
    this.address = server.address() as AddressInfo;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  async open(): Promise<void> {
    const { address } = this;
    if (!address || this.stopped || this.app.server.listening) return;
    await new Promise<void>((resolve) => this.app.server.listen(address.port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.app.close();
  }
}

function merchantRoutes(app: FastifyInstance, parts: { dialect: Dialect; provider: Provider; desk: Desk; merchant: Merchant }): void {
  const { dialect, provider, desk, merchant } = parts;
  const apiKey = Buffer.from(merchant.apiKey);
  const admitted = (given: string | undefined): boolean => {
    const bytes = Buffer.from(given ?? '');
    return bytes.length === apiKey.length && timingSafeEqual(bytes, apiKey);
  };
  const serveTo = (admits: (request: FastifyRequest) => boolean): Serve => (call) =>
    async function (request, reply) {
      if (!admits(request)) return reply.code(dialect.unauthorized.status).send(dialect.unauthorized.body);
      const wanted = call(request);
      if (!isCall(wanted)) return reply.code(wanted.status).send(wanted.body);
      return desk.serve(request, reply, wanted);
    };
  const serve = serveTo((request) => dialect.admits?.(request, merchant) ?? admitted(dialect.apiKeyOf(request)));
  dialect.routes(app, provider, serve, merchant);
  dialect.pageRoutes?.(app, provider, serveTo(() => true), merchant);
}
