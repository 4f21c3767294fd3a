import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request as ask } from 'node:http';
import { DomainError, InvalidRequest, Overloaded } from '../errors.js';
import { awayPage, awayPolicy, pageLanguage } from './away-page.js';
import { describe } from './problem.js';

/** The process that makes the pages does not answer. */
export class WebAway extends DomainError {
  static readonly code = 'platform.web_away';
  static readonly status = 503;
  constructor() {
    super(WebAway, {});
  }
}

// The web process takes 4,096 connections from everybody; with keep-alive a few hundred carry thousands of pages a second.
const SOCKETS_MAX = 256;
// A page takes milliseconds. Who is the 2,000th to wait for one would wait for seconds.
const WAITING_MAX = 2_000;
// The web process itself gives the API 8 s.
const PATIENCE_MS = 20_000;
// Less than the web process keeps a connection that rests, so that none is ended under a request.
const IDLE_MS = 60_000;
// The pages' process is started again after a pause of seconds.
const RETRY_SECONDS = 5;
// What a form without JavaScript sends.
const BODY_BYTES_MAX = 64 * 1024;

/** RFC 9110, 7.6.1: between two neighbours, not to be passed on; nor is what `Connection` names. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'proxy-authenticate', 'proxy-authorization', 'expect'];
/** Ours, whatever a path below them is not. */
const OWN = /^\/(api|health|metrics|mailbox)(?=[/?]|$)/;

/**
 * Hands what is not the API's own to the process that makes the pages, so that both have one address. What it answers goes through as it
 * is; while it is away there is a page that says so, and the sale goes on.
 */
export function webPages(server: FastifyInstance, webUrl: string): void {
  const pages = new WebProcess(new URL(webUrl));
  void server.register(async (scope) => {
    // A form is here as a whole before it is passed on: one that comes slowly holds no connection to the web process, and how long it is
    // we have counted ourselves.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: ['GET', 'HEAD', 'POST'],
      url: '/*',
      bodyLimit: BODY_BYTES_MAX,
      config: { shed: { when: 'late', page: true } },
      handler: (request, reply) => (OWN.test(request.url) ? reply.callNotFound() : pages.handOver(request, reply)),
    });
  });
}

class WebProcess {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, timeout: IDLE_MS });
  private waiting = 0;

  constructor(private readonly url: URL) {}

  handOver(request: FastifyRequest, reply: FastifyReply): void {
    if (request.method !== 'POST' && bringsBody(request)) throw new InvalidRequest({ problems: [{ path: 'body', message: `${request.method} has none` }] });
    if (this.waiting >= WAITING_MAX) return sendAway(request, reply, new Overloaded({ retryAfterSeconds: RETRY_SECONDS }));
    this.waiting += 1;
    // Its answer carries its own headers, for a 304 must not bring a policy of ours to a page of theirs.
    reply.hijack();
    const hangingUp = new AbortController();
    reply.raw.once('close', () => {
      this.waiting -= 1;
      hangingUp.abort();
    });
    this.ask(request, reply, hangingUp.signal, request.method === 'POST' ? 0 : 1);
  }

  private ask(request: FastifyRequest, reply: FastifyReply, signal: AbortSignal, retries: number): void {
    const { hostname, port } = this.url;
    const upstream = ask({ agent: this.agent, host: hostname, port, method: request.method, path: request.raw.url, headers: headersFor(request), timeout: PATIENCE_MS, signal });
    upstream.once('timeout', () => upstream.destroy(new Error('the web process is silent')));
    upstream.once('response', (answer) => passOn(answer, reply));
    upstream.once('error', () => {
      if (reply.raw.destroyed) return;
      // A connection that was resting can be ended just as it is used; a new one tells the truth.
      if (retries > 0 && upstream.reusedSocket) this.ask(request, reply, signal, retries - 1);
      else if (reply.raw.headersSent) reply.raw.destroy();
      else sendAwayRaw(request, reply, new WebAway());
    });
    upstream.end(request.method === 'POST' ? bodyOf(request) : undefined);
  }
}

/** Where one begins a request's end is a matter of opinion: whoever disagrees takes the next request, of somebody else, for a part of it. */
function bringsBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

/** Nothing at all is not parsed. */
const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

/** What we believe of the caller, instead of what the caller says. */
function headersFor(request: FastifyRequest): OutgoingHttpHeaders {
  const headers = passable(request.headers);
  // Theirs said how long the body was on its way to us.
  delete headers['content-length'];
  if (request.method === 'POST') headers['content-length'] = bodyOf(request).length;
  return { ...headers, 'x-request-id': request.id, 'x-forwarded-for': request.ip, 'x-forwarded-proto': request.protocol, 'x-forwarded-host': request.host };
}

function passable(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const between = new Set([...HOP_BY_HOP, ...named]);
  // Whose address it is, nobody may leave out.
  between.delete('host');
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !between.has(name)));
}

function passOn(answer: IncomingMessage, reply: FastifyReply): void {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) headers[name] = value as string;
  reply.raw.writeHead(answer.statusCode ?? 502, { ...headers, ...passable(answer.headers) });
  answer.once('error', () => reply.raw.destroy()).pipe(reply.raw);
}

function sendAwayRaw(request: FastifyRequest, reply: FastifyReply, error: DomainError): void {
  const { status, headers, page } = away(request, error);
  reply.raw.writeHead(status, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...headers });
  reply.raw.end(request.method === 'HEAD' ? undefined : page);
}

/** A page with a sentence for people, in their language. */
export function sendAway(request: FastifyRequest, reply: FastifyReply, error: DomainError): void {
  const { status, headers, page } = away(request, error);
  void reply.status(status).headers(headers).send(page);
}

function away(request: FastifyRequest, error: DomainError) {
  const language = pageLanguage(request.url, request.headers['accept-language']);
  const { problem, retryAfterSeconds = RETRY_SECONDS } = describe(error, language, request.id);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'retry-after': String(retryAfterSeconds), 'content-security-policy': awayPolicy };
  return { status: problem.status, headers, page: awayPage(language, problem.title, retryAfterSeconds) };
}
