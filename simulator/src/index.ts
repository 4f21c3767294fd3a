import Fastify, { type FastifyInstance } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { aurora } from './aurora.ts';
import { bonanza } from './bonanza.ts';
import type { Charge, Dispute, DisputeState } from './book.ts';
import { Clock } from './clock.ts';
import { controlRoutes } from './control.ts';
import { Desk } from './desk.ts';
import { isCall, type Dialect, type Serve } from './dialect.ts';
import { Faults, type Fault } from './faults.ts';
import { IdempotencyStore } from './idempotency.ts';
import { Provider, type Occurrence } from './provider.ts';
import { Random } from './random.ts';
import { Webhooks, type DeliveryHabits } from './webhooks.ts';

export type { Charge, ChargeState, Refund } from './book.ts';
export type { Fault, FaultKind, Operation } from './faults.ts';
export type { DeliveryHabits } from './webhooks.ts';
export { brCode, crc16 } from './br-code.ts';
export { Random } from './random.ts';
export { signature } from './webhooks.ts';

export interface SimulatorOptions {
  name: 'aurora' | 'bonanza';
  /** 0: any free one. */
  port?: number;
  seed?: string;
  apiKey: string;
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
  readonly name: string;
  fault(fault: Fault): void;
  clearFaults(): void;
  habits(habits: Partial<DeliveryHabits>): void;
  latency(meanMs: number, jitterMs?: number): void;
  /** A customer pays the latest Pix of this purchase; false where the provider would refuse. */
  pay(purchase: string, how?: { late?: boolean; amountCents?: number }): boolean;
  /** The payer's bank disputes the captured charge of this purchase, or decides; undefined where that cannot be. */
  dispute(purchase: string, state: DisputeState, amountCents?: number): Dispute | undefined;
  advance(ms: number): void;
  charges(purchase?: string): Charge[];
  /** Refuses connections until `listen`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  stop(): Promise<void>;
}

const DIALECTS: Record<string, Dialect> = { aurora, bonanza };
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
  const desk = new Desk({ phrases: dialect.phrases, keys, faults, random, slowCardsWait: dialect.character.slowCards === 'wait' });
  desk.slowMs = settings.slowMs;
  const recipient = { url: options.webhook?.url ?? '', secret: options.webhook?.secret ?? '', header: dialect.signatureHeader };
  const webhooks = new Webhooks({ recipient, random, envelope: (events) => dialect.envelope(events) });

  let events = 0;
  const announce = (occurrence: Occurrence): void => {
    if (webhooks.recipient.url !== '') webhooks.announce(dialect.event(occurrence, `evt_${(events++).toString(36)}_${random.text(10)}`, clock.now()));
  };
  provider.occurred = announce;
  desk.happened = (occurrence, delivered) => {
    if (!delivered || options.webhookEvents === 'all') announce(occurrence);
  };

  const app = Fastify({ forceCloseConnections: true, bodyLimit: 16_384 });
  const door = new Door(app);
  merchantRoutes(app, { dialect, provider, desk, apiKey: options.apiKey });
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

  return {
    url,
    name: dialect.name,
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    habits: (habits) => void Object.assign(webhooks.habits, habits),
    latency: (meanMs, jitterMs = 0) => void (desk.latency = { meanMs, jitterMs }),
    pay: (purchase, how) => {
      const charge = provider.book.last((other) => other.purchase === purchase && other.method === 'pix');
      return charge !== undefined && provider.pay(charge, how);
    },
    dispute: (purchase, state, amountCents) => {
      const charge = provider.book.last((other) => other.purchase === purchase && other.state === 'captured');
      return charge && provider.dispute(charge, state, amountCents);
    },
    advance: (ms) => clock.advance(ms),
    charges: (purchase) => provider.book.all((charge) => purchase === undefined || charge.purchase === purchase),
    refuse: () => door.close(),
    listen: () => door.open(),
    stop: async () => {
      clock.stop();
      webhooks.stop();
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

function merchantRoutes(app: FastifyInstance, parts: { dialect: Dialect; provider: Provider; desk: Desk; apiKey: string }): void {
  const { dialect, provider, desk } = parts;
  const apiKey = Buffer.from(parts.apiKey);
  const admitted = (given: string | undefined): boolean => {
    const bytes = Buffer.from(given ?? '');
    return bytes.length === apiKey.length && timingSafeEqual(bytes, apiKey);
  };
  const serve: Serve = (call) =>
    async function (request, reply) {
      if (!admitted(dialect.apiKeyOf(request))) return reply.code(dialect.unauthorized.status).send(dialect.unauthorized.body);
      const wanted = call(request);
      if (!isCall(wanted)) return reply.code(wanted.status).send(wanted.body);
      return desk.serve(request, reply, wanted);
    };
  dialect.routes(app, provider, serve);
}
