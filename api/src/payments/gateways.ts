import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config, HealthParts, Metrics } from '#platform';
import { adapterFor } from './adapters.js';
import { GatewayLine } from './gateway-line.js';
import { GatewayNotFound } from './payments.errors.js';
import { type Clientele, mayServe, type Passenger, routesFor } from './routing.js';

/** The configured gateways, each behind its line. */
@Injectable()
export class Gateways implements OnApplicationShutdown {
  private readonly lines: Map<string, GatewayLine>;
  private readonly clienteles: Map<string, Clientele>;

  constructor(config: Config, metrics: Metrics, parts: HealthParts) {
    this.lines = new Map(config.gateways.map((gateway) => [gateway.name, new GatewayLine(adapterFor(gateway, { publicUrl: config.publicUrl }))]));
    this.clienteles = new Map(config.gateways.map(({ name, sandbox }) => [name, config.demo ? 'everybody' : sandbox ? 'rehearsals' : 'buyers']));
    metrics.gauge('catraca_gateway_breaker', 'Breaker of each gateway: 0 closed, 1 on trial, 2 open.', ['gateway'], (gauge) => {
      for (const { name, state } of this.lines.values()) gauge.set({ gateway: name }, { closed: 0, trial: 1, open: 2 }[state]);
    });
    metrics.gauge('catraca_gateway_calls', 'Calls made to each gateway and not answered, and those waiting for a connection.', ['gateway'], (gauge) => {
      for (const { name, load } of this.lines.values()) gauge.set({ gateway: name }, load);
    });
    parts.add('gateways', false, () => this.health());
  }

  /** @throws GatewayNotFound */
  line(name: string): GatewayLine {
    const line = this.lines.get(name);
    if (!line) throw new GatewayNotFound();
    return line;
  }

  get all(): GatewayLine[] {
    return [...this.lines.values()];
  }

  /** The gateways that can take this payment and were not tried, best first. */
  routesFor(passenger: Passenger, tried?: ReadonlySet<string>): string[] {
    const routes = this.takersOf(passenger).map((line) => ({ name: line.name, ...line.gateway.capabilities, serves: this.clienteleOf(line.name), takesWork: () => line.takesWork() }));
    return routesFor(routes, passenger, tried);
  }

  /** Whether a gateway that was not tried could take such a payment now; one that is down would only use up a try. */
  untried({ method, sandbox, token }: Pick<Passenger, 'method' | 'sandbox' | 'token'>, tried: ReadonlySet<string>): boolean {
    return this.takersOf({ token }).some(({ name, gateway, promising }) => promising && mayServe(this.clienteleOf(name), sandbox) && !tried.has(name) && gateway.capabilities.methods.includes(method));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map(({ gateway }) => gateway.close()));
  }

  /** A token that nobody seems to have given goes to anybody, who says what is wrong with it. */
  private takersOf({ token = null }: Pick<Passenger, 'token'>): GatewayLine[] {
    const takers = token === null ? [] : this.all.filter(({ gateway }) => gateway.takes(token));
    return takers.length > 0 ? takers : this.all;
  }

  private clienteleOf(name: string): Clientele {
    return this.clienteles.get(name) as Clientele;
  }

  private health(): { ok: boolean; detail: string } {
    const silent = this.all.filter(({ state }) => state !== 'closed').map(({ name }) => name);
    const detail = this.lines.size === 0 ? 'none is configured' : silent.length === 0 ? 'all answer' : `failing: ${silent.join(', ')}`;
    return { ok: this.lines.size > silent.length, detail };
  }
}
