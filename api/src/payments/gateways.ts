import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config, type GatewayTerms, HealthParts, Leases, Metrics } from '#platform';
import { adapterFor } from './adapters.js';
import { type BreakerState, GatewayLine } from './gateway-line.js';
import { AttemptPayment } from './payments.commands.js';
import { GatewayNotFound } from './payments.errors.js';
import { type Clientele, inOrder, mayServe, type Passenger, type Route, routesFor } from './routing.js';

/** The configured gateways, each behind its line. */
@Injectable()
export class Gateways implements OnApplicationShutdown {
  private readonly lines: Map<string, GatewayLine>;
  private readonly agreed: Map<string, GatewayTerms & { serves: Clientele }>;

  constructor(config: Config, metrics: Metrics, parts: HealthParts, leases: Leases) {
    // Every processor takes from this queue, so whoever shares it shares the gateways' pace as well.
    const processes = () => leases.sharers(`commands.${AttemptPayment.channel}`);
    this.lines = new Map(config.gateways.map((gateway) => [gateway.name, new GatewayLine(adapterFor(gateway, { publicUrl: config.publicUrl }), gateway, processes)]));
    this.agreed = new Map(config.gateways.map((gateway) => [gateway.name, { ...gateway, serves: config.demo ? 'everybody' : gateway.sandbox ? 'rehearsals' : 'buyers' }]));
    metrics.gauge('catraca_gateway_breaker', 'Breaker of each gateway: 0 closed, 1 on trial, 2 open.', ['gateway'], (gauge) => {
      for (const line of this.lines.values()) gauge.set({ gateway: line.name }, { closed: 0, trial: 1, open: 2 }[toldState(line)]);
    });
    metrics.gauge('catraca_gateway_answered_share', 'Calls that got an answer of late, of all, by gateway, as this process saw it.', ['gateway'], (gauge) => {
      for (const { name, condition } of this.lines.values()) gauge.set({ gateway: name }, condition.answered);
    });
    metrics.gauge('catraca_gateway_latency_seconds', 'How long each gateway has taken for an answer of late, as this process saw it.', ['gateway'], (gauge) => {
      for (const { name, condition } of this.lines.values()) gauge.set({ gateway: name }, condition.latencyMs / 1_000);
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
    return routesFor(this.takersOf(passenger).map((line) => this.routeTo(line)), passenger, tried);
  }

  /** The gateways that could take such a payment, best first, as somebody sees them who has none yet: nobody's trial is used up. */
  offersFor(passenger: Passenger): GatewayLine[] {
    return inOrder(this.all.map((line) => this.routeTo(line)), passenger).map(({ name }) => this.line(name));
  }

  /** Whether a gateway that was not tried could take such a payment now; one that is down would only use up a try. */
  untried({ method, sandbox, token }: Pick<Passenger, 'method' | 'sandbox' | 'token'>, tried: ReadonlySet<string>): boolean {
    return this.takersOf({ token }).some(({ name, gateway, promising }) => promising && mayServe(this.termsOf(name).serves, sandbox) && !tried.has(name) && gateway.capabilities.methods.includes(method));
  }

  /** What was agreed with a configured gateway, and whose payments it takes. */
  termsOf(name: string): GatewayTerms & { serves: Clientele } {
    return this.agreed.get(name) as GatewayTerms & { serves: Clientele };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map(({ gateway }) => gateway.close()));
  }

  private routeTo(line: GatewayLine): Route {
    return { ...this.termsOf(line.name), ...line.gateway.capabilities, name: line.name, well: line.condition.well, takesWork: () => line.takesWork() };
  }

  /** A token that nobody seems to have given goes to anybody, who says what is wrong with it. */
  private takersOf({ token = null }: Pick<Passenger, 'token'>): GatewayLine[] {
    const takers = token === null ? [] : this.all.filter(({ gateway }) => gateway.takes(token));
    return takers.length > 0 ? takers : this.all;
  }

  private health(): { ok: boolean; detail: string } {
    const named = (lines: GatewayLine[]): string => lines.map(({ name }) => name).join(', ');
    const due = this.all.filter(({ trialDue }) => trialDue);
    const silent = this.all.filter(({ state, trialDue }) => state !== 'closed' && !trialDue);
    const details = [silent.length > 0 && `failing: ${named(silent)}`, due.length > 0 && `tried by the next payment: ${named(due)}`].filter((part) => part !== false);
    const detail = this.lines.size === 0 ? 'none is configured' : details.join('; ') || 'all answer';
    return { ok: this.lines.size > silent.length, detail };
  }
}

/** The breaker's state for people: one that is open with its trial due lets the next payment through. */
export const toldState = ({ state, trialDue }: Pick<GatewayLine, 'state' | 'trialDue'>): BreakerState => (trialDue ? 'trial' : state);
