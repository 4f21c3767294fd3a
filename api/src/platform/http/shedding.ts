import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Overloaded } from '../errors.js';
import type { Load } from '../load/index.js';
import type { Metrics } from '../observability/metrics.js';
import type { SignedTokens } from '../security/signed-tokens.js';
import { type Language, languages, negotiateLanguage } from '../translations.js';
import { isShed, type ShedRule } from './shed.js';
import { describe, problemHeaders } from './problem.js';
import { sendAway } from './web-pages.js';

// Not before the level can have fallen, and spread out, so that who was refused together does not come back together.
const RETRY_SECONDS = { min: 2, max: 9 };
// Fewer than this in a second are not what loads a process; refusing them would help nobody.
const ARRIVALS_PER_SECOND_MIN = 20;
// What no route is for is answered from memory; still it is nobody's purchase.
const unrouted: ShedRule = { when: 'first' };

/** @throws when the route does not say when it is shed. */
export function requireShedding({ method, url, config }: RouteOptions): void {
  if (config?.shed === undefined) throw new Error(`The route ${String(method)} ${url} does not declare when it is shed.`);
}

/** Refuses what the load does not allow, before anything of the request is read but its head; what it says is made at the start. */
export function shed(server: FastifyInstance, load: Load, tokens: SignedTokens, metrics: Metrics): void {
  const refused = metrics.counter('catraca_requests_shed_total', 'Requests refused because of the load, by when their route is shed and by the level.', ['shed', 'level']);
  const arrivals = new Arrivals();
  const texts = new Map(languages.map((language) => [language, refusals(language)]));
  server.addHook('onRequest', (request, reply, done) => {
    const { level } = load;
    if (level === 'calm') return done();
    const rule = request.routeOptions.config.shed ?? unrouted;
    const many = arrivals.areMany(performance.now());
    if (!many || !isShed(rule, level, ({ header, purpose }) => isGenuine(tokens, purpose, request.headers[header]))) return done();
    refused.inc({ shed: rule.when, level });
    refuse(request, reply, rule, texts.get(negotiateLanguage(request.headers['accept-language'])) as string[]);
  });
}

function isGenuine(tokens: SignedTokens, purpose: string, token: string | string[] | undefined): boolean {
  if (typeof token !== 'string') return false;
  try {
    tokens.verify(purpose, token);
    return true;
  } catch {
    return false;
  }
}

/** By the seconds after which to come again, each without its end, where the request's own id goes. */
function refusals(language: Language): string[] {
  return Array.from({ length: RETRY_SECONDS.max + 1 }, (_, retryAfterSeconds) => JSON.stringify(describe(new Overloaded({ retryAfterSeconds }), language).problem).slice(0, -1));
}

function refuse(request: FastifyRequest, reply: FastifyReply, rule: ShedRule, texts: string[]): void {
  const { min, max } = RETRY_SECONDS;
  const seconds = min + Math.floor(Math.random() * (max - min + 1));
  if (rule.page) return sendAway(request, reply, new Overloaded({ retryAfterSeconds: seconds }));
  if (rule.stream) void reply.header('connection', 'close');
  void reply.status(503).headers(problemHeaders).header('retry-after', seconds).send(`${texts[seconds]},"requestId":"${request.id}"}`);
}

/** The instants of the latest requests, looked at only while there is load. */
class Arrivals {
  private readonly latest = new Float64Array(ARRIVALS_PER_SECOND_MIN).fill(-Infinity);
  private next = 0;

  areMany(now: number): boolean {
    const earliest = this.latest[this.next] as number;
    this.latest[this.next] = now;
    this.next = (this.next + 1) % ARRIVALS_PER_SECOND_MIN;
    return now - earliest < 1_000;
  }
}
